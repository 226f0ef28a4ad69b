internal import DeviceGateway
internal import Foundation
internal import Ground
internal import NIOCore
internal import NIOPosix
internal import Trajectories

/// A gateway in the process of the simulation, without limits of rate: it is to be measured.
struct LocalGateway {
    var port: Int?
    private let server: DeviceServer
    private let store: SegmentStore?
    private let subscription: (any Channel)?

    static func start(_ plan: SimulationPlan, tracks: String?) async throws -> LocalGateway {
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
        let now: @Sendable () -> Instant = { Instant(milliseconds: clock()) }
        var store: SegmentStore?
        var sink: any PointSink & DeviceDirectory = CountingSink()
        if let tracks {
            let opened = try SegmentStore(tracks, now: clock)
            try opened.register(SimulatedOwner.devices(of: plan).filter { !opened.isRegistered($0.0) })
            sink = SealedTracks(store: opened, secret: [1], now: clock)
            store = opened
        }
        var limits = GatewayLimits()
        (limits.rate, limits.burst) = (1e12, 1e12)
        let rules = SessionRules(directory: sink, limits: limits)
        let group = MultiThreadedEventLoopGroup.singleton
        let server = DeviceServer(group: group, rules: rules, sink: sink, now: now)
        guard let face = DeviceServer.Face(rawValue: plan.language.rawValue) else {
            let subscriber = OwnTracksSubscriber(
                group: group, rules: rules, sink: sink, credentials: .init(client: "simulation-gateway", isClean: true), now: now)
            let channel = try await subscriber.connect(host: plan.host, port: plan.port)
            return LocalGateway(port: nil, server: server, store: store, subscription: channel)
        }
        let port = try await server.listen(face, host: "127.0.0.1", port: 0)
        return LocalGateway(port: port, server: server, store: store, subscription: nil)
    }

    func stop() async throws {
        try? await subscription?.close()
        await server.close()
        try await store?.close()
    }
}
