import ArgumentParser
import Foundation
import Geography
import Ground

/// The two files that `concentric grid` makes.
struct GridOutput {
    let level: String
    let parent: String
    private var features: [Feature] = []
    private var table = CSV.line(["code", "name", "level", "parent"])

    init(level: String, parent: String) {
        self.level = level
        self.parent = parent
    }

    mutating func add(code: String, name: String, shape: Shape, isSchematic: Bool) {
        var properties: Feature.Properties = ["code": code, "name": name]
        if isSchematic { properties["schematic"] = "true" }
        features.append(Feature(id: code, properties: properties, geometry: .shape(shape)))
        table += CSV.line([code, name, level, parent])
    }

    /// Writes whole files or none: each is written beside its place and moved there.
    func write(geojson: String?, areas: String?) throws {
        let text = GeoJSON.write(features)
        if let areas { try GridOutput.save(table, to: areas) }
        if let geojson {
            try GridOutput.save(text, to: geojson)
        } else {
            print(text, terminator: "")
        }
    }

    private static func save(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw refuse("\(path): cannot be written: \(error.localizedDescription)")
        }
    }

    /// A line on standard error, where it does not mix with the GeoJSON.
    static func say(_ message: String) {
        FileHandle.standardError.write(Data((message + "\n").utf8))
    }

    /// Says what is wrong with the input; the command ends with status 2.
    static func refuse(_ message: String) -> ExitCode {
        say(message.hasSuffix("\n") ? String(message.dropLast()) : message)
        return ExitCode(2)
    }
}
