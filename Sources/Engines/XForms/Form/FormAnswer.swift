internal import Ground

/// Reads what a person or a device gives as an answer, by the type of the field.
enum FormAnswer {
    struct Fault: Error {
        var message: String
    }

    /// The text that is kept and sent, or why it is none of this type.
    static func canonical(_ text: String, _ type: FormDataType, offsetSeconds: Int) -> Result<String, Fault> {
        // Line breaks inside a text stay; only XML's own limits hold.
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\n" || $0 == "\t" || $0 == "\r" }) else {
            return .failure(Fault(message: "a sign in it cannot be written"))
        }
        if text.isEmpty { return .success("") }
        let trimmed = text.trimmedText
        switch type {
        case .unsupported, .unknown, .text, .barcode, .binary: return .success(text)
        case _ where trimmed.isEmpty: return .success("")
        case .selectOne: return .success(trimmed)
        case .selectMultiple: return .success(trimmed.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        case .integer, .long: return integer(trimmed)
        case .decimal:
            let value = XPathValue.number(trimmed)
            let number = value.isNaN ? Double(trimmed) ?? .nan : value
            return number.isFinite ? .success(number.javaText) : .failure(Fault(message: "“\(trimmed.prefix(40))” is no number"))
        case .boolean:
            switch trimmed.lowercased() {
            case "true", "1": return .success("true")
            case "false", "0": return .success("false")
            default: return .failure(Fault(message: "“\(trimmed.prefix(40))” is neither true nor false"))
            }
        case .date, .dateTime, .time: return moment(trimmed, type, offsetSeconds)
        case .geopoint: return position(trimmed[...]).map { .success($0) } ?? .failure(Fault(message: "“\(trimmed.prefix(60))” is no position"))
        case .geotrace, .geoshape: return line(trimmed, isClosed: type == .geoshape)
        }
    }

    private static func integer(_ text: String) -> Result<String, Fault> {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.count <= 18, digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(text) else {
            return .failure(Fault(message: "“\(text.prefix(40))” is no whole number"))
        }
        return .success("\(value)")
    }

    private static func moment(_ text: String, _ type: FormDataType, _ offsetSeconds: Int) -> Result<String, Fault> {
        switch type {
        case .date:
            if let date = FormMoment.civilDate(text[...]) { return .success(date.description) }
            if let moment = FormMoment.parse(text, offsetSeconds: offsetSeconds) {
                return .success(FormMoment.dateText(moment, offsetSeconds: offsetSeconds))
            }
            return .failure(Fault(message: "“\(text.prefix(40))” is no date such as 2026-10-01"))
        case .dateTime:
            guard let moment = FormMoment.parse(text, offsetSeconds: offsetSeconds) else {
                return .failure(Fault(message: "“\(text.prefix(40))” is no date and time such as 2026-10-01T09:30"))
            }
            return .success(FormMoment.dateTimeText(moment, offsetSeconds: offsetSeconds))
        default:
            guard let time = FormMoment.time(text[...]) else {
                return .failure(Fault(message: "“\(text.prefix(40))” is no time such as 09:30"))
            }
            return .success(FormMoment.timeText(ofDay: time.milliseconds, offsetSeconds: time.offset ?? offsetSeconds))
        }
    }

    /// Two to four numbers, written as JavaRosa writes them.
    private static func position(_ text: Substring) -> String? {
        guard GeoMeasure.point(text) != nil else { return nil }
        return text.split(separator: " ").map { XPathValue.number(String($0)).javaText }.joined(separator: " ")
    }

    private static func line(_ text: String, isClosed: Bool) -> Result<String, Fault> {
        let parts = text.split(separator: ";").filter { !$0.allSatisfy { $0 == " " } }
        let points = parts.compactMap { position($0) }
        guard points.count == parts.count, !points.isEmpty else { return .failure(Fault(message: "it is no line of positions")) }
        if isClosed, points.count < 4 || points.first != points.last {
            return .failure(Fault(message: "an area has at least three corners and ends where it begins"))
        }
        return .success(points.joined(separator: "; "))
    }
}
