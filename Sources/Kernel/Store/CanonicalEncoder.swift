/// Writes values as bytes in exactly one way, so that the same facts always have the same hash.
///
/// A message is a row of fields. A field is
///
///     number   unsigned LEB128 in its shortest form, 1 or more; never smaller than the number before
///     kind     one byte: 1 integer, 2 real, 3 text, 4 bytes, 5 message
///     payload  1: 8 bytes, two's complement, most significant first
///              2: 8 bytes, IEEE 754 binary64, most significant first; no NaN, and zero is positive
///              3: length as shortest LEB128, then so many bytes of UTF-8
///              4: length as shortest LEB128, then so many bytes
///              5: length as shortest LEB128, then so many bytes that are themselves a message
///
/// A field that has no value is left out. A list repeats its number. Truth is the integer 0 or 1.
package struct CanonicalEncoder: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var last: UInt64 = 0

    package init() { bytes.reserveCapacity(256) }

    package mutating func encode(_ value: Int64, _ number: Int) {
        begin(number, .integer)
        append(UInt64(bitPattern: value))
    }

    package mutating func encode(_ value: Int, _ number: Int) { encode(Int64(value), number) }

    package mutating func encode(_ value: Bool, _ number: Int) { encode(value ? Int64(1) : 0, number) }

    /// The value must not be NaN.
    package mutating func encode(_ value: Double, _ number: Int) {
        precondition(!value.isNaN, "there is no canonical encoding of NaN")
        begin(number, .real)
        append((value == 0 ? 0 : value).bitPattern)
    }

    package mutating func encode(_ value: String, _ number: Int) {
        begin(number, .text)
        var value = value
        value.withUTF8 {
            appendVarint(UInt64($0.count))
            bytes.append(contentsOf: $0)
        }
    }

    package mutating func encode(_ value: [UInt8], _ number: Int) {
        begin(number, .bytes)
        appendVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A message within this one.
    package mutating func encode(_ number: Int, _ fill: (inout CanonicalEncoder) throws -> Void) rethrows {
        begin(number, .message)
        let (start, outer) = (bytes.count, last)
        last = 0
        try fill(&self)
        last = outer
        // The length stands before the message and is known after it.
        let end = bytes.count
        appendVarint(UInt64(end - start))
        let length = Array(bytes[end...])
        bytes.removeLast(length.count)
        bytes.insert(contentsOf: length, at: start)
    }

    package mutating func encode(_ value: Int64?, _ number: Int) {
        if let value { encode(value, number) }
    }

    package mutating func encode(_ value: Int?, _ number: Int) {
        if let value { encode(Int64(value), number) }
    }

    package mutating func encode(_ value: Double?, _ number: Int) {
        if let value { encode(value, number) }
    }

    package mutating func encode(_ value: String?, _ number: Int) {
        if let value { encode(value, number) }
    }

    package mutating func encode(_ value: [UInt8]?, _ number: Int) {
        if let value { encode(value, number) }
    }

    private mutating func begin(_ number: Int, _ kind: CanonicalKind) {
        let number = UInt64(max(0, number))
        precondition(number > 0 && number >= last, "fields are numbered from 1 and written in ascending order")
        last = number
        appendVarint(number)
        bytes.append(kind.rawValue)
    }

    private mutating func append(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// The kinds of a field.
enum CanonicalKind: UInt8 {
    case integer = 1
    case real, text, bytes, message
}
