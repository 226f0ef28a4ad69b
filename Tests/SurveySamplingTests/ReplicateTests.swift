import Ground
import SurveySampling
import Testing

@Suite struct ReplicateTests {
    private let people = Population(seed: 3, districts: 4, villages: 10)

    private func sample(_ size: Int, clusters: Bool, seed: UInt64 = 4) throws -> (SurveyDesign, [Double]) {
        let plan = SamplePlan(
            count: people.count, strata: people.district, clusters: clusters ? people.village : nil)
        let drawn = try plan.draw(["d0": size, "d1": size, "d2": size, "d3": size], seed: seed)
        return (try people.design(drawn, clusters: clusters), people.values(drawn))
    }

    private func near(_ a: Double, _ b: Double, _ share: Double) -> Bool { abs(a - b) <= share * abs(b) }

    /// For totals, linear in the weights, the jackknife of strata and balanced half-samples say exactly what the formula says.
    @Test func totalsAgreeWithTheFormula() throws {
        for clusters in [false, true] {
            let (design, values) = try sample(2, clusters: clusters)
            let formula = design.total(values)
            let jackknife = design.estimate(.total(values), by: try design.replicates(.jackknife))
            let halves = design.estimate(.total(values), by: try design.replicates(.halfSamples))
            #expect(near(jackknife.standardError, formula.standardError, 0.15))
            #expect(near(halves.standardError, formula.standardError, 1e-9))
            #expect(halves.value == formula.value)
            #expect(try design.replicates(.halfSamples).count == 8)
            if let a = halves.designEffect, let b = formula.designEffect { #expect(near(a, b, 1e-9)) }
        }
    }

    @Test func theBootstrapComesNear() throws {
        for clusters in [false, true] {
            let (design, values) = try sample(6, clusters: clusters)
            let replicates = try design.replicates(.bootstrap(count: 3_000, seed: 9))
            for statistic in [Statistic.total(values), .mean(values), .ratio(values, over: values.map { $0 * $0 })] {
                let formula = design.estimate(statistic)
                let found = design.estimate(statistic, by: replicates)
                #expect(near(found.standardError, formula.standardError, 0.1), "\(found) \(formula)")
                #expect(found.value == formula.value)
            }
        }
    }

    @Test func theBootstrapFollowsItsSeed() throws {
        let (design, values) = try sample(5, clusters: false)
        func error(_ seed: UInt64) throws -> Double {
            design.estimate(.mean(values), by: try design.replicates(.bootstrap(count: 50, seed: seed))).standardError
        }
        #expect(try error(1) == error(1))
        #expect(try error(1) != error(2))
    }

    /// Replicates of calibrated weights are calibrated too, so a known margin has no error.
    @Test func calibrationIsRepeated() throws {
        let (base, values) = try sample(5, clusters: true)
        let labels = values.map { $0 > 25 ? "much" : "little" }
        let design = try base.postStratified(
            .init(name: "amount", labels: labels, counts: ["much": 300, "little": 200], place: Place("margin")))
        let much = labels.map { $0 == "much" ? 1.0 : 0 }
        for method in [Replicates.Method.jackknife, .bootstrap(count: 40, seed: 2)] {
            let replicates = try design.replicates(method)
            let known = design.estimate(.total(much), by: replicates)
            #expect(near(known.value, 300, 1e-12))
            let lossless = (0..<replicates.count).allSatisfy { index in
                let weights = replicates.weights(index)
                return zip(weights, much).contains { $0 > 0 && $1 == 1 } && zip(weights, much).contains { $0 > 0 && $1 == 0 }
            }
            if lossless { #expect(known.standardError < 1e-9) }
        }
        #expect(design.total(much).standardError < 1e-9)
    }

    @Test func whatCannotBeReplicatedIsRefused() throws {
        let (design, _) = try sample(3, clusters: false)
        #expect {
            try design.replicates(.halfSamples)
        } throws: { "\($0)".contains("need two sampled units in each stratum; here are 3") }
        #expect(throws: RejectedInput.self) { try design.replicates(.bootstrap(count: 1, seed: 1)) }
        let single = try SurveyDesign(weights: [1], stages: [], places: [Place("f", line: 2)], lonely: .certain)
        #expect(throws: RejectedInput.self) { try single.replicates(.jackknife) }
    }
}
