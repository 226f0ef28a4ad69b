internal import Foundation
internal import GRDB

/// SQLite: one file, one writer that shares commits, and a few readers beside it (write-ahead log).
package final class SQLiteStore: Store {
    package let kind = StoreKind.sqlite

    private let writing: WorkQueue
    /// The writer's own queue where the database is in memory and therefore has one connection only.
    private let reading: WorkQueue
    private let threads = WorkThreads()
    private let counts = WriteCounts()

    package var load: StoreLoad { counts.load(waiting: writing.count) }

    /// - Parameters:
    ///   - path: the file; nil for a database in memory, which keeps nothing.
    ///   - readers: how many read at the same time.
    ///   - capacity: how many transactions may wait.
    ///   - group: the most bodies that share a commit.
    package init(path: String?, readers: Int = 4, capacity: Int = 8192, group: Int = 256) throws {
        let writing = WorkQueue(capacity: capacity)
        self.writing = writing
        let session = try SQLiteSession(path: path, isReader: false)
        try session.assertDurable()
        threads.start(name: "sqlite-writer") { [box = Handover(session), counts] in
            GroupWriter(session: box.value, queue: writing, counts: counts, most: group).run()
        }
        guard let path else {
            reading = writing
            return
        }
        let reading = WorkQueue(capacity: capacity)
        self.reading = reading
        for number in 1...max(1, readers) {
            let session: SQLiteSession
            do {
                session = try SQLiteSession(path: path, isReader: true)
            } catch {
                close()
                throw error
            }
            threads.start(name: "sqlite-reader-\(number)") { [box = Handover(session)] in
                Reader(session: box.value, queue: reading).run()
            }
        }
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

/// Hands something that is not `Sendable` to the one thread that uses it from then on.
struct Handover<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
