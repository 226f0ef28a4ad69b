import Ground
import SurveySampling
import Testing

@Suite struct AllocationTests {
    @Test func sizesKeepTheirBoundsAndSum() throws {
        var random = SeededRandom(seed: 31)
        for _ in 0..<500 {
            let strata = (0..<(1 + random.below(12))).map { index in
                StratumSummary(
                    name: "s\(index)", units: Double(1 + random.below(1 << random.below(16))),
                    deviation: random.below(5) == 0 ? 0 : random.unit() * Double(1 << random.below(20)))
            }
            let units = strata.map { Int($0.units) }
            let minimum = random.below(4)
            let least = units.reduce(0) { $0 + min($1, minimum) }
            let total = least + random.below(units.reduce(0, +) - least + 1)
            for kind in Allocation.allCases {
                let sizes = try kind.sizes(of: total, among: strata, minimum: minimum)
                #expect(sizes.reduce(0, +) == total)
                for (size, n) in zip(sizes, units) { #expect(size >= min(minimum, n) && size <= n) }
                // Where no bound is met, each size is its share rounded down or up.
                // Without any spread Neyman's has no shares, and sizes follow the units.
                let shares = kind.shares(of: Double(total), among: strata)
                let isShared = abs(shares.reduce(0, +) - Double(total)) < 0.5
                if isShared, zip(shares, units).allSatisfy({ $0 >= Double(minimum) && $0 <= Double($1) }) {
                    for (size, share) in zip(sizes, shares) { #expect(abs(Double(size) - share) < 1 + 1e-9) }
                }
            }
        }
    }

    /// No other whole allocation of a small sample gives a smaller variance than Neyman's by more than rounding does.
    @Test func neymanIsNearlyBest() throws {
        let strata = [
            StratumSummary(name: "a", units: 50, deviation: 4), StratumSummary(name: "b", units: 30, deviation: 9),
            StratumSummary(name: "c", units: 20, deviation: 1),
        ]
        func variance(_ sizes: [Int]) -> Double {
            zip(strata, sizes).reduce(0) { sum, pair in
                let (n, s) = (pair.0.units, pair.0.deviation ?? 0)
                return sum + n * n * s * s * (1 / Double(pair.1) - 1 / n)
            }
        }
        let found = variance(try Allocation.neyman.sizes(of: 20, among: strata, minimum: 1))
        var best = Double.infinity
        for a in 1...18 { for b in 1...(19 - a) { best = min(best, variance([a, b, 20 - a - b])) } }
        #expect(found <= best * 1.02)
        #expect(found < variance(try Allocation.proportional.sizes(of: 20, among: strata, minimum: 1)))
    }

    @Test func impossibleSharesAreRefused() {
        let good = StratumSummary(name: "a", units: 10, deviation: 1)
        let cases: [([StratumSummary], Int, String)] = [
            ([good], 11, "cannot be shared"), ([good], 1, "between 2 and 10"), ([], 5, "cannot be shared"),
            ([good, StratumSummary(name: "b", units: 0, deviation: 1)], 5, "“b” is empty"),
            ([StratumSummary(name: "b", units: 5)], 5, "“b” has no standard deviation"),
            ([StratumSummary(name: "b", units: 5, deviation: .nan)], 5, "no standard deviation"),
            ([StratumSummary(name: "b", units: .infinity, deviation: 1)], 5, "“b” is empty"),
            ([StratumSummary(name: "b", units: .nan, deviation: 1)], 5, "“b” is empty"),
        ]
        for (strata, total, message) in cases {
            #expect {
                try Allocation.neyman.sizes(of: total, among: strata)
            } throws: { error in
                "\(error)".contains(message)
            }
        }
    }

    @Test func sizesAndMarginsAreInverse() throws {
        var random = SeededRandom(seed: 77)
        for _ in 0..<200 {
            let conditions = SampleSize.Conditions(
                population: random.below(2) == 0 ? nil : 500 + Double(random.below(100_000)),
                designEffect: 0.5 + random.unit() * 3, responseRate: 0.3 + random.unit() * 0.7, level: 0.8 + random.unit() * 0.19)
            let aim = random.below(2) == 0 ? SampleSize.Aim.proportion(0.1 + random.unit() * 0.8) : .mean(deviation: 1 + random.unit())
            let margin = 0.03 + random.unit() * 0.1
            let size = try SampleSize(aim, margin: margin, conditions)
            guard size.withPopulation >= 1 else { continue }
            #expect(abs(try SampleSize.margin(of: size.withPopulation, aim, conditions) - margin) < 1e-9)
            #expect(Double(size.completed) >= size.withPopulation - 1e-8 && Double(size.completed) < size.withPopulation + 1)
            #expect(Double(size.approached) * conditions.responseRate >= Double(size.completed) - 1e-6)
        }
        #expect(abs(SampleSize.Conditions.designEffect(clusterSize: 10, correlation: 0.05) - 1.45) < 1e-12)
    }

    @Test func unreasonableSizesAreRefused() {
        let cases: [(Double, Double, SampleSize.Conditions, String)] = [
            (0, 0.05, .init(), "--proportion"), (1, 0.05, .init(), "--proportion"), (.nan, 0.05, .init(), "--proportion"),
            (0.5, 0, .init(), "--margin"), (0.5, 1, .init(), "--margin"), (0.5, .nan, .init(), "--margin"),
            (0.5, 0.05, .init(population: 0), "--population"), (0.5, 0.05, .init(population: .nan), "--population"),
            (0.5, 0.05, .init(designEffect: 0), "--deff"), (0.5, 0.05, .init(designEffect: .infinity), "--deff"),
            (0.5, 0.05, .init(responseRate: 0), "--response-rate"), (0.5, 0.05, .init(responseRate: 1.1), "--response-rate"),
            (0.5, 0.05, .init(level: 1), "--level"), (0.5, 0.05, .init(level: 1 - 1e-17), "--level"),
            (0.5, 1.1e-7, .init(designEffect: 1e6), "--margin"),
        ]
        for (proportion, margin, conditions, place) in cases {
            #expect {
                try SampleSize(.proportion(proportion), margin: margin, conditions)
            } throws: { error in
                "\(error)".contains(place)
            }
        }
    }
}
