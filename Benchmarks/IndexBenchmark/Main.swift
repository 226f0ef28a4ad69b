import CompositeIndex
import Foundation
import Ground

/// CPU seconds of many builds of an index, beside plain rebuilding of the same runs in the same process.
///
/// The data are drawn: 49 indicators, 8 + 2 + 1 aggregates, 51 units, as the reference index has; then 36 indicators,
/// 31 units and 5 years.
@main
struct IndexBenchmark {
    static func main() throws {
        let tree = try structure(indicators: 49, pillars: 8, halves: 2)
        let table = drawn(indicators: 49, units: 51, years: 1)
        let shared = measure { study(tree, table, runs: 1700, weightsOfIndicators: false) }
        let plain = measure { rebuild(tree, table, runs: 1700) }
        print(line("1,700 runs, 49 indicators × 51 units", shared))
        print(line("  baseline: each run built anew", plain))
        print("  ratio \(String(format: "%.1f", plain / max(shared, 1e-9)))")
        let city = try structure(indicators: 36, pillars: 9, halves: 3)
        let panel = drawn(indicators: 36, units: 31, years: 5)
        print(
            line(
                "10,000 runs, 36 indicators × 31 units × 5 years, all weights varying",
                measure { study(city, panel, runs: 10_000, weightsOfIndicators: true) }))
    }

    static let treatments = (1...5).map { Treatment(winsoriseAtMost: $0) }
    static let normalisations = [Normalisation.minMax(lower: 1, upper: 100), .zScore(mean: 10, deviation: 2)]
    static let aggregations = [Aggregation.arithmetic, .geometric(shift: 0)]

    static func structure(indicators: Int, pillars: Int, halves: Int) throws -> IndexStructure {
        let place = Place("benchmark")
        var elements = [IndexElement(code: "top", name: "", parent: nil, isIndicator: false, place: place)]
        for half in 0..<halves {
            elements.append(IndexElement(code: "h\(half)", name: "", parent: "top", isIndicator: false, place: place))
        }
        for pillar in 0..<pillars {
            elements.append(
                IndexElement(code: "p\(pillar)", name: "", parent: "h\(pillar % halves)", isIndicator: false, place: place))
        }
        for index in 0..<indicators {
            elements.append(
                IndexElement(code: "i\(index)", name: "", parent: "p\(index % pillars)", isIndicator: true, place: place))
        }
        return try IndexStructure(elements)
    }

    static func drawn(indicators: Int, units: Int, years: Int) -> IndexTable {
        var random = SeededRandom(seed: 1)
        let rows = units * years
        return IndexTable(
            units: (0..<rows).map { "u\($0 % units)" }, periods: (0..<rows).map { "\(2018 + $0 / units)" },
            columns: (0..<indicators).map { _ in (0..<rows).map { _ in exp(3 * random.unit()) } })
    }

    static func choice(_ random: inout SeededRandom) -> MonteCarlo.Choice {
        MonteCarlo.Choice(
            treatment: random.below(5), normalisation: random.below(2), aggregation: random.below(2), weights: 0)
    }

    static func study(_ tree: IndexStructure, _ table: IndexTable, runs: Int, weightsOfIndicators: Bool) -> Int {
        let first = weightsOfIndicators ? 0 : tree.indicatorCount
        var study = MonteCarlo(
            tree, table: table, treatments: treatments, normalisations: normalisations, aggregations: aggregations,
            varying: tree.elements.indices.map { $0 >= first })
        var random = SeededRandom(seed: 2)
        var weights = [Double](repeating: 1, count: tree.elements.count)
        var sum = 0
        for _ in 0..<runs {
            for index in first..<weights.count { weights[index] = 0.75 + random.unit() / 2 }
            study.run(choice(&random), weights: weights)
            sum &+= study.ranks[0]
        }
        return sum
    }

    static func rebuild(_ tree: IndexStructure, _ table: IndexTable, runs: Int) -> Int {
        var random = SeededRandom(seed: 2)
        var sum = 0
        for _ in 0..<runs {
            let choice = choice(&random)
            let method = IndexMethod(
                treatment: treatments[choice.treatment], normalisation: normalisations[choice.normalisation],
                aggregation: aggregations[choice.aggregation])
            sum &+= IndexBuild(tree, method, raw: table).ranks[0]
        }
        return sum
    }

    static func measure(_ work: () -> Int) -> Double {
        let start = clock()
        if work() == Int.min { print("") }
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    static func line(_ name: String, _ seconds: Double) -> String { "\(name): \(String(format: "%.3f", seconds)) s CPU" }
}
