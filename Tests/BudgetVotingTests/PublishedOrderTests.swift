import BudgetVoting
import Foundation
import TestSupport
import Testing

/// Winners and their order as reference programs with exact fractions found them, ties by id as a string.
@Suite("Winners and order equal the reference programs", .enabled(if: Reference.isPresent))
struct PublishedOrderTests {
    private static func rule(_ name: String) -> CountingRule? {
        switch name {
        case "greedy_cost": CountingRule(.greedy, utility: .cost)
        case "greedy_card": CountingRule(.greedy, utility: .cardinality)
        case "mes_cost": CountingRule(.equalShares, utility: .cost)
        case "mes_card": CountingRule(.equalShares, utility: .cardinality)
        case "mes_cost_u": CountingRule(.equalShares, utility: .cost, thenGreedy: true)
        case "mes_card_u": CountingRule(.equalShares, utility: .cardinality, thenGreedy: true)
        case "mes_cost_add1": CountingRule(.equalShares, utility: .cost, completion: .add1First)
        case "mes_card_add1": CountingRule(.equalShares, utility: .cardinality, completion: .add1First)
        case "mes_cost_add1u": CountingRule(.equalShares, utility: .cost, completion: .add1First, thenGreedy: true)
        case "mes_card_add1u":
            CountingRule(.equalShares, utility: .cardinality, completion: .add1First, thenGreedy: true)
        case "mes_cost_add1_last_feasible [lexico]": CountingRule(.equalShares, utility: .cost, completion: .add1Last)
        case "mes_card_add1_last_feasible [lexico]":
            CountingRule(.equalShares, utility: .cardinality, completion: .add1Last)
        case "mes_cost_add1_last_feasible [min_cost,max_votes,lexico]":
            CountingRule(
                .equalShares, utility: .cost, completion: .add1Last, ties: TieOrder([.lowestCost, .mostVotes, .id]))
        case "mes_card_add1_last_feasible [min_cost,max_votes,lexico]":
            CountingRule(
                .equalShares, utility: .cardinality, completion: .add1Last,
                ties: TieOrder([.lowestCost, .mostVotes, .id]))
        default: nil
        }
    }

    private func fits(_ name: String) -> Bool { ReferenceElections.smallNames.contains(name) }

    @Test("Every rule of every reference file", arguments: ReferenceElections.publishedNames)
    func rules(name: String) throws {
        guard fits(name) else { return }
        let election = try ReferenceElections.load(name)
        let published = try ReferenceElections.published(name)
        var compared = 0
        for (ruleName, expected) in published.rules {
            if ruleName.hasPrefix("oracle_") {
                try compareOracle(ruleName, expected, election, name)
                compared += 1
                continue
            }
            if ruleName == "phragmen" {
                let outcome = try Counting.count(election, by: CountingRule(.phragmen))
                #expect(election.sortedIDs(outcome.winners) == expected.selected, "\(name) \(ruleName)")
                compared += 1
                continue
            }
            guard var rule = PublishedOrderTests.rule(ruleName) else {
                Issue.record("the reference rule \(ruleName) is not compared")
                continue
            }
            // The reference counts cumulative ballots by their points.
            if election.voteType == .cumulative { rule.utility = .points }
            let outcome = try Counting.count(election, by: rule)
            let order = try #require(expected.selection_order)
            #expect(election.ids(outcome.winners) == order, "\(name) \(ruleName)")
            #expect(election.amount(outcome.cost) == expected.cost, "\(name) \(ruleName)")
            if let exhaustive = expected.exhaustive {
                #expect(outcome.isExhaustive(election) == exhaustive, "\(name) \(ruleName)")
            }
            if let increments = expected.increments {
                #expect(outcome.increment == increments, "\(name) \(ruleName)")
                #expect(outcome.share?.description == expected.endowment, "\(name) \(ruleName)")
                #expect(outcome.firstExhaustive == expected.first_exhaustive_increment, "\(name) \(ruleName)")
                var then = rule
                then.thenGreedy = true
                let rest = try Counting.count(election, by: then)
                let added = rest.wins.filter { $0.stage == .remainder }.map(\.project)
                #expect(election.ids(added) == expected.plus_utilitarian_added, "\(name) \(ruleName)")
            }
            compared += 1
        }
        #expect(compared == published.rules.count)
    }

    private func compareOracle(
        _ ruleName: String, _ expected: ReferenceElections.RuleResult, _ election: Election, _ name: String
    ) throws {
        let utility: Utility = ruleName.hasSuffix("cost") ? .cost : .cardinality
        let outcome = try Counting.count(
            election, by: CountingRule(.equalShares, utility: utility, completion: .add1Last))
        #expect(election.ids(outcome.winners) == expected.add1_last_feasible_order, "\(name) \(ruleName)")
        #expect(outcome.increment == expected.last_feasible_increment, "\(name) \(ruleName)")
    }
}
