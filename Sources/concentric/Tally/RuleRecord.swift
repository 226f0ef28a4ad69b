internal import BudgetVoting
internal import Ground

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

    var json: JSONValue {
        .object(pairs: [
            ("method", .text(method)), ("utility", .text(utility)), ("completion", .text(completion)),
            ("step", .text(step)), ("floor", .truth(floor)), ("then", then.map { .text($0) } ?? .null),
            ("ties", .texts(ties)), ("lot", lot.map { .text(String($0)) } ?? .null),
            ("comparison", .truth(comparison)), ("eligibility", .truth(eligibility)), ("skips", .truth(skips)),
            ("minimumVotes", minimumVotes.map { .integer($0) } ?? .null),
            ("exclusiveGroups", .list(exclusiveGroups.map { .texts($0) })),
            ("categoryLimits", sorted(categoryLimits) { .text($0) }), ("minimumBundle", .texts(minimumBundle)),
            ("categoryMinimums", sorted(categoryMinimums) { .integer($0) }),
        ])
    }

    private func sorted<Value>(_ table: [String: Value], _ json: (Value) -> JSONValue) -> JSONValue {
        .object(pairs: table.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    }

    /// The rule in words: in English those of the command line.
    func summary(_ isChinese: Bool) -> String { isChinese ? chineseSummary : englishSummary }

    private var englishSummary: String {
        var parts = [method]
        if method == "greedy" || method == "equal-shares" { parts.append(utility) }
        if method == "greedy", !skips { parts.append("no-skip") }
        if method == "equal-shares", completion != "none" { parts.append("\(completion) (+\(step))") }
        if floor { parts.append("floor") }
        if then != nil { parts.append("then greedy") }
        if comparison { parts.append("comparison") }
        if eligibility { parts.append("eligibility threshold") }
        if let minimumVotes { parts.append("≥ \(minimumVotes) votes") }
        parts += exclusiveGroups.map { "at most one of \($0.joined(separator: ", "))" }
        parts += categoryLimits.sorted { $0.key < $1.key }.map { "\($0.key) ≤ \($0.value)" }
        parts += categoryMinimums.sorted { $0.key < $1.key }.map { "\($0.key): at least \($0.value) winners" }
        if !minimumBundle.isEmpty { parts.append("fixed \(minimumBundle.joined(separator: ", "))") }
        let last = lot.map { "lot \($0)" } ?? "id"
        parts.append("ties: " + (ties.contains("id") ? ties : ties + [last]).joined(separator: " > "))
        return parts.joined(separator: "; ")
    }

    private var chineseSummary: String {
        var parts = [CountingRule.Method(rawValue: method)?.chineseName ?? method]
        if method == "greedy" || method == "equal-shares" { parts.append("效用：" + chineseUtility) }
        if method == "greedy", !skips { parts.append("不跳过") }
        if method == "equal-shares", completion != "none" {
            parts.append((completion == "add1-last" ? "逐步加额至最后可行" : "逐步加额至首次用尽") + "（每步\(step)）")
        }
        if floor { parts.append("份额取整") }
        if then != nil { parts.append("余款按票数使用") }
        if comparison { parts.append("与按票数规则比较") }
        if eligibility { parts.append("得票门槛") }
        if let minimumVotes { parts.append("至少\(minimumVotes)票") }
        parts += exclusiveGroups.map { "\($0.joined(separator: "、"))至多选一" }
        parts += categoryLimits.sorted { $0.key < $1.key }.map { "“\($0.key)”不超过\($0.value)" }
        parts += categoryMinimums.sorted { $0.key < $1.key }.map { "“\($0.key)”至少\($0.value)个" }
        if !minimumBundle.isEmpty { parts.append("先行确定\(minimumBundle.joined(separator: "、"))") }
        let names = ["cost": "造价低", "highest-cost": "造价高", "votes": "票数多", "id": "编号"]
        let last = lot.map { "抽签\($0)" } ?? "编号"
        let order = ties.map { names[$0] ?? $0 } + (ties.contains("id") ? [] : [last])
        parts.append("同分依次比" + order.joined(separator: "、"))
        return parts.joined(separator: "；")
    }

    private var chineseUtility: String {
        switch utility {
        case "cost": "造价"
        case "cardinality": "个数"
        case "points": "分数"
        default: "分数乘造价"
        }
    }
}

extension CountingRule.Method {
    var chineseName: String {
        switch self {
        case .greedy: "按票数（greedy）"
        case .equalShares: "等额份额（equal-shares）"
        case .phragmen: "序贯弗拉格门（phragmen）"
        case .maximin: "最大最小支持（maximin）"
        }
    }
}
