package import Ground

/// A statement and its values. Interpolation can only bind: `"select name from areas where code = \(code)"` never puts the
/// value into the text. Trusted text is another `SQL` value or a `StaticString` through `raw:`.
///
/// The text holds a mark in place of each value; a driver writes its own placeholders when it prepares the statement, which
/// it does once for each distinct text.
package struct SQL: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// Stands for a value in `text`. A control character, so that no statement contains it by chance.
    static let mark: UInt8 = 0x01

    private(set) var text: String
    private(set) var values: [SQLValue]

    package init(stringLiteral value: String) {
        // In debug builds only, as below: literals are text of the program itself.
        assert(!value.utf8.contains(SQL.mark), "a statement must not contain the control character U+0001")
        text = value
        values = []
    }

    /// Text that already holds the marks of its values; for the drivers.
    init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    /// The same text with other values, one for each of its own: for statements that run so often that their text is put together once.
    package func with(_ values: [SQLValue]) -> SQL { SQL(text: text, values: values) }

    /// Puts other values in place of its own; for the drivers.
    mutating func bind(_ values: [SQLValue]) { self.values = values }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    /// Text of the program itself, known when it was compiled.
    package static func literal(_ text: StaticString) -> SQL { SQL(stringLiteral: "\(text)") }

    package static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum += b
        return sum
    }

    package static func += (a: inout SQL, b: SQL) {
        a.text += b.text
        a.values += b.values
    }

    /// The parts one after another with a separator between them.
    package static func joined(_ parts: some Sequence<SQL>, separator: SQL) -> SQL {
        var sum: SQL = ""
        var isFirst = true
        for part in parts {
            if !isFirst { sum += separator }
            sum += part
            isFirst = false
        }
        return sum
    }

    /// The text with numbered placeholders: `?1` or `$1`.
    func rendered(placeholder: UInt8) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 3 * values.count)
        var number = 0
        for byte in text.utf8 {
            guard byte == SQL.mark else {
                bytes.append(byte)
                continue
            }
            number += 1
            bytes.append(placeholder)
            bytes.append(contentsOf: String(number).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            assert(!literal.utf8.contains(SQL.mark), "a statement must not contain the control character U+0001")
            text += literal
        }

        /// Binds a value.
        package mutating func appendInterpolation(_ value: some SQLBindable) {
            append(value.sqlValue)
        }

        /// Binds a value, or null.
        package mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            append(value?.sqlValue ?? .null)
        }

        private mutating func append(_ value: SQLValue) {
            text += "\u{1}"
            values.append(value)
        }

        // What nearly all values are, without a detour through a protocol: this runs some hundred times for each command.
        package mutating func appendInterpolation(_ value: Int64) { append(.integer(value)) }
        package mutating func appendInterpolation(_ value: Int) { append(.integer(Int64(value))) }
        package mutating func appendInterpolation(_ value: Bool) { append(.integer(value ? 1 : 0)) }
        package mutating func appendInterpolation(_ value: String) { append(.text(value)) }
        package mutating func appendInterpolation(_ value: Instant) { append(.integer(value.milliseconds)) }
        package mutating func appendInterpolation(_ value: [UInt8]) { append(.blob(value)) }
        package mutating func appendInterpolation(_ value: Int64?) { append(value.map { .integer($0) } ?? .null) }
        package mutating func appendInterpolation(_ value: Int?) { append(value.map { .integer(Int64($0)) } ?? .null) }
        package mutating func appendInterpolation(_ value: String?) { append(value.map { .text($0) } ?? .null) }
        package mutating func appendInterpolation(_ value: Instant?) { append(value.map { .integer($0.milliseconds) } ?? .null) }

        /// Binds the raw value of an identifier or an enumeration.
        @_disfavoredOverload
        package mutating func appendInterpolation<R: RawRepresentable>(_ value: R) where R.RawValue: SQLBindable {
            appendInterpolation(value.rawValue)
        }

        /// Binds the raw value of an identifier or an enumeration, or null.
        @_disfavoredOverload
        package mutating func appendInterpolation<R: RawRepresentable>(_ value: R?) where R.RawValue: SQLBindable {
            appendInterpolation(value?.rawValue)
        }

        /// Puts another statement's text and values in.
        package mutating func appendInterpolation(_ sql: SQL) {
            text += sql.text
            values += sql.values
        }

        /// Puts text of the program itself in.
        package mutating func appendInterpolation(raw: StaticString) { text += "\(raw)" }
    }
}
