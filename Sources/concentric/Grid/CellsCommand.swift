import ArgumentParser
import Geography
import Ground

/// `concentric grid cells`: schematic cells around centre points.
struct CellsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cells",
        abstract: "Make schematic cells around centre points.",
        discussion: """
            Reads a table with the columns code, name, longitude, latitude (degrees). Each cell holds the ground nearest to its \
            centre; it is marked schematic=true and is no border.
            """)

    enum Frame: String, ExpressibleByArgument, CaseIterable { case hull, box }

    @Argument(help: "The table of centres (CSV).")
    var centres: String

    @Option(help: "What the cells are cut at.")
    var frame: Frame = .hull

    @Option(help: "Metres by which the frame is wider than the centres.")
    var margin: Double = 20_000

    @Option(help: "Only codes that begin so; may be given several times.")
    var prefix: [String] = []

    @Option(help: "Leave this code out; may be given several times.")
    var without: [String] = []

    @Option(help: "The code of the area that the cells belong to; empty for none.")
    var parent: String = ""

    @Option(help: "The level of the cells in the table of areas.")
    var level: String = "county"

    @Option(help: "Where the GeoJSON goes; standard output where left out.")
    var geojson: String?

    @Option(help: "Where the table code,name,level,parent goes; none where left out.")
    var areas: String?

    func run() throws {
        var diagnostics = Diagnostics()
        let rows = try read(&diagnostics)
        if diagnostics.hasErrors { throw GridOutput.refuse(diagnostics.text) }
        let cells: [(id: Int, shape: Shape)]
        do {
            cells = try SchematicCells.cells(
                around: rows.enumerated().map { (id: $0.offset, place: $0.element.place) },
                within: frame == .hull ? .hull(marginMetres: margin) : .box(marginMetres: margin))
        } catch {
            let line = error.id.flatMap { rows.indices.contains($0) ? rows[$0].line : nil }
            throw GridOutput.refuse(
                Diagnostic(.error, at: Place(centres, line: line), error.message, advice: error.advice).description)
        }
        var output = GridOutput(level: level, parent: parent)
        for (id, shape) in cells {
            output.add(code: rows[id].code, name: rows[id].name, shape: shape, isSchematic: true)
        }
        try output.write(geojson: geojson, areas: areas)
        GridOutput.say("\(cells.count) schematic cells; they are no borders")
    }

    private struct Row {
        var code: String
        var name: String
        var place: Coordinate
        var line: Int
    }

    private func read(_ diagnostics: inout Diagnostics) throws -> [Row] {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.read(centres)
        } catch {
            throw GridOutput.refuse(error.description)
        }
        let csv = CSV(bytes, file: centres, diagnostics: &diagnostics)
        guard let code = csv.requiredColumn("code", diagnostics: &diagnostics),
            let name = csv.requiredColumn("name", diagnostics: &diagnostics),
            let longitude = csv.requiredColumn("longitude", diagnostics: &diagnostics),
            let latitude = csv.requiredColumn("latitude", diagnostics: &diagnostics)
        else { return [] }
        var rows: [Row] = []
        var lines: [String: Int] = [:]
        for row in csv.rows {
            let key = row.fields[code]
            guard prefix.isEmpty || prefix.contains(where: { key.hasPrefix($0) }), !without.contains(key) else { continue }
            let here = Place(centres, line: row.line)
            if let other = lines.updateValue(row.line, forKey: key) {
                diagnostics.error("the code \u{201C}\(key)\u{201D} stands already on line \(other)", at: here)
            }
            guard let x = Double(row.fields[longitude]), let y = Double(row.fields[latitude]) else {
                diagnostics.error("longitude and latitude must be numbers", at: here)
                continue
            }
            rows.append(Row(code: key, name: row.fields[name], place: Coordinate(longitude: x, latitude: y), line: row.line))
        }
        if rows.isEmpty { diagnostics.error("there are no centres", at: Place(centres)) }
        return rows
    }
}
