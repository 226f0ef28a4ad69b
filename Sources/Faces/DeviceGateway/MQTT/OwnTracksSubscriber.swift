package import Ground
package import NIOCore
internal import NIOPosix

/// Keeps a subscription at a broker: connects, and connects again when the line breaks.
package struct OwnTracksSubscriber: Sendable {
    private let group: any EventLoopGroup
    private let rules: SessionRules
    private let sink: any PointSink
    private let now: @Sendable () -> Instant
    private let credentials: MQTTPacket.Connect

    package init(
        group: any EventLoopGroup, rules: SessionRules, sink: any PointSink, credentials: MQTTPacket.Connect, now: @escaping @Sendable () -> Instant
    ) {
        self.group = group
        self.rules = rules
        self.sink = sink
        self.credentials = credentials
        self.now = now
    }

    /// Connects once; returns when the broker has taken the subscription.
    /// - Returns: the connection; its `closeFuture` says when it has ended.
    package func connect(host: String, port: Int) async throws -> any Channel {
        let subscribed = group.next().makePromise(of: Void.self)
        do {
            let channel = try await ClientBootstrap(group: group)
                .channelOption(.autoRead, value: false)
                .channelOption(.maxMessagesPerRead, value: 1)
                .connectTimeout(.seconds(10))
                .channelInitializer { [credentials, rules, sink, now] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = OwnTracksHandler(
                            session: OwnTracksSession(rules: rules, credentials: credentials),
                            keepAlive: .seconds(max(5, Int64(credentials.keepAlive) / 2)), rules: rules, sink: sink, now: now,
                            subscribed: subscribed)
                        try channel.pipeline.syncOperations.addHandler(ReceiveWiper())
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: host, port: port).get()
            try await subscribed.futureResult.get()
            return channel
        } catch {
            subscribed.fail(error)
            throw error
        }
    }

    /// Stays subscribed until the task is cancelled; waits from one second up to a minute between attempts.
    /// - Parameter told: hears what happens, in words.
    package func run(host: String, port: Int, told: @Sendable (String) -> Void) async {
        var pause = 1
        while !Task.isCancelled {
            do {
                let channel = try await connect(host: host, port: port)
                told("subscribed to \(OwnTracksSession.filter) at \(host):\(port)")
                pause = 1
                try await withTaskCancellationHandler {
                    try await channel.closeFuture.get()
                } onCancel: {
                    channel.close(promise: nil)
                }
            } catch {
                told("\(host):\(port): \(error)")
            }
            guard !Task.isCancelled else { return }
            try? await Task.sleep(for: .seconds(pause))
            pause = min(60, pause * 2)
        }
    }
}
