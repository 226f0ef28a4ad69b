internal import ArgumentParser
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index import-coin IDATA.csv IMETA.csv OUT`.
struct IndexImportCoinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-coin", abstract: "Make an index folder from the iData/iMeta convention.")

    @Argument(help: "iData: units and columns.") var data: String
    @Argument(help: "iMeta: the tree.") var meta: String
    @Argument(help: "The folder to make; it must not exist.") var out: String
    @Option(help: "The column of iData by which missing values are filled.") var group: String?

    func run() throws {
        do throws(RejectedInput) {
            let files = try CoinImport.convert(
                data: try InputFile.read(data), dataName: data, meta: try InputFile.read(meta), metaName: meta,
                group: group)
            try write(files)
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
    }

    /// Everything under another name first: a folder that is half there never bears the name.
    private func write(_ files: CoinImport.Files) throws(RejectedInput) {
        let manager = FileManager.default
        // A name that ends with a slash is the folder's all the same.
        let target = out.count > 1 && out.hasSuffix("/") ? String(out.dropLast()) : out
        if manager.fileExists(atPath: target) { throw RejectedInput("exists already", at: Place(target)) }
        let draft = target + ".draft-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? manager.removeItem(atPath: draft) }
        do {
            try manager.createDirectory(atPath: draft + "/index-data", withIntermediateDirectories: true)
        } catch {
            throw RejectedInput("cannot be made", at: Place(target))
        }
        try OutputFile.write(files.indicators, to: draft + "/indicators.csv")
        try OutputFile.write(files.method, to: draft + "/index.yaml")
        try OutputFile.write(files.values, to: draft + "/index-data/values.csv")
        if !files.groups.isEmpty { try OutputFile.write(files.groups, to: draft + "/index-data/groups.csv") }
        do {
            try manager.moveItem(atPath: draft, toPath: target)
        } catch {
            throw RejectedInput("cannot be made", at: Place(target))
        }
    }
}
