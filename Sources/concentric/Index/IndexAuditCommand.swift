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
        var warnings = Diagnostics()
        let index: IndexFolder
        do {
            index = try IndexFolder.read(folder, warnings: &warnings)
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        FileHandle.standardError.write(Data(warnings.text.utf8))
        if index.hasSyntheticValues { print("! \(IndexExport.syntheticMark)") }
        for finding in IndexAudit(index.build()).findings {
            let value = String(format: "%.3f", finding.value)
            print("\(finding.severity.rawValue): \(finding.element) (\(value)): \(finding.words)")
        }
    }
}
