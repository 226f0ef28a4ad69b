import BudgetVoting

/// Elections written in a test.
enum Small {
    /// - Parameter ballots: project numbers of each ballot.
    static func election(budget: Int, costs: [Int], ballots: [[Int]], type: VoteType = .approval) -> Election {
        var box = Ballots()
        for (voter, ballot) in ballots.enumerated() {
            box.append(voter: "v\(voter)", choices: ballot.map { Int32($0) })
        }
        let projects = costs.enumerated().map { Project(id: "p\($0)", cost: $1) }
        return Election(voteType: type, budget: budget, projects: projects, ballots: box)
    }

    static func winners(_ election: Election, _ rule: CountingRule, _ arithmetic: Arithmetic = .automatic) throws
        -> [Int]
    {
        try Counting.count(election, by: rule, arithmetic: arithmetic).winners
    }
}

/// A fraction for slow and plain counts in tests; traps when 128 bits are not enough.
struct Ratio: Comparable {
    var n: Int128
    var d: Int128

    init(_ n: Int128, _ d: Int128 = 1) {
        var (a, b) = (n.magnitude, d.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        let divisor = Int128(a == 0 ? 1 : a)
        self.n = n / divisor
        self.d = d / divisor
    }

    static func + (a: Ratio, b: Ratio) -> Ratio { Ratio(a.n * b.d + b.n * a.d, a.d * b.d) }
    static func - (a: Ratio, b: Ratio) -> Ratio { Ratio(a.n * b.d - b.n * a.d, a.d * b.d) }
    static func * (a: Ratio, b: Ratio) -> Ratio { Ratio(a.n * b.n, a.d * b.d) }
    static func / (a: Ratio, b: Ratio) -> Ratio { Ratio(a.n * b.d, a.d * b.n) }
    static func < (a: Ratio, b: Ratio) -> Bool { a.n * b.d < b.n * a.d }
}
