import ArgumentParser
import Ground
import Trajectories

/// `concentric track grant`: lets a reader see a span of a device's track.
struct TrackGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Let somebody see a span of your track until a time.",
        discussion: "Prints the name of the grant, by which it is used and revoked.")

    @OptionGroup var options: TrackOptions
    @OptionGroup var times: SpanOptions

    @Option(help: "Who it is, in words.")
    var reader: String

    @Option(help: "The reader's card, as `concentric track keys` printed it for the reader.")
    var card: String

    @Option(help: "When the grant ends, as 2026-09-30T16:00:00+08:00.")
    var expires: String

    func run() async throws {
        try await options.withStore { store in
            let (device, owner, card) = (try options.deviceID(), try options.owner(), try KeyText.card(card))
            let (span, end) = (try times.span(), try TrackTime.read(expires))
            let request = try ReadRequest(device, span, by: .owner, purpose: "to grant it to \(reader)", at: TrackTime.now, signedBy: owner)
            let keys = try await store.wrappedKeys(request)
            guard !keys.isEmpty else { throw RejectedInput("there is nothing of the device in this span", at: Place("--from, --to")) }
            let grant = try Grant(of: device, from: owner, to: reader, card, span: span, expires: end, keys: keys)
            try await store.add(grant)
            print(grant.id)
        }
    }
}

/// `concentric track revoke`: ends a grant at once.
struct TrackRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "End a grant at once.")

    @Option(help: "The folder of the store of tracks.")
    var store: String

    @Option(help: "Your file of keys.")
    var keys: String

    @Argument(help: "The name of the grant.")
    var grant: String

    func run() async throws {
        try await TrackFaults.reported {
            try TrackOptions.requireStore(store)
            guard let id = GrantID(grant) else { throw RejectedInput("\u{201C}\(grant)\u{201D} names no grant", at: Place("grant")) }
            let tracks = try SegmentStore(store, now: { TrackTime.now })
            try await tracks.revoke(try Revocation(of: id, by: try KeyText.read(keys)))
            try await tracks.close()
            print("revoked")
        }
    }
}
