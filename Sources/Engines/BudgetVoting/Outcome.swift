/// The result of a count.
public struct Outcome: Sendable {
    /// How a winner came to win.
    public enum Stage: String, Sendable, Hashable {
        /// Settled before the count.
        case bundle
        /// By the rule itself.
        case rule
        /// By greedy from what the rule left.
        case remainder
    }

    public struct Win: Sendable, Hashable {
        public var project: Int
        public var stage: Stage
        /// Equal shares: the most that a supporter paid for one unit of worth, in smallest units. Phragmén: the load of its
        /// supporters. Maximin support: the greatest load of a voter. Otherwise nil.
        public var price: Double?
    }

    /// What the result rests on.
    public struct Proof: Sendable, Hashable {
        /// Complete counts made.
        public var runs: Int
        /// Decisions where doubles agreed to nine digits, so that residues decided.
        public var closeDecisions: Int
        /// Counts made in whole numbers of unlimited length.
        public var exactCounts: Int
    }

    /// The rule that produced the winners: the one asked for, or greedy where the comparison preferred it.
    public var rule: CountingRule
    /// Winners in the order of selection.
    public var wins: [Win]
    public var cost: Int
    public var budget: Int
    /// Equal shares: what each voter could spend.
    public var share: Fraction?
    /// Equal shares: the number of steps by which shares grew.
    public var increment: Int
    /// The first number of steps at which no supported project fitted any more, if it was met.
    public var firstExhaustive: Int?
    /// Why projects were out before the count.
    public var exclusions: [Reason?]
    /// Phragmén: the projects at which the count ended.
    public var blockers: [Int]
    /// The comparison with greedy, where the rule asks for one: first this rule, second greedy.
    public var comparison: HeadToHead?
    public var proof: Proof?

    public var winners: [Int] { wins.map(\.project) }
    public var moneyLeft: Int { budget - cost }

    /// Whether no further project of the ballot would fit, supported or not.
    public func isExhaustive(_ election: Election) -> Bool {
        let won = Set(winners)
        return !election.projects.indices.contains { !won.contains($0) && election.projects[$0].cost <= moneyLeft }
    }
}

/// How a count computes.
public enum Arithmetic: Sendable, Hashable {
    /// Doubles with residues; whole numbers of unlimited length where a decision is close.
    case automatic
    /// Whole numbers of unlimited length throughout: slower by a factor of about a hundred, with the same result.
    case exact
}

/// The entrance: counts an election by a rule.
public enum Counting {
    /// Counts an election.
    /// - Parameter progress: called after every count of a growing share (counts with small steps can be many), and after every
    ///   winner of maximin support, which is slow on a million ballots.
    /// - Throws: where the rule contradicts the election, or amounts are too large for exact arithmetic.
    public static func count(
        _ election: Election, by rule: CountingRule, arithmetic: Arithmetic = .automatic,
        progress: ((CountingProgress) -> Void)? = nil
    ) throws(CountingFailure) -> Outcome {
        let contest = try Contest(election, rule: rule)
        var outcome = Outcome(
            rule: rule, wins: contest.bundle.map { Outcome.Win(project: $0, stage: .bundle) }, cost: 0,
            budget: election.budget, share: nil, increment: 0, firstExhaustive: nil, exclusions: contest.exclusions,
            blockers: [], comparison: nil, proof: nil)
        switch rule.method {
        case .greedy:
            let winners = GreedyCounter(contest).count(budget: contest.budget, taken: contest.bundle)
            outcome.wins += winners.map { Outcome.Win(project: $0, stage: .rule) }
        case .equalShares: try countShares(contest, arithmetic, into: &outcome, progress: progress)
        case .phragmen:
            var counter = PhragmenCounter(contest)
            let result = counter.run(arithmetic)
            outcome.wins += zip(result.order, result.loads).map {
                Outcome.Win(project: $0, stage: .rule, price: $1)
            }
            outcome.blockers = result.blockers
            outcome.proof = Outcome.Proof(
                runs: 1, closeDecisions: counter.closeDecisions, exactCounts: counter.exactCounts)
        case .maximin:
            let result = MaximinCounter(contest).run(progress: progress)
            outcome.wins += zip(result.order, result.loads).map {
                Outcome.Win(project: $0, stage: .rule, price: $1.approximation)
            }
        }
        if rule.thenGreedy { try addRemainder(contest, to: &outcome) }
        outcome.cost = election.cost(of: outcome.winners)
        return rule.comparison ? try compared(outcome, election) : outcome
    }

    private static func countShares(
        _ contest: Contest, _ arithmetic: Arithmetic, into outcome: inout Outcome,
        progress: ((CountingProgress) -> Void)?
    ) throws(CountingFailure) {
        var sweep = ShareSweep(contest, arithmetic: arithmetic, progress: progress)
        let result = try sweep.run()
        outcome.wins += zip(result.winner.order, result.winner.payments).map {
            Outcome.Win(project: $0, stage: .rule, price: $1)
        }
        outcome.share = contest.election.ballots.count > 0 ? result.winner.share : nil
        outcome.increment = result.increment
        outcome.firstExhaustive = result.firstExhaustive
        outcome.proof = result.proof
    }

    /// Greedy by votes over what is left.
    private static func addRemainder(_ contest: Contest, to outcome: inout Outcome) throws(CountingFailure) {
        var rule = contest.rule
        rule.utility = rule.utility.usesPoints ? .pointsCost : .cost
        rule.skips = true
        let rest = try Contest(contest.election, rule: rule)
        let left = contest.election.budget - contest.election.cost(of: outcome.winners)
        let added = GreedyCounter(rest).count(budget: left, taken: outcome.winners)
        outcome.wins += added.map { Outcome.Win(project: $0, stage: .remainder) }
    }

    /// Lets the voters' winners decide between the outcome and greedy; a tie keeps the outcome.
    private static func compared(_ outcome: Outcome, _ election: Election) throws(CountingFailure) -> Outcome {
        var rule = outcome.rule
        rule.method = .greedy
        rule.utility = rule.utility.usesPoints ? .pointsCost : .cost
        rule.comparison = false
        rule.thenGreedy = false
        var greedy = try count(election, by: rule)
        let versus = HeadToHead(election, outcome.winners, greedy.winners)
        if versus.betterUnderSecond > versus.betterUnderFirst {
            greedy.comparison = versus
            return greedy
        }
        var kept = outcome
        kept.comparison = versus
        return kept
    }
}
