internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index run DIR`.
struct IndexRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Compute scores and ranks of a folder with indicators.csv, index.yaml, index-data/.")

    @Argument(help: "The folder.") var folder = "."
    @Flag(help: "Print JSON.") var json = false
    @Option(help: "Write the scores to this CSV file.") var csv: String?
    @Option(help: "Write a workbook: scores, cells, weights, audit, and the data in a form that can be imported again.") var xlsx: String?
    @Option(help: "Write every value with its source to this file, .csv or .json.") var values: String?
    @Option(help: "Write every cell with what became of it to this CSV file.") var cells: String?
    @Option(help: "Write weights and effective weights to this CSV file.") var weights: String?

    func validate() throws {
        guard values.map({ $0.hasSuffix(".csv") || $0.hasSuffix(".json") || $0.hasPrefix("/dev/") }) ?? true else {
            throw ValidationError("--values must end in .csv or .json; --xlsx writes a workbook with the values")
        }
    }

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        let build = index.build()
        do {
            try write(index, build)
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        if json {
            print(IndexExport.json(index, build), terminator: "")
        } else {
            show(build, synthetic: index.hasSyntheticValues)
            if !index.proposals.isEmpty { print("\(index.proposals.count) indicators are our proposal – 为本项目建议指标") }
            for figure in index.cited {
                print("cited: \(figure.name) \(figure.period): \(figure.value) (\(figure.source))")
            }
        }
    }

    private func write(_ index: IndexFolder, _ build: IndexBuild) throws(RejectedInput) {
        if let csv { try OutputFile.write(IndexExport.csv(build, synthetic: index.hasSyntheticValues), to: csv) }
        if let cells { try OutputFile.write(CellExport.csv(index, build), to: cells) }
        if let weights { try OutputFile.write(CellExport.weights(index, build), to: weights) }
        if let xlsx { try OutputFile.write(IndexWorkbook.xlsx(index, build), to: xlsx) }
        if let values {
            try OutputFile.write(values.hasSuffix(".json") ? IndexExport.valuesJSON(index) : IndexExport.valuesCSV(index), to: values)
        }
    }

    private func show(_ build: IndexBuild, synthetic: Bool) {
        if synthetic { print("! \(IndexExport.syntheticMark)") }
        let (tree, top) = (build.structure, build.scores[build.structure.top])
        // Beside the score its dimensions, as far as a terminal has room.
        let dimensions = tree.children[tree.top].filter { $0 >= tree.indicatorCount }.prefix(6)
        let widths = dimensions.map { max(6, tree.elements[$0].code.count) }
        func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
        let head = zip(dimensions, widths).map { "  " + padded(tree.elements[$0].code, $1) }.joined()
        // Scores on 0–1 need their decimals.
        let format = top.contains { abs($0) > 2 } ? "%.2f" : "%.3f"
        for range in build.normalised.periodRanges {
            print("\(build.normalised.periods[range.lowerBound])\n  rank  score\(head)  unit")
            // Those without a rank stand last.
            let order = range.sorted { (build.ranks[$0], $0) < (build.ranks[$1], $1) }
            for row in order.filter({ build.ranks[$0] > 0 }) + order.filter({ build.ranks[$0] <= 0 }) {
                func text(_ score: Double) -> String { score.isFinite ? String(format: format, score) : "–" }
                let parts = zip(dimensions, widths).map { "  " + padded(text(build.scores[$0][row]), $1) }
                let rank = build.ranks[row] > 0 ? "\(build.ranks[row])" : "–"
                print("  \(padded(rank, 4)) \(padded(text(top[row]), 6))\(parts.joined())  \(build.normalised.units[row])")
            }
        }
    }
}
