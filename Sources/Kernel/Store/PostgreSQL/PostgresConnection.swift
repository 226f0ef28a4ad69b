internal import CLibPQ

/// A PostgreSQL connection as bodies see it.
final class PostgresConnection: Connection {
    let kind = StoreKind.postgresql
    let pipeline = PostgresPipeline()
    var failure: SQLError?
    var isReadOnly = false
    /// How many statements have been sent that may be more than reading.
    private(set) var writes = 0
    let gathering = Gathering()
    private var depth = 0

    func drop() {
        pipeline.close()
        depth = 0
    }

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

    func later(_ sql: SQL) throws { try guarded(sql.text) { try pipeline.send(sql) } }

    func settle() throws { try guarded("") { try pipeline.collect() } }

    func gathered<Rows: GatheredRows>(_ type: Rows.Type) throws -> Rows {
        if failure != nil { throw SQLError(.afterFailure) }
        guard !isReadOnly else {
            let refusal = SQLError.writtenByReader(statement: nil)
            failure = refusal
            throw refusal
        }
        writes += 1
        return gathering.of(type)
    }

    func writeGathered() throws { try gathering.write(on: self) }

    func nested<T>(_ body: () throws -> T) throws -> T {
        try writeGathered()
        // What was sent before belongs to the outer part: its failure must not be taken for the inner one's.
        try settle()
        depth += 1
        let depth = depth
        defer { self.depth = max(0, self.depth - 1) }
        try later(Self.savepoint("savepoint nested", depth))
        do {
            let result = try body()
            if let failure { throw failure }
            try later(Self.savepoint("release nested", depth))
            try settle()
            return result
        } catch {
            // Whatever was still under way may have failed as well, and is undone with the rest.
            try? settle()
            // After a lost connection or transaction there is nothing to go back to.
            guard pipeline.isAlive, failure?.isWorthAnotherTry != true else { throw error }
            failure = nil
            gathering.forget()
            try later(Self.savepoint("rollback to nested", depth))
            try later(Self.savepoint("release nested", depth))
            try settle()
            throw error
        }
    }

    private static func savepoint(_ text: String, _ depth: Int) -> SQL { SQL(text: "\(text)\(depth)", values: []) }

    private func run(_ sql: SQL) throws -> OpaquePointer { try guarded(sql.text) { try pipeline.run(sql) } }

    /// Refuses what comes after a failure, and remembers a failure.
    private func guarded<T>(_ text: String, _ body: () throws -> T) throws -> T {
        if failure != nil { throw SQLError(.afterFailure, statement: pipeline.shown(text)) }
        if !text.isEmpty, !text.hasPrefix("select ") { writes += 1 }
        do {
            return try body()
        } catch {
            failure = (error as? SQLError) ?? SQLError(.other)
            throw error
        }
    }

    // MARK: Bulk

    @discardableResult
    func copy(into table: StaticString, columns: [StaticString], next: () throws -> [SQLValue]?) throws -> Int {
        let list = columns.map { "\($0)" }.joined(separator: ", ")
        let description = try run(SQL(text: "select \(list) from \(table) where false", values: []))
        let types = (0..<PQnfields(description)).map { PQftype(description, $0) }
        PQclear(description)
        let text = "copy \(table) (\(list)) from stdin (format binary)"
        // What the giver of the rows throws spoils the transaction as well: the copy was broken off.
        return try guarded(text) {
            try pipeline.outside { try copyRows(text, types: types, on: $0, next: next) }
        }
    }

    private func copyRows(
        _ text: String, types: [Oid], on handle: OpaquePointer, next: () throws -> [SQLValue]?
    ) throws -> Int {
        let start = PQexec(handle, text)
        defer { PQclear(start) }
        guard PQresultStatus(start) == PGRES_COPY_IN else { throw pipeline.error(start, text) }
        defer { while let rest = PQgetResult(handle) { PQclear(rest) } }
        var buffer = PostgresCopyBuffer()
        var count = 0
        do {
            while let row = try next() {
                try buffer.append(row, types: types)
                count += 1
                if buffer.isFull { try send(&buffer, on: handle) }
            }
            buffer.appendEnd()
            try send(&buffer, on: handle)
        } catch {
            PQputCopyEnd(handle, "broken off")
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw pipeline.error(nil, text) }
        let end = PQgetResult(handle)
        defer { PQclear(end) }
        guard PQresultStatus(end) == PGRES_COMMAND_OK else { throw pipeline.error(end, text) }
        return count
    }

    private func send(_ buffer: inout PostgresCopyBuffer, on handle: OpaquePointer) throws {
        let sent = buffer.bytes.withUnsafeBytes { bytes in
            PQputCopyData(handle, bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count))
        }
        guard sent == 1 else { throw pipeline.error(nil, "copy") }
        buffer.clear()
    }
}
