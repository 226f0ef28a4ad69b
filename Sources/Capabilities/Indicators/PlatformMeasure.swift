/// What the platform counts from its own records instead of anybody typing it: the source of a value with status `platform`.
///
/// `indicators.csv` names the measure in its column `measure`, at a part: the platform counts, and rates are computed from counts. A case
/// counts in the month in which it was reported, as in the platform's own three rates.
public enum PlatformMeasure: String, Sendable, CaseIterable {
    case reported = "cases-reported"
    case ended = "cases-ended"
    case endedOnTime = "cases-ended-on-time"
    case unrated = "cases-unrated"
    case rated = "cases-rated"
    case solved = "cases-solved"
    case satisfaction = "cases-satisfaction"
    case callsDue = "calls-due"
    case callsAnswered = "calls-answered-in-time"

    /// Whether the value is the number of records; else it is a sum over them.
    public var isCount: Bool { self != .satisfaction }

    /// What is counted.
    public var definition: String {
        switch self {
        case .reported: "cases reported in the period"
        case .ended: "cases reported in the period that have ended after work, with the person's word or without one"
        case .endedOnTime: "of the ended cases of the period those on which no time limit of handling ran out"
        case .unrated: "ended cases of the period on which the person gave no word in time"
        case .rated: "cases of the period on which the person gave a word"
        case .solved: "cases of the period that are solved in the person's word"
        case .satisfaction: "the sum over the person's words: satisfied 1, basically satisfied 0.8, not satisfied 0"
        case .callsDue: "calls to departments whose report-in was due or came, on cases of the period"
        case .callsAnswered: "of these calls those reported in before the time limit"
        }
    }

    public var chinese: String {
        switch self {
        case .reported: "期内受理件数"
        case .ended: "期内受理件中经办理后已结束的件数（含未评价）"
        case .endedOnTime: "期内已结束件中办理未超时的件数"
        case .unrated: "期内已结束件中逾期未评价的件数"
        case .rated: "期内受理件中群众已评价的件数"
        case .solved: "期内受理件中群众评价为已解决的件数"
        case .satisfaction: "群众评价之和：满意计 1，基本满意计 0.8，不满意计 0"
        case .callsDue: "期内受理件中已到报到时限或已报到的吹哨次数"
        case .callsAnswered: "其中在时限内报到的次数"
        }
    }
}
