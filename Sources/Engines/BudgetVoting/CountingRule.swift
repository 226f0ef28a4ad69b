/// What an approved project is worth to a voter.
public enum Utility: String, Sendable, Hashable, CaseIterable {
    /// The money it costs: a voter counts what is spent in her sense.
    case cost
    /// One for each project won.
    case cardinality
    /// The points on the ballot (cumulative, scoring), or the rank counted from the end (ordinal: the last of a ballot
    /// with k projects has 1, the first k); 1 on approval ballots.
    case points
    /// Points times cost.
    case pointsCost = "points-cost"

    /// Whether the utility grows with the project's cost, so that ρ is the payment divided by the cost.
    var growsWithCost: Bool { self == .cost || self == .pointsCost }
    var usesPoints: Bool { self == .points || self == .pointsCost }
}

/// The order in which exact ties are decided.
public struct TieOrder: Sendable, Hashable {
    public enum Key: String, Sendable, Hashable, CaseIterable {
        case lowestCost = "cost"
        case highestCost = "highest-cost"
        case mostVotes = "votes"
        /// The id as a string: `10` stands before `2`. Common in software, unfair to people: use it for comparison.
        case id
    }

    /// Keys from the first to the last.
    public var keys: [Key]
    /// A lot drawn once and published: a seed that shuffles all ids. It decides what the keys leave open; without a lot the id does.
    public var lot: UInt64?

    public init(_ keys: [Key], lot: UInt64? = nil) {
        self.keys = keys
        self.lot = lot
    }

    /// Project id as a string, as reference programs do.
    public static let id = TieOrder([.id])
    /// The recommended order: lowest cost, then most votes.
    public static let costVotes = TieOrder([.lowestCost, .mostVotes])
}

/// How an equal-shares count goes on when the shares are too small to spend the budget.
public enum Completion: String, Sendable, Hashable, CaseIterable {
    /// One count with the shares as they are.
    case none
    /// Shares grow step by step, each time a complete new count; the last result within the budget wins.
    case add1Last = "add1-last"
    /// The same, but the first result to which no supported project could be added ends it.
    case add1First = "add1-first"
}

/// Limits on the set of winners, beside the budget.
public struct Constraints: Sendable, Hashable {
    /// Projects with fewer votes cannot win.
    public var minimumVotes: Int?
    /// Groups of projects (ids) of which one at most can win.
    public var exclusiveGroups: [[String]]
    /// The most money for a category, in smallest units.
    public var categoryLimits: [String: Int]
    /// Projects (ids) that are settled before the count; the rest of the budget is counted.
    public var minimumBundle: [String]
    /// The least number of winners of a category: the most voted ones join the bundle that is settled before the count.
    public var categoryMinimums: [String: Int]

    public init(
        minimumVotes: Int? = nil, exclusiveGroups: [[String]] = [], categoryLimits: [String: Int] = [:],
        minimumBundle: [String] = [], categoryMinimums: [String: Int] = [:]
    ) {
        self.minimumVotes = minimumVotes
        self.exclusiveGroups = exclusiveGroups
        self.categoryLimits = categoryLimits
        self.minimumBundle = minimumBundle
        self.categoryMinimums = categoryMinimums
    }

    public static let none = Constraints()
}

/// A complete description of a count: with the ballots it determines the result.
public struct CountingRule: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case greedy
        case equalShares = "equal-shares"
        case phragmen
        case maximin
    }

    public var method: Method
    public var utility: Utility
    /// Greedy only: false stops at the first project that does not fit.
    public var skips: Bool
    /// Equal shares only.
    public var completion: Completion
    /// How much each voter's share grows in one step, in smallest units; nil is one unit of the currency.
    public var step: Int?
    /// Shares are cut to whole units of the currency at the start.
    public var floorsShares: Bool
    /// Afterwards greedy buys from what is left.
    public var thenGreedy: Bool
    /// Wieliczka's comparison: when more voters have more winners under greedy than under this rule, greedy wins.
    public var comparison: Bool
    /// Świecie's eligibility: out is a project with votes/ballots < cost/(3 · budget).
    public var eligibility: Bool
    public var ties: TieOrder
    public var constraints: Constraints

    public init(
        _ method: Method, utility: Utility = .cost, skips: Bool = true, completion: Completion = .none,
        step: Int? = nil,
        floorsShares: Bool = false, thenGreedy: Bool = false, comparison: Bool = false, eligibility: Bool = false,
        ties: TieOrder = .id, constraints: Constraints = .none
    ) {
        self.method = method
        self.utility = utility
        self.skips = skips
        self.completion = completion
        self.step = step
        self.floorsShares = floorsShares
        self.thenGreedy = thenGreedy
        self.comparison = comparison
        self.eligibility = eligibility
        self.ties = ties
        self.constraints = constraints
    }

    /// A step that reaches the end in about a thousand counts: a thousandth of a voter's share, at least one unit.
    public static func suggestedStep(for election: Election) -> Int {
        let unit = Amount.unit(scale: election.scale)
        guard election.ballots.count > 0 else { return unit }
        let share = election.budget / election.ballots.count
        return max(1, share / unit / 1000) * unit
    }
}

/// A count that cannot be made.
public struct CountingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
