import ArgumentParser
import Geography

/// `concentric grid fishnet`: a net of unit grids over an extent, as GeoJSON and as a table of areas.
struct FishnetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fishnet",
        abstract: "Make a net of unit grids over an extent.",
        discussion: "Codes run from west to east, then from north to south, from 1. The extent is degrees of WGS-84.")

    @Option(help: "west,south,east,north in degrees; write --extent=-71.2,… where the first is negative.")
    var extent: String

    @Option(help: "The side of a cell in metres.")
    var cell: Double = 100

    @Option(help: "What codes begin with, as a rule the division code.")
    var prefix: String

    @Option(help: "All characters of a code, prefix and number (GB/T 47678.3: 15; CJ/T 213: 14).")
    var length: Int = 15

    @Option(help: "The code of the area that the grids belong to; empty for none.")
    var parent: String = ""

    @Option(help: "The level of the grids in the table of areas.")
    var level: String = "grid"

    @Option(help: "Where the GeoJSON goes; standard output where left out.")
    var geojson: String?

    @Option(help: "Where the table code,name,level,parent goes; none where left out.")
    var areas: String?

    @Option(help: "The most cells that are made.")
    var most: Int = 1_000_000

    func run() throws {
        let numbers = extent.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.drop { $0 == " " })
        }
        guard numbers.count == 4, let west = numbers[0], let south = numbers[1], let east = numbers[2],
            let north = numbers[3]
        else { throw GridOutput.refuse("--extent: four numbers west,south,east,north are needed, not \(extent)") }
        let net: Fishnet
        do {
            net = try Fishnet(
                scheme: GridScheme(prefix: prefix, length: length),
                extent: Extent(west: west, south: south, east: east, north: north), cellMetres: cell)
        } catch {
            throw GridOutput.refuse("\(error)")
        }
        guard net.count <= most else {
            throw GridOutput.refuse("the net has \(net.count) cells, more than --most \(most)")
        }
        var output = GridOutput(level: level, parent: parent)
        for cell in net.cells {
            output.add(code: cell.code, name: cell.code, shape: cell.shape, isSchematic: false)
        }
        try output.write(geojson: geojson, areas: areas)
        GridOutput.say("\(net.count) grids in \(net.rows) rows and \(net.columns) columns of \(cell) m")
    }
}
