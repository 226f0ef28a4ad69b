/// Reads big-endian numbers from bytes of a stranger: past the end there is nil, never a trap.
package struct ByteReader: Sendable {
    package private(set) var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { rest = bytes }
    package init(_ bytes: [UInt8]) { rest = bytes[...] }

    package var isAtEnd: Bool { rest.isEmpty }
    package var count: Int { rest.count }

    package mutating func u8() -> UInt8? { rest.popFirst() }

    package mutating func u16() -> UInt16? { number(bytes: 2).map(UInt16.init(truncatingIfNeeded:)) }
    package mutating func u24() -> UInt32? { number(bytes: 3).map(UInt32.init(truncatingIfNeeded:)) }
    package mutating func u32() -> UInt32? { number(bytes: 4).map(UInt32.init(truncatingIfNeeded:)) }

    /// The next `count` bytes, or nil where fewer are left; nothing is taken then.
    package mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Everything that is left.
    package mutating func takeRest() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }

    private mutating func number(bytes: Int) -> UInt64? {
        guard rest.count >= bytes else { return nil }
        var value: UInt64 = 0
        for byte in rest.prefix(bytes) { value = value << 8 | UInt64(byte) }
        rest = rest.dropFirst(bytes)
        return value
    }
}

extension [UInt8] {
    package mutating func append(u16 value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    package mutating func append(u32 value: UInt32) {
        append(u16: UInt16(truncatingIfNeeded: value >> 16))
        append(u16: UInt16(truncatingIfNeeded: value))
    }
}
