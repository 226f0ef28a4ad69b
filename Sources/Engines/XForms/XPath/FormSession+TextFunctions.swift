internal import Foundation

/// Functions on texts, dates and positions.
extension FormSession {
    mutating func texts(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        switch function {
        case .concat: return .text(try joined("", arguments[...], scope))
        case .join: return .text(try joined(try text(arguments[0], scope), arguments[1...], scope))
        case .stringLength: return .number(Double(try ownOr(arguments, scope).utf16.count))
        case .normalizeSpace:
            let words = try ownOr(arguments, scope).unicodeScalars.split { $0.properties.isWhitespace }
            return .text(words.map { String($0) }.joined(separator: " "))
        case .substr:
            let units = Array(try text(arguments[0], scope).utf16)
            let end = arguments.count > 2 ? try number(arguments[2], scope).saturatedInt32 : units.count
            let range = Self.bounds(try number(arguments[1], scope).saturatedInt32, end, units.count)
            return .text(String(decoding: units[range], as: UTF16.self))
        case .digest: return .text(try digest(arguments, scope))
        case .base64Decode:
            let clean = try text(arguments[0], scope).filter { !$0.isWhitespace }
            guard let data = Data(base64Encoded: clean) else { throw XPathFault(.typeMismatch, "base64-decode() is given no Base64") }
            return .text(String(decoding: data, as: UTF8.self))
        case .translate:
            let (from, to) = (Array(try text(arguments[1], scope).unicodeScalars), Array(try text(arguments[2], scope).unicodeScalars))
            var result = String.UnicodeScalarView()
            for scalar in try text(arguments[0], scope).unicodeScalars {
                guard let index = from.firstIndex(of: scalar) else {
                    result.append(scalar)
                    continue
                }
                if index < to.count { result.append(to[index]) }
            }
            return .text(String(result))
        case .regex: return .boolean(try FormPattern(try text(arguments[1], scope)).matches(try text(arguments[0], scope)))
        default: return try compared(function, Array(try text(arguments[0], scope).utf8), Array(try text(arguments[1], scope).utf8))
        }
    }

    /// Byte by byte, so that a letter with its accent never equals the same written as two characters.
    private func compared(_ function: XPathFunction, _ text: [UInt8], _ part: [UInt8]) throws(XPathFault) -> XPathValue {
        let place = Self.find(part, in: text)
        switch function {
        case .contains: return .boolean(place != nil)
        case .startsWith: return .boolean(text.starts(with: part))
        case .endsWith: return .boolean(text.count >= part.count && text[(text.count - part.count)...].elementsEqual(part))
        case .substringBefore: return .text(place.map { String(decoding: text[..<$0], as: UTF8.self) } ?? "")
        case .substringAfter: return .text(place.map { String(decoding: text[($0 + part.count)...], as: UTF8.self) } ?? "")
        default: throw XPathFault(.unsupported, "\(function.rawValue)() has no value here")
        }
    }

    static func find(_ part: [UInt8], in text: [UInt8]) -> Int? {
        guard part.count <= text.count else { return nil }
        guard let first = part.first else { return 0 }
        for start in 0...(text.count - part.count) where text[start] == first {
            if text[start..<(start + part.count)].elementsEqual(part) { return start }
        }
        return nil
    }

    static func trimmed(_ text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, first <= 32 || last <= 32 else { return text }
        let head = bytes.drop { $0 <= 32 }
        var end = head.endIndex
        while end > head.startIndex, head[head.index(before: end)] <= 32 { end = head.index(before: end) }
        return String(Substring(head[head.startIndex..<end]))
    }

    /// Zero-based from and to; a negative one counts from the end.
    private static func bounds(_ start: Int, _ end: Int, _ count: Int) -> Range<Int> {
        func clamped(_ value: Int) -> Int { min(max(0, value < 0 ? count + value : value), count) }
        let (from, to) = (clamped(start), clamped(end))
        return from <= to ? from..<to : from..<from
    }

    private mutating func joined(_ separator: String, _ arguments: ArraySlice<XPathCode>, _ scope: XPathScope) throws(XPathFault) -> String {
        try values(arguments, scope).map { $0.text(offsetSeconds: offsetSeconds) }.joined(separator: separator)
    }

    private mutating func ownOr(_ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> String {
        if let first = arguments.first { return try text(first, scope) }
        return value(of: scope.node, in: scope.tree).text(offsetSeconds: offsetSeconds)
    }

    private mutating func digest(_ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> String {
        let name = try text(arguments[1], scope)
        guard let algorithm = Digest(rawValue: name) else { throw XPathFault(.typeMismatch, "“\(name)” is no digest that is known") }
        let bytes = algorithm.hash(Array(try text(arguments[0], scope).utf8))
        let encoding = arguments.count > 2 ? try text(arguments[2], scope) : "base64"
        switch encoding {
        case "base64": return Data(bytes).base64EncodedString()
        case "hex":
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        default: throw XPathFault(.typeMismatch, "“\(encoding)” is no encoding; write hex or base64")
        }
    }

    // MARK: Dates

    mutating func dated(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        let value = try evaluate(arguments[0], scope)
        switch function {
        case .date: return try date(from: value, keepsTime: false)
        case .dateTime: return try date(from: value, keepsTime: true)
        case .formatDate, .formatDateTime:
            guard case .date(let moment) = try date(from: value, keepsTime: true) else { return .blank }
            return .text(try FormMoment.format(moment, try text(arguments[1], scope), offsetSeconds: offsetSeconds))
        default:
            if case .number(let days) = value {
                guard !days.isNaN else { return value }
                guard abs(days) <= 2_147_483_647 else { throw Self.outOfRange(days) }
                return .number(function == .decimalDateTime ? days : days - days.rounded(.down))
            }
            guard case .date(let moment) = try date(from: value, keepsTime: true) else { return .blank }
            let day = Double(FormMoment.dayMilliseconds)
            if function == .decimalDateTime { return .number(Double(moment) / day) }
            let local = Double(moment + Int64(offsetSeconds) * 1000) / day
            return .number(local - local.rounded(.down))
        }
    }

    private static func outOfRange(_ value: Double) -> XPathFault {
        XPathFault(.typeMismatch, "\(value.formText) is too large for a date")
    }

    /// A moment from text, days since 1970 or a moment; blank stays blank.
    func date(from value: XPathValue, keepsTime: Bool) throws(XPathFault) -> XPathValue {
        switch value {
        case .date(let moment):
            guard !keepsTime else { return value }
            return .date(FormMoment.midnight(FormMoment.day(of: moment, offsetSeconds: offsetSeconds), offsetSeconds: offsetSeconds))
        case .number(let days):
            guard !days.isNaN else { return value }
            guard abs(days) <= 2_147_483_647 else { throw Self.outOfRange(days) }
            guard keepsTime else { return .date(FormMoment.midnight(days.saturatedInt, offsetSeconds: offsetSeconds)) }
            return .date(Int64((days * Double(FormMoment.dayMilliseconds)).saturatedInt))
        case .text(let text):
            guard !text.isEmpty else { return value }
            guard let moment = FormMoment.parse(text, offsetSeconds: offsetSeconds) else {
                throw XPathFault(.typeMismatch, "“\(text)” is no date")
            }
            return .date(moment)
        case .boolean: throw XPathFault(.typeMismatch, "a truth value is no date")
        }
    }

    // MARK: Positions

    mutating func measured(_ function: XPathFunction, _ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        switch function {
        case .geofence:
            guard let point = GeoMeasure.point(Substring(try text(arguments[0], scope))) else { return .boolean(false) }
            return .boolean(GeoMeasure.encloses(try points(of: [try text(arguments[1], scope)], function), point))
        case .distance: return .number(GeoMeasure.distance(try points(of: try geoTexts(arguments, scope), function)))
        default: return .number(GeoMeasure.area(try points(of: try geoTexts(arguments, scope), function)))
        }
    }

    private mutating func geoTexts(_ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> [String] {
        try values(arguments[...], scope).map { $0.text(offsetSeconds: offsetSeconds) }
    }

    private func points(of texts: [String], _ function: XPathFunction) throws(XPathFault) -> [GeoMeasure.Point] {
        var result: [GeoMeasure.Point] = []
        for text in texts {
            guard let points = GeoMeasure.points(text) else {
                throw XPathFault(.typeMismatch, "\(function.rawValue)() is given “\(text.prefix(40))”, which is no position")
            }
            result += points
        }
        return result
    }
}
