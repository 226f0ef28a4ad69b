import ArgumentParser
import Ground
import Trajectories

/// `concentric track history`: stops and trips, or who looked.
struct TrackHistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Print stops and trips, or with --looks who looked at them and why.")

    @OptionGroup var reading: ReadingOptions

    @Flag(help: "Print every look at the device, and the grants.")
    var looks = false

    func run() async throws {
        try await reading.track.withStore { store in
            if looks {
                try printLooks(store)
            } else {
                Self.print(Journey(try await reading.points(store)))
            }
        }
    }

    private static func print(_ journey: Journey) {
        var rows = journey.stops.map { stop in
            (stop.span, ["stop", "\(stop.fixes) fixes", degrees(stop.latitude) + " " + degrees(stop.longitude)])
        }
        rows += journey.trips.map { trip in
            let kilometres = "\(Int((trip.length / 100).rounded()))"
            return (trip.span, ["trip", "\(trip.fixes) fixes", tenths(kilometres) + " km, at most " + tenths("\(trip.topSpeed)") + " km/h"])
        }
        rows.sort { $0.0.lowerBound < $1.0.lowerBound }
        guard !rows.isEmpty else {
            Swift.print("no stops and no trips")
            return
        }
        Swift.print(
            Terminal.table(
                rows.map { span, words in
                    [Instant(milliseconds: span.lowerBound).iso8601(), Instant(milliseconds: span.upperBound).iso8601()] + words
                }))
    }

    private static func degrees(_ millionths: Int32) -> String {
        let digits = "\(millionths.magnitude)"
        let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
        return (millionths < 0 ? "-" : "") + padded.dropLast(6) + "." + padded.suffix(6)
    }

    private static func tenths(_ digits: String) -> String { (digits.count > 1 ? digits.dropLast() : "0") + "." + digits.suffix(1) }

    /// The owner alone sees who looked: the request to do so is signed and noted like any other.
    private func printLooks(_ store: SegmentStore) throws {
        let (device, keys) = (try reading.track.deviceID(), try reading.track.owner())
        guard store.owner(of: device) == keys.card else { throw TrackFault.wrongSignature }
        let entries = try store.ledger.reads(of: device)
        for entry in entries {
            let who = entry.reader.isEmpty ? "the owner" : entry.reader
            Swift.print("\(Instant(milliseconds: entry.time).iso8601())  \(who)  \(span(entry.span))  \(entry.purpose)")
        }
        for (grant, isRevoked) in store.ledger.grants(of: device) {
            let end = isRevoked ? "revoked" : "until \(Instant(milliseconds: grant.expires).iso8601())"
            Swift.print("grant \(grant.id)  \(grant.reader)  \(span(grant.span))  \(end)")
        }
    }

    private func span(_ span: ClosedRange<Int64>) -> String {
        let from = span.lowerBound == .min ? "the beginning" : Instant(milliseconds: span.lowerBound).iso8601()
        let to = span.upperBound == .max ? "the end" : Instant(milliseconds: span.upperBound).iso8601()
        return "from \(from) to \(to)"
    }
}
