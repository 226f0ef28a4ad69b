/// Sequential Phragmén for projects with costs.
///
/// Each winner's cost becomes load on its supporters, so that all of them carry the same load afterwards. The next winner is
/// the one whose supporters would carry least. The count stops at once when a project with the least load does not fit.
/// Source: M. Brill, R. Freeman, S. Janson, M. Lackner, "Phragmén's Voting Methods and Justified Representation", AAAI 2017; with
/// costs: M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations", IJCAI 2022.
struct PhragmenCounter {
    private let contest: Contest
    private let costs: [Int]
    private(set) var exactCounts = 0
    private(set) var closeDecisions = 0

    init(_ contest: Contest) {
        self.contest = contest
        costs = contest.election.projects.map(\.cost)
    }

    struct Result {
        var order: [Int] = []
        /// The load of the supporters after each purchase.
        var loads: [Double] = []
        /// Projects with the least load of which one did not fit, so that the count ended; empty when nobody was left.
        var blockers: [Int] = []
    }

    /// Candidates that cost more than the whole budget or have no support take no part.
    private var entrants: [Int] {
        contest.candidates.filter { contest.votes[$0] > 0 && costs[$0] <= contest.budget }
    }

    mutating func run(_ arithmetic: Arithmetic) -> Result {
        if arithmetic == .automatic, let result = countInDoubles() {
            guard closeDecisions > 0 else { return result }
        }
        return countExactly()
    }

    /// Doubles with residues; nil where they cannot decide.
    private mutating func countInDoubles() -> Result? {
        let supporters = contest.supporters
        var loads = [Double](repeating: 0, count: supporters.groups.count)
        var residues = [Residue](repeating: .zero, count: supporters.groups.count)
        var result = Result()
        var limits = contest.openLimits()
        var left = contest.budget
        var waiting = entrants.map { (project: $0, bound: 0.0) }
        while true {
            waiting.removeAll { !limits.allows($0.project) }
            waiting.sort { $0.bound < $1.bound }
            var least = Double.infinity
            for index in waiting.indices {
                if waiting[index].bound > least * (1 + ShareCounter.closeness) { break }
                waiting[index].bound = load(after: waiting[index].project, loads)
                least = min(least, waiting[index].bound)
            }
            let close = waiting.filter { $0.bound <= least * (1 + ShareCounter.closeness) }.map(\.project)
            guard let first = close.first else { return result }
            let value = residue(after: first, residues)
            if close.count > 1 {
                closeDecisions += 1
                for other in close.dropFirst() where residue(after: other, residues) != value { return nil }
            }
            if close.contains(where: { costs[$0] > left }) {
                result.blockers = close
                return result
            }
            guard let chosen = close.min(by: { contest.ranks[$0] < contest.ranks[$1] }), let value else { return nil }
            for index in supporters.starts[chosen]..<supporters.starts[chosen + 1] {
                loads[Int(supporters.group[index])] = least
                residues[Int(supporters.group[index])] = value
            }
            left -= costs[chosen]
            limits.take(chosen)
            waiting.removeAll { $0.project == chosen }
            result.order.append(chosen)
            result.loads.append(least)
        }
    }

    private func load(after project: Int, _ loads: [Double]) -> Double {
        let supporters = contest.supporters
        var total = Double(costs[project])
        for index in supporters.starts[project]..<supporters.starts[project + 1] {
            let one = Int(supporters.group[index])
            total += loads[one] * Double(supporters.groups.weights[one])
        }
        return total / Double(contest.votes[project])
    }

    private func residue(after project: Int, _ residues: [Residue]) -> Residue? {
        let supporters = contest.supporters
        var total = Residue(costs[project])
        for index in supporters.starts[project]..<supporters.starts[project + 1] {
            let one = Int(supporters.group[index])
            total = total + residues[one] * Residue(small: supporters.groups.weights[one])
        }
        return Residue(contest.votes[project]).inverse.map { total * $0 }
    }

    /// Loads as numerators over a common denominator that grows by the votes of each winner.
    private mutating func countExactly() -> Result {
        exactCounts += 1
        let supporters = contest.supporters
        var loads = [Natural](repeating: Natural(0), count: supporters.groups.count)
        var denominator = Natural(1)
        var result = Result()
        var limits = contest.openLimits()
        var left = contest.budget
        var waiting = entrants
        while true {
            waiting.removeAll { !limits.allows($0) }
            var tied: [Int] = []
            var least = Natural(0)
            for project in waiting {
                let total = total(of: project, loads, denominator)
                guard let leader = tied.first else {
                    (tied, least) = ([project], total)
                    continue
                }
                let order = total.times(contest.votes[leader]).compared(to: least.times(contest.votes[project]))
                if order < 0 {
                    (tied, least) = ([project], total)
                } else if order == 0 {
                    tied.append(project)
                }
            }
            guard let leader = tied.first, let chosen = tied.min(by: { contest.ranks[$0] < contest.ranks[$1] }) else {
                return result
            }
            if tied.contains(where: { costs[$0] > left }) {
                result.blockers = tied
                return result
            }
            let votes = contest.votes[leader]
            for one in loads.indices { loads[one].multiply(by: votes) }
            denominator.multiply(by: votes)
            for index in supporters.starts[chosen]..<supporters.starts[chosen + 1] {
                loads[Int(supporters.group[index])] = least
            }
            left -= costs[chosen]
            limits.take(chosen)
            waiting.removeAll { $0 == chosen }
            result.order.append(chosen)
            result.loads.append(Natural.ratio(least, denominator))
        }
    }

    /// The load of all supporters of a project with its cost, over the common denominator.
    private func total(of project: Int, _ loads: [Natural], _ denominator: Natural) -> Natural {
        let supporters = contest.supporters
        var total = denominator.times(costs[project])
        for index in supporters.starts[project]..<supporters.starts[project + 1] {
            let one = Int(supporters.group[index])
            total.add(loads[one], times: supporters.groups.weights[one])
        }
        return total
    }
}
