package import Ground
package import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// The listening sockets of the gateway.
package final class DeviceServer: Sendable {
    package enum Face: String, CaseIterable, Sendable {
        case jt808, gt06, osmand
    }

    private let group: any EventLoopGroup
    private let rules: SessionRules
    private let sink: any PointSink
    private let now: @Sendable () -> Instant
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    package init(group: any EventLoopGroup, rules: SessionRules, sink: any PointSink, now: @escaping @Sendable () -> Instant) {
        self.group = group
        self.rules = rules
        self.sink = sink
        self.now = now
    }

    /// Listens; port 0 asks the system for a free one.
    /// - Returns: the port.
    package func listen(_ face: Face, host: String, port: Int) async throws -> Int {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 16 * 1024, high: 64 * 1024))
            .childChannelOption(.autoRead, value: face == .osmand)
            .childChannelInitializer { [self] channel in welcome(channel, face) }
        let channel = try await bootstrap.bind(host: host, port: port).get()
        note(channel)
        return channel.localAddress?.port ?? port
    }

    /// Stops listening and ends all connections; what is with the store is kept, unanswered.
    package func close() async {
        for channel in channels.withLock({ Array($0.values) }) { try? await channel.close() }
    }

    private func note(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels.withLock { $0[id] = channel }
        channel.closeFuture.whenComplete { [self] _ in channels.withLock { $0[id] = nil } }
    }

    private func welcome(_ channel: any Channel, _ face: Face) -> EventLoopFuture<Void> {
        guard channels.withLock({ $0.count }) <= rules.limits.connections else {
            rules.counters.change { $0.cutOff += 1 }
            return channel.close()
        }
        note(channel)
        return channel.eventLoop.makeCompletedFuture { [rules, sink, now] in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ReceiveWiper())
            try pipeline.addHandler(ConnectionCount(rules.counters))
            switch face {
            case .jt808:
                try pipeline.addHandler(TrackerHandler(session: JT808Session(rules: rules), rules: rules, sink: sink, now: now))
            case .gt06:
                try pipeline.addHandler(TrackerHandler(session: GT06Session(rules: rules), rules: rules, sink: sink, now: now))
            case .osmand:
                try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: true, withErrorHandling: true)
                try pipeline.addHandler(OsmAndHandler(rules: rules, sink: sink, now: now))
            }
        }
    }
}
