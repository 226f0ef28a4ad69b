internal import GRDBSQLite

/// Reads a column of a stepped statement.
enum SQLiteColumn {
    static func isNull(_ statement: OpaquePointer, _ column: Int32) -> Bool {
        sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    static func integer(_ statement: OpaquePointer, _ column: Int32) throws -> Int64 {
        guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else {
            throw unexpected("an integer", statement, column)
        }
        return sqlite3_column_int64(statement, column)
    }

    static func double(_ statement: OpaquePointer, _ column: Int32) throws -> Double {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_FLOAT: return sqlite3_column_double(statement, column)
        case SQLITE_INTEGER: return Double(sqlite3_column_int64(statement, column))
        default: throw unexpected("a number", statement, column)
        }
    }

    static func text(_ statement: OpaquePointer, _ column: Int32) throws -> String {
        guard sqlite3_column_type(statement, column) == SQLITE_TEXT else {
            throw unexpected("text", statement, column)
        }
        guard let start = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    static func blob(_ statement: OpaquePointer, _ column: Int32) throws -> [UInt8] {
        guard sqlite3_column_type(statement, column) == SQLITE_BLOB else {
            throw unexpected("bytes", statement, column)
        }
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    static func value(_ statement: OpaquePointer, _ column: Int32) throws -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer(try integer(statement, column))
        case SQLITE_FLOAT: .real(try double(statement, column))
        case SQLITE_TEXT: .text(try text(statement, column))
        case SQLITE_BLOB: .blob(try blob(statement, column))
        default: .null
        }
    }

    private static func unexpected(_ wanted: String, _ statement: OpaquePointer, _ column: Int32) -> SQLError {
        let found =
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: "an integer"
            case SQLITE_FLOAT: "a real number"
            case SQLITE_TEXT: "text"
            case SQLITE_BLOB: "bytes"
            default: "nothing"
            }
        return SQLError(.decoding, detail: "column \(column) holds \(found) where \(wanted) was asked for")
    }
}
