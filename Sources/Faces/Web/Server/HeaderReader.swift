/// Reads a header's value and its parameters, `value; name=value; name="quoted; value"` (RFC 9110, 5.6.6), by bytes: every form
/// with a photo passes here several times.
struct HeaderReader {
    private var rest: ArraySlice<UInt8>

    init(_ header: ArraySlice<UInt8>) { rest = header }

    /// What stands before the first semicolon, in small letters, without spaces around it.
    mutating func value() -> String { HeaderReader.word(take { $0 == UInt8(ascii: ";") }).lowercased() }

    /// The next parameter, its name in small letters; nil at the end. One without a value has an empty one.
    mutating func parameter() -> (name: String, value: String)? {
        while rest.first == UInt8(ascii: ";") || rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        let name = HeaderReader.word(take { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") }).lowercased()
        guard rest.first == UInt8(ascii: "=") else { return (name, "") }
        rest.removeFirst()
        let isQuoted = rest.first == UInt8(ascii: "\"")
        let value = isQuoted ? quoted() : HeaderReader.word(take { $0 == UInt8(ascii: ";") })
        _ = take { $0 == UInt8(ascii: ";") }
        return (name, value)
    }

    /// A backslash before a quote is understood.
    private mutating func quoted() -> String {
        var value: [UInt8] = []
        rest.removeFirst()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") { break }
            let isEscape = byte == UInt8(ascii: "\\") && rest.first == UInt8(ascii: "\"")
            value.append(isEscape ? rest.removeFirst() : byte)
        }
        return String(decoding: value, as: UTF8.self)
    }

    private mutating func take(until isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let end = rest.firstIndex(where: isEnd) ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    /// Without spaces, tabs and line ends around it.
    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while let first = bytes.first, first <= 32 { bytes.removeFirst() }
        while let last = bytes.last, last <= 32 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
