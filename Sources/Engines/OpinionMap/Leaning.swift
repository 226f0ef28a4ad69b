/// What a group says to one statement, beside what all others say.
///
/// Formulas: C. Small et al., "Polis: Scaling deliberation by mapping high dimensional opinion spaces", Recerca 26 (2021), and the
/// published program. Every count is smoothed, so that a few votes prove little.
public struct Leaning: Sendable, Hashable {
    /// 90 % of a standard normal variable lie below.
    public static let significance = 1.2815515655446004

    public let group: Tally
    public let others: Tally

    public init(group: Tally, others: Tally) {
        self.group = group
        self.others = others
    }

    /// Share of this answer in the group: (count + 1) / (seen + 2).
    public func probability(_ stance: Stance) -> Double { Leaning.probability(group[stance], of: group.seen) }

    /// z-value of the share against one half.
    public func probabilityTest(_ stance: Stance) -> Double { Leaning.oneProportion(group[stance], of: group.seen) }

    /// How many times likelier the answer is in the group than among others.
    public func representativeness(_ stance: Stance) -> Double {
        probability(stance) / Leaning.probability(others[stance], of: others.seen)
    }

    /// z-value of the difference between the group's share and the others'.
    public func representativenessTest(_ stance: Stance) -> Double {
        Leaning.twoProportions((group[stance], group.seen), (others[stance], others.seen))
    }

    /// Agree or disagree, whichever sets the group apart.
    public var direction: Stance {
        representativenessTest(.agree) > representativenessTest(.disagree) ? .agree : .disagree
    }

    /// Product of both shares and tests: the order of representative statements.
    public func metric(_ stance: Stance) -> Double {
        representativeness(stance) * representativenessTest(stance) * probability(stance) * probabilityTest(stance)
    }

    /// Whether the answer is that of most of the group and sets it apart, both with 90 % confidence.
    public func isSignificant(_ stance: Stance) -> Bool {
        representativenessTest(stance) > Leaning.significance && probabilityTest(stance) > Leaning.significance
    }

    // MARK: Formulas

    public static func probability(_ count: Int, of seen: Int) -> Double { Double(count + 1) / Double(seen + 2) }

    /// 2·√(S+1)·((A+1)/(S+1) − ½)
    public static func oneProportion(_ count: Int, of seen: Int) -> Double {
        let n = Double(seen + 1)
        return 2 * n.squareRoot() * (Double(count + 1) / n - 0.5)
    }

    /// The two-proportion z-test with 1 added to every count; 0 where the common share is 1.
    public static func twoProportions(_ a: (count: Int, seen: Int), _ b: (count: Int, seen: Int)) -> Double {
        let (n1, n2) = (Double(a.seen + 1), Double(b.seen + 1))
        let (p1, p2) = (Double(a.count + 1) / n1, Double(b.count + 1) / n2)
        let common = Double(a.count + b.count + 2) / (n1 + n2)
        if common == 1 { return 0 }
        return (p1 - p2) / (common * (1 - common) * (1 / n1 + 1 / n2)).squareRoot()
    }
}
