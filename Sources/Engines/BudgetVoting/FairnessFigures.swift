/// How a result treats the voters.
public struct FairnessFigures: Sendable, Hashable {
    /// Figures of all voters or of those of one area.
    public struct Group: Sendable, Hashable {
        /// Ballots, empty ones among them.
        public var voters = 0
        /// Voters none of whose projects won.
        public var excluded = 0
        /// Approved winners of all voters together.
        public var winners = 0

        /// From 0 to 1; 0 without voters.
        public var excludedShare: Double { voters == 0 ? 0 : Double(excluded) / Double(voters) }
        /// Approved winners of a voter on average.
        public var meanWinners: Double { voters == 0 ? 0 : Double(winners) / Double(voters) }
    }

    /// Money that goes to a category or a district.
    public struct Spending: Sendable, Hashable {
        public var name: String
        /// In smallest units. A project with several categories counts in each.
        public var cost: Int
        public var winners: Int
        public var projects: Int
        /// Votes for all its projects.
        public var votes: Int
    }

    public var all: Group
    /// Voters with 0, 1, 2, … approved winners.
    public var distribution: [Int]
    /// Voters who approved at least two projects.
    public var withTwoOrMore: Group
    /// By the voter's area, in the order in which areas appear; empty where ballots name none.
    public var areas: [(name: String, group: Group)] { zip(areaNames, areaGroups).map { ($0, $1) } }
    public var categories: [Spending]
    public var districts: [Spending]

    private var areaNames: [String]
    private var areaGroups: [Group]

    public init(_ election: Election, winners: [Int]) {
        let won = Set(winners)
        var isWinner = [Bool](repeating: false, count: election.projects.count)
        for project in won { isWinner[project] = true }
        all = Group()
        withTwoOrMore = Group()
        distribution = [0]
        areaNames = election.ballots.areas
        areaGroups = Array(repeating: Group(), count: areaNames.count)
        let ballots = election.ballots
        for ballot in 0..<ballots.count {
            let choices = ballots.choices(of: ballot)
            let count = choices.reduce(0) { $0 + (isWinner[Int($1)] ? 1 : 0) }
            while distribution.count <= count { distribution.append(0) }
            distribution[count] += 1
            FairnessFigures.add(count, to: &all)
            if choices.count >= 2 { FairnessFigures.add(count, to: &withTwoOrMore) }
            if ballot < ballots.areaOfBallot.count, ballots.areaOfBallot[ballot] >= 0 {
                FairnessFigures.add(count, to: &areaGroups[Int(ballots.areaOfBallot[ballot])])
            }
        }
        categories = FairnessFigures.spending(election, won) { $0.categories }
        districts = FairnessFigures.spending(election, won) { $0.district.map { [$0] } ?? [] }
    }

    private static func add(_ winners: Int, to group: inout Group) {
        group.voters += 1
        group.winners += winners
        if winners == 0 { group.excluded += 1 }
    }

    private static func spending(_ election: Election, _ won: Set<Int>, by names: (Project) -> [String]) -> [Spending] {
        let votes = election.votes
        var order: [String] = []
        var table: [String: Spending] = [:]
        for (index, project) in election.projects.enumerated() {
            for name in names(project) {
                if table[name] == nil { order.append(name) }
                var line = table[name] ?? Spending(name: name, cost: 0, winners: 0, projects: 0, votes: 0)
                line.projects += 1
                line.votes += votes[index]
                if won.contains(index) {
                    line.cost += project.cost
                    line.winners += 1
                }
                table[name] = line
            }
        }
        return order.compactMap { table[$0] }
    }
}
