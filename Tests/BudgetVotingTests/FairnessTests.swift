import BudgetVoting
import TestSupport
import Testing

/// The figures that Wieliczka published and those computed for it by other means.
@Suite("Fairness and explanation of Wieliczka 2023", .enabled(if: Reference.isPresent))
struct FairnessTests {
    private let election: Election
    private let shares: Outcome
    private let greedy: Outcome

    init() throws {
        election = try ReferenceElections.load("Poland_Wieliczka_2023_Green_Budget")
        shares = try Counting.count(election, by: CountingRule(.equalShares, completion: .add1Last))
        greedy = try Counting.count(election, by: CountingRule(.greedy))
    }

    private func rounded(_ value: Double, _ digits: Double) -> Double { (value * digits).rounded() / digits }

    @Test("Excluded voters, mean and distribution") func figures() {
        let ours = FairnessFigures(election, winners: shares.winners)
        let theirs = FairnessFigures(election, winners: greedy.winners)
        #expect(rounded(ours.all.excludedShare * 100, 10) == 17.8)
        #expect(rounded(theirs.all.excludedShare * 100, 10) == 27.6)
        #expect(rounded(ours.all.meanWinners, 1000) == 1.617)
        #expect(rounded(theirs.all.meanWinners, 1000) == 1.471)
        #expect(rounded(Double(ours.distribution[1]) * 100 / 6586, 10) == 45.0)
        #expect(rounded(Double(ours.distribution[2]) * 100 / 6586, 10) == 21.2)
        #expect(ours.distribution.reduce(0, +) == 6586)
        #expect(rounded(ours.withTwoOrMore.excludedShare * 100, 10) == 8.6)
        #expect(rounded(theirs.withTwoOrMore.excludedShare * 100, 10) == 15.4)
    }

    @Test("Who gains and who loses against greedy") func comparison() {
        let versus = HeadToHead(election, shares.winners, greedy.winners)
        #expect(versus.betterUnderFirst == 1615 && versus.betterUnderSecond == 873)
        #expect(versus.betterUnderFirst + versus.betterUnderSecond + versus.same == 6586)
        #expect(Set(election.ids(versus.onlySecond)) == ["8", "16", "21", "87"])
        #expect(versus.onlyFirst.count == 11)
        #expect(versus.votesOnlySecond == 1453 && versus.votesOnlyFirst == 2414)
    }

    @Test("Payments of each winner add up to its cost, and nobody spends more than her share") func ledger() throws {
        let explanation = try Explanation(shares, of: election)
        #expect(explanation.winners.count == 30 && explanation.losers.count == 34)
        for winner in explanation.winners {
            let cost = Double(election.projects[winner.project].cost)
            let highest = try #require(winner.highestPayment)
            let payers = try #require(winner.payers)
            let gaveAll = try #require(winner.gaveAll)
            #expect(payers <= winner.votes && gaveAll <= payers)
            // Those who did not give all paid the highest payment each; the others something below it.
            #expect(highest * Double(payers - gaveAll) <= cost * (1 + 1e-9))
            #expect(highest * Double(payers) >= cost * (1 - 1e-9))
            #expect(abs((winner.effectiveVotes ?? 0) * highest - cost) < 1e-6 * cost)
        }
        // The first project is paid by all its supporters alike.
        #expect(explanation.winners[0].effectiveVotes == 720)
    }

    @Test("A loser's shortage is its cost less what its supporters have left") func shortage() throws {
        let explanation = try Explanation(shares, of: election)
        for loser in explanation.losers {
            guard case .supportersShort(let shortfall) = loser.reason else {
                Issue.record("project \(loser.project) lost for \(loser.reason)")
                continue
            }
            let cost = election.projects[loser.project].cost
            #expect(abs(shortfall.left + shortfall.missing - cost) <= 1)
            let spent = shortfall.spent.reduce(0) { $0 + $1.paid }
            #expect(abs(shortfall.owned - shortfall.left - spent) <= shortfall.spent.count + 2)
            #expect(shortfall.supporters == loser.votes && shortfall.missing > 0)
        }
        let loser = try #require(explanation.losers.first)
        #expect(election.projects[loser.project].id == "21")
        let english = PlainWords(shares, of: election, language: .en).sentence(for: loser)
        #expect(
            english.hasPrefix(
                "Its 496 supporters had 315.84 PLN each, 156,655 PLN together. 38 % of them had paid 40,048 PLN for project 6 "
            ))
        #expect(
            english.hasSuffix(
                "They had 75,286 PLN left, 24,714 PLN short of its cost of 100,000 PLN: 79 more supporters who had spent nothing yet would have been enough."
            ))
        let chinese = PlainWords(shares, of: election, language: .zh).sentence(for: loser)
        #expect(chinese.hasPrefix("支持它的496人每人有315.84 PLN，共156,655 PLN。38%的人已为6号项目“Zielona Chorągwica"))
        #expect(chinese.hasSuffix("他们剩下75,286 PLN，离造价100,000 PLN还差24,714 PLN：再有79位未花过钱的支持者才够。"))
    }

    @Test("Figures by area and by district where a file names them") func areas() throws {
        let częstochowa = try ReferenceElections.load("Poland_Czestochowa_2020")
        let outcome = try Counting.count(częstochowa, by: CountingRule(.greedy, utility: .pointsCost))
        let figures = FairnessFigures(częstochowa, winners: outcome.winners)
        #expect(!figures.areas.isEmpty)
        #expect(figures.areas.reduce(0) { $0 + $1.group.voters } <= figures.all.voters)
        let zürich = try ReferenceElections.load("Switzerland_Zurich_S5")
        let winners = try Counting.count(zürich, by: CountingRule(.greedy)).winners
        let money = FairnessFigures(zürich, winners: winners)
        #expect(money.districts.map(\.name) == ["Nord", "Süd", "Ost", "West"])
        #expect(money.districts.reduce(0) { $0 + $1.cost } == 60_000)
        #expect(money.categories.reduce(0) { $0 + $1.projects } == 24)
    }
}
