internal import Ground
internal import XForms

/// What a question is answered with on a page, how its answer is written there, and how it is read back.
enum FormWidget: Sendable, Hashable {
    /// One line of text.
    case line, integer, decimal, address, barcode, code, secret
    case area(rows: Int)
    case date, month, year, time, moment
    case truth
    /// One of the choices: all to be seen, or in a menu; several of them; all of them in an order.
    case one, menu, several, rank
    /// A range of few steps, each to be tapped.
    case scale([String])
    case range(low: Double, high: Double, step: Double)
    case position, way
    case acknowledgement
    /// A file; the page stores none and takes this name in its place.
    case file(String)

    init(_ control: FormControl, _ type: FormDataType) {
        let looks = Set(control.appearance)
        switch control.kind {
        case .secret: self = .secret
        case .select1: self = looks.isDisjoint(with: Self.menus) ? .one : .menu
        case .select: self = .several
        case .rank: self = .rank
        case .range: self = Self.range(control, type)
        case .upload: self = .file(Self.fileName(control.attributes["mediatype"] ?? ""))
        case .trigger: self = .acknowledgement
        case .input, .group, .loop: self = Self.input(control, type, looks)
        }
    }

    private static let menus: Set<String> = ["minimal", "autocomplete", "search", "dropdown", "picker"]

    private static func input(_ control: FormControl, _ type: FormDataType, _ looks: Set<String>) -> FormWidget {
        switch type {
        case .integer, .long: return .integer
        case .decimal: return .decimal
        case .date: return looks.contains("year") ? .year : looks.contains("month-year") ? .month : .date
        case .time: return .time
        case .dateTime: return .moment
        case .boolean: return .truth
        case .geopoint: return .position
        case .geotrace, .geoshape: return .way
        case .barcode: return .barcode
        case .binary: return .file("preview.bin")
        case .selectOne, .selectMultiple, .unsupported, .unknown, .text: break
        }
        if control.attributes["query"] != nil { return .code }
        if looks.contains("masked") { return .secret }
        if looks.contains("url") { return .address }
        if let rows = control.attributes["rows"].flatMap({ Int($0) }) { return .area(rows: max(2, min(12, rows))) }
        return looks.contains("multiline") ? .area(rows: 4) : .line
    }

    private static func fileName(_ type: String) -> String {
        switch type.prefix(while: { $0 != "/" }) {
        case "image": "preview.jpg"
        case "audio": "preview.m4a"
        case "video": "preview.mp4"
        default: "preview.bin"
        }
    }

    private static func range(_ control: FormControl, _ type: FormDataType) -> FormWidget {
        func bound(_ name: String) -> Double? { control.attributes[name].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }
        guard let start = bound("start"), let end = bound("end"), let step = bound("step").map(abs), step > 0, start != end else {
            return type == .decimal ? .decimal : .integer
        }
        let steps = abs(end - start) / step
        guard steps <= 10 else { return .range(low: min(start, end), high: max(start, end), step: step) }
        return .scale((0...Int(steps + 1e-9)).map { number(start + Double($0) * (end < start ? -step : step)) })
    }

    /// A number as people write it: without a needless fraction, without what binary arithmetic adds.
    static func number(_ value: Double) -> String {
        let rounded = (value * 1e9).rounded() / 1e9
        return plain(abs(rounded) < 1e15 && rounded.isFinite ? "\(rounded)" : "\(value)")
    }

    private static func plain(_ text: String) -> String { text.hasSuffix(".0") ? String(text.dropLast(2)) : text }

    /// Whether nothing is sent where nothing is chosen.
    var isTicked: Bool {
        switch self {
        case .one, .several, .scale, .truth, .acknowledgement, .file: true
        default: false
        }
    }

    /// The answer as the fields of the page show it; this text comes back when nothing is changed.
    /// - Parameter choices: the values that may be chosen now.
    func entered(_ answer: String, choices: [String]) -> String {
        guard !answer.isEmpty else { return "" }
        switch self {
        case .line, .integer, .address, .barcode, .code, .secret, .area: return answer.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        case .decimal, .range: return Self.plain(answer)
        case .date: return CivilDate(String(answer.prefix(10))) == nil ? "" : String(answer.prefix(10))
        case .month: return CivilDate(String(answer.prefix(10))) == nil ? "" : String(answer.prefix(7))
        case .year: return CivilDate(String(answer.prefix(10))) == nil ? "" : String(answer.prefix(4))
        case .time: return String(answer.prefix(5))
        case .moment: return CivilDate(String(answer.prefix(10))) == nil ? "" : String(answer.prefix(16))
        case .truth: return answer == "true" || answer == "1" ? "true" : "false"
        case .one, .menu: return choices.contains(answer) ? answer : ""
        case .several:
            let given = Set(answer.split(separator: " ").map(String.init))
            return choices.filter { given.contains($0) }.joined(separator: " ")
        case .rank: return answer.split(separator: " ").map(String.init).filter { choices.contains($0) }.joined(separator: " ")
        case .scale(let steps): return steps.first { Double($0) == Double(answer) } ?? ""
        case .position: return answer.split(separator: " ").map { Self.plain(String($0)) }.joined(separator: " ")
        case .way:
            return answer.split(separator: ";").map { point in
                point.split(separator: " ").map { Self.plain(String($0)) }.joined(separator: " ")
            }.joined(separator: "\n")
        case .acknowledgement: return "OK"
        case .file: return answer
        }
    }

    /// What the fields of a question were sent with; nil where they were not on the page.
    func sent(_ fields: FormEntries, _ name: String) -> String? {
        switch self {
        case .several, .rank: return fields.all(name).filter { !$0.isEmpty }.joined(separator: " ")
        case .position:
            let parts = ["lat:", "lon:", "alt:", "acc:"].map { (fields.first($0 + name) ?? "").trimmed }
            guard !parts[0].isEmpty || !parts[1].isEmpty else { return "" }
            // Half a position is kept as it is, to be told.
            guard !parts[0].isEmpty, !parts[1].isEmpty else { return parts[0].isEmpty ? "? " + parts[1] : parts[0] + " ?" }
            let rest = parts[2].isEmpty ? [] : parts[3].isEmpty ? [parts[2]] : [parts[2], parts[3]]
            return (parts[0...1] + rest).joined(separator: " ")
        default:
            let value = fields.first(name)?.replacing("\r\n", with: "\n")
            return isTicked ? value ?? "" : value
        }
    }

    /// What was entered as the engine takes it.
    func answer(_ entered: String) -> String {
        switch self {
        case .integer, .decimal, .range, .position: return Self.westernDigits(entered)
        case .way: return Self.westernDigits(entered).split(separator: "\n").joined(separator: ";")
        case .month: return entered.utf8.count == 7 ? entered + "-01" : entered
        case .year:
            let year = Self.westernDigits(entered).trimmed
            return year.utf8.count == 4 && year.utf8.allSatisfy { (48...57).contains($0) } ? year + "-01-01" : year
        default: return entered
        }
    }

    /// Full-width and Arabic digits are digits too: people type what their keyboard gives.
    private static func westernDigits(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue, let digit = Unicode.Scalar(UInt32(value) + 48) {
                result.append(digit)
            } else {
                switch scalar.value {
                case 0xFF0E, 0x066B: result.append(".")
                case 0xFF0D, 0x2212: result.append("-")
                case 0xFF0B: result.append("+")
                default: result.append(scalar)
                }
            }
        }
        return String(result)
    }

    /// What the engine does not see: a step of the range, each choice ranked once.
    func complaint(_ entered: String) -> Phrase? {
        switch self {
        case .range(let low, let high, let step):
            guard let value = Double(answer(entered).trimmed), value.isFinite else { return nil }
            let steps = (value - low) / step
            let isStep = abs(steps - steps.rounded()) < 1e-6
            return value >= low && value <= high && isStep ? nil : .formNotInRange.with(Self.number(low), Self.number(high))
        case .scale(let steps): return steps.contains(entered) || entered.isEmpty ? nil : .formNotAChoice
        case .rank:
            let parts = entered.split(separator: " ")
            return Set(parts).count == parts.count ? nil : .formRankedTwice
        case .acknowledgement: return entered.isEmpty || entered == "OK" ? nil : .formNotAChoice
        default: return nil
        }
    }

    /// What is said where the engine cannot read an answer.
    var malformed: Phrase {
        switch self {
        case .integer: .formNotInteger
        case .decimal, .range, .scale: .formNotNumber
        case .date, .month, .year, .moment: .formNotDate
        case .time: .formNotTime
        case .position: .formNotPosition
        case .way: .formNotWay
        case .truth, .one, .menu, .several, .rank: .formNotAChoice
        case .line, .address, .barcode, .code, .secret, .area, .acknowledgement, .file: .formNotText
        }
    }
}

extension String {
    /// Without space at its ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
