/// A JSON value that keeps the order of its members.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case truth(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([Member])

    package struct Member: Sendable, Hashable {
        package var name: String
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package init(_ value: some BinaryInteger) { self = .integer(Int(clamping: value)) }

    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// A text, or a number as text: identities are written both ways.
    package var name: String? {
        switch self {
        case .text(let text): text
        case .integer(let value): String(value)
        default: nil
        }
    }

    package var string: String? {
        if case .text(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .truth(let value) = self { value } else { nil }
    }

    package static func texts(_ values: [String]) -> JSONValue { .list(values.map { .text($0) }) }

    package static func object(pairs: [(String, JSONValue)]) -> JSONValue { .object(pairs.map { Member($0.0, $0.1) }) }

    /// A text as JSON writes it, quotation marks included.
    package static func quoted(_ text: String) -> String {
        var result = ""
        quote(text, to: &result)
        return result
    }

    /// Compact JSON on one line.
    package var line: String {
        var result = ""
        write(to: &result)
        return result
    }

    private func write(to result: inout String) {
        switch self {
        case .null: result += "null"
        case .truth(let value): result += value ? "true" : "false"
        case .integer(let value): result += String(value)
        case .number(let value): result += value.isFinite ? String(value) : "null"
        case .text(let text): JSONValue.quote(text, to: &result)
        case .list(let values):
            result += "["
            for (index, value) in values.enumerated() {
                if index > 0 { result += "," }
                value.write(to: &result)
            }
            result += "]"
        case .object(let members):
            result += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { result += "," }
                JSONValue.quote(member.name, to: &result)
                result += ":"
                member.value.write(to: &result)
            }
            result += "}"
        }
    }

    private static func quote(_ text: String, to result: inout String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result += "\""
    }
}
