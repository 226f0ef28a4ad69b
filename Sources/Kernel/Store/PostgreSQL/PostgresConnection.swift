internal import CLibPQ
internal import Foundation

/// A PostgreSQL connection as bodies see it. Statements are prepared once for each text; values and results go in binary form.
final class PostgresConnection: Connection {
    /// A statement that the server knows under a name.
    private struct Prepared {
        var name: String
        var types: [Oid]
    }

    let kind = StoreKind.postgresql
    var failure: SQLError?
    var isReadOnly = false
    var hasMark = false

    private var handle: OpaquePointer?
    private var prepared: [String: [Prepared]] = [:]
    private var preparedCount = 0
    private var lastName = 0
    private var depth = 0
    private var parameters = PostgresParameters()
    private static let mostPrepared = 512

    // MARK: The connection

    var isAlive: Bool { handle != nil && PQstatus(handle) == CONNECTION_OK }

    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

    func open(_ url: String) throws {
        let settings = [
            ("dbname", url), ("client_encoding", "UTF8"), ("fallback_application_name", "concentric"),
            ("connect_timeout", "10"), ("keepalives_idle", "30"), ("options", "-c default_transaction_isolation=read\\ committed"),
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
            // Durable whatever the server's default is.
            try command("set synchronous_commit = on")
            // A server that hangs within a transaction must not hold up the others for ever.
            try command("set lock_timeout = '20s'; set idle_in_transaction_session_timeout = '60s'")
        } catch {
            drop()
            throw error
        }
    }

    func drop() {
        PQfinish(handle)
        handle = nil
        prepared = [:]
        preparedCount = 0
        hasMark = false
        depth = 0
    }

    /// Runs text without values, possibly several statements.
    func command(_ text: String) throws {
        guard handle != nil else { throw SQLError(.disconnected) }
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            // A transaction that failed answers a commit with a rollback, and calls that a success.
            if text == "commit", let result, String(cString: PQcmdStatus(result)) != "COMMIT" {
                throw SQLError(.afterFailure, detail: "the transaction had failed and was undone")
            }
        default: throw error(result, text)
        }
    }

    // MARK: Statements

    func rows<T>(_ sql: SQL, _ decode: (ResultRow) throws -> T) throws -> [T] {
        let result = try run(sql)
        defer { PQclear(result) }
        let columns = Int(PQnfields(result))
        var found: [T] = []
        let count = PQntuples(result)
        found.reserveCapacity(Int(count))
        for row in 0..<count { found.append(try decode(ResultRow(.postgresql(result, row: row), columnCount: columns))) }
        return found
    }

    func row<T>(_ sql: SQL, _ decode: (ResultRow) throws -> T) throws -> T? {
        let result = try run(sql)
        defer { PQclear(result) }
        guard PQntuples(result) > 0 else { return nil }
        return try decode(ResultRow(.postgresql(result, row: 0), columnCount: Int(PQnfields(result))))
    }

    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        let result = try run(sql)
        defer { PQclear(result) }
        let status = PQcmdStatus(result).map { String(cString: $0) } ?? ""
        guard status.hasPrefix("INSERT") || status.hasPrefix("UPDATE") || status.hasPrefix("DELETE") else { return 0 }
        return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    @discardableResult
    func nested<T>(_ body: () throws -> T) throws -> T {
        if failure != nil { throw SQLError(.afterFailure) }
        depth += 1
        let name = "nested\(depth)"
        defer { depth = max(0, depth - 1) }
        do {
            try command("savepoint \(name)")
        } catch {
            throw spoiled(error)
        }
        do {
            let result = try body()
            if let failure { throw failure }
            do {
                try command("release \(name)")
            } catch {
                throw spoiled(error)
            }
            return result
        } catch {
            // After a lost connection or transaction there is nothing to go back to.
            if isAlive, failure?.isWorthAnotherTry != true {
                do {
                    try command("rollback to \(name); release \(name)")
                    failure = nil
                } catch let undo {
                    throw spoiled(undo)
                }
            }
            throw error
        }
    }

    private func run(_ sql: SQL) throws -> OpaquePointer {
        if failure != nil { throw SQLError(.afterFailure, statement: shown(sql.text)) }
        do {
            return try runPrepared(sql)
        } catch {
            throw spoiled(error)
        }
    }

    private func runPrepared(_ sql: SQL) throws -> OpaquePointer {
        guard handle != nil else { throw SQLError(.disconnected) }
        let statement = try statement(for: sql)
        try parameters.fill(sql.values, types: statement.types)
        let result = parameters.withPointers { values, lengths, formats in
            PQexecPrepared(handle, statement.name, Int32(sql.values.count), values, lengths, formats, 1)
        }
        guard let result else { throw error(nil, sql.text) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return result
        default:
            defer { PQclear(result) }
            throw error(result, sql.text)
        }
    }

    /// A prepared statement whose parameters have types that the values fit. The types come from the values; where one is
    /// null when the statement is first prepared, the server tells which type it takes.
    private func statement(for sql: SQL) throws -> Prepared {
        if let found = prepared[sql.text]?.first(where: { PostgresParameters.fit(sql.values, $0.types) }) { return found }
        if preparedCount >= Self.mostPrepared {
            try command("deallocate all")
            prepared = [:]
            preparedCount = 0
        }
        lastName += 1
        let name = "s\(lastName)"
        let wanted = sql.values.map { PostgresParameters.type(of: $0) }
        let text = sql.rendered(placeholder: UInt8(ascii: "$"))
        let result = PQprepare(handle, name, text, Int32(wanted.count), wanted)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw error(result, sql.text) }
        var types = wanted
        if wanted.contains(PostgresType.unknown) {
            let description = PQdescribePrepared(handle, name)
            defer { PQclear(description) }
            guard PQresultStatus(description) == PGRES_COMMAND_OK else { throw error(description, sql.text) }
            types = (0..<PQnparams(description)).map { PQparamtype(description, $0) }
        }
        let statement = Prepared(name: name, types: types)
        prepared[sql.text, default: []].insert(statement, at: 0)
        preparedCount += 1
        return statement
    }

    // MARK: Bulk

    @discardableResult
    func copy(into table: StaticString, columns: [StaticString], next: () throws -> [SQLValue]?) throws -> Int {
        if failure != nil { throw SQLError(.afterFailure) }
        let list = columns.map { "\($0)" }.joined(separator: ", ")
        let types = try columnTypes(table, list)
        do {
            return try copyRows("copy \(table) (\(list)) from stdin (format binary)", types: types, next: next)
        } catch {
            // What the giver of the rows throws has spoiled the transaction as well: the copy was broken off.
            failure = failure ?? (error as? SQLError) ?? SQLError(.other, detail: "a copy was broken off")
            throw error
        }
    }

    private func columnTypes(_ table: StaticString, _ list: String) throws -> [Oid] {
        let result = try run(SQL(text: "select \(list) from \(table) where false", values: []))
        defer { PQclear(result) }
        return (0..<PQnfields(result)).map { PQftype(result, $0) }
    }

    private func copyRows(_ text: String, types: [Oid], next: () throws -> [SQLValue]?) throws -> Int {
        let start = PQexec(handle, text)
        defer { PQclear(start) }
        guard PQresultStatus(start) == PGRES_COPY_IN else { throw error(start, text) }
        var buffer = PostgresCopyBuffer()
        var count = 0
        do {
            while let row = try next() {
                try buffer.append(row, types: types)
                count += 1
                if buffer.isFull { try send(&buffer) }
            }
            buffer.appendEnd()
            try send(&buffer)
        } catch {
            PQputCopyEnd(handle, "broken off")
            drainResults()
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw error(nil, text) }
        let end = PQgetResult(handle)
        defer {
            PQclear(end)
            drainResults()
        }
        guard PQresultStatus(end) == PGRES_COMMAND_OK else { throw error(end, text) }
        return count
    }

    private func send(_ buffer: inout PostgresCopyBuffer) throws {
        let sent = buffer.bytes.withUnsafeBytes { bytes in
            PQputCopyData(handle, bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        guard sent == 1 else { throw error(nil, "copy") }
        buffer.clear()
    }

    private func drainResults() {
        while let rest = PQgetResult(handle) { PQclear(rest) }
    }

    // MARK: Errors

    private func spoiled(_ error: any Error) -> any Error {
        failure = (error as? SQLError) ?? SQLError(.other)
        return error
    }

    private func error(_ result: OpaquePointer?, _ text: String) -> SQLError {
        SQLError(postgresResult: result, handle: handle, statement: shown(text))
    }

    private func shown(_ text: String) -> String { SQL(text: text, values: []).rendered(placeholder: UInt8(ascii: "$")) }
}
