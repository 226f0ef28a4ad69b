import Ground
import SurveySampling
import Testing

/// Samples keep their promises: sizes, chances, weights, seeds.
@Suite struct DrawTests {
    private let people = Population(seed: 7)

    private var plans: [(name: String, plan: SamplePlan)] {
        let n = people.count
        return [
            ("simple", SamplePlan(count: n)),
            ("strata", SamplePlan(count: n, strata: people.district)),
            ("clusters", SamplePlan(count: n, strata: people.district, clusters: people.village)),
            ("two stages", SamplePlan(count: n, strata: people.district, clusters: people.village, within: 4)),
            ("pps", SamplePlan(count: n, sizes: people.size)),
            ("pps of clusters", SamplePlan(count: n, strata: people.district, clusters: people.village, sizes: people.size)),
            (
                "pps of clusters, then some",
                SamplePlan(count: n, strata: people.district, clusters: people.village, sizes: people.size, within: 4)
            ),
        ]
    }

    private func draw(_ plan: SamplePlan, seed: UInt64) throws -> DrawnSample {
        plan.strata == nil ? try plan.draw(20, seed: seed) : try plan.draw(["d0": 3, "d1": 4, "d2": 5], seed: seed)
    }

    @Test func theSameSeedDrawsTheSameSample() throws {
        for (name, plan) in plans {
            let sample = try draw(plan, seed: 5)
            #expect(try draw(plan, seed: 5) == sample, "\(name)")
            #expect(try draw(plan, seed: 6) != sample, "\(name)")
            #expect(sample.rows.map(\.index) == Array(Set(sample.rows.map(\.index))).sorted(), "\(name)")
        }
    }

    /// Written down once: a sample that was published can be drawn again by every later version.
    @Test func seedsKeepTheirMeaning() throws {
        let simple = try SamplePlan(count: 1000).draw(8, seed: 2026)
        #expect(simple.rows.map(\.index) == [2, 284, 573, 789, 812, 830, 834, 893])
        let sized = try SamplePlan(count: 100, sizes: (1...100).map(Double.init)).draw(6, seed: 2026)
        #expect(sized.rows.map(\.index) == [30, 50, 65, 77, 87, 96])
    }

    /// Over many seeds each row is drawn as often as its weight says.
    @Test func rowsAreDrawnWithTheChancesTheirWeightsState() throws {
        let rounds = 1_500
        for (name, plan) in plans {
            var times = [Double](repeating: 0, count: people.count)
            var weights = [Double](repeating: 0, count: people.count)
            for seed in 0..<rounds {
                for row in try draw(plan, seed: UInt64(seed)).rows {
                    times[row.index] += 1
                    weights[row.index] = row.weight
                }
            }
            for index in times.indices where weights[index] > 0 {
                let chance = 1 / weights[index]
                let error = (chance * (1 - chance) * Double(rounds)).squareRoot()
                #expect(abs(times[index] - chance * Double(rounds)) <= 5 * error + 1e-9, "\(name), row \(index)")
            }
            // The weights of the rows never drawn are not known; there must be hardly any.
            #expect(weights.count { $0 == 0 } <= 2, "\(name)")
        }
    }

    /// The estimated total is right on average, and so is its estimated variance where the design has no approximation.
    @Test func estimatesAreUnbiased() throws {
        let rounds = 1_500
        for (name, plan) in plans where plan.strata != nil {
            let isClustered = plan.clusters != nil
            var totals: [Double] = []
            var variances: [Double] = []
            for seed in 0..<rounds {
                let sample = try draw(plan, seed: UInt64(seed) + 10_000)
                let design = try people.design(sample, clusters: isClustered, stages: plan.within == nil ? 1 : 2)
                let estimate = design.total(people.values(sample))
                totals.append(estimate.value)
                variances.append(estimate.standardError * estimate.standardError)
            }
            let mean = totals.reduce(0, +) / Double(rounds)
            let spread = totals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rounds - 1)
            #expect(abs(mean - people.total) <= 4.5 * (spread / Double(rounds)).squareRoot(), "\(name)")
            let estimated = variances.reduce(0, +) / Double(rounds)
            let ratio = estimated / spread
            // With unequal chances the variance is that of sampling with replacement: never too small.
            #expect(plan.sizes == nil ? (0.85...1.18).contains(ratio) : (0.85...4).contains(ratio), "\(name): \(ratio)")
        }
    }

    @Test func weightsRestoreThePopulation() throws {
        for (name, plan) in plans where plan.within == nil && plan.sizes == nil && plan.clusters == nil {
            let sum = try draw(plan, seed: 3).rows.reduce(0) { $0 + $1.weight }
            #expect(abs(sum - Double(people.count)) < 1e-6, "\(name)")
        }
        let all = try SamplePlan(count: people.count).draw(people.count, seed: 1)
        #expect(all.rows.allSatisfy { $0.weight == 1 })
    }

    @Test func inclusionProbabilitiesSumToTheSize() throws {
        var random = SeededRandom(seed: 12)
        for _ in 0..<300 {
            let sizes = (0..<(1 + random.below(40))).map { _ in
                random.below(6) == 0 ? 0 : Double(1 << random.below(30)) * random.unit()
            }
            let positive = sizes.count { $0 > 0 }
            guard positive > 0 else { continue }
            let n = 1 + random.below(positive)
            let chances = try SamplePlan.inclusionProbabilities(n, sizes: sizes)
            #expect(abs(chances.reduce(0, +) - Double(n)) < 1e-9)
            #expect(zip(chances, sizes).allSatisfy { $0 >= 0 && $0 <= 1 && ($0 == 0) == ($1 == 0) })
            let drawn = try SamplePlan(count: sizes.count, sizes: sizes).draw(n, seed: random.next())
            #expect(drawn.rows.count == n && drawn.rows.allSatisfy { chances[$0.index] > 0 })
            #expect(drawn.strata[0].certain == chances.count { $0 == 1 })
        }
    }

    @Test func whatCannotBeDrawnIsRefused() throws {
        func message(_ plan: SamplePlan, _ counts: [String: Int]) -> String {
            do throws(RejectedInput) {
                _ = try plan.draw(counts, seed: 1)
                return ""
            } catch {
                return error.description
            }
        }
        let plan = SamplePlan(count: 4, strata: ["a", "a", "b", "b"])
        #expect(message(plan, ["a": 1, "b": 3]).contains("a sample of 3 cannot be drawn from the 2 units of the stratum “b”"))
        #expect(message(plan, ["a": 1, "b": -1]).contains("a sample of -1"))
        #expect(message(plan, ["a": 1]).contains("“b” has no size"))
        #expect(message(plan, ["a": 1, "b": 1, "c": 1]).contains("no stratum “c”"))
        #expect(message(SamplePlan(count: 0), ["": 1]).contains("no rows"))
        #expect(message(SamplePlan(count: 2, clusters: ["x", "y"], within: 0), ["": 1]).contains("--within"))
        #expect(message(SamplePlan(count: 2, sizes: [1, -1]), ["": 1]).contains("negative"))
        #expect(message(SamplePlan(count: 2, sizes: [1, 0]), ["": 2]).contains("1 units that have a size"))
        #expect(message(SamplePlan(count: 2, sizes: [.nan, 1]), ["": 1]).contains("not a number"))
        // Leaving a stratum out is a choice.
        #expect(try plan.draw(["a": 0, "b": 2], seed: 1).rows.map(\.index) == [2, 3])
    }
}
