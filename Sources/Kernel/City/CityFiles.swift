internal import Foundation
package import Ground

/// The files of a city folder: on disk, or in memory for tests.
package struct CityFiles: Sendable {
    /// The folder as the user named it; diagnostics name files as `folder/file`.
    package let folder: String
    private let reader: @Sendable (String) throws(RejectedInput) -> [UInt8]?
    private let lister: @Sendable (String) -> [String]

    /// The files in a folder on disk.
    package init(folder: String) {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        self.folder = folder
        let root = folder
        reader = { name throws(RejectedInput) in
            let path = root + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return try InputFile.read(path, limit: 256 << 20)
        }
        lister = { name in
            (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + name))?.sorted() ?? []
        }
    }

    /// Files in memory, by their path below the folder.
    package init(folder: String, files: [String: [UInt8]]) {
        self.folder = folder
        reader = { name throws(RejectedInput) in files[name] }
        lister = { name in
            files.keys.filter { $0.hasPrefix(name + "/") }
                .map { String($0.dropFirst(name.count + 1)) }.filter { !$0.contains("/") }.sorted()
        }
    }

    /// How diagnostics name a file.
    package func path(_ name: String) -> String { folder + "/" + name }

    /// The bytes of a file, or nil where it is not there; what cannot be read is reported.
    package func bytes(_ name: String, diagnostics: inout Diagnostics) -> [UInt8]? {
        do {
            return try reader(name)
        } catch {
            diagnostics.append(contentsOf: error.diagnostics)
            return nil
        }
    }

    /// The bytes of a file that a city must have.
    package func required(_ name: String, diagnostics: inout Diagnostics) -> [UInt8]? {
        do {
            if let bytes = try reader(name) { return bytes }
            diagnostics.error(
                "the file is missing", at: Place(path(name)), advice: "every city folder has this file")
        } catch {
            diagnostics.append(contentsOf: error.diagnostics)
        }
        return nil
    }

    /// The text of a file, which must be UTF-8.
    package func text(_ bytes: [UInt8], of name: String, diagnostics: inout Diagnostics) -> String? {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        diagnostics.error("is not UTF-8 text", at: Place(path(name)), advice: "save the file as UTF-8")
        return nil
    }

    /// The names of the files in a folder below, sorted.
    package func names(in name: String) -> [String] { lister(name) }
}
