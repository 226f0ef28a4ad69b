/// Maximin support for projects with costs.
///
/// Each round takes the project with which the costs of all winners can be spread over their supporters most evenly: the greatest
/// load of a voter, optimally spread, is least. Projects that no longer fit or have no support take no part.
/// Source: H. Aziz, B. Lee, N. Talmon, "Proportionally Representative Participatory Budgeting", AAMAS 2018 (generalised
/// sequential Phragmén); L. Sánchez-Fernández and others, "The maximin support method", 2021.
///
/// The least greatest load of a set S is the largest of cost(T)/|supporters of T| over its subsets T. It is found exactly by
/// Dinkelbach's method: a flow decides whether a load suffices, the cut gives the subset that needs more.
struct MaximinCounter {
    private let contest: Contest
    private let costs: [Int]

    init(_ contest: Contest) {
        self.contest = contest
        costs = contest.election.projects.map(\.cost)
    }

    struct Result {
        var order: [Int] = []
        /// The greatest load of a voter after each purchase.
        var loads: [Fraction] = []
    }

    func run() -> Result {
        var result = Result()
        var limits = contest.openLimits()
        var left = contest.budget
        let none = Fraction(0, over: 1)
        var waiting = contest.candidates.filter { contest.votes[$0] > 0 }.map { (project: $0, bound: none) }
        while true {
            waiting.removeAll { costs[$0.project] > left || !limits.allows($0.project) }
            // The load of a set never falls when the set grows: last round's values are lower bounds.
            waiting.sort { LoadFlow.isLess($0.bound, $1.bound) }
            var best: (place: Int, load: Fraction)?
            for index in waiting.indices {
                if let best, LoadFlow.isLess(best.load, waiting[index].bound) { break }
                let load = LoadFlow.leastGreatestLoad(of: result.order + [waiting[index].project], contest, costs)
                waiting[index].bound = load
                guard let rival = best else {
                    best = (index, load)
                    continue
                }
                let isTie = load == rival.load
                let wins =
                    isTie
                    ? contest.ranks[waiting[index].project] < contest.ranks[waiting[rival.place].project]
                    : LoadFlow.isLess(load, rival.load)
                if wins { best = (index, load) }
            }
            guard let best else { return result }
            let project = waiting.remove(at: best.place).project
            left -= costs[project]
            limits.take(project)
            result.order.append(project)
            result.loads.append(best.load)
        }
    }
}

/// Spreading costs over supporters: a flow from projects to groups of voters.
struct LoadFlow {
    static func isLess(_ a: Fraction, _ b: Fraction) -> Bool {
        Int128(a.numerator) * Int128(b.denominator) < Int128(b.numerator) * Int128(a.denominator)
    }

    /// Voters with the same choices among `projects`, and how many they are.
    private static func signatures(_ projects: [Int], _ contest: Contest) -> [(members: [Int], weight: Int)] {
        let supporters = contest.supporters
        var membersOf: [Int32: [Int]] = [:]
        for (place, project) in projects.enumerated() {
            for index in supporters.starts[project]..<supporters.starts[project + 1] {
                membersOf[supporters.group[index], default: []].append(place)
            }
        }
        var weights: [[Int]: Int] = [:]
        for (group, members) in membersOf { weights[members, default: 0] += supporters.groups.weights[Int(group)] }
        return weights.map { (members: $0.key, weight: $0.value) }.sorted {
            $0.members.lexicographicallyPrecedes($1.members)
        }
    }

    static func leastGreatestLoad(of projects: [Int], _ contest: Contest, _ costs: [Int]) -> Fraction {
        let voters = signatures(projects, contest)
        var inside = Array(repeating: true, count: projects.count)
        while true {
            let cost = projects.indices.reduce(0) { $0 + (inside[$1] ? costs[projects[$1]] : 0) }
            var people = 0
            for voter in voters where voter.members.contains(where: { inside[$0] }) { people += voter.weight }
            let load = Fraction(cost, over: max(1, people))
            var flow = LoadFlow(projects.map { costs[$0] }, voters, load: load)
            guard let violating = flow.violatingSet() else { return load }
            // A cut with the same ratio means the load suffices.
            let next = ratio(of: violating, projects, voters, costs)
            guard isLess(load, next) else { return load }
            inside = violating
        }
    }

    private static func ratio(
        of inside: [Bool], _ projects: [Int], _ voters: [(members: [Int], weight: Int)], _ costs: [Int]
    ) -> Fraction {
        let cost = projects.indices.reduce(0) { $0 + (inside[$1] ? costs[projects[$1]] : 0) }
        var people = 0
        for voter in voters where voter.members.contains(where: { inside[$0] }) { people += voter.weight }
        return Fraction(cost, over: max(1, people))
    }

    // Nodes: projects, then groups of voters. Everything is multiplied by the load's denominator and stays whole.
    private var supply: [Int128]
    private var room: [Int128]
    private let edges: [[Int]]
    private let members: [[Int]]
    private var sent: [[Int128]]

    private init(_ costs: [Int], _ voters: [(members: [Int], weight: Int)], load: Fraction) {
        supply = costs.map { Int128($0) * Int128(load.denominator) }
        room = voters.map { Int128($0.weight) * Int128(load.numerator) }
        members = voters.map(\.members)
        var edges = [[Int]](repeating: [], count: costs.count)
        for (voter, group) in voters.enumerated() {
            for project in group.members { edges[project].append(voter) }
        }
        self.edges = edges
        sent = voters.map { Array(repeating: 0, count: $0.members.count) }
        // A first flow: each project fills its supporters in turn, those with fewest choices first.
        for project in costs.indices {
            for voter in edges[project].sorted(by: { members[$0].count < members[$1].count }) where supply[project] > 0 {
                push(project, voter, min(supply[project], room[voter]))
            }
        }
    }

    private mutating func push(_ project: Int, _ voter: Int, _ amount: Int128) {
        guard amount > 0, let place = members[voter].firstIndex(of: project) else { return }
        sent[voter][place] += amount
        supply[project] -= amount
        room[voter] -= amount
    }

    /// The projects that cannot place their cost, with all that compete for the same voters; nil when everything is placed.
    private mutating func violatingSet() -> [Bool]? {
        while true {
            let search = reach()
            if let end = search.end {
                augment(to: end, search)
                continue
            }
            return supply.contains { $0 > 0 } ? search.isReached : nil
        }
    }

    private struct Search {
        var isReached: [Bool]
        /// The voter group through which a project was reached, and for a group the project before it.
        var cameFrom: [Int]
        var before: [Int]
        var end: Int?
    }

    /// Breadth first from projects with cost left, over supporters, back over flow to other projects.
    private func reach() -> Search {
        var search = Search(
            isReached: supply.map { $0 > 0 }, cameFrom: Array(repeating: -1, count: supply.count),
            before: Array(repeating: -1, count: room.count))
        var queue = supply.indices.filter { supply[$0] > 0 }
        var head = 0
        while head < queue.count {
            let project = queue[head]
            head += 1
            for voter in edges[project] where search.before[voter] < 0 {
                search.before[voter] = project
                if room[voter] > 0 {
                    search.end = voter
                    return search
                }
                for (place, other) in members[voter].enumerated()
                where sent[voter][place] > 0 && !search.isReached[other] {
                    search.isReached[other] = true
                    search.cameFrom[other] = voter
                    queue.append(other)
                }
            }
        }
        return search
    }

    private mutating func augment(to end: Int, _ search: Search) {
        var amount = room[end]
        var voter = end
        while true {
            let project = search.before[voter]
            let back = search.cameFrom[project]
            if back < 0 {
                amount = min(amount, supply[project])
                break
            }
            if let place = members[back].firstIndex(of: project) { amount = min(amount, sent[back][place]) }
            voter = back
        }
        room[end] -= amount
        voter = end
        while true {
            let project = search.before[voter]
            if let place = members[voter].firstIndex(of: project) { sent[voter][place] += amount }
            let back = search.cameFrom[project]
            if back < 0 {
                supply[project] -= amount
                return
            }
            if let place = members[back].firstIndex(of: project) { sent[back][place] -= amount }
            voter = back
        }
    }
}
