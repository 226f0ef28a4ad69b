internal import Ground

extension TieOrder {
    /// The rank of each project in this order, 0 first; no two are equal.
    func ranks(of election: Election, votes: [Int]) -> [Int] {
        let lots = lastResort(election)
        let projects = election.projects
        let order = projects.indices.sorted { a, b in
            for key in keys {
                switch key {
                case .lowestCost where projects[a].cost != projects[b].cost: return projects[a].cost < projects[b].cost
                case .highestCost where projects[a].cost != projects[b].cost: return projects[a].cost > projects[b].cost
                case .mostVotes where votes[a] != votes[b]: return votes[a] > votes[b]
                case .id: return TieOrder.precedes(projects[a].id, projects[b].id)
                default: continue
                }
            }
            return lots[a] < lots[b]
        }
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, project) in order.enumerated() { ranks[project] = rank }
        return ranks
    }

    /// The place of each project by the lot, or by id without one.
    private func lastResort(_ election: Election) -> [Int] {
        var order = election.projects.indices.sorted {
            TieOrder.precedes(election.projects[$0].id, election.projects[$1].id)
        }
        if let lot {
            var random = SeededRandom(seed: lot)
            // Fisher and Yates, written out so that the lot stays the same whatever the library's shuffle does.
            for index in stride(from: order.count - 1, to: 0, by: -1) {
                order.swapAt(index, random.below(index + 1))
            }
        }
        var places = [Int](repeating: 0, count: order.count)
        for (place, project) in order.enumerated() { places[project] = place }
        return places
    }

    /// Order of ids by their UTF-8 bytes: the same as by code points, on every machine.
    static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
