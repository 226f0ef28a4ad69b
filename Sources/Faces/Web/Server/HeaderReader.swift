/// Reads a header's value and its parameters, `value; name=value; name="quoted; value"` (RFC 9110, 5.6.6), by bytes: every form
/// with a photo passes here several times.
struct HeaderReader {
    private var rest: ArraySlice<UInt8>

    init(_ header: ArraySlice<UInt8>) { rest = header }

    /// What stands before the first semicolon, in small letters, without spaces around it.
    mutating func value() -> String { HeaderReader.smallLetters(take { $0 == UInt8(ascii: ";") }) }

    /// Passes over the value.
    mutating func skipValue() { _ = take { $0 == UInt8(ascii: ";") } }

    /// The next parameter, its name in small letters; nil at the end. One without a value has an empty one.
    mutating func parameter() -> (name: String, value: String)? {
        while rest.first == UInt8(ascii: ";") || rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        let name = HeaderReader.smallLetters(take { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") })
        guard rest.first == UInt8(ascii: "=") else { return (name, "") }
        rest.removeFirst()
        let isQuoted = rest.first == UInt8(ascii: "\"")
        let value = isQuoted ? quoted() : HeaderReader.word(take { $0 == UInt8(ascii: ";") })
        _ = take { $0 == UInt8(ascii: ";") }
        return (name, value)
    }

    /// A backslash before a quote is understood.
    private mutating func quoted() -> String {
        var value = ""
        while true {
            rest.removeFirst()
            let part = take { $0 == UInt8(ascii: "\"") }
            guard part.last == UInt8(ascii: "\\"), !rest.isEmpty else {
                _ = rest.popFirst()
                value += String(decoding: part, as: UTF8.self)
                return value
            }
            value += String(decoding: part.dropLast(), as: UTF8.self)
            value += "\""
        }
    }

    private mutating func take(until isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let end = rest.firstIndex(where: isEnd) ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    /// Without spaces, tabs and line ends around it.
    private static func bare(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = bytes.firstIndex(where: { $0 > 32 }), let last = bytes.lastIndex(where: { $0 > 32 }) else { return [] }
        return bytes[first...last]
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bare(bytes), as: UTF8.self) }

    private static func smallLetters(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bare(bytes).map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
