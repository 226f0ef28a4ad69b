/// Equal shares with growing shares: Add1 in both forms, or a single count.
struct ShareSweep {
    private let contest: Contest
    private let counter: ShareCounter
    private let progress: ((CountingProgress) -> Void)?
    /// Everything is counted in long numbers: by wish, or when a residue was found to mislead, which has never been seen.
    private var isExactOnly: Bool
    private var closeDecisions = 0
    private var exactCounts = 0
    private var runs = 0

    struct Result {
        var winner: ShareResult
        var increment: Int
        var firstExhaustive: Int?
        var proof: Outcome.Proof
    }

    init(_ contest: Contest, arithmetic: Arithmetic, progress: ((CountingProgress) -> Void)?) {
        self.contest = contest
        isExactOnly = arithmetic == .exact
        self.progress = progress
        counter = ShareCounter(contest)
    }

    /// More steps than any count of money that people vote on needs: the step is too small for the amounts.
    static let mostSteps = 3_000_000

    mutating func run() throws(CountingFailure) -> Result {
        let result = try sweep()
        if isExactOnly || (isConfirmed(result.last) && isConfirmed(result.next)) { return finished(result) }
        isExactOnly = true
        return finished(try sweep())
    }

    private struct Sweep {
        var last: ShareResult
        var increment: Int
        var firstExhaustive: Int?
        /// The count beyond the budget that ended the sweep.
        var next: ShareResult?
    }

    private func finished(_ sweep: Sweep) -> Result {
        let proof = Outcome.Proof(runs: runs, closeDecisions: closeDecisions, exactCounts: exactCounts)
        return Result(
            winner: sweep.last, increment: sweep.increment, firstExhaustive: sweep.firstExhaustive, proof: proof)
    }

    private mutating func sweep() throws(CountingFailure) -> Sweep {
        let completion = contest.rule.completion
        let supported = contest.candidates.filter { contest.supporters.totalWorth[$0] > 0 }
        var sweep = Sweep(last: count(increment: 0), increment: 0)
        if isExhaustive(sweep.last, supported) { sweep.firstExhaustive = 0 }
        if completion == .none || contest.election.ballots.count == 0 { return sweep }
        // With this share every voter could pay everything alone; nothing changes beyond it.
        let enough = Double(contest.election.cost(of: supported))
        while sweep.last.order.count < supported.count, sweep.last.share.approximation <= enough {
            if completion == .add1First, sweep.firstExhaustive != nil { break }
            guard sweep.increment < ShareSweep.mostSteps else { throw tooManySteps() }
            let next = count(increment: sweep.increment + 1)
            if next.isOverspent {
                sweep.next = next
                break
            }
            sweep.increment += 1
            sweep.last = next
            if sweep.firstExhaustive == nil, isExhaustive(next, supported) { sweep.firstExhaustive = sweep.increment }
            progress?(CountingProgress(increment: sweep.increment, cost: next.cost, budget: contest.budget))
        }
        return sweep
    }

    private func tooManySteps() -> CountingFailure {
        let step = contest.election.amount(CountingRule.suggestedStep(for: contest.election))
        return CountingFailure(
            "the count is not complete after \(ShareSweep.mostSteps) steps; the step is too small for these amounts, try "
                + "\(step)")
    }

    /// Each voter's share after so many steps.
    private func share(_ increment: Int) -> Fraction {
        let election = contest.election
        let voters = max(1, election.ballots.count)
        let unit = Amount.unit(scale: election.scale)
        let growth = increment * (contest.rule.step ?? unit)
        if contest.rule.floorsShares {
            return Fraction(contest.budget / voters / unit * unit + growth, over: 1)
        }
        return Fraction(contest.budget + growth * voters, over: voters)
    }

    private mutating func count(increment: Int) -> ShareResult {
        runs += 1
        let share = share(increment)
        if !isExactOnly, let result = counter.count(share: share, budget: contest.budget) {
            closeDecisions += result.closeDecisions
            return result
        }
        return countExactly(share)
    }

    private mutating func countExactly(_ share: Fraction) -> ShareResult {
        exactCounts += 1
        var exact = ExactShareCounter(contest)
        return exact.count(share: share, budget: contest.budget)
    }

    /// A count that rested on residues is made again in long numbers.
    private mutating func isConfirmed(_ result: ShareResult?) -> Bool {
        guard let result, result.closeDecisions > 0 else { return true }
        return countExactly(result.share).order == result.order
    }

    /// No supported project that lost would fit into what is left.
    private func isExhaustive(_ result: ShareResult, _ supported: [Int]) -> Bool {
        let left = contest.budget - result.cost
        if left < 0 { return false }
        var limits = contest.openLimits()
        for project in result.order { limits.take(project) }
        let won = Set(result.order)
        let costs = counter.costs
        return !supported.contains { !won.contains($0) && costs[$0] <= left && limits.allows($0) }
    }
}

/// How far a long count is.
public struct CountingProgress: Sendable, Hashable {
    /// Steps of growing shares; with maximin support winners so far.
    public var increment: Int
    /// Of the winners of the step, in smallest units.
    public var cost: Int
    public var budget: Int
}
