import Ground
import SurveySampling
import Testing

/// What must hold of estimates whatever the sample.
@Suite struct EstimateTests {
    private func design(_ seed: UInt64) throws -> (SurveyDesign, [Double], [String]) {
        let people = Population(seed: seed)
        let plan = SamplePlan(count: people.count, strata: people.district, clusters: people.village, within: 5)
        let drawn = try plan.draw(["d0": 3, "d1": 4, "d2": 3], seed: seed)
        return (try people.design(drawn, clusters: true, stages: 2), people.values(drawn), drawn.rows.map { people.district[$0.index] })
    }

    private func near(_ a: Double, _ b: Double, _ share: Double = 1e-9) -> Bool { abs(a - b) <= share * max(1, abs(b)) }

    @Test func estimatesFollowScaleAndShift() throws {
        for seed in 1...20 {
            let (design, values, _) = try design(UInt64(seed))
            let (mean, moved) = (design.mean(values), design.mean(values.map { 3 * $0 - 100 }))
            #expect(near(moved.value, 3 * mean.value - 100) && near(moved.standardError, 3 * mean.standardError))
            #expect(near(moved.designEffect ?? .nan, mean.designEffect ?? .infinity, 1e-7))
            let ones = values.map { _ in 1.0 }
            #expect(near(design.ratio(values, ones).standardError, mean.standardError))
            #expect(near(design.ratio(values, values).value, 1) && design.ratio(values, values).standardError < 1e-12)
            #expect(near(design.total(values).value, mean.value * design.weights.reduce(0, +)))
            #expect(design.mean(ones).standardError < 1e-12)
        }
    }

    /// Domains: those of a partition make up the whole; the whole as a domain changes nothing.
    @Test func domainsMakeUpTheWhole() throws {
        for seed in 1...20 {
            let (design, values, district) = try design(UInt64(seed))
            let whole = design.total(values)
            let parts = ["d0", "d1", "d2"].map { name in design.total(values, domain: district.map { $0 == name }) }
            #expect(near(parts.reduce(0) { $0 + $1.value }, whole.value))
            // Strata are drawn independently, so their variances add up.
            let variance = parts.reduce(0) { $0 + $1.standardError * $1.standardError }
            #expect(near(variance.squareRoot(), whole.standardError))
            #expect(parts.reduce(0) { $0 + $1.degreesOfFreedom } == whole.degreesOfFreedom)
            #expect(parts.reduce(0) { $0 + $1.count } == whole.count)
            #expect(design.total(values, domain: values.map { _ in true }) == whole)
        }
    }

    @Test func quantilesRiseAndStayInTheSample() throws {
        for seed in 1...20 {
            let (design, values, _) = try design(UInt64(seed))
            let found = stride(from: 0.0, through: 1, by: 0.05).map { design.quantile(values, at: $0) }
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.value <= $1.value })
            #expect(found.allSatisfy { values.contains($0.value) })
            #expect(found.first?.value == values.min() && found.last?.value == values.max())
            for estimate in found where estimate.interval.low.isFinite { #expect(estimate.interval.low <= estimate.value) }
        }
    }

    @Test func nothingToEstimateFromIsNoNumber() throws {
        let (design, values, _) = try design(1)
        let nobody = values.map { _ in false }
        for statistic in [Statistic.mean(values), .ratio(values, over: values), .quantile(values, share: 0.5)] {
            let found = design.estimate(statistic, domain: nobody)
            #expect(found.value.isNaN && found.count == 0 && found.interval.low.isNaN)
        }
        #expect(design.proportion(values.map { _ in true }, domain: nobody).interval.low.isNaN)
    }

    /// A lonely unit: refused, taken for certain, or compared with the whole.
    @Test func lonelyUnits() throws {
        let places = (2...6).map { Place("d.csv", line: $0) }
        let stages = [SurveyDesign.Stage(strata: ["a", "a", "b", "b", "c"])]
        let (weights, values) = ([2.0, 2, 3, 3, 4], [1.0, 2, 5, 9, 4])
        #expect {
            try SurveyDesign(weights: weights, stages: stages, places: places)
        } throws: { "\($0)".contains("d.csv:6: error: the stratum “c” holds a single") }
        let certain = try SurveyDesign(weights: weights, stages: stages, places: places, lonely: .certain).mean(values)
        let centre = try SurveyDesign(weights: weights, stages: stages, places: places, lonely: .centre).mean(values)
        let added = 4 * (4 - certain.value) / 14
        #expect(near(centre.standardError * centre.standardError, certain.standardError * certain.standardError + added * added))
        #expect(certain.degreesOfFreedom == 2)
    }

    @Test func intervalsOfProportionsStayWithinTheirBounds() throws {
        var random = SeededRandom(seed: 8)
        for _ in 0..<400 {
            let p = random.below(8) == 0 ? Double(random.below(2)) : random.unit()
            let n = 2 + random.below(500)
            let error = p == 0 || p == 1 ? 0 : (p * (1 - p) * (0.3 + 3 * random.unit()) / Double(n)).squareRoot()
            let df = 1 + random.below(n - 1)
            for kind in ProportionInterval.allCases {
                let found = kind.interval(p: p, error: error, n: n, df: df)
                #expect(found.low <= p + 1e-12 && found.high >= p - 1e-12, "\(kind) \(p) \(error) \(n) \(df) \(found)")
                if kind != .mean { #expect(found.low >= 0 && found.high <= 1, "\(kind) \(p)") }
                if kind != .mean, p == 0 || p == 1 { #expect(found.high > found.low) }
                let narrow = kind.interval(p: p, error: error, n: n, df: df, level: 0.5)
                #expect(narrow.low >= found.low - 1e-9 && narrow.high <= found.high + 1e-9, "\(kind) \(p) \(error) \(n) \(df)")
            }
        }
    }

    /// Clopper and Pearson promise that in at most α/2 of all samples the truth lies beyond either end.
    @Test func exactIntervalsKeepTheirPromise() {
        for (x, n) in [(0.0, 10.0), (3, 10), (17, 40), (40, 40)] {
            let found = BinomialInterval.clopperPearson.interval(x: x, n: n)
            func tail(_ p: Double, atLeast k: Double) -> Double { k <= 0 ? 1 : Distribution.incompleteBeta(p, k, n - k + 1) }
            if x > 0 { #expect(near(tail(found.low, atLeast: x), 0.025)) }
            if x < n { #expect(near(1 - tail(found.high, atLeast: x + 1), 0.025)) }
        }
    }

    /// Known values of the distributions (Abramowitz and Stegun, tables 26.1, 26.10; exact where there is a closed form).
    @Test func distributions() {
        #expect(near(Distribution.normalQuantile(0.975), 1.959963984540054, 1e-13))
        #expect(near(Distribution.tQuantile(0.975, df: 1), 12.706204736174698, 1e-12))
        #expect(near(Distribution.tQuantile(0.975, df: 2), 4.302652729749464, 1e-12))
        #expect(near(Distribution.tQuantile(0.995, df: 10), 3.169272672616951, 1e-10))
        #expect(near(Distribution.tQuantile(0.975, df: 1e9), 1.959963984540054, 1e-8))
        #expect(near(Distribution.betaQuantile(0.3, 1, 1), 0.3, 1e-13))
        #expect(near(Distribution.betaQuantile(0.3, 2, 1), 0.3.squareRoot(), 1e-13))
        #expect(near(Distribution.fUpperTail(1, numerator: 7, denominator: 7), 0.5, 1e-12))
        for p in [0.0, 1, -1, 2, .nan] { #expect(Distribution.normalQuantile(p).isNaN && Distribution.tQuantile(p, df: 3).isNaN) }
        #expect(Distribution.tQuantile(0.9, df: 0).isNaN)
    }

    /// Two columns that depend on each other, two that do not, and tables that cannot be tested.
    @Test func independence() throws {
        let (design, values, _) = try design(5)
        let high = values.map { $0 > 25 ? "high" : "low" }
        let same = try #require(design.independence(high, high.map { $0 + "!" }))
        #expect(same.p < 0.05 && same.f > 1)
        let parity = values.indices.map { $0 % 2 == 0 ? "even" : "odd" }
        #expect(try #require(design.independence(high, parity)).p > same.p)
        #expect(design.independence(high, high.map { _ in "one" }) == nil)
    }
}
