/// What an expression yields. Conversions follow JavaRosa, which differs from XPath 1.0 (dates; numbers as text).
public enum XPathValue: Sendable, Hashable {
    case number(Double)
    case text(String)
    case boolean(Bool)
    /// A moment, in milliseconds since 1970-01-01T00:00:00Z; a date is its midnight where the form is filled.
    case date(Int64)

    static let blank = XPathValue.text("")
    static let notANumber = XPathValue.number(.nan)

    /// `Double`, `String`, `Boolean` or `Date`, as JavaRosa calls them.
    public var typeName: String {
        switch self {
        case .number: "Double"
        case .text: "String"
        case .boolean: "Boolean"
        case .date: "Date"
        }
    }

    /// True for a number other than 0, a text other than the empty one, and every date.
    public var truth: Bool {
        switch self {
        case .number(let value): abs(value) > 1e-12 && !value.isNaN
        case .text(let text): !text.isEmpty
        case .boolean(let value): value
        case .date: true
        }
    }

    /// Without content: empty text or not a number.
    var isBlank: Bool {
        switch self {
        case .number(let value): value.isNaN
        case .text(let text): text.isEmpty
        default: false
        }
    }

    /// As a number; a date is its days since 1970-01-01 where the form is filled.
    func number(offsetSeconds: Int) -> Double {
        switch self {
        case .number(let value): value
        case .text(let text): Self.number(text)
        case .boolean(let value): value ? 1 : 0
        case .date(let milliseconds): Double(FormMoment.day(of: milliseconds, offsetSeconds: offsetSeconds))
        }
    }

    /// As text; a date is written `2018-12-31`, whatever its time.
    func text(offsetSeconds: Int) -> String {
        switch self {
        case .number(let value): value.formText
        case .text(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .date(let milliseconds): FormMoment.dateText(milliseconds, offsetSeconds: offsetSeconds)
        }
    }

    /// Digits, one point (or comma) and a sign; all else is not a number.
    static func number(_ text: String) -> Double {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 { bytes.append(byte == UInt8(ascii: ",") ? UInt8(ascii: ".") : byte) }
        while let last = bytes.last, last <= 32 { bytes.removeLast() }
        let start = bytes.firstIndex { $0 > 32 } ?? bytes.count
        var index = start
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        // Numbers up to fifteen digits without a point are exact without the general reader.
        var whole = 0.0
        var digits = 0
        while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57, digits < 15 {
            whole = whole * 10 + Double(bytes[index] - 48)
            digits += 1
            index += 1
        }
        if index == bytes.count, digits > 0 { return bytes[start] == UInt8(ascii: "-") ? -whole : whole }
        guard start < bytes.count else { return .nan }
        for byte in bytes[start...] where byte != UInt8(ascii: "-") && byte != UInt8(ascii: ".") && !(48...57).contains(byte) {
            return .nan
        }
        var clean = String(decoding: bytes[start...], as: UTF8.self)
        if clean.hasSuffix("."), clean.utf8.count > 1 { clean.removeLast() }
        if clean.hasPrefix(".") { clean = "0" + clean }
        if clean.hasPrefix("-.") { clean = "-0" + clean.dropFirst() }
        return Double(clean) ?? .nan
    }
}
