/// Why a statement, a transaction or a connection failed.
///
/// The description names kind, code and constraint and never a value, so that it may stand in a log; `detail` is the
/// database's own sentence, which can quote values.
package struct SQLError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable {
        /// A key that is there already.
        case unique
        /// A reference to nothing, or from something that still stands.
        case foreignKey
        case check
        case notNull
        /// Somebody else held the lock for too long.
        case busy
        /// The transaction lost against another one; run again from its beginning it can succeed.
        case conflict
        /// There is no connection. Nothing of the transaction was kept.
        case disconnected
        /// The connection broke while a commit was under way: the transaction may or may not have been kept.
        case unknownOutcome
        /// A column holds something else than was asked for.
        case decoding
        /// A value that one of the databases cannot keep: text with a NUL, or a NaN.
        case refusedValue
        /// The store has been closed.
        case closed
        /// Too many transactions are waiting.
        case overloaded
        /// The transaction went on after one of its statements had failed.
        case afterFailure
        case other
    }

    package var kind: Kind
    /// The database's own code: SQLSTATE, or the extended result code of SQLite; empty where it is ours.
    package var code: String
    /// The violated constraint, as far as the database tells: a constraint's name, or `table.column`.
    package var constraint: String?
    package var detail: String
    /// The failed statement with placeholders in place of its values.
    package var statement: String?

    package init(
        _ kind: Kind, code: String = "", constraint: String? = nil, detail: String = "", statement: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.constraint = constraint
        self.detail = detail
        self.statement = statement
    }

    package var description: String {
        var text = "the database refused: \(kind.rawValue)"
        if !code.isEmpty { text += " (\(code))" }
        if let constraint { text += ", \(constraint)" }
        return text
    }

    /// A body that was given to `Store.read`, and writes.
    static func writtenByReader(statement: String?) -> SQLError {
        SQLError(.other, detail: "a body that reads must not write", statement: statement)
    }

    /// Whether the same transaction, run again from its beginning, can succeed.
    var isWorthAnotherTry: Bool { kind == .conflict || kind == .disconnected }
}
