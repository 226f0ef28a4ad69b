internal import Ground

/// Reading and writing of dates and times as forms have them.
enum FormMoment {
    static let dayMilliseconds: Int64 = 86_400_000

    /// A time of day; `offset` is nil where no zone is written.
    struct Time {
        var milliseconds: Int64
        var offset: Int?
    }

    /// Days since 1970-01-01 at an offset from UTC.
    static func day(of milliseconds: Int64, offsetSeconds: Int) -> Int {
        let local = milliseconds.addingReportingOverflow(Int64(offsetSeconds) * 1000).partialValue
        let day = local / dayMilliseconds
        return Int(local % dayMilliseconds < 0 ? day - 1 : day)
    }

    static func midnight(_ day: Int, offsetSeconds: Int) -> Int64 {
        let (start, overflow) = Int64(day).multipliedReportingOverflow(by: dayMilliseconds)
        return overflow ? 0 : start.subtractingReportingOverflow(Int64(offsetSeconds) * 1000).partialValue
    }

    /// `2018-12-31` or `2018-12-31T10:30:00.000+08:00`; without a zone, local; nil where it is neither.
    static func parse(_ text: String, offsetSeconds: Int) -> Int64? {
        guard let split = text.utf8.firstIndex(of: UInt8(ascii: "T")) else {
            return civilDate(text[...]).map { midnight($0.daysSinceEpoch, offsetSeconds: offsetSeconds) }
        }
        guard let date = civilDate(text[..<split]), let time = time(text[text.utf8.index(after: split)...]) else { return nil }
        return midnight(date.daysSinceEpoch, offsetSeconds: time.offset ?? offsetSeconds) + time.milliseconds
    }

    /// Year, month and day between hyphens; leading noughts may lack.
    static func civilDate(_ text: Substring) -> CivilDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 4 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `10:30`, `10:30:05.250`, `10:30Z`, `10:30:00.000+08:00`, `10:30-03`.
    static func time(_ text: Substring) -> Time? {
        var clock = text
        var offset: Int?
        if clock.hasSuffix("Z") {
            clock.removeLast()
            offset = 0
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            guard let zone = zone(clock[clock.index(after: sign)...]) else { return nil }
            offset = clock[sign] == "+" ? zone : -zone
            clock = clock[..<sign]
        }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = digits(parts[0]), hour < 24, let minute = digits(parts[1]), minute < 60
        else { return nil }
        var milliseconds = Int64(hour * 3600 + minute * 60) * 1000
        if parts.count == 3 {
            let pieces = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard pieces.count <= 2, let second = digits(pieces[0]), second < 60 else { return nil }
            milliseconds += Int64(second) * 1000
            if pieces.count == 2 {
                guard pieces[1].utf8.count <= 9, pieces[1].utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
                let three = (String(pieces[1]) + "000").prefix(3)
                milliseconds += Int64(three) ?? 0
            }
        }
        return Time(milliseconds: milliseconds, offset: offset)
    }

    private static func digits(_ text: Substring) -> Int? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func zone(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1, text.utf8.count == 4, let hours = digits(text.prefix(2)), let minutes = digits(text.suffix(2)) {
            return hours <= 18 && minutes < 60 ? hours * 3600 + minutes * 60 : nil
        }
        guard let hours = digits(parts[0]), hours <= 18 else { return nil }
        guard parts.count > 1 else { return hours * 3600 }
        guard parts.count == 2, let minutes = digits(parts[1]), minutes < 60 else { return nil }
        return hours * 3600 + minutes * 60
    }

    // MARK: Writing

    static func dateText(_ milliseconds: Int64, offsetSeconds: Int) -> String {
        CivilDate(daysSinceEpoch: day(of: milliseconds, offsetSeconds: offsetSeconds)).description
    }

    /// `10:30:00.000+08:00`.
    static func timeText(ofDay milliseconds: Int64, offsetSeconds: Int) -> String {
        let seconds = Int(milliseconds / 1000)
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).\(three(Int(milliseconds % 1000)))"
            + zoneText(offsetSeconds)
    }

    /// `2018-12-31T10:30:00.000Z`.
    static func dateTimeText(_ milliseconds: Int64, offsetSeconds: Int) -> String {
        let day = day(of: milliseconds, offsetSeconds: offsetSeconds)
        let rest = milliseconds - midnight(day, offsetSeconds: offsetSeconds)
        return "\(CivilDate(daysSinceEpoch: day))T\(timeText(ofDay: rest, offsetSeconds: offsetSeconds))"
    }

    private static func zoneText(_ offsetSeconds: Int) -> String {
        guard offsetSeconds != 0 else { return "Z" }
        let minutes = abs(offsetSeconds) / 60
        return "\(offsetSeconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    static func three(_ value: Int) -> String { String("\(1000 + value)".dropFirst()) }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// Writes a moment by a pattern with escapes such as `%Y` and `%d`; names of months and days are English.
    static func format(_ milliseconds: Int64, _ pattern: String, offsetSeconds: Int) throws(XPathFault) -> String {
        let date = CivilDate(daysSinceEpoch: day(of: milliseconds, offsetSeconds: offsetSeconds))
        let rest = milliseconds - midnight(date.daysSinceEpoch, offsetSeconds: offsetSeconds)
        let seconds = Int(rest / 1000)
        let (year, month, dayOfMonth) = date.components
        var result = ""
        var isEscape = false
        for character in pattern {
            guard isEscape else {
                if character == "%" { isEscape = true } else { result.append(character) }
                continue
            }
            isEscape = false
            switch character {
            case "%": result.append("%")
            case "Y": result += String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
            case "y": result += two(((year % 100) + 100) % 100)
            case "m": result += two(month)
            case "n": result += "\(month)"
            case "B": result += months[month - 1]
            case "b": result += months[month - 1].prefix(3)
            case "d": result += two(dayOfMonth)
            case "e": result += "\(dayOfMonth)"
            case "H": result += two(seconds / 3600)
            case "h": result += "\(seconds / 3600)"
            case "M": result += two(seconds / 60 % 60)
            case "S": result += two(seconds % 60)
            case "3": result += three(Int(rest % 1000))
            case "A": result += weekdays[date.weekday - 1]
            case "a": result += weekdays[date.weekday - 1].prefix(3)
            case "Z": result += zoneText(offsetSeconds)
            default: throw XPathFault(.typeMismatch, "“%\(character)” is no part of a date pattern")
            }
        }
        return result
    }
}
