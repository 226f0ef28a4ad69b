internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index run DIR`.
struct IndexRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Compute scores and ranks of a folder with indicators.csv, index.yaml, index-data/.")

    @Argument(help: "The folder.") var folder: String
    @Flag(help: "Print JSON.") var json = false
    @Option(help: "Write the scores to this CSV file.") var csv: String?
    @Option(help: "Write a workbook: scores, cells, weights, audit, and the data in a form that can be imported again.") var xlsx: String?
    @Option(help: "Write every value with its source to this file, .csv or .json.") var values: String?
    @Option(help: "Write every cell with what became of it to this CSV file.") var cells: String?
    @Option(help: "Write weights and effective weights to this CSV file.") var weights: String?

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
            print(IndexExport.json(build, synthetic: index.hasSyntheticValues), terminator: "")
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
        if let weights { try OutputFile.write(CellExport.weights(build), to: weights) }
        if let xlsx { try OutputFile.write(IndexWorkbook.xlsx(index, build), to: xlsx) }
        if let values {
            try OutputFile.write(values.hasSuffix(".json") ? IndexExport.valuesJSON(index) : IndexExport.valuesCSV(index), to: values)
        }
    }

    private func show(_ build: IndexBuild, synthetic: Bool) {
        if synthetic { print("! \(IndexExport.syntheticMark)") }
        let top = build.scores[build.structure.top]
        // Scores on 0–1 need their decimals.
        let format = top.contains { abs($0) > 2 } ? "%6.2f" : "%6.3f"
        for range in build.normalised.periodRanges {
            print("\(build.normalised.periods[range.lowerBound])\n  rank  score  unit")
            for row in range.sorted(by: { (build.ranks[$0], $0) < (build.ranks[$1], $1) }) {
                let score = top[row].isNaN ? "    –" : String(format: format, top[row])
                print(String(format: "  %4d", build.ranks[row]) + " \(score)  \(build.normalised.units[row])")
            }
        }
    }
}
