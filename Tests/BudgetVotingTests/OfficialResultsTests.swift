import BudgetVoting
import Foundation
import TestSupport
import Testing

/// What the organisers announced.
@Suite("Official results", .enabled(if: Reference.isPresent))
struct OfficialResultsTests {
    private func official(_ election: Election) -> Set<String> {
        Set(election.projects.filter { $0.selected == 1 }.map(\.id))
    }

    @Test("Wieliczka 2023: 30 winners, 995,079, the 164th step") func wieliczka() throws {
        let election = try ReferenceElections.load("Poland_Wieliczka_2023_Green_Budget")
        let rule = CountingRule(.equalShares, completion: .add1Last, comparison: true, ties: .costVotes)
        let outcome = try Counting.count(election, by: rule)
        #expect(Set(election.ids(outcome.winners)) == official(election))
        #expect(outcome.winners.count == 30)
        #expect(outcome.cost == 995_079)
        #expect(outcome.increment == 164)
        #expect(outcome.share?.description == "1040052/3293")
        #expect(outcome.firstExhaustive == 150)
        let first = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1First))
        #expect(first.winners.count == 31 && first.cost == 984_579 && first.increment == 150)
        let difference = Set(election.ids(first.winners)).symmetricDifference(official(election))
        #expect(difference == ["66", "67", "46"])
    }

    @Test("Świecie 2023: 17 winners, 1,040,337, both completions, eligibility and comparison") func swiecie() throws {
        let election = try ReferenceElections.load("Poland_Swiecie_2023")
        let rule = CountingRule(.equalShares, completion: .add1Last, comparison: true, eligibility: true)
        let outcome = try Counting.count(election, by: rule)
        #expect(Set(election.ids(outcome.winners)) == official(election))
        #expect(outcome.winners.count == 17 && outcome.cost == 1_040_337 && outcome.increment == 242)
        let first = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1First))
        #expect(Set(election.ids(first.winners)) == official(election))
        #expect(first.increment == 226)
    }

    @Test("Assen 2024: 9 winners, 76,700, step 843") func assen() throws {
        let election = try ReferenceElections.load("Netherlands_Assen_2024")
        let outcome = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1Last))
        #expect(Set(election.ids(outcome.winners)) == official(election))
        #expect(outcome.winners.count == 9 && outcome.cost == 76_700 && outcome.increment == 843)
        #expect(outcome.firstExhaustive == nil)
    }

    @Test("Łódź 2022: 16 winners by votes, the budget spent to the last złoty") func lodz() throws {
        let election = try ReferenceElections.load("Poland_Lodz_2022")
        let published = try #require(try ReferenceElections.published("Poland_Lodz_2022").official_selected)
        let outcome = try Counting.count(election, by: CountingRule(.greedy))
        #expect(Set(election.ids(outcome.winners)) == Set(published) && outcome.winners.count == 16)
        #expect(outcome.cost == 6_112_868 && outcome.moneyLeft == 0)
    }

    /// Elections with published winners that declare a rule: how many, and which of them it does not reproduce when the projects
    /// of special cases (`selected` 2 and 3) count as winners, and when they do not.
    private struct Agreement {
        var total = 0
        var differing: [String] = []
        var differingWithoutSpecials: [String] = []
    }

    private func agreement(_ declared: String, _ rules: (Election) -> [CountingRule]) throws -> Agreement {
        var agreement = Agreement()
        for name in ReferenceElections.names {
            let election = try ReferenceElections.load(name)
            guard election.meta("rule") == declared, election.projects.contains(where: { $0.selected != nil }) else {
                continue
            }
            agreement.total += 1
            let results = try rules(election).map { Set(try Counting.count(election, by: $0).winners) }
            let winners = election.projects.indices.filter { (election.projects[$0].selected ?? 0) >= 1 }
            if !results.contains(Set(winners)) { agreement.differing.append(name) }
            let plain = winners.filter { election.projects[$0].selected == 1 }
            if !results.contains(Set(plain)) { agreement.differingWithoutSpecials.append(name) }
        }
        return agreement
    }

    @Test("Declared greedy: 25 of 25") func greedy() throws {
        let found = try agreement("greedy") { _ in [CountingRule(.greedy)] }
        #expect(found.total == 25 && found.differing.isEmpty, "\(found)")
    }

    @Test("Greedy without skipping: 31 of 32, all without the turnout award") func noSkip() throws {
        let found = try agreement("greedy-no-skip") { _ in [CountingRule(.greedy, skips: false)] }
        #expect(found.total == 32 && found.differing == ["Poland_Gdynia_2022_Dzialki_Lesne__small"], "\(found)")
        #expect(found.differingWithoutSpecials.isEmpty, "\(found)")
    }

    @Test("Greedy with threshold: 27 of 28") func threshold() throws {
        let found = try agreement("greedy-threshold") { election in
            [CountingRule(.greedy, constraints: Constraints(minimumVotes: election.declaredVoteThreshold))]
        }
        #expect(found.total == 28 && found.differing == ["Poland_Warszawa_2026_Stary_Mokotow"], "\(found)")
    }

    @Test("Greedy with exclusive groups: 4 of 4, plain") func exclusive() throws {
        let found = try agreement("greedy-exclusive") { _ in [CountingRule(.greedy)] }
        #expect(found.total == 4 && found.differing.isEmpty, "\(found)")
    }

    @Test("Greedy of the city's own making: 7 of 10, all without projects paid from the reserve") func custom() throws {
        let found = try agreement("greedy-custom") { _ in [CountingRule(.greedy), CountingRule(.greedy, skips: false)] }
        #expect(found.total == 10 && found.differing.count == 3, "\(found)")
        let prefixes = ["Poland_Poznan_2023_12", "Poland_Poznan_2023_5", "Poland_Poznan_2026_3"]
        #expect(zip(found.differing, prefixes).allSatisfy { $0.hasPrefix($1) }, "\(found)")
        #expect(found.differingWithoutSpecials.isEmpty, "\(found)")
    }
}
