/// Reads what `CanonicalEncoder` wrote, and nothing else: bytes that the encoder would have written otherwise are refused, so
/// that a message has exactly one form.
///
/// Fields are taken in ascending order of their numbers; `finish` refuses what was left over.
package struct CanonicalDecoder {
    /// Bytes that are no canonical message, and where.
    package struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        package var offset: Int
        package var reason: String
        package var description: String { "byte \(offset): \(reason)" }
    }

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var last: UInt64 = 0
    /// The field that comes next, already read up to its payload.
    private var header: (number: UInt64, kind: CanonicalKind)?

    package init(_ bytes: [UInt8]) throws { try self.init(slice: bytes[...]) }

    private init(slice: ArraySlice<UInt8>) throws {
        bytes = slice
        position = slice.startIndex
        try readHeader()
    }

    /// Number and kind (1 integer … 5 message) of the field that comes next, for readers of any message; nil at the end.
    package var upcoming: (number: Int, kind: UInt8)? {
        header.flatMap { header in Int(exactly: header.number).map { ($0, header.kind.rawValue) } }
    }

    package mutating func optionalInteger(_ number: Int) throws -> Int64? {
        guard try comes(number, .integer) else { return nil }
        let value = try eightBytes()
        try readHeader()
        return Int64(bitPattern: value)
    }

    package mutating func optionalDouble(_ number: Int) throws -> Double? {
        guard try comes(number, .real) else { return nil }
        let offset = position
        let value = Double(bitPattern: try eightBytes())
        guard !value.isNaN else { throw Malformed(offset: offset, reason: "a NaN") }
        guard value != 0 || value.sign == .plus else { throw Malformed(offset: offset, reason: "a negative zero") }
        try readHeader()
        return value
    }

    package mutating func optionalText(_ number: Int) throws -> String? {
        guard try comes(number, .text) else { return nil }
        let offset = position
        guard let text = String(validating: try counted(), as: UTF8.self) else {
            throw Malformed(offset: offset, reason: "text that is not UTF-8")
        }
        try readHeader()
        return text
    }

    package mutating func optionalBytes(_ number: Int) throws -> [UInt8]? {
        guard try comes(number, .bytes) else { return nil }
        let value = Array(try counted())
        try readHeader()
        return value
    }

    /// A message within this one; the closure need not take all of it, but what it leaves is refused.
    package mutating func optionalMessage<T>(_ number: Int, _ read: (inout CanonicalDecoder) throws -> T) throws -> T? {
        guard try comes(number, .message) else { return nil }
        var inner = try CanonicalDecoder(slice: try counted())
        let value = try read(&inner)
        try inner.finish()
        try readHeader()
        return value
    }

    package mutating func integer(_ number: Int) throws -> Int64 { try required(optionalInteger(number), number) }
    package mutating func double(_ number: Int) throws -> Double { try required(optionalDouble(number), number) }
    package mutating func text(_ number: Int) throws -> String { try required(optionalText(number), number) }
    package mutating func bytes(_ number: Int) throws -> [UInt8] { try required(optionalBytes(number), number) }

    package mutating func int(_ number: Int) throws -> Int { Int(try integer(number)) }
    package mutating func optionalInt(_ number: Int) throws -> Int? { try optionalInteger(number).map { Int($0) } }

    package mutating func truth(_ number: Int) throws -> Bool {
        let offset = position
        switch try integer(number) {
        case 0: return false
        case 1: return true
        default: throw Malformed(offset: offset, reason: "field \(number) is neither 0 nor 1")
        }
    }

    package mutating func message<T>(_ number: Int, _ read: (inout CanonicalDecoder) throws -> T) throws -> T {
        try required(optionalMessage(number, read), number)
    }

    /// All messages of that number, one after another.
    package mutating func messages<T>(_ number: Int, _ read: (inout CanonicalDecoder) throws -> T) throws -> [T] {
        var all: [T] = []
        while let next = try optionalMessage(number, read) { all.append(next) }
        return all
    }

    /// All texts of that number.
    package mutating func texts(_ number: Int) throws -> [String] {
        var all: [String] = []
        while let next = try optionalText(number) { all.append(next) }
        return all
    }

    /// All integers of that number.
    package mutating func integers(_ number: Int) throws -> [Int64] {
        var all: [Int64] = []
        while let next = try optionalInteger(number) { all.append(next) }
        return all
    }

    /// Refuses fields that nobody has taken.
    package func finish() throws {
        if let header { throw Malformed(offset: position, reason: "the field \(header.number) is not expected") }
    }

    // MARK: Bytes

    private func required<T>(_ value: T?, _ number: Int) throws -> T {
        guard let value else { throw Malformed(offset: position, reason: "the field \(number) is missing") }
        return value
    }

    private func comes(_ number: Int, _ kind: CanonicalKind) throws -> Bool {
        guard let header, number > 0, header.number == UInt64(number) else { return false }
        guard header.kind == kind else {
            throw Malformed(offset: position, reason: "the field \(number) has another kind than expected")
        }
        return true
    }

    private mutating func readHeader() throws {
        guard position < bytes.endIndex else {
            header = nil
            return
        }
        let offset = position
        let number = try varint()
        guard number > 0, number >= last else { throw Malformed(offset: offset, reason: "a field out of order") }
        guard position < bytes.endIndex, let kind = CanonicalKind(rawValue: bytes[position]) else {
            throw Malformed(offset: position, reason: "no kind of field")
        }
        position += 1
        last = number
        header = (number, kind)
    }

    private mutating func varint() throws -> UInt64 {
        let offset = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || part <= 1 else { throw Malformed(offset: offset, reason: "a number over 64 bits") }
            value |= part << shift
            if byte < 0x80 {
                guard byte != 0 || shift == 0 else { throw Malformed(offset: offset, reason: "a number not in its shortest form") }
                return value
            }
            shift += 7
            guard shift <= 63 else { throw Malformed(offset: offset, reason: "a number over 64 bits") }
        }
        throw Malformed(offset: offset, reason: "the bytes end within a number")
    }

    private mutating func eightBytes() throws -> UInt64 {
        guard bytes.endIndex - position >= 8 else { throw Malformed(offset: position, reason: "the bytes end within a value") }
        var value: UInt64 = 0
        for byte in bytes[position..<position + 8] { value = value << 8 | UInt64(byte) }
        position += 8
        return value
    }

    private mutating func counted() throws -> ArraySlice<UInt8> {
        let offset = position
        let count = try varint()
        guard count <= UInt64(bytes.endIndex - position) else {
            throw Malformed(offset: offset, reason: "the bytes end within a value")
        }
        let part = bytes[position..<position + Int(count)]
        position = part.endIndex
        return part
    }
}
