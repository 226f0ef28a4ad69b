import Ground
import OpinionMap
import Testing

struct FormulaTests {
    @Test("Proportion tests by hand")
    func proportions() {
        #expect(Leaning.probability(3, of: 4) == 4.0 / 6)
        // 8 of 8: 2·3·(9/9 − 1/2)
        #expect(Leaning.oneProportion(8, of: 8) == 3)
        #expect(Leaning.oneProportion(0, of: 3) == 2 * 2 * (0.25 - 0.5))
        #expect(Leaning.twoProportions((5, 5), (7, 7)) == 0)
        // (3+1)/(4+1) against (0+1)/(4+1), common share 5/10
        #expect(abs(Leaning.twoProportions((3, 4), (0, 4)) - 0.6 / (0.25 * 0.4).squareRoot()) < 1e-15)
    }

    @Test("Group-informed consensus is the product over groups; a large group does not carry a small one")
    func groupInformed() {
        #expect(Consensus.groupInformed([]) == 1)
        let both = Consensus.groupInformed([Tally(agrees: 90, disagrees: 0, seen: 90), Tally(agrees: 0, disagrees: 8, seen: 8)])
        #expect(abs(both - (91.0 / 92) * (1.0 / 10)) < 1e-16)
    }

    @Test("Priorities: the formula, newness, meta")
    func priorities() {
        // Never seen: importance ½·(E+1)·½, newness 9.
        #expect(abs(Routing.priority(Tally(), extremity: 1, isMeta: false) - 4.5 * 4.5) < 1e-12)
        #expect(Routing.priority(Tally(agrees: 9, disagrees: 0, seen: 9), extremity: 5, isMeta: true) == 49)
        // Ten seen, six agree, one passes, E = 0.5: (1 − 2/12)·1.5·7/12·(1 + 8/4)
        let value = (1 - 2.0 / 12) * 1.5 * 7 / 12 * 3
        #expect(abs(Routing.priority(Tally(agrees: 6, disagrees: 3, seen: 10), extremity: 0.5, isMeta: false) - value * value) < 1e-12)
        // Seven seen: 2^(−7/5) = 0.378929141627599…
        let seven = Routing.priority(Tally(agrees: 7, disagrees: 0, seen: 7), extremity: 0, isMeta: false)
        let expected = (1 - 1.0 / 9) * 8 / 9 * (1 + 8 * 0.378_929_141_627_599_5)
        #expect(abs(seven - expected * expected) < 1e-12)
        #expect(Routing.priority(Tally(agrees: 0, disagrees: 0, seen: .max / 4), extremity: 0, isMeta: false).isFinite)
    }

    @Test("Draws fall in proportion to priorities")
    func draws() {
        var random = SeededRandom(seed: 9)
        var counts: [Int: Int] = [:]
        for _ in 0..<8000 {
            let drawn = Routing.draw([(7, 1), (8, 0), (9, 3)], random: &random)
            counts[drawn ?? -1, default: 0] += 1
        }
        #expect(counts[8] == nil && counts[-1] == nil)
        #expect(abs((counts[9] ?? 0) - 6000) < 200)
        #expect(Routing.draw([], random: &random) == nil)
        #expect(Routing.draw([(5, 0)], random: &random) == 5)
    }

    @Test("Adjusted Rand index: published example, names do not matter, edges")
    func rand() {
        #expect(AdjustedRandIndex.of([0, 0, 1, 1], [5, 5, 2, 2]) == 1)
        #expect(abs(AdjustedRandIndex.of([0, 0, 1, 2], [0, 0, 1, 1]) - 0.571_428_571_428_571_4) < 1e-15)
        #expect(abs(AdjustedRandIndex.of([0, 0, 1, 1], [0, 1, 0, 1]) + 0.5) < 1e-15)
        #expect(AdjustedRandIndex.of([], []) == 1 && AdjustedRandIndex.of([1], [2]) == 1)
    }
}
