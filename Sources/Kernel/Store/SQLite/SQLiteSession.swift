internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// One connection to a SQLite file. GRDB opens and configures it; statements are stepped by hand, for speed.
///
/// GRDB's own queue is entered once for each call (about a microsecond), which also keeps its thread rules.
final class SQLiteSession: Session {
    let connection: SQLiteConnection
    private let queue: DatabaseQueue
    private let isReader: Bool

    init(path: String?, isReader: Bool) throws {
        guard SQLiteLibrary.isReady else { throw SQLError(.other, detail: "SQLite could not be made ready") }
        var configuration = Configuration()
        configuration.readonly = isReader
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.journalMode = isReader || path == nil ? .default : .wal
        // Transactions are ours, and last longer than one access.
        configuration.allowsUnsafeTransactions = true
        configuration.label = isReader ? "sqlite-reader" : "sqlite-writer"
        do {
            if let path {
                queue = try DatabaseQueue(path: path, configuration: configuration)
            } else {
                queue = try DatabaseQueue(configuration: configuration)
            }
            // GRDB lowers the level to NORMAL while it opens a write-ahead log, so it is raised again here.
            let cache = isReader ? "pragma cache_size = -8192" : "pragma cache_size = -4096"
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "pragma synchronous = full")
                try database.execute(sql: cache)
                // The writer's cache is small: after a commit that has split a page SQLite walks through all that it holds. But what a
                // big import has changed must not be written twice, so up to 64 MB of that stay until the commit. In KiB, with a minus
                // sign: a number of pages whose last eight bits are 0 SQLite takes for "never" as well.
                try database.execute(sql: "pragma cache_spill = -65536")
                // What a body undone alone would have to restore stays in memory instead of a file, and a page that many
                // transactions change is copied from the log into the database once for all of them.
                try database.execute(sql: "pragma temp_store = memory")
                try database.execute(sql: "pragma wal_autocheckpoint = 8000")
            }
        } catch let error as DatabaseError {
            throw SQLError(error)
        }
        self.isReader = isReader
        connection = try queue.writeWithoutTransaction { try SQLiteConnection($0) }
    }

    /// Refuses a database that would not keep what it acknowledges, or would keep all that a transaction changes in memory.
    func assertDurable() throws {
        let level = try connection.row("pragma synchronous") { try $0.int(0) }
        let keys = try connection.row("pragma foreign_keys") { try $0.int(0) }
        let spill = try connection.row("pragma cache_spill") { try $0.int(0) } ?? 0
        guard level == 2, keys == 1, spill > 0 else {
            throw SQLError(.other, detail: "SQLite did not take synchronous = full, foreign_keys = on and a cache_spill")
        }
    }

    var failure: SQLError? { connection.failure }
    var writes: Int { connection.writes }
    var hasLostTransaction: Bool { !connection.isInTransaction }

    func connect() throws {}
    func begin() throws { try connection.control(.beginWriting) }
    func beginReading() throws { try connection.control(.beginReading) }

    func mark() throws {
        if connection.hasMark { try connection.control(.releaseMark) }
        try connection.control(.mark)
        connection.hasMark = true
    }

    func settle() throws {}
    func writeGathered() throws { try connection.writeGathered() }

    func undoToMark() throws {
        try connection.control(.undoToMark)
        connection.gathering.forget()
        connection.failure = nil
    }

    func commit() throws {
        try connection.control(.commit)
        connection.gathering.forget()
        connection.hasMark = false
    }

    func rollback() {
        if connection.isInTransaction { try? connection.control(.rollback) }
        connection.gathering.forget()
        connection.failure = nil
        connection.hasMark = false
    }

    func setReadOnly(_ isReadOnly: Bool) { connection.isReadOnly = isReadOnly }

    func disconnect() {
        queue.writeWithoutTransaction { _ in connection.forgetStatements() }
        try? queue.close()
    }
}
