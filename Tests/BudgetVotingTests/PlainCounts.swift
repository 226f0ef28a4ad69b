import BudgetVoting

/// Counts written straight from the definitions, voter by voter in fractions: independent of the engine, for small elections.
enum PlainCounts {
    /// Equal shares for approval ballots, ties to the lower number.
    static func equalShares(_ election: Election, utility: Utility, share: Ratio) -> [Int] {
        var money = Array(repeating: share, count: election.ballots.count)
        var winners: [Int] = []
        var open = Set(election.projects.indices)
        while true {
            var best: (project: Int, rho: Ratio)?
            for project in open.sorted() {
                guard let rho = leastRho(election, project, utility, money) else {
                    open.remove(project)
                    continue
                }
                if let rival = best, rho >= rival.rho { continue }
                best = (project, rho)
            }
            guard let best else { return winners }
            let unit = worth(election, best.project, utility)
            for voter in supporters(election, best.project) {
                money[voter] = money[voter] - min(money[voter], best.rho * unit)
            }
            winners.append(best.project)
            open.remove(best.project)
        }
    }

    private static func worth(_ election: Election, _ project: Int, _ utility: Utility) -> Ratio {
        utility == .cost ? Ratio(Int128(election.projects[project].cost)) : Ratio(1)
    }

    static func supporters(_ election: Election, _ project: Int) -> [Int] {
        (0..<election.ballots.count).filter { election.ballots.choices(of: $0).contains(Int32(project)) }
    }

    private static func leastRho(_ election: Election, _ project: Int, _ utility: Utility, _ money: [Ratio]) -> Ratio? {
        let voters = supporters(election, project).sorted { money[$0] < money[$1] }
        let cost = Ratio(Int128(election.projects[project].cost))
        if voters.isEmpty || voters.reduce(Ratio(0), { $0 + money[$1] }) < cost { return nil }
        let unit = worth(election, project, utility)
        if cost.n == 0 { return Ratio(0) }
        var left = cost
        for (place, voter) in voters.enumerated() {
            let rho = left / (unit * Ratio(Int128(voters.count - place)))
            if rho * unit <= money[voter] { return rho }
            left = left - money[voter]
        }
        return nil
    }

    static func phragmen(_ election: Election) -> Set<Int> {
        var loads = Array(repeating: Ratio(0), count: election.ballots.count)
        var winners: [Int] = []
        var left = election.budget
        var open = election.projects.indices.filter {
            !supporters(election, $0).isEmpty && election.projects[$0].cost <= election.budget
        }
        while !open.isEmpty {
            let offers = open.map { project -> (Int, Ratio) in
                let voters = supporters(election, project)
                let total = voters.reduce(Ratio(Int128(election.projects[project].cost))) { $0 + loads[$1] }
                return (project, total / Ratio(Int128(voters.count)))
            }
            let least = offers.map(\.1).min() ?? Ratio(0)
            let tied = offers.filter { $0.1 == least }.map(\.0)
            if tied.contains(where: { election.projects[$0].cost > left }) { break }
            let chosen = tied[0]
            for voter in supporters(election, chosen) { loads[voter] = least }
            left -= election.projects[chosen].cost
            winners.append(chosen)
            open.removeAll { $0 == chosen }
        }
        return Set(winners)
    }

    /// Maximin support by trying every subset for its cost per supporter.
    static func maximin(_ election: Election) -> [Int] {
        var winners: [Int] = []
        var left = election.budget
        while true {
            var best: (project: Int, load: Ratio)?
            for project in election.projects.indices where !winners.contains(project) {
                if election.projects[project].cost > left || supporters(election, project).isEmpty { continue }
                let load = greatestLoad(election, winners + [project])
                if let rival = best, load >= rival.load { continue }
                best = (project, load)
            }
            guard let best else { return winners }
            winners.append(best.project)
            left -= election.projects[best.project].cost
        }
    }

    private static func greatestLoad(_ election: Election, _ projects: [Int]) -> Ratio {
        var most = Ratio(0)
        for mask in 1..<(1 << projects.count) {
            let subset = projects.indices.filter { mask >> $0 & 1 == 1 }.map { projects[$0] }
            let voters = Set(subset.flatMap { supporters(election, $0) })
            let cost = subset.reduce(0) { $0 + election.projects[$1].cost }
            most = max(most, Ratio(Int128(cost), Int128(voters.count)))
        }
        return most
    }
}
