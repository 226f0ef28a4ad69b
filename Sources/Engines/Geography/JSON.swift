internal import Ground

/// A JSON value that remembers its line.
struct JSON {
    enum Content {
        case null
        case bool(Bool)
        /// The number and its spelling in the file.
        case number(Double, String)
        case string(String)
        case array([JSON])
        case object([(name: String, value: JSON)])
    }

    var content: Content
    var line: Int

    /// The first member of the name.
    func member(_ name: String) -> JSON? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.name == name }?.value
    }

    var string: String? {
        if case .string(let text) = content { text } else { nil }
    }

    var array: [JSON]? {
        if case .array(let items) = content { items } else { nil }
    }

    var number: Double? {
        if case .number(let value, _) = content { value } else { nil }
    }

    var isNull: Bool {
        if case .null = content { true } else { false }
    }

    /// The value as compact JSON.
    var text: String {
        switch content {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(_, let spelling): spelling
        case .string(let text): JSONValue.quoted(text)
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { JSONValue.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }
}

/// A strict reader of JSON (RFC 8259): UTF-8, at most 64 levels deep.
struct JSONReader {
    struct Fault: Error {
        var line: Int
        var column: Int
        var message: String
    }

    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private var lineStart = 0

    static func read(_ bytes: [UInt8]) throws(Fault) -> JSON {
        var reader = JSONReader(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.index < bytes.count { throw reader.fault("something follows the end of the JSON text") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func fault(_ message: String) -> Fault {
        Fault(line: line, column: index - lineStart + 1, message: message)
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x0A:
                line += 1
                lineStart = index + 1
            case 0x20, 0x09, 0x0D: break
            default: return
            }
            index += 1
        }
    }

    private mutating func value(depth: Int) throws(Fault) -> JSON {
        skipSpace()
        guard depth < 64 else { throw fault("the JSON text is more than 64 levels deep") }
        guard index < bytes.count else { throw fault("the JSON text ends early") }
        let start = line
        switch bytes[index] {
        case UInt8(ascii: "{"): return JSON(content: .object(try members(depth: depth)), line: start)
        case UInt8(ascii: "["): return JSON(content: .array(try items(depth: depth)), line: start)
        case UInt8(ascii: "\""): return JSON(content: .string(try string()), line: start)
        case UInt8(ascii: "t"): return JSON(content: .bool(try word("true", true)), line: start)
        case UInt8(ascii: "f"): return JSON(content: .bool(try word("false", false)), line: start)
        case UInt8(ascii: "n"):
            _ = try word("null", true)
            return JSON(content: .null, line: start)
        default: return JSON(content: try number(), line: start)
        }
    }

    private mutating func word(_ word: StaticString, _ value: Bool) throws(Fault) -> Bool {
        let expected = word.withUTF8Buffer { Array($0) }
        guard bytes[index...].starts(with: expected) else { throw fault("a JSON value was expected here") }
        index += expected.count
        return value
    }

    /// Steps over a comma (true) or the closing byte (false).
    private mutating func separator(closing: UInt8) throws(Fault) -> Bool {
        skipSpace()
        guard index < bytes.count else { throw fault("the JSON text ends early") }
        if bytes[index] == closing {
            index += 1
            return false
        }
        guard bytes[index] == UInt8(ascii: ",") else {
            throw fault("a comma or \u{201C}\(Character(UnicodeScalar(closing)))\u{201D} was expected here")
        }
        index += 1
        return true
    }

    private mutating func isAtEnd(_ closing: UInt8) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == closing else { return false }
        index += 1
        return true
    }

    private mutating func items(depth: Int) throws(Fault) -> [JSON] {
        index += 1
        var items: [JSON] = []
        if isAtEnd(UInt8(ascii: "]")) { return items }
        repeat { items.append(try value(depth: depth + 1)) } while try separator(closing: UInt8(ascii: "]"))
        return items
    }

    private mutating func members(depth: Int) throws(Fault) -> [(name: String, value: JSON)] {
        index += 1
        var members: [(name: String, value: JSON)] = []
        if isAtEnd(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw fault("a name in quotation marks was expected here")
            }
            let name = try string()
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
                throw fault("a colon was expected here")
            }
            index += 1
            members.append((name, try value(depth: depth + 1)))
        } while try separator(closing: UInt8(ascii: "}"))
        return members
    }

    private mutating func number() throws(Fault) -> JSON.Content {
        let start = index
        if peek(UInt8(ascii: "-")) { index += 1 }
        if peek(UInt8(ascii: "0")) {
            index += 1
        } else {
            try digits()
        }
        if peek(UInt8(ascii: ".")) {
            index += 1
            try digits()
        }
        if peek(UInt8(ascii: "e")) || peek(UInt8(ascii: "E")) {
            index += 1
            if peek(UInt8(ascii: "+")) || peek(UInt8(ascii: "-")) { index += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw fault("the number \(text) is too large") }
        return .number(value, text)
    }

    private func peek(_ byte: UInt8) -> Bool { index < bytes.count && bytes[index] == byte }

    private mutating func digits() throws(Fault) {
        let start = index
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
        if index == start { throw fault("a JSON value was expected here") }
    }

    private mutating func string() throws(Fault) -> String {
        index += 1
        var content: [UInt8] = []
        while true {
            guard index < bytes.count else { throw fault("a quotation mark is opened and never closed") }
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw fault("the text is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): content.append(contentsOf: try escape())
            case 0..<0x20:
                index -= 1
                throw fault("a control character stands in a text")
            default: content.append(byte)
            }
        }
    }

    private mutating func escape() throws(Fault) -> [UInt8] {
        guard index < bytes.count else { throw fault("the JSON text ends early") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try unicode()
        default:
            index -= 1
            throw fault("an unknown escape stands in a text")
        }
    }

    private mutating func unicode() throws(Fault) -> [UInt8] {
        var value = try hexadecimal()
        if value >= 0xD800, value < 0xDC00 {
            guard peek(UInt8(ascii: "\\")), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
                throw fault("half of a surrogate pair stands alone")
            }
            index += 2
            let low = try hexadecimal()
            guard low >= 0xDC00, low < 0xE000 else { throw fault("half of a surrogate pair stands alone") }
            value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(value) else { throw fault("half of a surrogate pair stands alone") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        guard index + 4 <= bytes.count else { throw fault("the JSON text ends early") }
        var value: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("four hexadecimal digits were expected here")
            }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }
}
