import BudgetVoting
import Foundation
import TestSupport
import Testing

/// Winners of 128 real elections as an independent program found them: equal shares alone, Add1 last feasible, Add1 first
/// exhaustive, for both utilities, with the number of steps.
@Suite("Equal shares equals the independent oracle", .enabled(if: Reference.isPresent))
struct OracleTests {
    @Test("All elections are there") func completeness() {
        #expect(ReferenceElections.names.count == 132)
        #expect(ReferenceElections.oracle.count == 128)
        #expect(ReferenceElections.names.filter { ReferenceElections.oracle["\($0).pb"] != nil }.count == 128)
    }

    @Test("Winners and steps", arguments: ReferenceElections.smallNames)
    func winners(name: String) throws {
        guard let entries = ReferenceElections.oracle["\(name).pb"] else { return }
        let election = try ReferenceElections.load(name)
        for (key, utility) in [("cost", Utility.cost), ("card", .cardinality)] {
            let entry = try #require(entries[key])
            let plain = try Counting.count(election, by: CountingRule(.equalShares, utility: utility))
            #expect(election.sortedIDs(plain.winners) == entry.mes.sorted(by: bytes))
            #expect(plain.cost == entry.mes_cost * Amount.unit(scale: election.scale))
            let last = try Counting.count(
                election, by: CountingRule(.equalShares, utility: utility, completion: .add1Last))
            #expect(election.sortedIDs(last.winners) == entry.add1_last.sorted(by: bytes))
            #expect(last.increment == entry.inc)
            #expect(last.cost == entry.add1_last_cost * Amount.unit(scale: election.scale))
            #expect(last.firstExhaustive == (entry.exh_inc < 0 ? nil : entry.exh_inc))
            let first = try Counting.count(
                election, by: CountingRule(.equalShares, utility: utility, completion: .add1First))
            #expect(election.sortedIDs(first.winners) == entry.add1_first_exh.sorted(by: bytes))
            if entry.exh_inc >= 0 { #expect(first.increment == entry.exh_inc) }
        }
    }

    @Test("Lowest cost first gives the same winners", arguments: ReferenceElections.smallNames)
    func otherTieOrder(name: String) throws {
        guard let entries = ReferenceElections.oracle["\(name).pb"], let entry = entries["cost"] else { return }
        let election = try ReferenceElections.load(name)
        let rule = CountingRule(.equalShares, completion: .add1Last, ties: TieOrder([.lowestCost]))
        let last = try Counting.count(election, by: rule)
        #expect(election.sortedIDs(last.winners) == entry.add1_last.sorted(by: bytes))
    }

    private func bytes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
