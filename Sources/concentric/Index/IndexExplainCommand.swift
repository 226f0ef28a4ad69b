internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index explain DIR UNIT`.
struct IndexExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "What a unit's score is made of, and what changed since the period before.")

    @Argument(help: "The folder.") var folder: String
    @Argument(help: "The unit's code.") var unit: String

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        let build = index.build()
        let rows = (0..<build.normalised.rowCount).filter { build.normalised.units[$0] == unit }
        guard let row = rows.last else { throw refusal("\(folder): error: there is no unit “\(unit)”\n") }
        guard let explanation = Explanation(build, row: row, since: rows.dropLast().last) else {
            throw refusal("\(folder): error: parts add up only where all means are arithmetic and no cell is missing\n")
        }
        if index.hasSyntheticValues { print("! \(IndexExport.syntheticMark)") }
        let score = String(format: "%.2f", build.scores[build.structure.top][row])
        print("\(unit) \(build.normalised.periods[row]): \(score), rank \(build.ranks[row])")
        if let change = explanation.change { print(String(format: "change since the period before: %+.2f", change)) }
        print("points  change  rank  indicator")
        for part in explanation.parts.sorted(by: { ($0.rank, $0.indicator) < ($1.rank, $1.indicator) }) {
            let change = part.change.map { String(format: "%+6.2f", $0) } ?? "     –"
            let element = build.structure.elements[part.indicator]
            let mark = index.proposals.contains(element.code) ? " (our proposal)" : ""
            print(String(format: "%6.2f  ", part.points) + change + String(format: "  %4d  ", part.rank) + element.name + mark)
        }
    }

    private func refusal(_ text: String) -> ExitCode {
        FileHandle.standardError.write(Data(text.utf8))
        return ExitCode(2)
    }
}
