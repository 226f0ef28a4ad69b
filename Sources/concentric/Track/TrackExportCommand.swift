import ArgumentParser
import Ground
import Trajectories

/// `concentric track export`: the points themselves, as GPX, GeoJSON, CSV, or rows of a fleet's table.
struct TrackExportCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case gpx, geojson, csv, table
    }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a track as GPX, GeoJSON or CSV.",
        discussion: """
            GPX and CSV come back exactly when they are imported again. Rows of a table name their device, so those of a fleet whose owners
            granted it go into one file for PostgreSQL (COPY … FROM … CSV HEADER), ClickHouse (INSERT … FORMAT CSVWithNames) or Parquet:
              concentric track export --store S --device D --keys reader.keys --grant G --format table --no-header >> fleet.csv
            """)

    @OptionGroup var reading: ReadingOptions

    @Option(help: "gpx, geojson, csv or table.")
    var format: Format = .gpx

    @Flag(help: "With table: leave out the line of names.")
    var noHeader = false

    @Option(help: "Where it goes; standard output where left out.")
    var out: String = "/dev/stdout"

    func run() async throws {
        try await reading.track.withStore { store in
            let points = try await reading.points(store)
            let text: String
            switch format {
            case .gpx: text = TrackGPX.write(points, name: reading.track.device)
            case .geojson: text = TrackGeoJSON.write(points, name: reading.track.device)
            case .csv: text = TrackCSV.write(points)
            case .table: text = (noHeader ? "" : TrackTable.header) + TrackTable.rows(points, of: try reading.track.deviceID())
            }
            try OutputFile.write(text, to: out)
        }
    }
}
