import ArgumentParser
import Ground
import Trajectories

/// `concentric track import`: seals a file of points to its owner.
struct TrackImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Seal the points of a GPX or CSV file to their owner.",
        discussion: "A device that is not known is registered as yours. All points are taken, or none.")

    @Argument(help: "A GPX file, or a CSV file with the columns time, latitude, longitude and, where known, speed_kmh, course, flags.")
    var file: String

    @OptionGroup var options: TrackOptions

    @Flag(help: "Round what is finer than a millionth of a degree or a tenth of a km/h; otherwise it is an error.")
    var round = false

    func run() async throws {
        try await TrackFaults.reported {
            let (device, owner) = (try options.deviceID(), try options.owner())
            let bytes = try InputFile.read(file)
            var notes = Diagnostics()
            let isXML = bytes.first { $0 > 32 && $0 < 128 } == UInt8(ascii: "<")
            let points =
                isXML
                ? try TrackGPX.read(bytes, file: file, rounds: round, notes: &notes) : try TrackCSV.read(bytes, file: file, rounds: round)
            for note in notes.all { Terminal.note(note.description) }
            try await options.withStore(makes: true) { store in
                if let registered = store.owner(of: device) {
                    guard registered == owner.card else { throw RejectedInput("the device belongs to somebody else", at: Place("--device")) }
                } else {
                    try store.register(device, owner: owner.card)
                }
                try await store.load(devices: [device]) { number in
                    number == 0 ? points.map { TrackRow(device: 0, point: $0) } : nil
                }
            }
            print("\(points.count) points sealed")
        }
    }
}
