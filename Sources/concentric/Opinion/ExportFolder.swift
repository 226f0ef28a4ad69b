internal import Foundation
internal import Ground
internal import OpinionMap

/// The files of an export on disk.
struct ExportFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Reads the conversation; what is odd but usable goes to standard error.
    func read() throws(RejectedInput) -> PolisExport {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RejectedInput("no such folder", at: Place(path))
        }
        guard isFolder.boolValue else {
            throw RejectedInput("is a file", at: Place(path), advice: "name the folder of an export")
        }
        let files = PolisExport.Files(
            comments: try file("comments"), participantsVotes: try file("participants-votes"), votes: try file("votes"),
            summary: try file("summary"))
        var diagnostics = Diagnostics()
        let export = PolisExport.read(files, folder: path, diagnostics: &diagnostics)
        guard let export else { throw RejectedInput(diagnostics) }
        if !diagnostics.isEmpty { writeToStandardError(diagnostics.text) }
        return export
    }

    private func file(_ name: String) throws(RejectedInput) -> PolisExport.File? {
        let folder = path.hasSuffix("/") ? path : path + "/"
        for end in [".csv", ".csv.gz"] where FileManager.default.fileExists(atPath: folder + name + end) {
            return PolisExport.File(name: folder + name + end, bytes: try InputFile.read(folder + name + end))
        }
        return nil
    }
}
