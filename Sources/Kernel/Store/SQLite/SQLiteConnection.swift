internal import GRDB
internal import GRDBSQLite

/// A SQLite connection as bodies see it. Prepared statements are kept by their text.
final class SQLiteConnection: Connection {
    /// The statements of transactions, prepared once.
    enum Control: Int, CaseIterable {
        case beginWriting, beginReading, commit, rollback, mark, releaseMark, undoToMark
        case beginNested, releaseNested, undoNested

        var text: String {
            switch self {
            case .beginWriting: "begin immediate"
            case .beginReading: "begin"
            case .commit: "commit"
            case .rollback: "rollback"
            case .mark: "savepoint mark"
            case .releaseMark: "release mark"
            case .undoToMark: "rollback to mark"
            // One name for all depths: SQLite takes the innermost.
            case .beginNested: "savepoint nested"
            case .releaseNested: "release nested"
            case .undoNested: "rollback to nested"
            }
        }
    }

    let kind = StoreKind.sqlite
    var failure: SQLError?
    var isReadOnly = false
    var hasMark = false
    /// How many statements have been stepped that are more than reading.
    private(set) var writes = 0

    let gathering = Gathering()
    private let database: OpaquePointer
    private var controls: [OpaquePointer] = []
    private var statements: [StatementKey: Prepared] = [:]
    private static let mostStatements = 512

    /// A statement that is kept.
    private final class Prepared {
        let pointer: OpaquePointer
        /// Being stepped right now, by a body that reads while it reads.
        var isInUse = false

        init(_ pointer: OpaquePointer) { self.pointer = pointer }
    }

    init(_ database: Database) throws {
        guard let handle = database.sqliteConnection else { throw SQLError(.closed) }
        self.database = handle
        // GRDB watches transactions through hooks that only bear its own statements.
        sqlite3_commit_hook(handle, nil, nil)
        sqlite3_rollback_hook(handle, nil, nil)
        for control in Control.allCases { controls.append(try prepare(control.text)) }
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    func control(_ control: Control) throws {
        let statement = controls[control.rawValue]
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else { throw error(control.text) }
    }

    func rows<T>(_ sql: SQL, _ decode: (ResultRow) throws -> T) throws -> [T] {
        try stepping(sql) { statement in
            var found: [T] = []
            let columns = Int(sqlite3_column_count(statement))
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW: found.append(try decode(ResultRow(.sqlite(statement), columnCount: columns)))
                case SQLITE_DONE: return found
                default: throw spoiled(sql.text)
                }
            }
        }
    }

    func row<T>(_ sql: SQL, _ decode: (ResultRow) throws -> T) throws -> T? {
        try stepping(sql) { statement in
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                return try decode(ResultRow(.sqlite(statement), columnCount: Int(sqlite3_column_count(statement))))
            case SQLITE_DONE: return nil
            default: throw spoiled(sql.text)
            }
        }
    }

    @discardableResult
    func execute(_ sql: SQL) throws -> Int {
        try stepping(sql) { statement in
            let before = sqlite3_total_changes(database)
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW: continue
                case SQLITE_DONE:
                    return sqlite3_total_changes(database) == before ? 0 : Int(sqlite3_changes(database))
                default: throw spoiled(sql.text)
                }
            }
        }
    }

    func later(_ sql: SQL) throws { try execute(sql) }

    func gathered<Rows: GatheredRows>(_ type: Rows.Type) throws -> Rows {
        if failure != nil { throw SQLError(.afterFailure) }
        guard !isReadOnly else { throw refusedToReader(nil) }
        writes += 1
        return gathering.of(type)
    }

    func writeGathered() throws { try gathering.write(on: self) }

    @discardableResult
    func nested<T>(_ body: () throws -> T) throws -> T {
        if failure != nil { throw SQLError(.afterFailure) }
        try writeGathered()
        try control(.beginNested)
        do {
            let result = try body()
            if let failure { throw failure }
            try control(.releaseNested)
            return result
        } catch {
            if isInTransaction {
                try control(.undoNested)
                try control(.releaseNested)
                gathering.forget()
                failure = nil
            }
            throw error
        }
    }

    @discardableResult
    func copy(into table: StaticString, columns: [StaticString], next: () throws -> [SQLValue]?) throws -> Int {
        var sql = Insertion(into: table, columns: columns).row([])
        var count = 0
        return try stepping(sql, isBound: false) { statement in
            while let row = try next() {
                sql.bind(row)
                try bind(sql, to: statement)
                guard sqlite3_step(statement) == SQLITE_DONE else { throw spoiled(sql.text) }
                sqlite3_reset(statement)
                count += 1
            }
            return count
        }
    }

    // MARK: Statements

    private func stepping<T>(
        _ sql: SQL, isBound: Bool = true, _ body: (OpaquePointer) throws -> T
    ) throws -> T {
        if failure != nil { throw SQLError(.afterFailure, statement: shown(sql.text)) }
        let statement = try statement(sql.text)
        let isBorrowed = statement.isInUse
        // A body may run the same statement again while it decodes a row of it.
        let own = isBorrowed ? try prepare(sql.rendered(placeholder: UInt8(ascii: "?"))) : statement.pointer
        statement.isInUse = true
        defer {
            sqlite3_reset(own)
            if isBorrowed { sqlite3_finalize(own) } else { statement.isInUse = false }
        }
        if sqlite3_stmt_readonly(own) == 0 {
            guard !isReadOnly else { throw refusedToReader(sql.text) }
            writes += 1
        }
        if isBound { try bind(sql, to: own) }
        return try body(own)
    }

    private func statement(_ text: String) throws -> Prepared {
        let key = StatementKey(text)
        if let statement = statements[key] { return statement }
        if statements.count >= Self.mostStatements { forgetIdleStatements() }
        let statement: Prepared
        do {
            statement = Prepared(try prepare(SQL(text: text, values: []).rendered(placeholder: UInt8(ascii: "?"))))
        } catch {
            failure = error as? SQLError
            throw error
        }
        statements[key] = statement
        return statement
    }

    private func prepare(_ text: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        var text = text
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                sqlite3_prepare_v3(
                    database, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
            }
        }
        guard code == SQLITE_OK else { throw error(text) }
        guard let statement else { throw SQLError(.other, detail: "an empty statement") }
        return statement
    }

    private func bind(_ sql: SQL, to statement: OpaquePointer) throws {
        guard sqlite3_bind_parameter_count(statement) == sql.values.count else {
            let refusal = SQLError(.other, detail: "another number of values than asked for", statement: shown(sql.text))
            failure = refusal
            throw refusal
        }
        var number: Int32 = 1
        for value in sql.values {
            let code = try bind(value, number, to: statement)
            guard code == SQLITE_OK else { throw spoiled(sql.text) }
            number += 1
        }
    }

    private func bind(_ value: SQLValue, _ number: Int32, to statement: OpaquePointer) throws -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(statement, number)
        case .integer(let integer): return sqlite3_bind_int64(statement, number, integer)
        case .real(let real):
            if real.isNaN { throw refused("not a number") }
            return sqlite3_bind_double(statement, number, real)
        case .text(var text):
            let code: Int32? = text.withUTF8 { bytes in
                // PostgreSQL cannot keep it, so neither does SQLite.
                if bytes.contains(0) { return nil }
                return bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text64(
                        statement, number, $0.baseAddress ?? emptyText, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
                }
            }
            guard let code else { throw refused("text with a NUL") }
            return code
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                $0.isEmpty
                    ? sqlite3_bind_zeroblob(statement, number, 0)
                    : sqlite3_bind_blob64(statement, number, $0.baseAddress, UInt64($0.count), transient)
            }
        }
    }

    private func refusedToReader(_ text: String?) -> SQLError {
        let refusal = SQLError.writtenByReader(statement: text.map(shown))
        failure = refusal
        return refusal
    }

    private func refused(_ what: String) -> SQLError {
        let refusal = SQLError(.refusedValue, detail: what)
        failure = refusal
        return refusal
    }

    private func forgetIdleStatements() {
        for (key, statement) in statements where !statement.isInUse {
            sqlite3_finalize(statement.pointer)
            statements[key] = nil
        }
    }

    /// Before the connection is closed.
    func forgetStatements() {
        forgetIdleStatements()
        for statement in controls { sqlite3_finalize(statement) }
        controls = []
    }

    // MARK: Errors

    private func spoiled(_ text: String) -> SQLError {
        let error = error(text)
        failure = error
        return error
    }

    private func error(_ text: String) -> SQLError {
        SQLError(
            sqliteCode: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)),
            statement: shown(text))
    }

    private func shown(_ text: String) -> String { SQL(text: text, values: []).rendered(placeholder: UInt8(ascii: "?")) }
}

/// SQLite copies what it is given before the call returns.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// An address for text without a byte: a null pointer would be bound as null. Never written.
nonisolated(unsafe) private let emptyText: UnsafePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return UnsafePointer(pointer)
}()
