import ArgumentParser
import Ground
import Trajectories

/// A look from the command line: as the owner, or by a grant with the reader's keys.
struct ReadingOptions: ParsableArguments {
    @OptionGroup var track: TrackOptions
    @OptionGroup var times: SpanOptions

    @Option(help: "The grant by which you read a device that is not yours; then the span is that of the grant where left out.")
    var grant: String?

    @Option(help: "Why you look: it stands in the log that the owner reads.")
    var purpose: String = "own history"

    /// Notes the look, then opens the points with the keys.
    func points(_ store: SegmentStore) async throws -> [Point] {
        let (device, keys) = (try track.deviceID(), try track.owner())
        var (span, right) = (try times.span(), ReadRequest.Right.owner)
        if let grant {
            guard let id = GrantID(grant) else { throw RejectedInput("\u{201C}\(grant)\u{201D} names no grant", at: Place("--grant")) }
            right = .grant(id)
            if let granted = store.ledger.grants(of: device).first(where: { $0.grant.id == id })?.grant.span {
                let from = times.from == nil ? granted.lowerBound : span.lowerBound
                span = from...max(from, times.to == nil ? granted.upperBound : span.upperBound)
            }
        }
        let request = try ReadRequest(device, span, by: right, purpose: purpose, at: TrackTime.now, signedBy: keys)
        let reading = try await store.read(request)
        let points = try reading.points(with: keys)
        if reading.closedPieces > 0 {
            Terminal.note("\(reading.closedPieces) sealed pieces do not open with these keys (another owner's?) and are left out")
        }
        return points
    }
}
