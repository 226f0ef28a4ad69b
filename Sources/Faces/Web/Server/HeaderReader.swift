/// Reads a header's value and its parameters, `value; name=value; name="quoted; value"` (RFC 9110, 5.6.6), by bytes: every form
/// with a photo passes here several times.
struct HeaderReader {
    private var rest: ArraySlice<UInt8>

    init(_ header: ArraySlice<UInt8>) { rest = header }

    /// What stands before the first semicolon, in small letters, without spaces around it.
    mutating func value() -> String { HeaderReader.smallLetters(take { $0 == UInt8(ascii: ";") }) }

    /// Passes over the value.
    mutating func skipValue() { _ = take { $0 == UInt8(ascii: ";") } }

    /// The name of a parameter.
    struct Name {
        fileprivate let bytes: ArraySlice<UInt8>

        /// - Parameter name: in small letters; capital ones in the header are the same.
        static func == (a: Name, name: StaticString) -> Bool {
            a.bytes.count == name.utf8CodeUnitCount
                && a.bytes.indices.allSatisfy { HeaderReader.small(a.bytes[$0]) == name.utf8Start[$0 - a.bytes.startIndex] }
        }
    }

    /// The next parameter; nil at the end. One without a value has an empty one.
    mutating func parameter() -> (name: Name, value: String)? {
        rest = rest.drop { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: " ") }
        guard !rest.isEmpty else { return nil }
        let name = Name(bytes: HeaderReader.bare(take { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") }))
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
                let last = String(decoding: part, as: UTF8.self)
                return value.isEmpty ? last : value + last
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
        String(decoding: bare(bytes).map(small), as: UTF8.self)
    }

    private static func small(_ letter: UInt8) -> UInt8 { (65...90).contains(letter) ? letter | 0x20 : letter }
}
