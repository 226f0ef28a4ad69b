internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index sensitivity DIR`.
struct IndexSensitivityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensitivity",
        abstract: "How far ranks depend on treatment, normalisation, weights (±25 %) and aggregation.")

    @Argument(help: "The folder.") var folder: String
    @Option(help: "About how many runs, 12 to 1,000,000.") var runs = 2000
    @Option(help: "The seed of the draws.") var seed: UInt64 = 1

    func validate() throws {
        guard (12...1_000_000).contains(runs) else { throw ValidationError("--runs must be 12 to 1,000,000") }
    }

    func run() throws {
        var warnings = Diagnostics()
        let index: IndexFolder
        do {
            index = try IndexFolder.read(folder, warnings: &warnings)
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        let build = index.build()
        let study = IndexStudy(
            build, samples: runs / (IndexStudy.factors.count + 2), seed: seed,
            progress: { done, total in
                FileHandle.standardError.write(Data("\r\(done) of \(total) runs".utf8))
            })
        FileHandle.standardError.write(Data("\n".utf8))
        if index.hasSyntheticValues { print("! \(IndexExport.syntheticMark)") }
        print("\(study.runs) runs, seed \(seed)\nperiod  unit  rank  median  5 %–95 %")
        for (row, spread) in study.spreads.enumerated() {
            let interval = String(format: "%.0f  %.0f–%.0f", spread.median, spread.q5, spread.q95)
            print("\(build.imputed.periods[row])  \(build.imputed.units[row])  \(build.ranks[row])  \(interval)")
        }
        guard let indices = study.indices else { return }
        print("factor  first-order  total")
        for (factor, name) in IndexStudy.factors.enumerated() {
            print(name + String(format: "  %.3f  %.3f", indices.first[factor], indices.total[factor]))
        }
    }
}
