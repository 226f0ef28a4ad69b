internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

extension IndexFolder {
    /// The folder, its warnings on standard error; with faults the command ends with code 2.
    static func orExit(_ folder: String) throws -> IndexFolder {
        var warnings = Diagnostics()
        do {
            let index = try IndexFolder.read(folder, warnings: &warnings)
            FileHandle.standardError.write(Data(warnings.text.utf8))
            return index
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
    }

    /// The only unit, or the one that the folder's `city.yaml` is named after.
    func usualUnit(_ folder: String) throws(RejectedInput) -> String {
        let known = Set(table.units)
        if known.count == 1, let only = known.first { return only }
        if let city = try? InputFile.text(folder + "/city.yaml"),
            let line = city.split(separator: "\n").first(where: { $0.hasPrefix("name:") })
        {
            // “昆明市” is the unit “昆明”; the longest name that fits is meant.
            let fitting = known.filter { line.contains($0) }.sorted { ($1.count, $0) < ($0.count, $1) }
            if let unit = fitting.first { return unit }
        }
        let some = known.sorted().prefix(8).joined(separator: ", ")
        throw RejectedInput("it is not clear which unit is meant", at: Place(folder), advice: "give --unit: \(some) …")
    }
}
