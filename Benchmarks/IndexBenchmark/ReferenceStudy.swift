import CompositeIndex
import Foundation
import Ground

/// The published build with its designs of 500 and 1,200 runs, or drawn data of the same size.
struct ReferenceStudy {
    let isPublished: Bool
    let nominal: IndexStructure
    /// Filled data.
    let table: IndexTable
    let runs: [Run]
    let firstVarying: Int
    let build: () -> IndexBuild
    /// Per run the published scores, in the table's order of units.
    private let published: [[Double]]

    static func drawn() throws -> ReferenceStudy {
        let tree = try drawnStructure(indicators: 49, pillars: 8, halves: 2)
        let table = drawnTable(indicators: 49, units: 51, years: 1)
        let method = IndexMethod(treatment: Treatment(winsoriseAtMost: 5))
        return ReferenceStudy(
            isPublished: false, nominal: tree, table: table, runs: drawnRuns(1700, tree, firstVarying: 49), firstVarying: 49,
            build: { IndexBuild(tree, method, raw: table) }, published: [])
    }

    /// nil where the reference data is not there.
    static func read() throws -> ReferenceStudy? {
        let folder = (ProcessInfo.processInfo.environment["REFERENCE_DATA"] ?? "../shared/data") + "/index/asem/"
        guard FileManager.default.fileExists(atPath: folder + "ASEM_iMeta.csv") else { return nil }
        let (meta, data) = (try Table(folder + "ASEM_iMeta.csv"), try Table(folder + "ASEM_iData.csv"))
        var elements: [IndexElement] = []
        let kinds = try meta.texts("Type")
        let (codes, parents) = (try meta.texts("iCode"), try meta.texts("Parent"))
        let (directions, divisors) = (try meta.numbers("Direction"), try meta.texts("Denominator"))
        for (line, kind) in kinds.enumerated() where ["Indicator", "Aggregate"].contains(kind) {
            elements.append(
                IndexElement(
                    code: codes[line], name: codes[line], parent: parents[line].isEmpty ? nil : parents[line],
                    isIndicator: kind == "Indicator", direction: directions[line],
                    denominator: divisors[line].isEmpty ? nil : divisors[line], place: Place("ASEM_iMeta.csv")))
        }
        let tree = try IndexStructure(elements)
        let units = try data.texts("uCode")
        let raw = IndexTable(
            units: units, periods: units.map { _ in "2018" }, columns: try tree.indicators.map { try data.numbers($0.code) })
        let groups = try data.texts("EurAsia_group")
        var denominators: [String: [Double]] = [:]
        for name in ["Area", "Energy", "GDP", "Population"] { denominators[name] = try data.numbers(name) }
        let input = IndexBuild.Input(raw: raw, groups: groups, denominators: denominators)
        let method = IndexMethod(
            screen: .init(available: 0.9), screensBeforeFilling: false, filling: .groupMean, treatment: Treatment(winsoriseAtMost: 5))
        let build = { IndexBuild(tree, method, input) }
        let table = build().imputed
        let sets = try weightSets(folder, tree)
        var (runs, published) = ([Run](), [[Double]]())
        for name in ["ua500", "sa200"] {
            let (design, scores) = (try Table(folder + "expected/\(name)_design.csv"), try Table(folder + "expected/\(name)_scores.csv"))
            let order = try scores.texts("uCode")
            let places = table.units.map { order.firstIndex(of: $0) ?? 0 }
            let (steps, norms) = (try design.numbers("winmax"), try design.texts("norm"))
            let (chosen, means) = (try design.numbers("weight_set"), try design.texts("f_ag"))
            for line in steps.indices {
                let choice = MonteCarlo.Choice(
                    treatment: Int(steps[line]) - 1, normalisation: norms[line] == "n_minmax" ? 0 : 1,
                    aggregation: means[line] == "a_amean" ? 0 : 1, weights: 0)
                runs.append(Run(choice: choice, weights: sets[Int(chosen[line]) - 1]))
                let column = try scores.numbers("r_\(line + 1)")
                published.append(places.map { column[$0] })
            }
        }
        return ReferenceStudy(
            isPublished: true, nominal: tree, table: table, runs: runs, firstVarying: tree.indicatorCount, build: build,
            published: published)
    }

    private static func weightSets(_ folder: String, _ tree: IndexStructure) throws -> [[Double]] {
        let table = try Table(folder + "expected/sa_noisy_weights.csv")
        let position = Dictionary(uniqueKeysWithValues: tree.elements.enumerated().map { ($1.code, $0) })
        var sets = [[Double]](repeating: tree.elements.map(\.weight), count: 100)
        let (set, code, weight) = (try table.numbers("set"), try table.texts("iCode"), try table.numbers("Weight"))
        for line in set.indices { if let place = position[code[line]] { sets[Int(set[line]) - 1][place] = weight[line] } }
        return sets
    }

    /// The greatest relative difference from the published scores.
    func farthest() -> Double {
        var engine = MonteCarlo(
            nominal, table: table, treatments: IndexBenchmark.treatments, normalisations: IndexBenchmark.normalisations,
            aggregations: IndexBenchmark.aggregations, varying: nominal.elements.indices.map { $0 >= firstVarying })
        let own = runs.map { run in
            engine.run(run.choice, weights: run.weights)
            return engine.scores
        }
        return IndexBenchmark.farthest(own, published)
    }
}

/// A table read by its column names.
private struct Table {
    private let csv: CSV

    init(_ path: String) throws {
        var faults = Diagnostics()
        csv = CSV(try InputFile.read(path), file: path, diagnostics: &faults)
        if faults.hasErrors { throw RejectedInput(faults) }
    }

    func texts(_ name: String) throws -> [String] {
        var faults = Diagnostics()
        guard let column = csv.requiredColumn(name, diagnostics: &faults) else { throw RejectedInput(faults) }
        return csv.rows.map { $0.fields[column] }
    }

    func numbers(_ name: String) throws -> [Double] { try texts(name).map { Double($0) ?? .nan } }
}
