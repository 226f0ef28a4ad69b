package import Ground
package import NIOCore

/// The connection to a broker: reads a piece, makes its points durable, acknowledges, reads on. It ends on any fault; whoever opened it
/// opens it again, and the broker sends what was not acknowledged.
package final class OwnTracksHandler: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    private var session: OwnTracksSession
    private let counters: GatewayCounters
    private let sink: any PointSink
    private let now: @Sendable () -> Instant
    private let keepAlive: TimeAmount
    private let subscribed: EventLoopPromise<Void>
    private var pings: RepeatedTask?
    private var hasHeard = true
    private var isClosing = false

    /// - Parameter subscribed: succeeds when the broker has taken the subscription, fails when the connection ends before.
    package init(
        session: OwnTracksSession, keepAlive: TimeAmount, rules: SessionRules, sink: any PointSink, now: @escaping @Sendable () -> Instant,
        subscribed: EventLoopPromise<Void>
    ) {
        self.session = session
        self.keepAlive = keepAlive
        counters = rules.counters
        self.sink = sink
        self.now = now
        self.subscribed = subscribed
    }

    package func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: session.greeting)), promise: nil)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: keepAlive, delay: keepAlive) { _ in
            let (handler, context) = bound.value
            handler.ping(context)
        }
        context.read()
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        pings?.cancel()
        subscribed.fail(ChannelError.eof)
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasHeard = true
        guard !isClosing else { return }
        let output = session.receive(unwrapInboundIn(data).readableBytesView, at: now())
        if output.isSubscribed { subscribed.succeed() }
        guard !output.deliveries.isEmpty else { return finish(output, context) }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.completeWithTask { [sink] in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for delivery in output.deliveries {
                    group.addTask { try await Self.keep(delivery, sink) }
                }
                try await group.waitForAll()
            }
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            let (handler, context) = bound.value
            switch result {
            case .success:
                handler.counters.change { $0.points += output.deliveries.reduce(0) { $0 + $1.points.count } }
                handler.finish(output, context)
            case .failure:
                handler.counters.change { $0.failed += 1 }
                handler.end(context)
            }
        }
    }

    private static func keep(_ delivery: OwnTracksSession.Delivery, _ sink: any PointSink) async throws {
        guard !delivery.points.isEmpty else { return sink.touch(device: delivery.device, state: delivery.state) }
        try await sink.append(device: delivery.device, points: delivery.points, state: delivery.state)
    }

    private func finish(_ output: OwnTracksSession.Output, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        if !output.answers.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: output.answers)), promise: nil) }
        if output.close != nil { return end(context) }
        context.read()
    }

    /// A broker that did not say anything since the last ping is gone.
    private func ping(_ context: ChannelHandlerContext) {
        guard hasHeard else { return end(context) }
        hasHeard = false
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: MQTTPacket.ping.bytes)), promise: nil)
    }

    private func end(_ context: ChannelHandlerContext) {
        isClosing = true
        context.close(promise: nil)
    }
}
