/// Statements on which most of all participants say the same.
public struct Consensus: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public let statement: Int
        /// Of everybody, placed in a group or not.
        public let tally: Tally
        public let direction: Stance

        public var successes: Int { tally[direction] }
        public var trials: Int { tally.seen }
        public var probability: Double { Leaning.probability(successes, of: trials) }
        public var probabilityTest: Double { Leaning.oneProportion(successes, of: trials) }
    }

    public static let most = 5

    public let agree: [Entry]
    public let disagree: [Entry]

    /// More than half, with 90 % confidence; the best by share times test, five of each direction.
    /// - Parameter tallies: in the order of statements' ids, without those moderated out.
    init(_ tallies: [(statement: Int, tally: Tally)]) {
        func select(_ direction: Stance) -> [Entry] {
            let entries = tallies.map { Entry(statement: $0.statement, tally: $0.tally, direction: direction) }
                .filter { $0.probability > 0.5 && $0.probabilityTest > Leaning.significance }
            let ranked = entries.map { (entry: $0, metric: $0.probability * $0.probabilityTest) }
                .sorted { $0.metric != $1.metric ? $0.metric > $1.metric : $0.entry.statement < $1.entry.statement }
            return ranked.prefix(Consensus.most).map(\.entry)
        }
        agree = select(.agree)
        disagree = select(.disagree)
    }

    /// Chance that somebody of *every* group agrees: the product over the groups of (agreeing + 1) / (seen + 2).
    /// A large group cannot carry a statement against a small one. With no group it is 1.
    public static func groupInformed(_ groups: [Tally]) -> Double {
        groups.reduce(1) { $0 * Leaning.probability($1.agrees, of: $1.seen) }
    }
}
