internal import Foundation
public import Ground

/// The files of an index folder as they stand, byte by byte.
public struct IndexFiles: Sendable {
    public struct File: Sendable, Hashable {
        /// Relative to the folder: `index-data/values.csv`.
        public var name: String
        public var bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    }

    public var indicators: [UInt8]
    public var method: [UInt8]
    /// Everything in `index-data`, by name.
    public var values: [File]

    public init(indicators: [UInt8], method: [UInt8], values: [File]) {
        (self.indicators, self.method, self.values) = (indicators, method, values)
    }

    /// The files of a folder on disk.
    public static func read(_ folder: String) throws(RejectedInput) -> IndexFiles {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/index-data")) ?? [])
            .filter { $0.hasSuffix(".csv") }.sorted()
        var values: [File] = []
        for name in names { values.append(File(name: "index-data/" + name, bytes: try InputFile.read(folder + "/index-data/" + name))) }
        return IndexFiles(
            indicators: try InputFile.read(folder + "/indicators.csv"), method: try InputFile.read(folder + "/index.yaml"), values: values)
    }

    /// The folder that these files make; throws every fault at once.
    public func index(warnings: inout Diagnostics) throws(RejectedInput) -> IndexFolder {
        guard let text = String(validating: method, as: UTF8.self) else {
            throw RejectedInput("is not UTF-8 text", at: Place("index.yaml"), advice: "save the file as UTF-8")
        }
        return try IndexFolder.read(indicators: indicators, method: text, values: values.map { ($0.name, $0.bytes) }, warnings: &warnings)
    }

    /// Files of values: not groups, not cited figures.
    var valueFiles: [File] { values.filter { !$0.name.hasSuffix("/groups.csv") && !$0.name.hasSuffix("/cited.csv") } }

    subscript(name: String) -> [UInt8]? {
        get { name == "indicators.csv" ? indicators : values.first { $0.name == name }?.bytes }
        set {
            guard let newValue else { return }
            if name == "indicators.csv" {
                indicators = newValue
            } else if let index = values.firstIndex(where: { $0.name == name }) {
                values[index].bytes = newValue
            } else {
                values.append(File(name: name, bytes: newValue))
                values.sort { $0.name < $1.name }
            }
        }
    }
}
