/// Voters by the winners they support: who supports the same winners is one crowd.
struct Crowds {
    /// Supporters of the same projects, given as places in the order of selection.
    struct Crowd {
        var members: [Int]
        var weight: Int
    }

    private let supporters: Supporters
    /// The crowd of each group of ballots.
    private var crowdOfGroup: [Int]
    private var crowds: [Crowd]
    private var winners = 0

    init(_ supporters: Supporters) {
        self.supporters = supporters
        crowdOfGroup = Array(repeating: 0, count: supporters.groups.count)
        crowds = [Crowd(members: [], weight: supporters.groups.weights.reduce(0, +))]
    }

    private func entries(of project: Int) -> Range<Int> { supporters.starts[project]..<supporters.starts[project + 1] }

    /// The crowds as they would be with one more winner; voters who support none are left out. Few choices come first.
    func with(_ project: Int) -> [Crowd] {
        var joining = [Int](repeating: 0, count: crowds.count)
        for index in entries(of: project) {
            let group = Int(supporters.group[index])
            joining[crowdOfGroup[group]] += supporters.groups.weights[group]
        }
        var result: [Crowd] = []
        result.reserveCapacity(crowds.count * 2)
        for (number, crowd) in crowds.enumerated() {
            let staying = crowd.weight - joining[number]
            if staying > 0, !crowd.members.isEmpty { result.append(Crowd(members: crowd.members, weight: staying)) }
            if joining[number] > 0 { result.append(Crowd(members: crowd.members + [winners], weight: joining[number])) }
        }
        result.sort { $0.members.count < $1.members.count }
        return result
    }

    mutating func add(_ project: Int) {
        var split = [Int](repeating: -1, count: crowds.count)
        for index in entries(of: project) {
            let group = Int(supporters.group[index])
            let (old, weight) = (crowdOfGroup[group], supporters.groups.weights[group])
            if split[old] < 0 {
                split[old] = crowds.count
                crowds.append(Crowd(members: crowds[old].members + [winners], weight: 0))
            }
            crowds[old].weight -= weight
            crowds[split[old]].weight += weight
            crowdOfGroup[group] = split[old]
        }
        winners += 1
    }
}
