public import Ground

/// Which statement a participant is asked next.
public enum Routing {
    /// A statement about the participants themselves counts as this much.
    public static let metaPriority = 7.0

    /// The weight with which a statement is drawn: (importance · newness)², or 7² for one about the participants.
    ///
    /// Importance = (1 − share of passes) · (extremity + 1) · share of agreement; newness = 1 + 8 · 2^(−seen / 5).
    /// - Parameters:
    ///   - tally: the votes on the statement so far.
    ///   - extremity: distance from the middle of somebody who only agreed to it.
    public static func priority(_ tally: Tally, extremity: Double, isMeta: Bool) -> Double {
        if isMeta { return metaPriority * metaPriority }
        let passes = Leaning.probability(tally.passes, of: tally.seen)
        let agrees = Leaning.probability(tally.agrees, of: tally.seen)
        let importance = (1 - passes) * (extremity + 1) * agrees
        let value = importance * (1 + 8 * powerOfTwo(minusFifths: tally.seen))
        return value * value
    }

    /// Draws one of the candidates in proportion to its weight; nil where there is none.
    /// - Parameter candidates: in an order of their own, so that the same seed draws the same.
    public static func draw(_ candidates: [(statement: Int, priority: Double)], random: inout SeededRandom) -> Int? {
        let total = candidates.reduce(0) { $0 + max(0, $1.priority) }
        guard let last = candidates.last else { return nil }
        guard total > 0, total.isFinite else { return candidates[random.below(candidates.count)].statement }
        var rest = random.unit() * total
        for candidate in candidates {
            rest -= max(0, candidate.priority)
            if rest < 0 { return candidate.statement }
        }
        return last.statement
    }

    /// 2^(−n/5) without a mathematics library: the fifth root by table, the rest by halving.
    private static func powerOfTwo(minusFifths n: Int) -> Double {
        let roots = [1, 0.870_550_563_296_124_1, 0.757_858_283_255_199, 0.659_753_955_386_447_4, 0.574_349_177_498_517_5]
        let halvings = n / 5
        return halvings > 1000 ? 0 : Double(sign: .plus, exponent: -halvings, significand: 1) * roots[n % 5]
    }
}
