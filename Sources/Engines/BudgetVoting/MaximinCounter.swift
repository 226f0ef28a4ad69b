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

    func run(progress: ((CountingProgress) -> Void)? = nil) -> Result {
        var result = Result()
        var crowds = Crowds(contest.supporters)
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
                let candidate = waiting[index].project
                let chosen = (result.order + [candidate]).map { costs[$0] }
                let load = LoadFlow.leastGreatestLoad(
                    of: chosen, among: crowds.with(candidate), from: waiting[index].bound, ceiling: best?.load)
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
            crowds.add(project)
            result.order.append(project)
            result.loads.append(best.load)
            progress?(CountingProgress(increment: result.order.count, cost: contest.budget - left, budget: contest.budget))
        }
    }
}
