/// One count by the method of equal shares, in doubles with exact residues beside them.
///
/// Source: D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021.
/// A project of cost c is affordable at ρ when Σ min(bᵢ, ρ·uᵢ) = c over its supporters' money bᵢ; each round buys the least ρ.
/// With utilities uᵢ = worth · c (cost) or worth (cardinality) the search is for x, the payment for one unit of worth.
///
/// Speed: x never falls from round to round, and the search for x by Newton's method from below gives a lower bound after every
/// pass over the supporters. So candidates wait in the order of their bounds, and only those that could be least are looked at.
final class ShareCounter {
    struct Purse {
        var money: Double
        var weight: Double
    }

    struct Candidate {
        var project: Int32
        /// A lower bound for the payment of one unit of worth.
        var payment: Double
        /// The same for ρ.
        var key: Double
        var paysAll = false
    }

    /// Doubles closer than this, relatively, are not trusted to differ.
    static let closeness = 1e-9
    /// The same for one voter's money beside one payment, which carries less rounding.
    static let edge = 1e-11

    let contest: Contest
    let ranks: [Int]
    let growsWithCost: Bool
    let isUniform: Bool
    let costs: [Int]
    let starts: [Int]
    let purses: UnsafeMutablePointer<Purse>
    let residues: UnsafeMutablePointer<Residue>
    /// Supporters project by project; the first `live[p]` of a project still have money.
    let group: UnsafeMutablePointer<Int32>
    let worth: UnsafeMutablePointer<Int32>
    let groupCount: Int
    let entryCount: Int
    var live: [Int]
    /// Candidates with support and cost in the order of their ρ while all money is there.
    private(set) var opening: [Candidate] = []
    /// Candidates with support that cost nothing: they always win.
    private(set) var free: [Int] = []
    var candidates: [Candidate] = []
    var evaluated: [Candidate] = []
    var closeDecisions = 0

    init(_ contest: Contest) {
        self.contest = contest
        let supporters = contest.supporters
        ranks = contest.ranks
        growsWithCost = contest.rule.utility.growsWithCost
        isUniform = supporters.isUniform
        costs = contest.election.projects.map(\.cost)
        starts = supporters.starts
        groupCount = supporters.groups.count
        entryCount = supporters.group.count
        purses = .allocate(capacity: max(1, groupCount))
        residues = .allocate(capacity: max(1, groupCount))
        group = .allocate(capacity: max(1, entryCount))
        worth = .allocate(capacity: max(1, entryCount))
        purses.initialize(repeating: Purse(money: 0, weight: 0), count: max(1, groupCount))
        residues.initialize(repeating: .zero, count: max(1, groupCount))
        group.initialize(repeating: 0, count: max(1, entryCount))
        worth.initialize(repeating: 1, count: max(1, entryCount))
        live = Array(repeating: 0, count: costs.count)
        for one in 0..<groupCount { purses[one].weight = Double(supporters.groups.weights[one]) }
        for index in 0..<entryCount {
            group[index] = supporters.group[index]
            worth[index] = supporters.worth[index]
        }
        openCandidates()
    }

    deinit {
        purses.deallocate()
        residues.deallocate()
        group.deallocate()
        worth.deallocate()
    }

    private func openCandidates() {
        for project in contest.candidates where contest.supporters.totalWorth[project] > 0 {
            if costs[project] == 0 {
                free.append(project)
                continue
            }
            let payment = Double(costs[project]) / Double(contest.supporters.totalWorth[project])
            opening.append(Candidate(project: Int32(project), payment: payment, key: key(project, payment)))
        }
        opening.sort { $0.key != $1.key ? $0.key < $1.key : ranks[Int($0.project)] < ranks[Int($1.project)] }
        free.sort { ranks[$0] < ranks[$1] }
    }

    @inline(__always) func key(_ project: Int, _ payment: Double) -> Double {
        growsWithCost ? payment / Double(costs[project]) : payment
    }

    /// Counts with the share numerator/denominator for every voter; nil where doubles and residues cannot decide.
    func count(share: Fraction, budget: Int) -> ShareResult? {
        fill(share)
        var result = ShareResult(share: share)
        var limits = contest.openLimits()
        for project in free where limits.allows(project) {
            limits.take(project)
            result.append(project, payment: 0, cost: 0)
        }
        candidates.removeAll(keepingCapacity: true)
        candidates.append(contentsOf: opening)
        closeDecisions = 0
        var first = 0
        while true {
            switch nextPurchase(from: &first, limits: limits) {
            case .undecided: return nil
            case .nothing:
                result.closeDecisions = closeDecisions
                return result
            case .candidate(let best):
                let project = Int(best.project)
                guard charge(best) else { return nil }
                limits.take(project)
                result.append(project, payment: best.payment, cost: costs[project])
                if result.cost > budget {
                    result.isOverspent = true
                    result.closeDecisions = closeDecisions
                    return result
                }
            }
        }
    }

    private func fill(_ share: Fraction) {
        let money = share.approximation
        let residue = Residue(share.numerator) * (Residue(share.denominator).inverse ?? .zero)
        for one in 0..<groupCount {
            purses[one].money = money
            residues[one] = residue
        }
        let isBroke = share.numerator <= 0
        for project in costs.indices { live[project] = isBroke ? 0 : starts[project + 1] - starts[project] }
    }

    enum Purchase {
        case candidate(Candidate)
        case nothing
        case undecided
    }

    /// Finds the candidate with the least ρ among `candidates[first...]` and takes it out.
    private func nextPurchase(from first: inout Int, limits: Limits) -> Purchase {
        var best: Candidate?
        var bestPlace = 0
        var bound = Double.infinity
        evaluated.removeAll(keepingCapacity: true)
        var index = first
        while index < candidates.count {
            var candidate = candidates[index]
            if candidate.key > bound { break }
            index += 1
            guard limits.allows(Int(candidate.project)) else { continue }
            switch evaluate(&candidate, bound: bound) {
            case .dropped: continue
            case .undecided: return .undecided
            case .above: evaluated.append(candidate)
            case .exact:
                evaluated.append(candidate)
                guard let rival = best else {
                    best = candidate
                    bestPlace = evaluated.count - 1
                    bound = candidate.key * (1 + ShareCounter.closeness)
                    continue
                }
                guard let wins = precedes(candidate, rival) else { return .undecided }
                if wins {
                    best = candidate
                    bestPlace = evaluated.count - 1
                    bound = candidate.key * (1 + ShareCounter.closeness)
                }
            }
        }
        if best != nil { evaluated.remove(at: bestPlace) }
        first = index - evaluated.count
        putBack(at: first)
        guard let best else { return .nothing }
        return .candidate(best)
    }

    /// Returns the evaluated candidates to the list, which stays in order of their bounds.
    private func putBack(at first: Int) {
        var place = first + evaluated.count - 1
        for candidate in evaluated.reversed() {
            var hole = place
            while hole + 1 < candidates.count, candidates[hole + 1].key < candidate.key {
                candidates[hole] = candidates[hole + 1]
                hole += 1
            }
            candidates[hole] = candidate
            place -= 1
        }
    }

    /// Whether the candidate comes before its rival; nil where that cannot be told.
    private func precedes(_ candidate: Candidate, _ rival: Candidate) -> Bool? {
        if candidate.key < rival.key * (1 - ShareCounter.closeness) { return true }
        if candidate.key > rival.key * (1 + ShareCounter.closeness) { return false }
        closeDecisions += 1
        guard let mine = paymentResidue(candidate), let other = paymentResidue(rival) else { return nil }
        let (a, b) = (Int(candidate.project), Int(rival.project))
        let isTie = growsWithCost ? mine * Residue(costs[b]) == other * Residue(costs[a]) : mine == other
        return isTie ? ranks[a] < ranks[b] : nil
    }
}

/// What one count by equal shares bought.
struct ShareResult: Sendable, Equatable {
    var share: Fraction
    /// Winners in the order of purchase.
    var order: [Int] = []
    /// What a supporter paid at most for one unit of worth, beside each winner.
    var payments: [Double] = []
    var cost = 0
    /// The purchase that went beyond the budget is the last of `order`.
    var isOverspent = false
    /// Decisions that rested on residues.
    var closeDecisions = 0

    init(share: Fraction) { self.share = share }

    mutating func append(_ project: Int, payment: Double, cost: Int) {
        order.append(project)
        payments.append(payment)
        self.cost += cost
    }
}
