package import Ground

/// What a column holds: the five types that both databases have in common.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A value that can be bound into a statement.
package protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension SQLValue {
    // What is mostly missing or there, without a detour through a protocol; null where it is missing.
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    package init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }
    package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
    package init(_ number: Double?) { self = number?.sqlValue ?? .null }
    package init(_ moment: Instant?) { self = moment.map { .integer($0.milliseconds) } ?? .null }
}

extension SQLValue: SQLBindable {
    package var sqlValue: SQLValue { self }
}

extension Int64: SQLBindable {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int32: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Double: SQLBindable {
    /// Zero is positive: SQLite does not keep its sign.
    package var sqlValue: SQLValue { .real(self == 0 ? 0 : self) }
}

extension Bool: SQLBindable {
    /// Truth is 1, its opposite 0: the same on both databases.
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLBindable {
    package var sqlValue: SQLValue { .text(self) }
}

extension Substring: SQLBindable {
    package var sqlValue: SQLValue { .text(String(self)) }
}

extension [UInt8]: SQLBindable {
    package var sqlValue: SQLValue { .blob(self) }
}

extension Instant: SQLBindable {
    /// Milliseconds since 1970.
    package var sqlValue: SQLValue { .integer(milliseconds) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension SQLBindable where Self: RawRepresentable, RawValue: SQLBindable {
    /// An identifier or an enumeration of ours needs nothing but the conformance to be bound as its raw value.
    package var sqlValue: SQLValue { rawValue.sqlValue }
}
