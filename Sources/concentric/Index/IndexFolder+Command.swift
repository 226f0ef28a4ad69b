internal import ArgumentParser
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
}
