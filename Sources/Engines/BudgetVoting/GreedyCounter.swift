/// Greedy by votes, or by value for money.
///
/// With cost utilities the order is by votes (points); with cardinality it is by votes (points) per unit of cost. The list is
/// walked once; what fits is taken. A project that does not fit is passed over, or ends the walk when skipping is off.
struct GreedyCounter {
    private let contest: Contest

    init(_ contest: Contest) { self.contest = contest }

    /// Winners among the candidates that `taken` leaves, in order.
    func count(budget: Int, taken: [Int]) -> [Int] {
        var left = budget
        var limits = contest.openLimits()
        for project in taken { limits.take(project) }
        let gone = Set(taken)
        var winners: [Int] = []
        for project in contest.candidates.filter({ !gone.contains($0) }).sorted(by: precedes) {
            let cost = contest.election.projects[project].cost
            if cost > left {
                if contest.rule.skips { continue }
                break
            }
            guard limits.allows(project) else { continue }
            left -= cost
            limits.take(project)
            winners.append(project)
        }
        return winners
    }

    /// The place of each candidate in the walk, counted from 1.
    func places() -> [Int: Int] {
        var places: [Int: Int] = [:]
        for (place, project) in contest.candidates.sorted(by: precedes).enumerated() { places[project] = place + 1 }
        return places
    }

    /// Higher density first: support, divided by cost unless the utility grows with the cost.
    private func precedes(_ a: Int, _ b: Int) -> Bool {
        let support = contest.supporters.totalWorth
        var (left, right) = (Int128(support[a]), Int128(support[b]))
        let (costA, costB) = (contest.election.projects[a].cost, contest.election.projects[b].cost)
        // Without cost and with support the density is infinite, without support it is zero.
        let (isFreeA, isFreeB) = (costA == 0 && support[a] > 0, costB == 0 && support[b] > 0)
        if isFreeA != isFreeB { return isFreeA }
        if isFreeA { return contest.ranks[a] < contest.ranks[b] }
        if !contest.rule.utility.growsWithCost {
            left *= Int128(max(1, costB))
            right *= Int128(max(1, costA))
        }
        return left == right ? contest.ranks[a] < contest.ranks[b] : left > right
    }
}
