internal import CLibPQ
internal import Foundation

/// The wire to a PostgreSQL server in libpq's pipeline mode: statements are sent without waiting, and the answers of all are
/// read together when one of them is needed. Statements are prepared once for each text; values and results go in binary form.
final class PostgresPipeline {
    /// A statement that the server knows under a name.
    private struct Prepared {
        var name: String
        var types: [Oid]
    }

    private(set) var handle: OpaquePointer?
    /// The statements that were sent and not yet answered.
    private var sent: [String] = []
    /// Whether the mark that ends a batch has been sent after them.
    private var isSynced = false
    private var prepared: [StatementKey: [Prepared]] = [:]
    private var preparedCount = 0
    private var lastName = 0
    private var parameters = PostgresParameters()
    private static let mostPrepared = 512
    /// Answers wait in the socket meanwhile; so many small ones fit in.
    private static let mostSent = 256

    var isAlive: Bool { handle != nil && PQstatus(handle) == CONNECTION_OK }

    /// Correct when nothing is under way.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    // MARK: Opening and closing

    func open(_ url: String) throws {
        let settings = [
            ("dbname", url), ("client_encoding", "UTF8"), ("fallback_application_name", "concentric"),
            ("connect_timeout", "10"), ("keepalives_idle", "30"),
        ]
        let names = settings.map { strdup($0.0) } + [nil]
        let values = settings.map { strdup($0.1) } + [nil]
        defer { (names + values).forEach { free($0) } }
        let handle = PQconnectdbParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        guard PQstatus(handle) == CONNECTION_OK else {
            let detail = handle.map { String(cString: PQerrorMessage($0)) } ?? "out of memory"
            PQfinish(handle)
            throw SQLError(.disconnected, detail: detail)
        }
        // Notices are no errors and belong to nobody's terminal.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        self.handle = handle
        do {
            // Durable whatever the server's default is; read committed, which writers that follow one another make serial; and
            // a server that hangs within a transaction must not hold up the others for ever.
            try plainly(
                """
                set synchronous_commit = on; set default_transaction_isolation = 'read committed'; set lock_timeout = '20s';
                set idle_in_transaction_session_timeout = '60s'
                """)
            guard PQenterPipelineMode(handle) == 1 else { throw SQLError(.disconnected, detail: "no pipeline mode") }
        } catch {
            close()
            throw error
        }
    }

    func close() {
        PQfinish(handle)
        handle = nil
        sent = []
        isSynced = false
        forgetPrepared()
    }

    private func forgetPrepared() {
        prepared = [:]
        preparedCount = 0
    }

    // MARK: Statements

    /// Sends a statement without waiting for its answer.
    func send(_ sql: SQL) throws {
        guard handle != nil else { throw SQLError(.disconnected) }
        if isSynced || sent.count >= Self.mostSent { try collect() }
        let statement = try statement(for: sql)
        try parameters.fill(sql.values, types: statement.types)
        let accepted = parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, Int32(sql.values.count), values, lengths, formats, 1)
        }
        guard accepted == 1 else { throw error(nil, sql.text) }
        sent.append(sql.text)
    }

    /// Sends a statement and waits for its answer, which the caller clears, and for those of all before it.
    func run(_ sql: SQL) throws -> OpaquePointer {
        try send(sql)
        guard let result = try answers() else { throw SQLError(.disconnected) }
        return result
    }

    /// Waits for the answers of all that was sent.
    func collect() throws {
        if sent.isEmpty && !isSynced { return }
        PQclear(try answers())
    }

    /// Lets the server begin with what was sent; the answers are read before the next statement.
    func push() throws {
        guard !sent.isEmpty, !isSynced else { return }
        guard PQpipelineSync(handle) == 1 else { throw error(nil, sent.last ?? "") }
        isSynced = true
    }

    /// The answer of the last statement sent; throws the first failure.
    private func answers() throws -> OpaquePointer? {
        try push()
        let texts = sent
        sent.removeAll(keepingCapacity: true)
        isSynced = false
        var last: OpaquePointer?
        var failure: SQLError?
        for text in texts {
            PQclear(last)
            last = nil
            while let result = PQgetResult(handle) {
                PQclear(last)
                last = result
            }
            switch PQresultStatus(last) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: break
            case PGRES_PIPELINE_ABORTED: failure = failure ?? SQLError(.afterFailure, statement: shown(text))
            default: failure = failure ?? error(last, text)
            }
            if !isAlive { break }
        }
        if isAlive {
            let end = PQgetResult(handle)
            if PQresultStatus(end) != PGRES_PIPELINE_SYNC { failure = failure ?? error(end, texts.last ?? "") }
            PQclear(end)
        }
        if let failure {
            PQclear(last)
            throw failure
        }
        return last
    }

    /// A prepared statement whose parameters have types that the values fit. The types come from the values; where one is
    /// null when the statement is first prepared, the server tells which type it takes.
    private func statement(for sql: SQL) throws -> Prepared {
        let key = StatementKey(sql.text)
        if let found = prepared[key]?.first(where: { PostgresParameters.fit(sql.values, $0.types) }) { return found }
        try collect()
        if preparedCount >= Self.mostPrepared { try forgetAll() }
        lastName += 1
        let name = "s\(lastName)"
        var types = sql.values.map { PostgresParameters.type(of: $0) }
        let text = sql.rendered(placeholder: UInt8(ascii: "$"))
        guard PQsendPrepare(handle, name, text, Int32(types.count), types) == 1 else { throw error(nil, sql.text) }
        sent.append(sql.text)
        try collect()
        if types.contains(PostgresType.unknown) {
            guard PQsendDescribePrepared(handle, name) == 1 else { throw error(nil, sql.text) }
            sent.append(sql.text)
            let description = try answers()
            defer { PQclear(description) }
            types = (0..<PQnparams(description)).map { PQparamtype(description, $0) }
        }
        let statement = Prepared(name: name, types: types)
        prepared[key, default: []].insert(statement, at: 0)
        preparedCount += 1
        return statement
    }

    private func forgetAll() throws {
        guard PQsendQueryParams(handle, "deallocate all", 0, nil, nil, nil, nil, 0) == 1 else { throw error(nil, "deallocate") }
        sent.append("deallocate all")
        try collect()
        forgetPrepared()
    }

    // MARK: Outside of the pipeline

    /// Leaves the pipeline for what it does not allow.
    func outside<T>(_ body: (OpaquePointer) throws -> T) throws -> T {
        try collect()
        guard let handle, PQexitPipelineMode(handle) == 1 else { throw error(nil, "") }
        defer { PQenterPipelineMode(handle) }
        return try body(handle)
    }

    /// Runs text without values; not within the pipeline.
    private func plainly(_ text: String) throws {
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw error(result, text) }
    }

    // MARK: Errors

    func error(_ result: OpaquePointer?, _ text: String) -> SQLError {
        SQLError(postgresResult: result, handle: handle, statement: shown(text))
    }

    func shown(_ text: String) -> String { SQL(text: text, values: []).rendered(placeholder: UInt8(ascii: "$")) }
}
