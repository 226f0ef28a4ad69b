internal import Foundation
public import Ground

/// Writes a planned import and takes it back: the old files are put aside first, then all new ones take their places.
public enum ImportJournal {
    private static let aside = "/index-data/.before-import"

    /// Writes the changed files of a plan without faults.
    ///
    /// Every file is written beside its place and renamed; when the machine stops in between, `undo` brings back the old files.
    public static func apply(_ plan: IndexImport, to folder: String) throws(RejectedInput) {
        if plan.faults.hasErrors { throw RejectedInput(plan.faults) }
        let changed = plan.changedFiles
        if changed.isEmpty { return }
        // What was planned must still be what stands there.
        let now = try IndexFiles.read(folder)
        guard now.indicators == plan.original.indicators, now.method == plan.original.method, now.values == plan.original.values else {
            throw RejectedInput("has changed since the import was planned", at: Place(folder), advice: "run the import again")
        }
        let manager = FileManager.default
        try? manager.removeItem(atPath: folder + aside)
        do {
            try manager.createDirectory(atPath: folder + aside, withIntermediateDirectories: true)
        } catch {
            throw RejectedInput("cannot be made", at: Place(folder + aside))
        }
        var list = ""
        for (number, file) in changed.enumerated() {
            let old = plan.original[file.name]
            if let old { try OutputFile.write(old, to: "\(folder)\(aside)/\(number)") }
            list += CSV.line([file.name, old == nil ? "new" : "\(number)", "\(Deflate.checkSum(file.bytes))"])
        }
        // The list comes last: with it the old files are complete.
        try OutputFile.write(list, to: folder + aside + "/files.csv")
        for file in changed { try OutputFile.write(file.bytes, to: folder + "/" + file.name) }
    }

    /// Takes the last import back; returns the names of the files that were restored.
    ///
    /// Refused where a file was changed since by somebody else.
    public static func undo(_ folder: String) throws(RejectedInput) -> [String] {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder + aside + "/files.csv") else {
            throw RejectedInput("there is no import to take back", at: Place(folder))
        }
        var faults = Diagnostics()
        let rows = CSV.split(try InputFile.read(folder + aside + "/files.csv"), file: "files.csv", diagnostics: &faults)
        var restored: [(path: String, name: String, old: [UInt8]?)] = []
        for row in rows where row.fields.count == 3 {
            let (name, number) = (row.fields[0], row.fields[1])
            guard name == "indicators.csv" || (name.hasPrefix("index-data/") && !name.contains("..")) else {
                throw RejectedInput("names a file outside of the folder: \(name)", at: Place(folder + aside + "/files.csv", line: row.line))
            }
            let path = folder + "/" + name
            let old = number == "new" ? nil : try InputFile.read("\(folder)\(aside)/\(number)")
            let exists = manager.fileExists(atPath: path)
            let now = exists ? try InputFile.read(path) : nil
            guard now == old || now.map({ "\(Deflate.checkSum($0))" }) == row.fields[2] else {
                throw RejectedInput("was changed since the import: it cannot be taken back", at: Place(path))
            }
            restored.append((path, name, old))
        }
        for file in restored {
            if let old = file.old { try OutputFile.write(old, to: file.path) } else { try? manager.removeItem(atPath: file.path) }
        }
        try? manager.removeItem(atPath: folder + aside)
        return restored.map(\.name)
    }
}
