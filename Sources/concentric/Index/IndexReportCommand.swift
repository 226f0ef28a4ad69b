internal import ArgumentParser
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index report DIR UNIT OUT.html`.
struct IndexReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write a self-contained page about one unit.")

    @Argument(help: "The folder.") var folder: String
    @Argument(help: "The unit's code.") var unit: String
    @Argument(help: "The page to write.") var out: String

    func run() throws {
        var warnings = Diagnostics()
        let index: IndexFolder
        do {
            index = try IndexFolder.read(folder, warnings: &warnings)
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        guard let report = IndexReport(index, unit: unit) else {
            FileHandle.standardError.write(Data("\(folder): error: there is no unit “\(unit)”\n".utf8))
            throw ExitCode(2)
        }
        try Data(report.html.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
    }
}
