/// How long something may take: in office time or by the clock on the wall.
public enum Allowance: Sendable, Hashable, CustomStringConvertible {
    /// Minutes within office hours.
    case workingMinutes(Int)
    /// Whole working days: due on the n-th working day after the day of the start, at the close of office.
    case workingDays(Int)
    /// Minutes by the clock, day and night.
    case clockMinutes(Int)

    /// Reads `4 working hours`, `30 working minutes`, `3 working days`, `2 hours`, `30 minutes`, `7 days`, and
    /// `4 工作时`, `30 工作分钟`, `3 工作日`, `2 小时`, `30 分钟`, `7 天`. Only positive whole numbers up to 100,000.
    public init?(_ text: some StringProtocol) {
        let trimmed = text.drop { $0 == " " }
        let digits = trimmed.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), (1...100_000).contains(count) else { return nil }
        let unit = trimmed.dropFirst(digits.count).split(separator: " ").joined(separator: " ").lowercased()
        switch unit {
        case "working minute", "working minutes", "工作分钟": self = .workingMinutes(count)
        case "working hour", "working hours", "工作时", "工作小时": self = .workingMinutes(count * 60)
        case "working day", "working days", "工作日", "个工作日": self = .workingDays(count)
        case "minute", "minutes", "分钟": self = .clockMinutes(count)
        case "hour", "hours", "小时": self = .clockMinutes(count * 60)
        case "day", "days", "天", "日": self = .clockMinutes(count * 1440)
        case "week", "weeks", "周": self = .clockMinutes(count * 10_080)
        default: return nil
        }
    }

    /// The English words that `init` reads, in the largest whole unit.
    public var description: String {
        func words(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
        switch self {
        case .workingMinutes(let minutes) where minutes % 60 == 0: return words(minutes / 60, "working hour")
        case .workingMinutes(let minutes): return words(minutes, "working minute")
        case .workingDays(let days): return words(days, "working day")
        case .clockMinutes(let minutes) where minutes % 1440 == 0: return words(minutes / 1440, "day")
        case .clockMinutes(let minutes) where minutes % 60 == 0: return words(minutes / 60, "hour")
        case .clockMinutes(let minutes): return words(minutes, "minute")
        }
    }
}
