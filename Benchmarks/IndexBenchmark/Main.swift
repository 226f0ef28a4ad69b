import CompositeIndex
import Foundation
import Ground

/// CPU seconds of many runs of an index, and of a plain program doing the same runs in the same process.
///
/// The plain program builds the index anew for every run, as the reference program does; its scores are compared with ours, run by
/// run. The first study replays the published designs where the reference data is there (`REFERENCE_DATA`), else drawn ones of the
/// same size.
@main
struct IndexBenchmark {
    static func main() throws {
        let study = try ReferenceStudy.read() ?? ReferenceStudy.drawn()
        print(study.isPublished ? "The published build and designs (51 units, 49 indicators)" : "Drawn data of the published size")
        let builds = measure { for _ in 0..<20 { _ = study.build() } }
        print(line("one build, all steps (mean of 20)", builds / 20))
        for (title, runs) in [("uncertainty, 500 runs", study.runs.prefix(500)), ("sensitivity, 1,200 runs", study.runs.dropFirst(500))] {
            try compare(title, study.nominal, study.table, Array(runs), study.firstVarying, plainRuns: runs.count)
        }
        if study.isPublished { print("  against the published scores: greatest relative difference \(study.farthest())") }

        print("\n36 indicators × 31 units × 5 years, all weights varying")
        let city = try drawnStructure(indicators: 36, pillars: 9, halves: 3)
        let panel = drawnTable(indicators: 36, units: 31, years: 5)
        let runs = drawnRuns(10_000, city, firstVarying: 0)
        try compare("10,000 runs", city, panel, runs, 0, plainRuns: 500)
    }

    /// Times ours over all runs and the plain program over the first `plainRuns`, and compares their scores.
    static func compare(
        _ title: String, _ tree: IndexStructure, _ table: IndexTable, _ runs: [Run], _ firstVarying: Int, plainRuns: Int
    ) throws {
        var ours: [[Double]] = []
        var ranks = 0
        let seconds = measure {
            var engine = MonteCarlo(
                tree, table: table, treatments: treatments, normalisations: normalisations, aggregations: aggregations,
                varying: tree.elements.indices.map { $0 >= firstVarying })
            for run in runs {
                engine.run(run.choice, weights: run.weights)
                ranks &+= engine.ranks[0]
            }
        }
        // The same once more, to keep the scores: keeping them is no part of the work that is timed.
        var engine = MonteCarlo(
            tree, table: table, treatments: treatments, normalisations: normalisations, aggregations: aggregations,
            varying: tree.elements.indices.map { $0 >= firstVarying })
        for run in runs.prefix(plainRuns) {
            engine.run(run.choice, weights: run.weights)
            ours.append(engine.scores)
        }
        var plain: [[Double]] = []
        let plainSeconds = measure { for run in runs.prefix(plainRuns) { plain.append(rebuild(tree, table, run)) } }
        let scaled = plainSeconds * Double(runs.count) / Double(max(1, plainRuns))
        print(line(title, seconds))
        let note = plainRuns < runs.count ? " (measured on \(plainRuns) of the runs)" : ""
        print(line("  plain: each run built anew\(note)", scaled))
        print("  ratio \(String(format: "%.0f", scaled / max(seconds, 1e-9))), greatest relative difference \(farthest(ours, plain))")
        if ranks == 0 { print("  no ranks") }
    }

    static func rebuild(_ tree: IndexStructure, _ table: IndexTable, _ run: Run) -> [Double] {
        let method = IndexMethod(
            treatment: treatments[run.choice.treatment], normalisation: normalisations[run.choice.normalisation],
            aggregation: aggregations[run.choice.aggregation])
        return IndexBuild(tree.weighted(run.weights), method, raw: table).scores[tree.top]
    }

    static func farthest(_ a: [[Double]], _ b: [[Double]]) -> Double {
        zip(a, b).reduce(0) { most, pair in
            zip(pair.0, pair.1).reduce(most) { max($0, abs($1.0 - $1.1) / max(abs($1.1), 1e-300)) }
        }
    }

    static let treatments = (1...5).map { Treatment(winsoriseAtMost: $0) }
    static let normalisations = [Normalisation.minMax(lower: 1, upper: 100), .zScore(mean: 10, deviation: 2)]
    static let aggregations = [Aggregation.arithmetic, .geometric(shift: 0)]

    static func measure(_ work: () -> Void) -> Double {
        let start = clock()
        work()
        return Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }

    static func line(_ name: String, _ seconds: Double) -> String { "\(name): \(String(format: "%.4f", seconds)) s CPU" }
}

/// One run: its choices and weights.
struct Run {
    var choice: MonteCarlo.Choice
    var weights: [Double]
}

// MARK: Drawn data

func drawnStructure(indicators: Int, pillars: Int, halves: Int) throws -> IndexStructure {
    let place = Place("benchmark")
    var elements = [IndexElement(code: "top", name: "", parent: nil, isIndicator: false, place: place)]
    for half in 0..<halves {
        elements.append(IndexElement(code: "h\(half)", name: "", parent: "top", isIndicator: false, place: place))
    }
    for pillar in 0..<pillars {
        elements.append(IndexElement(code: "p\(pillar)", name: "", parent: "h\(pillar % halves)", isIndicator: false, place: place))
    }
    for index in 0..<indicators {
        elements.append(IndexElement(code: "i\(index)", name: "", parent: "p\(index % pillars)", isIndicator: true, place: place))
    }
    return try IndexStructure(elements)
}

func drawnTable(indicators: Int, units: Int, years: Int) -> IndexTable {
    var random = SeededRandom(seed: 1)
    let rows = units * years
    return IndexTable(
        units: (0..<rows).map { "u\($0 % units)" }, periods: (0..<rows).map { "\(2018 + $0 / units)" },
        columns: (0..<indicators).map { _ in (0..<rows).map { _ in exp(3 * random.unit()) } })
}

func drawnRuns(_ count: Int, _ tree: IndexStructure, firstVarying: Int) -> [Run] {
    var random = SeededRandom(seed: 2)
    return (0..<count).map { _ in
        let choice = MonteCarlo.Choice(
            treatment: random.below(5), normalisation: random.below(2), aggregation: random.below(2), weights: 0)
        let weights = tree.elements.indices.map { $0 < firstVarying ? 1 : 0.75 + random.unit() / 2 }
        return Run(choice: choice, weights: weights)
    }
}
