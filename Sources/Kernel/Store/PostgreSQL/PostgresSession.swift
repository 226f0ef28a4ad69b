internal import CLibPQ

/// One connection to PostgreSQL with its transactions; opened when it is first needed, and again after it broke.
final class PostgresSession: Session {
    let connection = PostgresConnection()
    private let url: String
    private var isReading = false
    private var hasMark = false

    /// The same for all servers; otherwise any number.
    private static let lockWriters: SQL = "select pg_advisory_xact_lock(5638294017)"

    init(url: String) { self.url = url }

    var failure: SQLError? { connection.failure }
    var writes: Int { connection.writes }

    var hasLostTransaction: Bool { !connection.pipeline.isAlive }

    func connect() throws {
        if connection.pipeline.isAlive { return }
        connection.drop()
        connection.failure = nil
        try connection.pipeline.open(url)
    }

    func begin() throws {
        isReading = false
        hasMark = false
        try connection.later("begin")
        // Groups of all servers follow one another, as they do on SQLite: whoever writes sees everything written before, and
        // groups cannot deadlock over the head of the event log. While one server commits, the group of the next grows.
        try connection.later(Self.lockWriters)
    }

    func beginReading() throws {
        isReading = true
        hasMark = false
        try connection.later("begin isolation level repeatable read read only")
    }

    func mark() throws {
        if hasMark { try connection.later("release mark") }
        try connection.later("savepoint mark")
        hasMark = true
    }

    func settle() throws { try connection.settle() }
    func writeGathered() throws { try connection.writeGathered() }

    func undoToMark() throws {
        // What the body left under way is undone with it; whether it failed does not matter any more.
        try? connection.settle()
        connection.failure = nil
        connection.gathering.forget()
        try connection.later("rollback to mark")
        try connection.settle()
    }

    func commit() throws {
        hasMark = false
        if isReading {
            // Nobody needs to wait for it.
            try connection.pipeline.send("commit")
            return try connection.pipeline.push()
        }
        let result: OpaquePointer
        do {
            result = try connection.pipeline.run("commit")
        } catch let error as SQLError where error.kind == .disconnected {
            // The server may have committed before the connection broke.
            throw SQLError(.unknownOutcome, code: error.code, detail: error.detail)
        }
        defer { PQclear(result) }
        // A transaction that failed answers a commit with a rollback, and calls that a success.
        guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
            throw SQLError(.afterFailure, detail: "the transaction had failed and was undone")
        }
        connection.gathering.forget()
    }

    func rollback() {
        hasMark = false
        connection.failure = nil
        connection.gathering.forget()
        guard connection.pipeline.isAlive else { return connection.drop() }
        try? connection.pipeline.collect()
        do {
            if connection.pipeline.isAlive, connection.pipeline.isInTransaction {
                PQclear(try connection.pipeline.run("rollback"))
            }
        } catch {
            connection.drop()
        }
        connection.failure = nil
    }

    func setReadOnly(_ isReadOnly: Bool) { connection.isReadOnly = isReadOnly }

    func disconnect() { connection.drop() }
}
