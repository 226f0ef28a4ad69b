/// What can be computed from the platform's own records instead of being typed: the source of a value with status `platform`.
///
/// `indicators.csv` names the measure in its column `measure`; a value keeps, in its column `records`, the query that shows the records
/// it was counted from.
public enum PlatformMeasure: String, Sendable, CaseIterable {
    case closedOnTime = "cases-closed-on-time"
    case solved = "cases-solved"
    case satisfied = "cases-satisfied"
    case reopened = "cases-reopened"
    case firstAnswerMedian = "first-answer-median-hours"
    case casesPerTenThousand = "cases-per-10000-residents"

    /// What is counted.
    public enum Kind: Sendable, Hashable {
        /// A share of the records in percent.
        case share
        /// The median of a time in hours.
        case median
        /// Records per 10,000 residents.
        case rate
    }

    public var kind: Kind {
        switch self {
        case .closedOnTime, .solved, .satisfied, .reopened: .share
        case .firstAnswerMedian: .median
        case .casesPerTenThousand: .rate
        }
    }

    /// What is counted, of what.
    public var definition: String {
        switch self {
        case .closedOnTime: "cases closed within their time limit ÷ cases closed in the period"
        case .solved: "closed cases that the person found solved ÷ closed cases with an answer to that question"
        case .satisfied: "closed cases that the person was satisfied with ÷ closed cases with an answer to that question"
        case .reopened: "cases reopened after closing ÷ cases closed in the period"
        case .firstAnswerMedian: "the median of hours from report to first answer"
        case .casesPerTenThousand: "cases reported in the period ÷ residents × 10,000"
        }
    }

    public var chinese: String {
        switch self {
        case .closedOnTime: "期内按时办结件数 ÷ 期内办结件数"
        case .solved: "反馈为已解决的件数 ÷ 已反馈的办结件数"
        case .satisfied: "反馈为满意的件数 ÷ 已反馈的办结件数"
        case .reopened: "办结后重办件数 ÷ 期内办结件数"
        case .firstAnswerMedian: "从受理到首次回应的小时中位数"
        case .casesPerTenThousand: "期内受理件数 ÷ 常住人口 × 10,000"
        }
    }

    /// The value of a share or a rate; nil where there is nothing to divide by.
    public func value(_ counted: Int, of whole: Double) -> Double? {
        guard whole > 0, counted >= 0 else { return nil }
        return switch kind {
        case .share: Double(counted) / whole * 100
        case .rate: Double(counted) / whole * 10_000
        case .median: nil
        }
    }
}
