/// Spreading costs over supporters: a flow from projects to crowds of voters.
struct LoadFlow {
    static func isLess(_ a: Fraction, _ b: Fraction) -> Bool {
        Int128(a.numerator) * Int128(b.denominator) < Int128(b.numerator) * Int128(a.denominator)
    }

    /// The least greatest load of a voter with which projects of these costs can be carried.
    /// - Parameters:
    ///   - bound: a load known not to be too high, such as that of a part of the projects; the search begins there.
    ///   - ceiling: where the load lies above this, some load between the two is enough of an answer.
    static func leastGreatestLoad(
        of costs: [Int], among crowds: [Crowds.Crowd], from bound: Fraction, ceiling: Fraction?
    ) -> Fraction {
        let all = ratio(of: Array(repeating: true, count: costs.count), costs, crowds)
        var load = isLess(bound, all) ? all : bound
        while true {
            if let ceiling, isLess(ceiling, load) { return load }
            var flow = LoadFlow(costs, crowds, load: load)
            guard let violating = flow.violatingSet() else { return load }
            // A cut with the same ratio means that the load suffices.
            let next = ratio(of: violating, costs, crowds)
            guard isLess(load, next) else { return load }
            load = next
        }
    }

    /// Cost per supporter of the projects inside.
    private static func ratio(of inside: [Bool], _ costs: [Int], _ crowds: [Crowds.Crowd]) -> Fraction {
        var (cost, people) = (0, 0)
        for (place, isInside) in inside.enumerated() where isInside { cost += costs[place] }
        for crowd in crowds where crowd.members.contains(where: { inside[$0] }) { people += crowd.weight }
        return Fraction(cost, over: max(1, people))
    }

    // All amounts are multiplied by the load's denominator and stay whole. A link is one project on one crowd's ballots.
    private var supply: [Int128]
    private var room: [Int128]
    /// The links of crowd `c` are `firstLink[c] ..< firstLink[c + 1]`.
    private var firstLink: [Int] = [0]
    private var projectOfLink: [Int] = []
    private var crowdOfLink: [Int] = []
    private var sent: [Int128] = []
    /// The links of each project.
    private var links: [[Int]]

    private init(_ costs: [Int], _ crowds: [Crowds.Crowd], load: Fraction) {
        supply = costs.map { Int128($0) * Int128(load.denominator) }
        room = crowds.map { Int128($0.weight) * Int128(load.numerator) }
        links = Array(repeating: [], count: costs.count)
        for (number, crowd) in crowds.enumerated() {
            for project in crowd.members {
                links[project].append(projectOfLink.count)
                projectOfLink.append(project)
                crowdOfLink.append(number)
            }
            firstLink.append(projectOfLink.count)
        }
        sent = Array(repeating: 0, count: projectOfLink.count)
        // A first flow: each project fills its supporters in turn, those with fewest choices first.
        for project in costs.indices {
            for link in links[project] where supply[project] > 0 {
                let amount = min(supply[project], room[crowdOfLink[link]])
                sent[link] += amount
                supply[project] -= amount
                room[crowdOfLink[link]] -= amount
            }
        }
    }

    /// The projects that cannot place their cost, with all that compete for the same voters; nil when everything is placed.
    private mutating func violatingSet() -> [Bool]? {
        while true {
            let search = reach()
            if search.ends.isEmpty { return supply.contains { $0 > 0 } ? search.isReached : nil }
            // One search serves many paths: what an earlier path used up is found to be empty and skipped.
            for end in search.ends { augment(along: end, search) }
        }
    }

    private struct Search {
        var isReached: [Bool]
        /// The link over which a project was reached: flow of the project that can be taken back.
        var linkBack: [Int]
        /// The link over which a crowd was reached.
        var linkTo: [Int]
        /// Crowds with room that were reached.
        var ends: [Int] = []
    }

    /// Breadth first from projects with cost left, over supporters, back over flow to other projects.
    private func reach() -> Search {
        var search = Search(
            isReached: supply.map { $0 > 0 }, linkBack: Array(repeating: -1, count: supply.count),
            linkTo: Array(repeating: -1, count: room.count))
        var queue = supply.indices.filter { supply[$0] > 0 }
        var head = 0
        while head < queue.count {
            let project = queue[head]
            head += 1
            for link in links[project] where search.linkTo[crowdOfLink[link]] < 0 {
                let crowd = crowdOfLink[link]
                search.linkTo[crowd] = link
                if room[crowd] > 0 { search.ends.append(crowd) }
                for other in firstLink[crowd]..<firstLink[crowd + 1]
                where sent[other] > 0 && !search.isReached[projectOfLink[other]] {
                    search.isReached[projectOfLink[other]] = true
                    search.linkBack[projectOfLink[other]] = other
                    queue.append(projectOfLink[other])
                }
            }
        }
        return search
    }

    private mutating func augment(along end: Int, _ search: Search) {
        var amount = room[end]
        var crowd = end
        while true {
            let project = projectOfLink[search.linkTo[crowd]]
            let back = search.linkBack[project]
            if back < 0 {
                amount = min(amount, supply[project])
                break
            }
            amount = min(amount, sent[back])
            crowd = crowdOfLink[back]
        }
        if amount == 0 { return }
        room[end] -= amount
        crowd = end
        while true {
            let link = search.linkTo[crowd]
            let project = projectOfLink[link]
            sent[link] += amount
            let back = search.linkBack[project]
            if back < 0 {
                supply[project] -= amount
                return
            }
            sent[back] -= amount
            crowd = crowdOfLink[back]
        }
    }
}
