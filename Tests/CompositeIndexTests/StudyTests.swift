import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

struct UncertaintyStudyTests {
    /// The design of the reference, replayed by its draws through a plan, its mapping and its sets of weights.
    @Test(.enabled(if: Reference.isPresent)) func theReferenceDesignByItsDraws() throws {
        let build = try ASEM.nominal.get()
        let table = try ReferenceTable("expected/sa200_design.csv")
        let columns = try ["Winmax", "Normalisation", "Weights", "Aggregation"].map { try table.numbers("u_" + $0) }
        let rows = columns[0].indices.map { row in columns.map { $0[row] } }
        let sets = try ReplayTests.weightSets(build.structure)
        let design = StudyDesign(rows: rows, samples: 200, draw: .observedRange)
        var runs = 0
        let study = UncertaintyStudy(build, .customary, design, weightSets: sets, observe: { _ in runs += 1 })
        #expect(study.factors.map(\.name) == ["treatment", "normalisation", "weights", "aggregation"])
        #expect(study.runs == 1200 && runs == 1200)
        let indices = try #require(study.indices)
        let expected = try ReferenceTable("expected/sa200_sensitivity.csv")
        for (own, reference) in zip(indices.first, try expected.numbers("Si")) { #expect(abs(own - reference) <= 1e-12) }
        for (own, reference) in zip(indices.total, try expected.numbers("STi")) { #expect(abs(own - reference) <= 1e-12) }
        let spreads = try ReferenceTable("expected/sa200_rankstats.csv")
        let (mean, median) = (try spreads.numbers("Mean"), try spreads.numbers("Median"))
        let (q5, q95) = (try spreads.numbers("Q5"), try spreads.numbers("Q95"))
        for (row, unit) in build.imputed.units.enumerated() {
            let (own, at) = (study.spreads[row], try #require(spreads.units.firstIndex(of: unit)))
            #expect(isClose(own.mean, mean[at]) && own.median == median[at] && isClose(own.q5, q5[at]) && isClose(own.q95, q95[at]))
        }
        // The bootstrap's draws are not published: its quantiles agree within what 1,000 draws leave open.
        let intervals = try #require(SobolIndices.intervals(study.target, samples: 200, factors: 4, draws: 4000))
        let ends = try ["Si_q5", "Si_q95", "STi_q5", "STi_q95"].map { try expected.numbers($0) }
        for factor in 0..<4 {
            #expect(abs(intervals.first[factor].lowerBound - ends[0][factor]) < 0.05)
            #expect(abs(intervals.first[factor].upperBound - ends[1][factor]) < 0.05)
            #expect(abs(intervals.total[factor].lowerBound - ends[2][factor]) < 0.05)
            #expect(abs(intervals.total[factor].upperBound - ends[3][factor]) < 0.05)
        }
        // Without bias the same draws pick other alternatives in some runs.
        let unbiased = UncertaintyStudy(build, .customary, StudyDesign(rows: rows, samples: 200), weightSets: sets)
        #expect(unbiased.indices != study.indices)
    }

    private func panel(seed: UInt64 = 4) throws -> IndexBuild {
        var random = SeededRandom(seed: seed)
        let tree = try PropertyTests.tree(6)
        var table = PropertyTests.table(&random, indicators: 6, units: 24)
        table.periods = (0..<24).map { $0 < 12 ? "1" : "2" }
        table.units = (0..<24).map { "u\($0 % 12)" }
        table.columns[2][5] = .nan
        table.columns[3][15] = .nan
        return IndexBuild(tree, IndexMethod(filling: .mean, treatment: Treatment(winsoriseAtMost: 2)), raw: table)
    }

    /// Every kind of choice at once, discrete and continuous, on a panel; each run equals the build that it names.
    @Test(arguments: [StudyDesign.Kind.random, .sobol]) func everyChoiceOnAPanel(kind: StudyDesign.Kind) throws {
        let build = try panel()
        let plan = StudyPlan(
            fillings: [.mean, .linear, .expectationMaximisation], treatments: [Treatment(winsoriseAtMost: 1), Treatment(winsoriseAtMost: 3)],
            normalisations: [nil, .minMax(lower: 1, upper: 10)],
            aggregations: [AggregationPlan(.arithmetic), AggregationPlan(.copeland), AggregationPlan(.harmonic, of: ["top": .arithmetic])],
            weightNoiseOf: ["p0": 0.5, "i1": 0.25])
        #expect(plan.factors.count == 6)
        let design = try #require(StudyDesign(kind, factors: 6, samples: 8, seed: 3))
        var wrong = 0
        let study = UncertaintyStudy(
            build, plan, design,
            observe: { run in
                var method = build.method
                method.filling = plan.fillings[run.choice.filling]
                method.treatment = plan.treatments[run.choice.treatment]
                if let other = plan.normalisations[run.choice.normalisation] { method.normalisation = other }
                method.aggregation = plan.aggregations[run.choice.aggregation].rule
                method.aggregationOf = plan.aggregations[run.choice.aggregation].of
                let own = IndexBuild(build.structure.weighted(run.weights), method, build.input)
                if own.ranks != run.ranks { wrong += 1 }
                for (a, b) in zip(own.scores[build.structure.top], run.scores) where !isClose(a, b) { wrong += 1 }
            })
        #expect(wrong == 0)
        #expect(study.runs == 64 && study.indices?.total.count == 6)
        #expect(study.spreads.count == 24 && study.spreads.allSatisfy { $0.q5 >= 1 && $0.q95 <= 12 && $0.q5 <= $0.q95 })
    }

    @Test func aContinuousExponent() throws {
        let build = try panel()
        let plan = StudyPlan(normalisations: [.minMax(lower: 1, upper: 100)], exponent: -1...1)
        var exponents: [Double] = []
        _ = UncertaintyStudy(
            build, plan, StudyDesign(rows: [[0], [0.5], [1]]),
            observe: { run in
                exponents.append(run.exponent ?? .nan)
                var method = build.method
                method.normalisation = .minMax(lower: 1, upper: 100)
                method.aggregation = [.harmonic, .geometric(shift: 0), .arithmetic][run.number - 1]
                let own = IndexBuild(build.structure, method, build.input)
                for (a, b) in zip(own.scores[build.structure.top], run.scores) { #expect(isClose(a, b)) }
            })
        #expect(exponents == [-1, 0, 1])
    }

    @Test func spreadsFromCountsEqualSpreadsFromRanks() {
        var random = SeededRandom(seed: 8)
        for _ in 0..<50 {
            let ranks = (0..<(1 + random.below(60))).map { _ in 1 + random.below(9) }
            var counts = [Int](repeating: 0, count: 10)
            for rank in ranks { counts[rank] += 1 }
            let (a, b) = (RankSpread(counts: counts), RankSpread(ranks.map(Double.init)))
            #expect(isClose(a.mean, b.mean) && a.median == b.median && isClose(a.q5, b.q5) && isClose(a.q95, b.q95))
        }
    }

    @Test func scoreBandsHoldTheScore() throws {
        let build = try panel()
        let bands = UncertaintyStudy.scoreBand(build, runs: 200)
        let scores = build.scores[build.structure.top]
        #expect(zip(bands, scores).count { $0?.contains($1) == true } >= 20)
    }
}

struct SobolSequenceTests {
    /// The first points as Joe and Kuo's program prints them (in natural order), and 2^k points in every 2^k-th interval of every axis.
    @Test func pointsAreEven() throws {
        let plain = try #require(SobolSequence(dimensions: SobolSequence.dimensionLimit))
        #expect(plain.point(0).allSatisfy { $0 == 0 })
        #expect(plain.point(1).allSatisfy { $0 == 0.5 })
        let three = try #require(SobolSequence(dimensions: 3))
        #expect(Set((0..<4).map { three.point($0) }) == [[0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75]])
        for sequence in [plain, try #require(SobolSequence(dimensions: 64, shiftedBy: SeededRandom(seed: 5)))] {
            let points = (0..<256).map { sequence.point($0) }
            for dimension in 0..<sequence.dimensions {
                #expect(Set(points.map { Int($0[dimension] * 256) }).count == 256, "dimension \(dimension)")
            }
        }
        #expect(SobolSequence(dimensions: 65) == nil && SobolSequence(dimensions: 0) == nil)
    }

    /// An integral that is known: the mean of Π (½ + x) over the cube is 1; the even points are nearer than random ones.
    @Test func integralsAreNearer() throws {
        func far(_ points: [[Double]]) -> Double {
            abs(points.reduce(0) { $0 + $1.reduce(1) { $0 * (0.5 + $1) } } / Double(points.count) - 1)
        }
        let sequence = try #require(SobolSequence(dimensions: 6, shiftedBy: SeededRandom(seed: 1)))
        var random = SeededRandom(seed: 1)
        let drawn = (0..<4096).map { _ in (0..<6).map { _ in random.unit() } }
        #expect(far((0..<4096).map { sequence.point($0) }) < far(drawn) / 2)
    }
}
