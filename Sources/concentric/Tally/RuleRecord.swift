internal import BudgetVoting

/// A counting rule as a bundle writes and reads it. Amounts are strings in units of the currency.
struct RuleRecord: Codable, Equatable {
    var method: String
    var utility: String
    var completion: String
    var step: String
    var floor: Bool
    var then: String?
    var skips: Bool
    var comparison: Bool
    var eligibility: Bool
    var ties: [String]
    var lot: UInt64?
    var minimumVotes: Int?
    var exclusiveGroups: [[String]]
    var categoryLimits: [String: String]
    var minimumBundle: [String]
    var categoryMinimums: [String: Int]

    init(_ rule: CountingRule, scale: Int) {
        method = rule.method.rawValue
        utility = rule.utility.rawValue
        completion = rule.completion.rawValue
        step = Amount.text(rule.step ?? Amount.unit(scale: scale), scale: scale)
        floor = rule.floorsShares
        then = rule.thenGreedy ? "greedy" : nil
        skips = rule.skips
        comparison = rule.comparison
        eligibility = rule.eligibility
        ties = rule.ties.keys.map(\.rawValue)
        lot = rule.ties.lot
        minimumVotes = rule.constraints.minimumVotes
        exclusiveGroups = rule.constraints.exclusiveGroups
        categoryLimits = rule.constraints.categoryLimits.mapValues { Amount.text($0, scale: scale) }
        minimumBundle = rule.constraints.minimumBundle
        categoryMinimums = rule.constraints.categoryMinimums
    }

    /// The rule; nil where a word is not known.
    func rule(scale: Int) -> CountingRule? {
        let keys = ties.compactMap { TieOrder.Key(rawValue: $0) }
        let limits = categoryLimits.compactMapValues { Amount.read($0.utf8)?.units(scale: scale) }
        guard let method = CountingRule.Method(rawValue: method), let utility = Utility(rawValue: utility),
            let completion = Completion(rawValue: completion), keys.count == ties.count,
            limits.count == categoryLimits.count, then == nil || then == "greedy",
            let step = Amount.read(step.utf8)?.units(scale: scale)
        else { return nil }
        let constraints = Constraints(
            minimumVotes: minimumVotes, exclusiveGroups: exclusiveGroups, categoryLimits: limits,
            minimumBundle: minimumBundle, categoryMinimums: categoryMinimums)
        return CountingRule(
            method, utility: utility, skips: skips, completion: completion, step: step, floorsShares: floor,
            thenGreedy: then != nil, comparison: comparison, eligibility: eligibility,
            ties: TieOrder(keys, lot: lot), constraints: constraints)
    }

    var json: JSONText {
        .object([
            ("method", .text(method)), ("utility", .text(utility)), ("completion", .text(completion)),
            ("step", .text(step)), ("floor", .truth(floor)), ("then", then.map { .text($0) } ?? .null),
            ("ties", .texts(ties)), ("lot", lot.map { .text(String($0)) } ?? .null),
            ("comparison", .truth(comparison)), ("eligibility", .truth(eligibility)),
        ])
    }

    /// The rule in words.
    func summary(_ isChinese: Bool) -> String {
        var parts = [isChinese ? methodName : method]
        if method == "greedy" || method == "equal-shares" { parts.append(utility) }
        if method == "greedy", !skips { parts.append("no-skip") }
        if method == "equal-shares", completion != "none" { parts.append("\(completion) (+\(step))") }
        if floor { parts.append("floor") }
        if then != nil { parts.append("then greedy") }
        if eligibility { parts.append("eligibility threshold") }
        if let minimumVotes { parts.append("≥ \(minimumVotes) votes") }
        let last = lot.map { "lot \($0)" } ?? "id"
        let keys = ties.contains("id") ? ties : ties + [last]
        parts.append((isChinese ? "同分依次比：" : "ties: ") + keys.joined(separator: " > "))
        return parts.joined(separator: isChinese ? "，" : ", ")
    }

    private var methodName: String {
        switch method {
        case "greedy": "按票数（greedy）"
        case "equal-shares": "等额份额（equal-shares）"
        case "phragmen": "序贯弗拉格门（phragmen）"
        default: "最大最小支持（maximin）"
        }
    }
}
