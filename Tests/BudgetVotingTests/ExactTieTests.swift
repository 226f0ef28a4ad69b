import BudgetVoting
import Ground
import Testing

@Suite("Exact affordability and exact ties")
struct ExactTieTests {
    /// Three voters share 100: 33⅓ each. In doubles 3 · (100/3) is 100 by luck; 7 · (10/7) and sums of leftovers are not.
    @Test("Supporters who own exactly the cost can buy", arguments: [3, 7, 11, 13, 49, 97, 999, 6586])
    func ownExactlyTheCost(voters: Int) throws {
        // All voters want everything; costs add up to the budget exactly.
        let costs = [1, 2, 4, 8, 16, 32, 64, 128, 256]
        let all = Array(costs.indices)
        let election = Small.election(budget: 511, costs: costs, ballots: Array(repeating: all, count: voters))
        for utility in [Utility.cost, .cardinality] {
            let winners = try Small.winners(election, CountingRule(.equalShares, utility: utility))
            #expect(Set(winners) == Set(all), "\(voters) voters, \(utility)")
            #expect(try Small.winners(election, CountingRule(.equalShares, utility: utility), .exact) == winners)
        }
        var short = costs
        short[8] = 257
        let poorer = Small.election(budget: 511, costs: short, ballots: Array(repeating: all, count: voters))
        #expect(try Small.winners(poorer, CountingRule(.equalShares, utility: .cardinality)).count == 8)
    }

    @Test("Leftovers of unequal size that add up to exactly the cost")
    func unequalLeftovers() throws {
        // 21 voters with 100/21 each. Seven groups of three pay for a project of their own, with costs that leave thirds and
        // sevenths; the last project costs exactly what all have left.
        let spent = [1, 2, 3, 1, 2, 3, 4]
        let rest = 100 - spent.reduce(0, +)
        let ballots = (0..<21).map { [$0 / 3, 7] }
        let election = Small.election(budget: 100, costs: spent + [rest], ballots: ballots)
        for utility in [Utility.cost, .cardinality] {
            let winners = try Small.winners(election, CountingRule(.equalShares, utility: utility))
            #expect(winners == (try Small.winners(election, CountingRule(.equalShares, utility: utility), .exact)))
            #expect(winners == PlainCounts.equalShares(election, utility: utility, share: Ratio(100, 21)), "\(utility)")
        }
        // By cardinality the cheap ones come first, and then everything that is left buys the last.
        #expect(try Small.winners(election, CountingRule(.equalShares, utility: .cardinality)).count == 8)
        let dearer = Small.election(budget: 100, costs: spent + [rest + 1], ballots: ballots)
        #expect(try Small.winners(dearer, CountingRule(.equalShares, utility: .cardinality)).count == 7)
    }

    @Test("Exact ties fall in the stated order")
    func tieOrders() throws {
        // Equal votes give equal ρ under cost utility; only one fits each pair of voters.
        var election = Small.election(budget: 30, costs: [30, 10, 20], ballots: [[0, 1, 2], [0, 1, 2], [0, 1, 2]])
        election.projects[0].id = "10"
        election.projects[1].id = "9"
        election.projects[2].id = "2"
        func first(_ ties: TieOrder) throws -> String {
            let rule = CountingRule(.equalShares, ties: ties)
            return election.projects[try Small.winners(election, rule)[0]].id
        }
        #expect(try first(.id) == "10")
        #expect(try first(TieOrder([.lowestCost])) == "9")
        #expect(try first(TieOrder([.highestCost])) == "10")
        #expect(try first(TieOrder([.mostVotes])) == "10")
        #expect(try first(.costVotes) == "9")
    }

    @Test("The lot is a fixed shuffle of the ids, the same for every order of the file")
    func lot() throws {
        let costs = Array(repeating: 10, count: 8)
        let ballots = [Array(0..<8), Array(0..<8)]
        let election = Small.election(budget: 40, costs: costs, ballots: ballots)
        var reversed = election
        reversed.projects.reverse()
        var seen: Set<String> = []
        for seed in UInt64(0)..<20 {
            let rule = CountingRule(.equalShares, ties: TieOrder([.lowestCost, .mostVotes], lot: seed))
            let first = election.ids(try Small.winners(election, rule))
            #expect(first == reversed.ids(try Small.winners(reversed, rule)))
            #expect(first.count == 4)
            seen.insert(first[0])
        }
        #expect(seen.count > 3)
    }

    @Test("A near miss is not a tie: one smallest unit in a thousand million decides")
    func nearMiss() throws {
        let large = 1_000_000_000_000
        let election = Small.election(
            budget: 3 * large, costs: [large + 1, large], ballots: [[0], [0], [1], [1]])
        // Cardinality: the cheaper one by one part in 10¹² comes first, whatever the order of ids.
        let rule = CountingRule(.equalShares, utility: .cardinality)
        let outcome = try Counting.count(election, by: rule)
        #expect(outcome.winners == [1, 0])
        #expect((outcome.proof?.exactCounts ?? 0) > 0)
        // And a cost one unit above what supporters own is not affordable.
        let exact = Small.election(budget: 2 * large, costs: [large + 1, large], ballots: [[0], [1]])
        #expect(try Small.winners(exact, CountingRule(.equalShares)) == [1])
    }

    @Test("Random elections full of ties: fast, exact and plain counts agree", arguments: 0..<60)
    func randomElections(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 77)
        for _ in 0..<12 {
            let election = randomElection(&random)
            for utility in [Utility.cost, .cardinality] {
                for completion in [Completion.none, .add1Last, .add1First] {
                    let rule = CountingRule(.equalShares, utility: utility, completion: completion)
                    let fast = try Counting.count(election, by: rule)
                    let exact = try Counting.count(election, by: rule, arithmetic: .exact)
                    #expect(fast.winners == exact.winners && fast.increment == exact.increment)
                    #expect(fast.firstExhaustive == exact.firstExhaustive)
                    #expect(fast.cost <= election.budget)
                    let share = try #require(fast.share)
                    let plain = PlainCounts.equalShares(
                        election, utility: utility, share: Ratio(Int128(share.numerator), Int128(share.denominator)))
                    #expect(fast.winners == plain)
                }
            }
            let phragmen = try Counting.count(election, by: CountingRule(.phragmen))
            #expect(Set(phragmen.winners) == PlainCounts.phragmen(election))
            #expect(phragmen.winners == (try Small.winners(election, CountingRule(.phragmen), .exact)))
            #expect(try Small.winners(election, CountingRule(.maximin)) == PlainCounts.maximin(election))
        }
    }

    @Test("Costs of a unit beside costs of a million million: fast and exact counts agree", arguments: 0..<30)
    func wideRanges(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &* 31 &+ 5)
        for _ in 0..<10 {
            let election = wideElection(&random)
            for utility in [Utility.cost, .cardinality, .points] {
                for completion in [Completion.none, .add1Last] {
                    let step = max(1, election.budget / election.ballots.count / 40)
                    let rule = CountingRule(.equalShares, utility: utility, completion: completion, step: step)
                    let fast = try Counting.count(election, by: rule)
                    let exact = try Counting.count(election, by: rule, arithmetic: .exact)
                    #expect(fast.winners == exact.winners && fast.increment == exact.increment)
                    #expect(fast.firstExhaustive == exact.firstExhaustive && fast.cost <= election.budget)
                }
            }
            #expect(try Small.winners(election, CountingRule(.phragmen)) == Small.winners(election, CountingRule(.phragmen), .exact))
        }
    }

    /// Costs over twelve orders of magnitude, several of them one unit apart; ballots with points.
    private func wideElection(_ random: inout SeededRandom) -> Election {
        var costs: [Int] = []
        for _ in 0..<(3 + random.below(8)) {
            var cost = 1
            for _ in 0..<random.below(13) { cost *= 10 }
            costs.append(cost * (1 + random.below(9)))
            if random.below(3) == 0, let last = costs.last { costs.append(max(1, last + random.below(3) - 1)) }
        }
        var box = Ballots()
        for voter in 0..<(1 + random.below(40)) {
            let choices = costs.indices.filter { _ in random.below(2) == 0 }.map { Int32($0) }
            box.append(voter: "v\(voter)", choices: choices, points: choices.map { _ in Int32(random.below(4)) })
        }
        let projects = costs.enumerated().map { Project(id: "p\($0)", cost: $1) }
        let budget = 1 + costs.reduce(0, +) / (1 + random.below(4))
        return Election(voteType: .scoring, budget: budget, projects: projects, ballots: box)
    }

    private func randomElection(_ random: inout SeededRandom) -> Election {
        let projects = 2 + random.below(5)
        let voters = 1 + random.below(6)
        let costs = (0..<projects).map { _ in random.below(8) == 0 ? 0 : 1 + random.below(6) }
        let ballots = (0..<voters).map { _ in
            (0..<projects).filter { _ in random.below(2) == 0 }
        }
        return Small.election(budget: 6 + random.below(10), costs: costs, ballots: ballots)
    }
}
