import ArgumentParser
import Foundation
import Ground
import Trajectories

/// What every `concentric track` command is told: which store, which device, whose keys.
struct TrackOptions: ParsableArguments {
    @Option(help: "The folder of the store of tracks.")
    var store: String

    @Option(help: "The device: its IMEI, telephone or serial number.")
    var device: String

    @Option(help: "Your file of keys, made by `concentric track keys`.")
    var keys: String

    func owner() throws(RejectedInput) -> OwnerKeys { try KeyText.read(keys) }

    func deviceID() throws(RejectedInput) -> DeviceID {
        guard let id = DeviceID(device) else {
            throw RejectedInput("\u{201C}\(device)\u{201D} is no name of a device", at: Place("--device"), advice: "1 to 64 bytes of text")
        }
        return id
    }

    /// A folder that is no store stays as it is.
    static func requireStore(_ folder: String) throws(RejectedInput) {
        guard FileManager.default.fileExists(atPath: folder + "/store.txt") else {
            throw RejectedInput("there is no store of tracks", at: Place(folder))
        }
    }

    /// Does something with the open store, and tells what was found in it.
    func withStore<T>(makes: Bool = false, _ body: (SegmentStore) async throws -> T) async throws -> T {
        try await TrackFaults.reported {
            if !makes { try TrackOptions.requireStore(store) }
            let tracks = try SegmentStore(store, now: { TrackTime.now })
            for finding in tracks.findings { Terminal.note(finding.description) }
            let result = try await body(tracks)
            try await tracks.close()
            return result
        }
    }
}

/// A span of time on the command line.
struct SpanOptions: ParsableArguments {
    @Option(help: "From when, as 2026-09-30T16:00:00+08:00; the beginning where left out.")
    var from: String?

    @Option(help: "Until when; the end where left out.")
    var to: String?

    func span() throws(RejectedInput) -> ClosedRange<Int64> {
        let (start, end) = (try from.map(TrackTime.read) ?? .min, try to.map(TrackTime.read) ?? .max)
        guard start <= end else { throw RejectedInput("the end lies before the beginning", at: Place("--to")) }
        return start...end
    }
}

enum TrackTime {
    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    static func read(_ text: String) throws(RejectedInput) -> Int64 {
        guard let instant = Instant(iso8601: text) else {
            throw RejectedInput("\u{201C}\(text)\u{201D} is no time", at: Place("command line"), advice: "write 2026-09-30T16:00:00+08:00")
        }
        return instant.milliseconds
    }
}

/// A file of keys: three lines, the second of them secret.
enum KeyText {
    private static let head = "concentric track keys 1"

    static func write(_ keys: OwnerKeys) -> String {
        "\(head)\nseed \(Hexadecimal.text(keys.seed))\ncard \(Hexadecimal.text(keys.card.bytes))\n"
    }

    static func read(_ path: String) throws(RejectedInput) -> OwnerKeys {
        let lines = try InputFile.text(path, limit: 4096).split(whereSeparator: \.isNewline)
        guard lines.count >= 2, lines[0] == head, lines[1].hasPrefix("seed "), let seed = Hexadecimal.bytes(lines[1].dropFirst(5)),
            let keys = OwnerKeys(seed: seed)
        else {
            throw RejectedInput("is no file of keys", at: Place(path), advice: "make one with `concentric track keys --out \(path)`")
        }
        return keys
    }

    /// A card from its digits or from a file of keys or a card.
    static func card(_ text: String) throws(RejectedInput) -> OwnerCard {
        guard let bytes = Hexadecimal.bytes(text), let card = OwnerCard(bytes: bytes) else {
            throw RejectedInput("is no card", at: Place("--card"), advice: "give the 128 digits that `concentric track keys` prints")
        }
        return card
    }
}

/// Turns faults of tracks into what a terminal expects: words on standard error, exit code 2.
enum TrackFaults {
    static func reported<T>(_ body: () async throws -> T) async throws -> T {
        try await InputFault.reported {
            do {
                return try await body()
            } catch let fault as TrackFault {
                Terminal.note("\(fault)")
                throw ExitCode(2)
            }
        }
    }
}
