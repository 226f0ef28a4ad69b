internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index audit DIR`.
struct IndexAuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Say what is weak in an index: coverage, outliers, coherence, redundancy.")

    @Argument(help: "The folder.") var folder: String

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        if index.hasSyntheticValues { print("! \(IndexExport.syntheticMark)") }
        for finding in IndexAudit(index.build()).findings {
            let value = String(format: "%.3f", finding.value)
            print("\(finding.severity.rawValue): \(finding.element) (\(value)): \(finding.words)")
        }
    }
}
