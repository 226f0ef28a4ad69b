/// A statement that tells a group from the others.
public struct Representative: Sendable, Hashable {
    public let group: Int
    public let statement: Int
    /// Whether the group stands out by agreeing or by disagreeing.
    public let direction: Stance
    public let leaning: Leaning
    /// The statement on which the group agrees best; one at most, kept so that a group is not described by refusal alone.
    /// Its direction may still be disagree where disagreement sets the group apart more; the published program reports it so.
    public let isBestAgree: Bool

    /// How many of the group gave this answer.
    public var successes: Int { leaning.group[direction] }
    public var trials: Int { leaning.group.seen }
    public var probability: Double { leaning.probability(direction) }
    public var probabilityTest: Double { leaning.probabilityTest(direction) }
    public var representativeness: Double { leaning.representativeness(direction) }
    public var representativenessTest: Double { leaning.representativenessTest(direction) }

    /// What to tell people: the best agreement is told as agreement, whatever sets the group apart.
    public var toldDirection: Stance { isBestAgree ? .agree : direction }

    public static let most = 5

    /// The statements of one group, agreement before disagreement.
    /// - Parameter leanings: in the order of statements' ids, without those moderated out.
    static func select(group: Int, _ leanings: [(statement: Int, leaning: Leaning)]) -> [Representative] {
        var best: (statement: Int, leaning: Leaning)?
        var bestAgree: (statement: Int, leaning: Leaning)?
        var sufficient: [(statement: Int, leaning: Leaning, metric: Double)] = []
        for (statement, leaning) in leanings {
            if leaning.isSignificant(.agree) || leaning.isSignificant(.disagree) {
                sufficient.append((statement, leaning, leaning.metric(leaning.direction)))
            }
            if sufficient.isEmpty, beatsBest(leaning, best?.leaning) { best = (statement, leaning) }
            if beatsBestAgree(leaning, bestAgree?.leaning) { bestAgree = (statement, leaning) }
        }
        func entry(_ item: (statement: Int, leaning: Leaning), isBestAgree: Bool = false) -> Representative {
            Representative(
                group: group, statement: item.statement, direction: item.leaning.direction, leaning: item.leaning,
                isBestAgree: isBestAgree)
        }
        let head = bestAgree.map { [entry($0, isBestAgree: true)] } ?? []
        if sufficient.isEmpty {
            if !head.isEmpty { return head }
            return best.map { [entry($0)] } ?? []
        }
        let rest = sufficient.filter { $0.statement != bestAgree?.statement }
            .sorted { $0.metric != $1.metric ? $0.metric > $1.metric : $0.statement < $1.statement }
            .map { entry(($0.statement, $0.leaning)) }
        let chosen = (head + rest).prefix(most)
        return chosen.filter { $0.direction == .agree } + chosen.filter { $0.direction == .disagree }
    }

    /// For groups that nothing sets apart with confidence: the largest test value.
    private static func beatsBest(_ leaning: Leaning, _ best: Leaning?) -> Bool {
        func value(_ leaning: Leaning) -> Double {
            max(leaning.representativenessTest(.agree), leaning.representativenessTest(.disagree))
        }
        guard let best else { return true }
        return value(leaning) > value(best)
    }

    private static func beatsBestAgree(_ leaning: Leaning, _ best: Leaning?) -> Bool {
        if leaning.group.agrees == 0 && leaning.group.disagrees == 0 { return false }
        guard let best else {
            return leaning.probabilityTest(.agree) > Leaning.significance
                || (leaning.representativeness(.agree) > 1 && leaning.probability(.agree) > 0.5)
        }
        if best.representativeness(.agree) > 1 { return leaning.metric(.agree) > best.metric(.agree) }
        func common(_ leaning: Leaning) -> Double { leaning.probability(.agree) * leaning.probabilityTest(.agree) }
        return common(leaning) > common(best)
    }
}
