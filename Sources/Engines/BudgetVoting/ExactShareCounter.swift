/// One count by equal shares in whole numbers of unlimited length: slow, and nothing in it is rounded.
///
/// Every voter's money is a numerator over one common denominator D. A purchase that R units of worth pay in full makes the new
/// denominator D·R, so no fraction is ever reduced or divided. Doubles only order the search, with a margin far wider than their error.
struct ExactShareCounter {
    private let contest: Contest
    private let costs: [Int]
    private var money: [Natural] = []
    private var denominator = Natural(1)

    private struct Offer {
        var project: Int
        /// The payment for one unit of worth is `numerator / (denominator · rich)`.
        var numerator: Natural
        var rich: Int
        var approximateKey: Double
    }

    init(_ contest: Contest) {
        self.contest = contest
        costs = contest.election.projects.map(\.cost)
    }

    mutating func count(share: Fraction, budget: Int) -> ShareResult {
        let supporters = contest.supporters
        money = Array(repeating: Natural(max(0, share.numerator)), count: supporters.groups.count)
        denominator = Natural(share.denominator)
        var result = ShareResult(share: share)
        var limits = contest.openLimits()
        let supported = contest.candidates.filter { supporters.totalWorth[$0] > 0 }
        for project in supported.filter({ costs[$0] == 0 }).sorted(by: { contest.ranks[$0] < contest.ranks[$1] })
        where limits.allows(project) {
            limits.take(project)
            result.append(project, payment: 0, cost: 0)
        }
        var waiting = supported.filter { costs[$0] > 0 }.map { (project: $0, bound: 0.0) }
        while let best = bestOffer(among: &waiting, limits: limits) {
            let payment = Natural.ratio(best.numerator, denominator.times(best.rich))
            charge(best)
            limits.take(best.project)
            waiting.removeAll { $0.project == best.project }
            result.append(best.project, payment: payment, cost: costs[best.project])
            if result.cost > budget {
                result.isOverspent = true
                break
            }
        }
        return result
    }

    private func bestOffer(among waiting: inout [(project: Int, bound: Double)], limits: Limits) -> Offer? {
        waiting.sort { $0.bound != $1.bound ? $0.bound < $1.bound : $0.project < $1.project }
        var best: Offer?
        var dropped: Set<Int> = []
        for index in waiting.indices {
            let (project, bound) = waiting[index]
            if let best, bound > best.approximateKey * (1 + 1e-6) { break }
            guard limits.allows(project), let offer = offer(for: project) else {
                dropped.insert(project)
                continue
            }
            waiting[index].bound = offer.approximateKey
            if let rival = best {
                if precedes(offer, rival) { best = offer }
            } else {
                best = offer
            }
        }
        if !dropped.isEmpty { waiting.removeAll { dropped.contains($0.project) } }
        return best
    }

    /// The least payment at which the supporters raise the cost; nil where they cannot.
    private func offer(for project: Int) -> Offer? {
        let supporters = contest.supporters
        let range = supporters.starts[project]..<supporters.starts[project + 1]
        let cost = denominator.times(costs[project])
        var total = Natural(0)
        for index in range {
            let one = Int(supporters.group[index])
            total.add(money[one], times: supporters.groups.weights[one])
        }
        if total < cost { return nil }
        var rich = supporters.totalWorth[project]
        var left = cost
        while true {
            // Who has less than the price left/rich gives all she has.
            var nextLeft = cost
            var nextRich = 0
            for index in range {
                let one = Int(supporters.group[index])
                let units = Int(supporters.worth[index])
                if money[one].times(rich) < left.times(units) {
                    nextLeft.subtract(money[one].times(supporters.groups.weights[one]))
                } else {
                    nextRich += supporters.groups.weights[one] * units
                }
            }
            if nextRich == rich {
                let approximate = Natural.ratio(left, denominator.times(rich))
                let key = contest.rule.utility.growsWithCost ? approximate / Double(costs[project]) : approximate
                return Offer(project: project, numerator: left, rich: rich, approximateKey: key)
            }
            rich = nextRich
            left = nextLeft
        }
    }

    private func precedes(_ a: Offer, _ b: Offer) -> Bool {
        // a.numerator / (D · a.rich · cost) against b's, multiplied out; D is common.
        var left = a.numerator.times(b.rich)
        var right = b.numerator.times(a.rich)
        if contest.rule.utility.growsWithCost {
            left.multiply(by: costs[b.project])
            right.multiply(by: costs[a.project])
        }
        let order = left.compared(to: right)
        return order == 0 ? contest.ranks[a.project] < contest.ranks[b.project] : order < 0
    }

    private mutating func charge(_ offer: Offer) {
        let supporters = contest.supporters
        for one in money.indices { money[one].multiply(by: offer.rich) }
        denominator.multiply(by: offer.rich)
        for index in supporters.starts[offer.project]..<supporters.starts[offer.project + 1] {
            let one = Int(supporters.group[index])
            let price = offer.numerator.times(Int(supporters.worth[index]))
            if money[one] <= price {
                money[one] = Natural(0)
            } else {
                money[one].subtract(price)
            }
        }
    }
}
