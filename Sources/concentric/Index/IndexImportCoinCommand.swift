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
        let files: CoinImport.Files
        do {
            files = try CoinImport.convert(
                data: try InputFile.read(data), dataName: data, meta: try InputFile.read(meta), metaName: meta,
                group: group)
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
        let manager = FileManager.default
        guard !manager.fileExists(atPath: out) else {
            FileHandle.standardError.write(Data("\(out): error: exists already\n".utf8))
            throw ExitCode(2)
        }
        // Everything under another name first: a folder that is half there never bears the name.
        let draft = out + ".draft-\(ProcessInfo.processInfo.processIdentifier)"
        try manager.createDirectory(atPath: draft + "/index-data", withIntermediateDirectories: true)
        try Data(files.indicators.utf8).write(to: URL(fileURLWithPath: draft + "/indicators.csv"))
        try Data(files.method.utf8).write(to: URL(fileURLWithPath: draft + "/index.yaml"))
        try Data(files.values.utf8).write(to: URL(fileURLWithPath: draft + "/index-data/values.csv"))
        if !files.groups.isEmpty {
            try Data(files.groups.utf8).write(to: URL(fileURLWithPath: draft + "/index-data/groups.csv"))
        }
        try manager.moveItem(atPath: draft, toPath: out)
    }
}
