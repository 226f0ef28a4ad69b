/// The inner loops: who can pay, how much, and the payment itself.
extension ShareCounter {
    enum Evaluation {
        case dropped
        /// The candidate's ρ lies above the bound; its lower bound has grown.
        case above
        case exact
        case undecided
    }

    private struct Pass {
        /// All money of the supporters.
        var money = 0.0
        /// Money of those who cannot pay the full price.
        var paid = 0.0
        /// Worth times voters of the others.
        var rich = 0.0
        /// The least money for one unit of worth among the others.
        var least = Double.infinity
    }

    func evaluate(_ candidate: inout Candidate, bound: Double) -> Evaluation {
        let project = Int(candidate.project)
        let cost = Double(costs[project])
        let slack = cost * ShareCounter.closeness
        candidate.paysAll = false
        while true {
            let pass = isUniform ? plainPass(project, candidate.payment) : worthPass(project, candidate.payment)
            if pass.money < cost - slack { return .dropped }
            if pass.money <= cost + slack { return evaluateWholeMoney(&candidate) }
            guard pass.rich > 0 else { return .undecided }
            let next = max(candidate.payment, (cost - pass.paid) / pass.rich)
            candidate.payment = next
            candidate.key = key(project, next)
            if next <= pass.least { return .exact }
            if candidate.key > bound { return .above }
        }
    }

    /// The supporters own the cost to nine digits: affordable only if they own it exactly, and then they give all.
    private func evaluateWholeMoney(_ candidate: inout Candidate) -> Evaluation {
        let project = Int(candidate.project)
        closeDecisions += 1
        var total = Residue.zero
        var highest = 0.0
        for index in entries(of: project) {
            let one = Int(group[index])
            total = total + residues[one] * Residue(small: Int(purses[one].weight))
            highest = max(highest, purses[one].money / Double(worth[index]))
        }
        guard total == Residue(costs[project]) else { return .undecided }
        candidate.payment = highest
        candidate.key = key(project, highest)
        candidate.paysAll = true
        return .exact
    }

    @inline(__always) func entries(of project: Int) -> Range<Int> {
        starts[project]..<(starts[project] + live[project])
    }

    /// One look at all supporters; those without money leave the list.
    private func plainPass(_ project: Int, _ payment: Double) -> Pass {
        var (money, paid, rich) = (0.0, 0.0, 0.0)
        var least = Double.infinity
        var index = starts[project]
        var end = index + live[project]
        while index < end {
            let purse = purses[Int(group[index])]
            if purse.money == 0 {
                end -= 1
                let spent = group[index]
                group[index] = group[end]
                group[end] = spent
                continue
            }
            let sum = purse.money * purse.weight
            money += sum
            if purse.money < payment {
                paid += sum
            } else {
                rich += purse.weight
                least = min(least, purse.money)
            }
            index += 1
        }
        live[project] = end - starts[project]
        return Pass(money: money, paid: paid, rich: rich, least: least)
    }

    private func worthPass(_ project: Int, _ payment: Double) -> Pass {
        var pass = Pass()
        var index = starts[project]
        var end = index + live[project]
        while index < end {
            let purse = purses[Int(group[index])]
            if purse.money == 0 {
                end -= 1
                (group[index], group[end]) = (group[end], group[index])
                (worth[index], worth[end]) = (worth[end], worth[index])
                continue
            }
            let sum = purse.money * purse.weight
            let units = Double(worth[index])
            pass.money += sum
            if purse.money < payment * units {
                pass.paid += sum
            } else {
                pass.rich += purse.weight * units
                pass.least = min(pass.least, purse.money / units)
            }
            index += 1
        }
        live[project] = end - starts[project]
        return pass
    }

    /// How a supporter's money stands to the price.
    private enum Standing {
        case poor, rich, atTheEdge
    }

    @inline(__always) private func standing(_ money: Double, price: Double) -> Standing {
        let tolerance = price * ShareCounter.edge
        if money < price - tolerance { return .poor }
        return money > price + tolerance ? .rich : .atTheEdge
    }

    /// The exact payment for one unit of worth as a residue; nil where it cannot be told.
    func paymentResidue(_ candidate: Candidate) -> Residue? {
        let project = Int(candidate.project)
        if candidate.paysAll { return highestResidue(project) }
        var left = Residue(costs[project])
        var rich = 0
        for index in entries(of: project) {
            let one = Int(group[index])
            let purse = purses[one]
            let units = Int(worth[index])
            if standing(purse.money, price: candidate.payment * Double(units)) == .poor {
                left = left - residues[one] * Residue(small: Int(purse.weight))
            } else {
                rich += Int(purse.weight) * units
            }
        }
        return Residue(rich).inverse.map { left * $0 }
    }

    /// The most money for one unit of worth among the supporters.
    private func highestResidue(_ project: Int) -> Residue? {
        var highest = -1.0
        var place: Int?
        for index in entries(of: project) {
            let ratio = purses[Int(group[index])].money / Double(worth[index])
            if ratio > highest { (highest, place) = (ratio, index) }
        }
        guard let place else { return nil }
        return Residue(Int(worth[place])).inverse.map { residues[Int(group[place])] * $0 }
    }

    /// Takes the payments for a purchase; false where a supporter's money is too close to the price to tell who empties her purse.
    func charge(_ candidate: Candidate) -> Bool {
        let project = Int(candidate.project)
        guard let exact = paymentResidue(candidate) else { return false }
        for index in entries(of: project) {
            let one = Int(group[index])
            let units = Int(worth[index])
            let price = candidate.payment * Double(units)
            let exactPrice = isUniform ? exact : exact * Residue(small: units)
            let standing = candidate.paysAll ? .poor : standing(purses[one].money, price: price)
            if standing == .rich {
                purses[one].money -= price
                residues[one] = residues[one] - exactPrice
                continue
            }
            if standing == .atTheEdge, residues[one] != exactPrice { return false }
            purses[one].money = 0
            residues[one] = .zero
        }
        return true
    }
}
