internal import Ground

/// Which records of the platform a value was counted from: the column `records` of a value with status `platform`.
///
/// Written as an address, `cases?measure=…&reported=2026-01..2026-12&area=530102&count=118&events=40231`: cases reported from one month to
/// another, of an area (the whole city where none is named), so many of them, counted when the event log had so many events. With
/// `without=excluded` cases that were taken out of the adjusted rates are not among them. Whoever counts the same again – from the log up
/// to that event – gets the same value.
public struct PlatformRecords: Sendable, Hashable {
    public var measure: PlatformMeasure
    /// The first and the last month of the report, such as 202601.
    public var months: ClosedRange<Int>
    /// The code of the area; empty for the whole city.
    public var area: String
    /// How many records there are: cases, or calls.
    public var count: Int
    /// The place of the last event that was counted.
    public var events: Int64
    public var isAdjusted: Bool

    public static let example = "cases?measure=cases-ended&reported=2026-01..2026-12&area=530102&count=118&events=40231"

    public init(measure: PlatformMeasure, months: ClosedRange<Int>, area: String = "", count: Int, events: Int64, isAdjusted: Bool = false) {
        (self.measure, self.months, self.area, self.count) = (measure, months, area, count)
        (self.events, self.isAdjusted) = (events, isAdjusted)
    }

    /// Reads what `text` writes; nil for anything else.
    public init?(_ text: String) {
        guard text.hasPrefix("cases?") else { return nil }
        var fields: [Substring: Substring] = [:]
        for part in text.dropFirst("cases?".count).split(separator: "&", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, fields.updateValue(pair[1], forKey: pair[0]) == nil else { return nil }
        }
        guard Set(fields.keys).isSubset(of: ["measure", "reported", "area", "count", "events", "without"]),
            let measure = fields["measure"].flatMap({ PlatformMeasure(rawValue: String($0)) }),
            let months = fields["reported"].flatMap(PlatformRecords.months),
            let count = fields["count"].flatMap({ Int($0) }), count >= 0,
            let events = fields["events"].flatMap({ Int64($0) }), events >= 0,
            fields["without"].map({ $0 == "excluded" }) ?? true
        else { return nil }
        self.init(
            measure: measure, months: months, area: String(fields["area"] ?? ""), count: count, events: events,
            isAdjusted: fields["without"] != nil)
    }

    public var text: String {
        var result = "cases?measure=\(measure.rawValue)&reported=\(PlatformRecords.month(months.lowerBound))..\(PlatformRecords.month(months.upperBound))"
        if !area.isEmpty { result += "&area=\(area)" }
        result += "&count=\(count)&events=\(events)"
        return isAdjusted ? result + "&without=excluded" : result
    }

    private static func month(_ number: Int) -> String {
        let month = number % 100
        return "\(number / 100)-\(month < 10 ? "0" : "")\(month)"
    }

    /// `2026-01..2026-12`.
    private static func months(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: ".", omittingEmptySubsequences: false)
        guard ends.count == 3, ends[1].isEmpty, let first = month(ends[0]), let last = month(ends[2]), first <= last else { return nil }
        return first...last
    }

    private static func month(_ text: Substring) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, isDigits(text, and: "-"), let year = Int(parts[0]), year >= 1000,
            let month = Int(parts[1]), (1...12).contains(month)
        else { return nil }
        return year * 100 + month
    }

    private static func isDigits(_ text: Substring, and other: Character? = nil) -> Bool { text.allSatisfy { ("0"..."9").contains($0) || $0 == other } }

    /// The months of a period as an index writes it: a year `2026`, a quarter `2026-Q1`, a month `2026-03`; nil for anything else.
    public static func months(ofPeriod period: String) -> ClosedRange<Int>? {
        if let month = month(period[...]) { return month...month }
        let parts = period.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, first.count == 4, isDigits(first), let year = Int(first), year >= 1000 else { return nil }
        switch parts.count {
        case 1: return year * 100 + 1...year * 100 + 12
        case 2:
            guard parts[1].hasPrefix("Q"), parts[1].count == 2, let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter) else { return nil }
            return year * 100 + quarter * 3 - 2...year * 100 + quarter * 3
        default: return nil
        }
    }
}
