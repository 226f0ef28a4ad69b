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
            // Pages of a big import must not be written twice: 64 MB for the writer, 8 MB for each reader.
            let cache = isReader ? "pragma cache_size = -8192" : "pragma cache_size = -65536"
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "pragma synchronous = full")
                try database.execute(sql: cache)
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

    /// Refuses a database that would not keep what it acknowledges.
    func assertDurable() throws {
        let level = try connection.row("pragma synchronous") { try $0.int(0) }
        let keys = try connection.row("pragma foreign_keys") { try $0.int(0) }
        guard level == 2, keys == 1 else {
            throw SQLError(.other, detail: "SQLite did not take synchronous = full and foreign_keys = on")
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
