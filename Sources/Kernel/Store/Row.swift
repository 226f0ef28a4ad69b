package import Ground

/// One row of a result, read by position from 0. It is valid only within the closure that it is given to.
package protocol Row {
    var columnCount: Int { get }
    func isNull(_ column: Int) -> Bool
    func integer(_ column: Int) throws -> Int64
    func double(_ column: Int) throws -> Double
    func text(_ column: Int) throws -> String
    func blob(_ column: Int) throws -> [UInt8]
    /// Whatever the column holds.
    func value(_ column: Int) throws -> SQLValue
}

extension Row {
    package func int(_ column: Int) throws -> Int { Int(try integer(column)) }

    package func instant(_ column: Int) throws -> Instant { Instant(milliseconds: try integer(column)) }

    /// 0 or 1; anything else is an error.
    package func truth(_ column: Int) throws -> Bool {
        switch try integer(column) {
        case 0: return false
        case 1: return true
        default: throw SQLError(.decoding, detail: "column \(column) is neither 0 nor 1")
        }
    }

    package func optionalInteger(_ column: Int) throws -> Int64? { isNull(column) ? nil : try integer(column) }
    package func optionalInt(_ column: Int) throws -> Int? { isNull(column) ? nil : try int(column) }
    package func optionalDouble(_ column: Int) throws -> Double? { isNull(column) ? nil : try double(column) }
    package func optionalText(_ column: Int) throws -> String? { isNull(column) ? nil : try text(column) }
    package func optionalBlob(_ column: Int) throws -> [UInt8]? { isNull(column) ? nil : try blob(column) }
    package func optionalInstant(_ column: Int) throws -> Instant? { isNull(column) ? nil : try instant(column) }
    package func optionalTruth(_ column: Int) throws -> Bool? { isNull(column) ? nil : try truth(column) }
}

/// The row that a connection gives: a small value that points into the driver's memory.
package struct ResultRow: Row {
    /// A stepped `sqlite3_stmt`, or a `PGresult`.
    enum Source {
        case sqlite(OpaquePointer)
        case postgresql(OpaquePointer, row: Int32)
    }

    let source: Source
    package let columnCount: Int

    init(_ source: Source, columnCount: Int) {
        self.source = source
        self.columnCount = columnCount
    }

    package func isNull(_ column: Int) -> Bool {
        let column = checked(column)
        switch source {
        case .sqlite(let statement): return SQLiteColumn.isNull(statement, column)
        case .postgresql(let result, let row): return PostgresColumn.isNull(result, row, column)
        }
    }

    package func integer(_ column: Int) throws -> Int64 {
        let column = checked(column)
        switch source {
        case .sqlite(let statement): return try SQLiteColumn.integer(statement, column)
        case .postgresql(let result, let row): return try PostgresColumn.integer(result, row, column)
        }
    }

    package func double(_ column: Int) throws -> Double {
        let column = checked(column)
        switch source {
        case .sqlite(let statement): return try SQLiteColumn.double(statement, column)
        case .postgresql(let result, let row): return try PostgresColumn.double(result, row, column)
        }
    }

    package func text(_ column: Int) throws -> String {
        let column = checked(column)
        switch source {
        case .sqlite(let statement): return try SQLiteColumn.text(statement, column)
        case .postgresql(let result, let row): return try PostgresColumn.text(result, row, column)
        }
    }

    package func blob(_ column: Int) throws -> [UInt8] {
        let column = checked(column)
        switch source {
        case .sqlite(let statement): return try SQLiteColumn.blob(statement, column)
        case .postgresql(let result, let row): return try PostgresColumn.blob(result, row, column)
        }
    }

    package func value(_ column: Int) throws -> SQLValue {
        let column = checked(column)
        switch source {
        case .sqlite(let statement): return try SQLiteColumn.value(statement, column)
        case .postgresql(let result, let row): return try PostgresColumn.value(result, row, column)
        }
    }

    private func checked(_ column: Int) -> Int32 {
        precondition(column >= 0 && column < columnCount, "the statement has no column \(column)")
        return Int32(column)
    }
}
