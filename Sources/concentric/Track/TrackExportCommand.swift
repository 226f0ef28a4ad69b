import ArgumentParser
import Ground
import Trajectories

/// `concentric track export`: the points themselves, as GPX, GeoJSON or CSV.
struct TrackExportCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case gpx, geojson, csv
    }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a track as GPX, GeoJSON or CSV.",
        discussion: "GPX and CSV come back exactly when they are imported again. CSV fits COPY of PostgreSQL and ClickHouse.")

    @OptionGroup var reading: ReadingOptions

    @Option(help: "gpx, geojson or csv.")
    var format: Format = .gpx

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
            }
            try OutputFile.write(text, to: out)
        }
    }
}
