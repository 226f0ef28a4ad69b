internal import CLibPQ
internal import Foundation

/// One connection to PostgreSQL with its transactions; opened when it is first needed, and again after it broke.
final class PostgresSession: Session {
    let connection: PostgresConnection
    private let url: String
    private var isReading = false

    /// The same for all servers; otherwise any number.
    private static let writersLock = 5_638_294_017

    init(url: String) {
        self.url = url
        connection = PostgresConnection()
    }

    var failure: SQLError? { connection.failure }

    var hasLostTransaction: Bool { !connection.isAlive }

    func connect() throws {
        if connection.isAlive { return }
        connection.drop()
        try connection.open(url)
    }

    func begin() throws {
        isReading = false
        connection.hasMark = false
        // Groups of all servers follow one another, as they do on SQLite: whoever writes sees everything written before,
        // and groups cannot deadlock over the head of the event log. While one server commits, the group of the next grows.
        try connection.command("begin; select pg_advisory_xact_lock(\(Self.writersLock))")
    }

    func beginReading() throws {
        isReading = true
        connection.hasMark = false
        try connection.command("begin isolation level repeatable read read only")
    }

    func mark() throws {
        // One way to the server and back for both.
        try connection.command(connection.hasMark ? "release mark; savepoint mark" : "savepoint mark")
        connection.hasMark = true
    }

    func undoToMark() throws {
        try connection.command("rollback to mark")
        connection.failure = nil
    }

    func commit() throws {
        do {
            try connection.command("commit")
        } catch let error as SQLError where error.kind == .disconnected && !isReading {
            // The server may have committed before the connection broke.
            throw SQLError(.unknownOutcome, code: error.code, detail: error.detail)
        }
        connection.hasMark = false
    }

    func rollback() {
        connection.failure = nil
        connection.hasMark = false
        guard connection.isAlive else { return connection.drop() }
        do {
            if connection.isInTransaction { try connection.command("rollback") }
            connection.failure = nil
        } catch {
            connection.drop()
        }
    }

    func setReadOnly(_ isReadOnly: Bool) { connection.isReadOnly = isReadOnly }

    func disconnect() { connection.drop() }
}
