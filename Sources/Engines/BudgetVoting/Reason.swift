/// Why a project did not win, as data.
public enum Reason: Sendable, Hashable {
    /// What supporters of a losing project paid for a winner.
    public struct Spent: Sendable, Hashable {
        /// The winner.
        public var project: Int
        /// Supporters of the loser who paid for it.
        public var voters: Int
        /// What they paid together, in smallest units, rounded.
        public var paid: Int

        public init(project: Int, voters: Int, paid: Int) {
            self.project = project
            self.voters = voters
            self.paid = paid
        }
    }

    public struct Shortfall: Sendable, Hashable {
        public var supporters: Int
        /// What they had at the start together, in smallest units, rounded down.
        public var owned: Int
        /// What they had left at the end, rounded down.
        public var left: Int
        /// What was missing to the cost, rounded up.
        public var missing: Int
        /// How many more supporters with a whole share would have made it affordable.
        public var votersMissing: Int
        /// For which winners they had paid, the most money first.
        public var spent: [Spent]

        public init(supporters: Int, owned: Int, left: Int, missing: Int, votersMissing: Int, spent: [Spent]) {
            self.supporters = supporters
            self.owned = owned
            self.left = left
            self.missing = missing
            self.votersMissing = votersMissing
            self.spent = spent
        }
    }

    case noSupport
    case tooFewVotes(votes: Int, needed: Int)
    case ineligible(votes: Int, needed: Int)
    case dearerThanBudget(cost: Int, budget: Int)
    /// Another project of its exclusive group won.
    case rivalWon(project: Int)
    case categoryFull(category: String)
    /// Equal shares: the supporters' money did not suffice.
    case supportersShort(Shortfall)
    /// Greedy, maximin support: when its turn came the cost was more than what was left.
    case doesNotFit(cost: Int, left: Int, place: Int?)
    /// Greedy without skipping: the walk had ended at another project.
    case walkEnded(at: Int, place: Int?)
    /// Phragmén: the count ended because the project next in turn did not fit.
    case countEnded(at: Int, cost: Int, left: Int)

    /// A short stable name for machines.
    public var code: String {
        switch self {
        case .noSupport: "no-support"
        case .tooFewVotes: "too-few-votes"
        case .ineligible: "ineligible"
        case .dearerThanBudget: "dearer-than-budget"
        case .rivalWon: "rival-won"
        case .categoryFull: "category-full"
        case .supportersShort: "supporters-short"
        case .doesNotFit: "does-not-fit"
        case .walkEnded: "walk-ended"
        case .countEnded: "count-ended"
        }
    }
}
