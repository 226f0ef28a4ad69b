import CompositeIndex
import Foundation
import TestSupport
import Testing

func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// The published designs of 500 and 1,200 runs, replayed.
@Suite(.enabled(if: Reference.isPresent))
struct ReplayTests {
    static let treatments = (1...5).map { Treatment(winsoriseAtMost: $0) }
    static let normalisations = [Normalisation.minMax(lower: 1, upper: 100), .zScore(mean: 10, deviation: 2)]
    static let aggregations = [Aggregation.arithmetic, .geometric(shift: 0)]

    static func weightSets(_ tree: IndexStructure) throws -> [[Double]] {
        let table = try ReferenceTable("expected/sa_noisy_weights.csv")
        let position = Dictionary(uniqueKeysWithValues: tree.elements.enumerated().map { ($1.code, $0) })
        var sets = [[Double]](repeating: tree.elements.map(\.weight), count: 100)
        let (set, code, weight) = (
            try table.numbers("set"), try table.texts("iCode"), try table.numbers("Weight")
        )
        for index in set.indices {
            if let place = position[code[index]] { sets[Int(set[index]) - 1][place] = weight[index] }
        }
        return sets
    }

    static func replay(_ name: String) throws -> (wrong: Int, ranks: [[Int]], nominal: [Int], units: [String]) {
        let asem = try ASEM.shared.get()
        let build = try ASEM.nominal.get()
        let sets = try weightSets(asem.structure)
        var study = MonteCarlo(
            asem.structure, table: build.imputed, treatments: treatments, normalisations: normalisations,
            aggregations: aggregations,
            varying: asem.structure.elements.indices.map { $0 >= asem.structure.indicatorCount })
        let design = try ReferenceTable("expected/\(name)_design.csv")
        let expected = try ReferenceTable("expected/\(name)_scores.csv")
        let (winmax, sets1) = (try design.numbers("winmax"), try design.numbers("weight_set"))
        let (norm, rule) = (try design.texts("norm"), try design.texts("f_ag"))
        let order = try build.imputed.units.map { unit in try #require(expected.units.firstIndex(of: unit)) }
        var (wrong, ranks) = (0, [[Int]]())
        for run in winmax.indices {
            let choice = MonteCarlo.Choice(
                treatment: Int(winmax[run]) - 1, normalisation: norm[run] == "n_minmax" ? 0 : 1,
                aggregation: rule[run] == "a_amean" ? 0 : 1, weights: Int(sets1[run]) - 1)
            study.run(choice, weights: sets[choice.weights])
            let reference = try expected.numbers("r_\(run + 1)")
            for (row, from) in order.enumerated() where !isClose(study.scores[row], reference[from]) { wrong += 1 }
            ranks.append(study.ranks)
        }
        return (wrong, ranks, build.ranks, build.imputed.units)
    }

    @Test func uncertainty() throws {
        let result = try ReplayTests.replay("ua500")
        #expect(result.ranks.count == 500)
        #expect(result.wrong == 0)
        try ReplayTests.compareSpreads(result.ranks, result.units, "ua500_rankstats")
    }

    static func compareSpreads(_ ranks: [[Int]], _ units: [String], _ name: String) throws {
        let table = try ReferenceTable("expected/\(name).csv")
        let (mean, median) = (try table.numbers("Mean"), try table.numbers("Median"))
        let (q5, q95) = (try table.numbers("Q5"), try table.numbers("Q95"))
        for (row, unit) in units.enumerated() {
            let spread = RankSpread(ranks.map { Double($0[row]) })
            let at = try #require(table.units.firstIndex(of: unit))
            #expect(isClose(spread.mean, mean[at]) && isClose(spread.median, median[at]), "\(name) \(unit)")
            #expect(isClose(spread.q5, q5[at]) && isClose(spread.q95, q95[at]), "\(name) \(unit)")
        }
    }

    @Test func sensitivity() throws {
        let result = try ReplayTests.replay("sa200")
        #expect(result.ranks.count == 1200)
        #expect(result.wrong == 0)
        let y = result.ranks.map { ranks in
            Double(zip(ranks, result.nominal).reduce(0) { $0 + abs($1.0 - $1.1) }) / Double(ranks.count)
        }
        let target = try ReferenceTable("expected/sa200_target_y.csv")
        for (own, expected) in zip(y, try target.numbers("mean_abs_rank_change")) { #expect(isClose(own, expected)) }
        // The summary of the reference is over the first two blocks.
        try ReplayTests.compareSpreads(Array(result.ranks.prefix(400)), result.units, "sa200_rankstats")
        let indices = try #require(SobolIndices(y, samples: 200, factors: 4))
        let table = try ReferenceTable("expected/sa200_sensitivity.csv")
        for (own, expected) in zip(indices.first, try table.numbers("Si")) { #expect(abs(own - expected) <= 1e-12) }
        for (own, expected) in zip(indices.total, try table.numbers("STi")) { #expect(abs(own - expected) <= 1e-12) }
    }

    @Test func drawsAsTheReferenceProgram() throws {
        let design = try ReferenceTable("expected/ua500_design.csv")
        let draws = try design.numbers("u_Weights")
        let sets = try design.numbers("weight_set").map { Int($0) - 1 }
        #expect(DiscreteDraw.observedRange.positions(draws, among: 100) == sets)
        let unbiased = DiscreteDraw.unbiased.positions(draws, among: 100)
        #expect(zip(unbiased, sets).count { $0 != $1 } == 70)
    }
}
