package import Store
internal import Foundation

/// Databases for tests: a fresh one for each, of either kind, gone afterwards.
package enum TestStores {
    /// Runs a test on a fresh, migrated database.
    /// - Parameter migrations: beside those of the store itself.
    package static func with<T>(
        _ kind: StoreKind, migrations: [Migration] = [], _ body: (any Store) async throws -> T
    ) async throws -> T {
        try await withURL(kind, migrations: migrations) { url in
            let store = try await open(url)
            do {
                let result = try await body(store)
                await close(store)
                return result
            } catch {
                await close(store)
                throw error
            }
        }
    }

    /// Runs a test on fresh databases of every kind, one after the other.
    package static func each(
        migrations: [Migration] = [], _ body: (any Store) async throws -> Void
    ) async throws {
        for kind in StoreKind.allCases { try await with(kind, migrations: migrations, body) }
    }

    /// Gives the address of a fresh, migrated database, for tests that open it themselves, or more than once.
    package static func withURL<T>(
        _ kind: StoreKind, migrations: [Migration] = [], _ body: (String) async throws -> T
    ) async throws -> T {
        try await places.within { try await withFreshURL(kind, migrations: migrations, body) }
    }

    /// So many tests have databases at the same time: each keeps a dozen files open, and some thousand make starting a process unsafe
    /// (Foundation's `Process` reads the list of open files beyond its end).
    private static let places = Places(48)

    private static func withFreshURL<T>(
        _ kind: StoreKind, migrations: [Migration], _ body: (String) async throws -> T
    ) async throws -> T {
        switch kind {
        case .sqlite:
            return try await Scratch.folder { folder in
                let url = "sqlite:\(folder)/city.sqlite"
                try await prepare(url, migrations)
                return try await body(url)
            }
        case .postgresql:
            let template = migrations.map { $0.name + $0.checksum }.joined(separator: " ")
            let server = PostgresServer.shared
            let database = try await server.database(template: template) { try await prepare($0, migrations) }
            do {
                let result = try await body(database.url)
                try await server.drop(database.name)
                return result
            } catch {
                try? await server.drop(database.name)
                throw error
            }
        }
    }

    /// Closing waits for threads, so it is done away from the cooperative pool.
    package static func close(_ store: any Store) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                store.close()
                continuation.resume()
            }
        }
    }

    /// Opens a database with few connections: many tests run beside each other.
    package static func open(_ url: String) async throws -> any Store {
        if url.hasPrefix("postgres") { return try await PostgresStore.open(url: url, readers: 2) }
        if url.hasPrefix("sqlite:/") { return try SQLiteStore(path: String(url.dropFirst("sqlite:".count)), readers: 2) }
        return try await openStore(url: url)
    }

    private static func prepare(_ url: String, _ migrations: [Migration]) async throws {
        let store = try await open(url)
        do {
            try await store.migrate(migrations)
        } catch {
            await close(store)
            throw error
        }
        await close(store)
    }
}

/// Lets only so many in at a time; who is in already may come in again.
private actor Places {
    @TaskLocal private static var isIn = false

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    nonisolated func within<T>(_ body: () async throws -> T) async throws -> T {
        if Self.isIn { return try await body() }
        await enter()
        do {
            let result = try await Self.$isIn.withValue(true) { try await body() }
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
