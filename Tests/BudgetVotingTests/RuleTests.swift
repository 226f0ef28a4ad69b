import BudgetVoting
import Testing

@Suite("Rules, constraints and reasons")
struct RuleTests {
    private let three = Small.election(budget: 100, costs: [60, 50, 40], ballots: [[0], [0], [0], [1], [1], [2]])

    private func reasons(_ election: Election, _ rule: CountingRule) throws -> [Int: Reason] {
        let outcome = try Counting.count(election, by: rule)
        var reasons: [Int: Reason] = [:]
        for loser in try Explanation(outcome, of: election).losers { reasons[loser.project] = loser.reason }
        return reasons
    }

    @Test("Greedy skips what does not fit, or stops there") func skipping() throws {
        #expect(try Small.winners(three, CountingRule(.greedy)) == [0, 2])
        #expect(try Small.winners(three, CountingRule(.greedy, skips: false)) == [0])
        #expect(try reasons(three, CountingRule(.greedy)) == [1: .doesNotFit(cost: 50, left: 40, place: 2)])
        let stopped = try reasons(three, CountingRule(.greedy, skips: false))
        #expect(stopped == [1: .doesNotFit(cost: 50, left: 40, place: 2), 2: .walkEnded(at: 1, place: 3)])
    }

    @Test("Greedy by value for money takes free projects first, and unvoted ones last") func density() throws {
        let election = Small.election(budget: 10, costs: [6, 2, 0, 0, 2], ballots: [[0], [0], [0], [1], [1], [2]])
        #expect(try Small.winners(election, CountingRule(.greedy, utility: .cardinality)) == [2, 1, 0, 3, 4])
    }

    @Test("Thresholds, exclusive groups, category limits") func constraints() throws {
        var rule = CountingRule(.greedy, constraints: Constraints(minimumVotes: 2))
        #expect(try Small.winners(three, rule) == [0])
        #expect(try reasons(three, rule)[2] == .tooFewVotes(votes: 1, needed: 2))
        rule.constraints = Constraints(exclusiveGroups: [["p0", "p2"]])
        #expect(try Small.winners(three, rule) == [0])
        #expect(try reasons(three, rule)[2] == .rivalWon(project: 0))
        var election = three
        election.projects[0].categories = ["road"]
        election.projects[2].categories = ["road", "tree"]
        rule.constraints = Constraints(categoryLimits: ["road": 70])
        #expect(try Small.winners(election, rule) == [0])
        #expect(try reasons(election, rule)[2] == .categoryFull(category: "road"))
        for method in [CountingRule.Method.equalShares, .phragmen, .maximin] {
            let limited = CountingRule(method, completion: .add1Last, constraints: rule.constraints)
            let cost = election.cost(of: try Small.winners(election, limited).filter { $0 != 1 })
            #expect(cost <= 70, "\(method)")
        }
    }

    @Test("A minimum bundle and category minimums are settled first") func bundle() throws {
        var election = three
        election.projects[2].categories = ["tree"]
        var rule = CountingRule(.greedy, constraints: Constraints(minimumBundle: ["p1"]))
        let outcome = try Counting.count(election, by: rule)
        #expect(outcome.winners == [1, 2] && outcome.wins[0].stage == .bundle && outcome.cost == 90)
        rule.constraints = Constraints(categoryMinimums: ["tree": 1])
        #expect(try Small.winners(election, rule) == [2, 0])
        rule.constraints = Constraints(categoryMinimums: ["tree": 2])
        #expect(throws: CountingFailure.self) { try Counting.count(election, by: rule) }
        rule.constraints = Constraints(minimumBundle: ["p0", "p1"])
        #expect(throws: CountingFailure.self) { try Counting.count(election, by: rule) }
        rule.constraints = Constraints(minimumBundle: ["nobody"])
        #expect(throws: CountingFailure.self) { try Counting.count(election, by: rule) }
    }

    @Test("Eligibility: votes/ballots below cost/(3 · budget), in whole numbers") func eligibility() throws {
        // One vote of six; cost 50 of 100: 1/6 is not below 1/6, with cost 51 it is.
        let edge = Small.election(budget: 100, costs: [50, 51], ballots: [[0], [1], [], [], [], []])
        let rule = CountingRule(.greedy, eligibility: true)
        #expect(try Small.winners(edge, rule) == [0])
        #expect(try reasons(edge, rule)[1] == .ineligible(votes: 1, needed: 2))
    }

    @Test("Empty ballots count in the share, and an election without ballots or support is defined") func empties()
        throws
    {
        let halves = Small.election(budget: 10, costs: [6], ballots: [[0], []])
        #expect(try Small.winners(halves, CountingRule(.equalShares)).isEmpty)
        #expect(try Small.winners(halves, CountingRule(.equalShares, completion: .add1Last)) == [0])
        let none = Small.election(budget: 10, costs: [6, 0], ballots: [])
        for method in CountingRule.Method.allCases where method != .greedy {
            let outcome = try Counting.count(none, by: CountingRule(method, completion: .add1Last))
            #expect(outcome.winners.isEmpty && outcome.share == nil)
            #expect(try Explanation(outcome, of: none).losers.allSatisfy { $0.reason == .noSupport })
        }
        #expect(try Small.winners(none, CountingRule(.greedy)) == [0, 1])
        let nobody = Small.election(budget: 10, costs: [], ballots: [[], []])
        for method in CountingRule.Method.allCases {
            #expect(try Small.winners(nobody, CountingRule(method, completion: .add1First, thenGreedy: true)).isEmpty)
        }
    }

    @Test("One voter decides alone") func oneVoter() throws {
        let one = Small.election(budget: 10, costs: [6, 5, 4], ballots: [[0, 1, 2]])
        #expect(Set(try Small.winners(one, CountingRule(.equalShares, utility: .cardinality))) == [1, 2])
        #expect(try Small.winners(one, CountingRule(.phragmen)) == [2, 1])
        #expect(try Small.winners(one, CountingRule(.maximin)) == [2, 1])
    }

    @Test("Points and ranks") func points() throws {
        var box = Ballots()
        box.append(voter: "a", choices: [0, 1] as [Int32], points: [1, 9] as [Int32])
        box.append(voter: "b", choices: [0, 1] as [Int32], points: [1, 0] as [Int32])
        let projects = [Project(id: "x", cost: 5), Project(id: "y", cost: 5)]
        let points = Election(voteType: .scoring, budget: 5, projects: projects, ballots: box)
        #expect(try Small.winners(points, CountingRule(.greedy)) == [0])
        #expect(try Small.winners(points, CountingRule(.greedy, utility: .points)) == [1])
        #expect(try Small.winners(points, CountingRule(.greedy, utility: .pointsCost)) == [1])
        // Who gave no points pays nothing: alone the other voter cannot afford it.
        #expect(try Small.winners(points, CountingRule(.equalShares, utility: .points)) == [0])
        let ranks = Small.election(budget: 5, costs: [5, 5], ballots: [[1, 0], [1, 0], [0]], type: .ordinal)
        #expect(try Small.winners(ranks, CountingRule(.greedy)) == [0])
        #expect(try Small.winners(ranks, CountingRule(.greedy, utility: .points)) == [1])
    }

    @Test("The comparison gives way only where more voters prefer greedy") func comparison() throws {
        // Equal shares buys the two small ones of the minority; greedy the large one of the majority.
        let election = Small.election(
            budget: 10, costs: [10, 3, 3], ballots: [[0], [0], [0], [0], [1, 2], [1, 2], [1, 2]])
        let plain = try Counting.count(election, by: CountingRule(.equalShares))
        #expect(Set(plain.winners) == [1] || Set(plain.winners) == [1, 2] || plain.winners == [2])
        let compared = try Counting.count(election, by: CountingRule(.equalShares, comparison: true))
        #expect(compared.winners == [0] && compared.rule.method == .greedy)
        #expect(compared.comparison?.betterUnderSecond == 4 && compared.comparison?.betterUnderFirst == 3)
    }

    @Test("Shares cut to whole units, and larger steps") func floorAndStep() throws {
        let election = Small.election(budget: 100, costs: [40, 40], ballots: [[0], [0], [1]])
        let floored = try Counting.count(
            election, by: CountingRule(.equalShares, completion: .none, floorsShares: true))
        #expect(floored.share == Fraction(33, over: 1))
        let stepped = try Counting.count(
            election, by: CountingRule(.equalShares, completion: .add1Last, step: 5, floorsShares: true))
        #expect(stepped.winners.count == 2 && stepped.increment == 2 && stepped.share == Fraction(43, over: 1))
        #expect(throws: CountingFailure.self) { try Counting.count(election, by: CountingRule(.equalShares, step: 0)) }
    }

    @Test("Amounts that overflow are refused, not wrapped") func overflow() throws {
        let huge = Small.election(budget: .max / 2, costs: [.max / 4], ballots: [[0], [0], [0]])
        #expect(throws: CountingFailure.self) { try Counting.count(huge, by: CountingRule(.equalShares)) }
        for costs in [[Int.max, Int.max], [-1, 1], [Amount.largest, 1]] {
            let wild = Small.election(budget: 10, costs: costs, ballots: [[0], [1]])
            for method in CountingRule.Method.allCases {
                #expect(throws: CountingFailure.self) { try Counting.count(wild, by: CountingRule(method)) }
            }
        }
        let zero = Small.election(budget: 0, costs: [1], ballots: [[0]])
        #expect(throws: CountingFailure.self) { try Counting.count(zero, by: CountingRule(.greedy)) }
    }

    @Test("A category that no project has cannot be limited") func unknownCategory() throws {
        let rule = CountingRule(.greedy, constraints: Constraints(categoryLimits: ["rode": 5]))
        #expect(throws: CountingFailure.self) { try Counting.count(three, by: rule) }
    }

    private static let isOptimised: Bool = {
        #if DEBUG
            false
        #else
            true
        #endif
    }()

    @Test("A count that would not end says which step to take", .enabled(if: isOptimised)) func endless() throws {
        // One voter with 10¹² whose two projects do not fit together: steps of 1 would need 10¹¹ counts.
        let large = 1_000_000_000_000
        let election = Small.election(budget: large, costs: [large / 10 * 6, large / 10 * 5], ballots: [[0, 1]])
        let step = CountingRule.suggestedStep(for: election)
        #expect(step == large / 1000)
        do {
            _ = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1Last))
            Issue.record("an endless count ended")
        } catch {
            #expect(error.description.contains("try \(step)"))
        }
        let outcome = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1Last, step: step))
        #expect(outcome.winners.count == 1 && outcome.increment == 99)
    }

    @Test("Long counts tell how far they are") func progress() throws {
        var told: [CountingProgress] = []
        let shares = try Counting.count(three, by: CountingRule(.equalShares, completion: .add1Last)) { told.append($0) }
        #expect(told.map(\.increment) == Array(1...shares.increment) && told.last?.cost == shares.cost)
        told = []
        _ = try Counting.count(three, by: CountingRule(.maximin)) { told.append($0) }
        #expect(told.map(\.increment) == [1, 2] && told.map(\.cost) == [60, 100] && told[0].budget == 100)
    }

    @Test("Loads of Phragmén and maximin support are told") func loads() throws {
        let phragmen = try Counting.count(three, by: CountingRule(.phragmen))
        #expect(try Explanation(phragmen, of: three).winners.map(\.load) == [20])
        let maximin = try Counting.count(three, by: CountingRule(.maximin))
        #expect(try Explanation(maximin, of: three).winners.map(\.load) == [20, 40])
        #expect(try Explanation(try Counting.count(three, by: CountingRule(.greedy)), of: three).winners[0].load == nil)
    }

    @Test("Every reason has words in both languages") func words() throws {
        let outcome = try Counting.count(three, by: CountingRule(.equalShares))
        let shortfall = Reason.Shortfall(supporters: 3, owned: 9, left: 2, missing: 4, votersMissing: 2, spent: [])
        let reasons: [Reason] = [
            .noSupport, .tooFewVotes(votes: 1, needed: 2), .ineligible(votes: 1, needed: 2),
            .dearerThanBudget(cost: 3, budget: 2), .rivalWon(project: 0), .categoryFull(category: "road"),
            .supportersShort(shortfall), .doesNotFit(cost: 3, left: 2, place: 1), .walkEnded(at: 0, place: 2),
            .countEnded(at: 0, cost: 3, left: 2),
        ]
        #expect(Set(reasons.map(\.code)).count == reasons.count)
        for language in PlainLanguage.allCases {
            let words = PlainWords(outcome, of: three, language: language)
            let sentences = reasons.map {
                words.sentence(for: Explanation.Loser(project: 1, votes: 2, reason: $0))
            }
            #expect(Set(sentences).count == reasons.count && sentences.allSatisfy { $0.count > 5 })
        }
    }
}
