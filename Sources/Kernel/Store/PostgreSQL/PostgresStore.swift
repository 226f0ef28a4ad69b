internal import CLibPQ
internal import Foundation

/// PostgreSQL through libpq: one connection that writes and shares commits, and a few that read, each on its own thread.
/// Several servers may stand on one database.
package final class PostgresStore: Store {
    package let kind = StoreKind.postgresql

    private let writing: WorkQueue
    private let reading: WorkQueue
    private let threads = WorkThreads()
    private let counts = WriteCounts()

    package var load: StoreLoad { counts.load(waiting: writing.count) }

    /// Opens a database, waiting for it on a thread of its own.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database`, or what else libpq understands.
    ///   - readers: how many read at the same time.
    ///   - capacity: how many transactions may wait.
    ///   - group: the most bodies that share a commit.
    /// - Throws: `SQLError` of the kind `disconnected` where the database cannot be reached.
    package static func open(
        url: String, readers: Int = 4, capacity: Int = 8192, group: Int = 256
    ) async throws -> PostgresStore {
        let store = PostgresStore(url: url, readers: readers, capacity: capacity, group: group)
        do {
            // The reader's connection as well, so that a wrong address is noticed at the start and not at the first page.
            try await store.write { try PostgresStore.assertDurable($0) }
            _ = try await store.read { try $0.row("select 1") { try $0.integer(0) } }
        } catch {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    store.close()
                    continuation.resume()
                }
            }
            throw error
        }
        return store
    }

    private init(url: String, readers: Int, capacity: Int, group: Int) {
        let writing = WorkQueue(capacity: capacity)
        let reading = WorkQueue(capacity: capacity)
        self.writing = writing
        self.reading = reading
        threads.start(name: "pg-writer") { [counts] in
            GroupWriter(session: PostgresSession(url: url), queue: writing, counts: counts, most: group).run()
        }
        for number in 1...max(1, readers) {
            threads.start(name: "pg-reader-\(number)") {
                Reader(session: PostgresSession(url: url), queue: reading).run()
            }
        }
    }

    /// Refuses a database that would not keep what it acknowledges, or that drops Han text.
    private static func assertDurable(_ connection: any Connection) throws {
        let settings = try connection.row(
            """
            select current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
                current_setting('server_encoding')
            """
        ) { [try $0.text(0), try $0.text(1), try $0.text(2), try $0.text(3)] }
        guard let settings, settings[0] != "off", settings[1] == "on", settings[2] == "on" else {
            throw SQLError(.other, detail: "the server does not keep what it acknowledges (synchronous_commit, fsync)")
        }
        guard settings[3] == "UTF8" else { throw SQLError(.other, detail: "the database is not encoded in UTF8") }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await reading.perform(isReadOnly: true, body)
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await writing.perform(isReadOnly: false, body)
    }

    package func migrate(_ migrations: [Migration]) async throws {
        let all = StoreSchema.migrations + migrations
        try Migrator.check(all)
        try await write { try Migrator.run(all, on: $0) }
    }

    package func close() {
        writing.close()
        reading.close()
        threads.join()
    }

    deinit {
        writing.close()
        reading.close()
    }
}
