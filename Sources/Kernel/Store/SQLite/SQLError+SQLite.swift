internal import GRDB
internal import GRDBSQLite

extension SQLError {
    init(_ error: DatabaseError) {
        self.init(
            sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "", statement: error.sql)
    }

    init(sqliteCode code: Int32, message: String, statement: String?) {
        let kind: Kind =
            switch (code & 0xFF, code >> 8) {
            case (SQLITE_BUSY, _), (SQLITE_LOCKED, _): .busy
            // The second half is SQLite's list of constraint codes.
            case (SQLITE_CONSTRAINT, 1): .check
            case (SQLITE_CONSTRAINT, 3): .foreignKey
            case (SQLITE_CONSTRAINT, 5): .notNull
            case (SQLITE_CONSTRAINT, 6), (SQLITE_CONSTRAINT, 8), (SQLITE_CONSTRAINT, 10): .unique
            default: .other
            }
        // "UNIQUE constraint failed: cases.reference": names, never values.
        var constraint: String?
        if code & 0xFF == SQLITE_CONSTRAINT, let colon = message.firstIndex(of: ":") {
            constraint = message[message.index(after: colon)...].drop { $0 == " " }.description
        }
        self.init(kind, code: String(code), constraint: constraint, detail: message, statement: statement)
    }
}
