package import Ground
package import NIOCore

/// One tracker's connection: reads a piece, lets the session judge it, waits until its points are durable, answers, reads on.
///
/// At most one piece is under way, so a connection never holds more than that piece and the part of a frame that the session keeps. Who is
/// slow, silent or does not read is cut off by one deadline a connection.
package final class TrackerHandler<Session: TrackerSession>: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    private var session: Session
    private let limits: GatewayLimits
    private let counters: GatewayCounters
    private let sink: any PointSink
    private let now: @Sendable () -> Instant
    private var isClosing = false
    /// A piece is with the store.
    private var isBusy = false
    private var watch: Scheduled<Void>?
    private var opened = NIODeadline.uptimeNanoseconds(0)
    private var lastFrame = NIODeadline.uptimeNanoseconds(0)
    private var partialSince: NIODeadline?
    private var stalledSince: NIODeadline?

    package init(session: Session, rules: SessionRules, sink: any PointSink, now: @escaping @Sendable () -> Instant) {
        self.session = session
        limits = rules.limits
        counters = rules.counters
        self.sink = sink
        self.now = now
    }

    package func channelActive(context: ChannelHandlerContext) {
        opened = context.eventLoop.now
        lastFrame = opened
        setWatch(context)
        context.read()
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        watch?.cancel()
        watch = nil
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Whatever went wrong with the line: the tracker calls again.
        context.close(promise: nil)
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let output = session.receive(Array(unwrapInboundIn(data).readableBytesView), at: now())
        let moment = context.eventLoop.now
        if output.frames > 0 {
            lastFrame = moment
            counters.change { $0.frames += output.frames }
        }
        partialSince = session.isInsideFrame ? (output.frames > 0 ? moment : partialSince ?? moment) : nil
        guard !output.points.isEmpty, let device = session.device else {
            if output.isContact, let device = session.device { sink.touch(device: device, state: output.state) }
            return finish(output, isKept: true, context)
        }
        keep(output, device: device, context)
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stalledSince = nil
            readOn(context)
        } else {
            stalledSince = context.eventLoop.now
            setWatch(context)
        }
        context.fireChannelWritabilityChanged()
    }

    private func keep(_ output: SessionOutput, device: String, _ context: ChannelHandlerContext) {
        isBusy = true
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.completeWithTask { [sink] in try await sink.append(device: device, points: output.points, state: output.state) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            let (handler, context) = bound.value
            handler.isBusy = false
            switch result {
            case .success:
                handler.counters.change { $0.points += output.points.count }
                handler.finish(output, isKept: true, context)
            case .failure:
                handler.counters.change { $0.failed += 1 }
                handler.finish(output, isKept: false, context)
            }
        }
    }

    private func finish(_ output: SessionOutput, isKept: Bool, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        let answers = isKept ? output.answers : output.failures
        if !answers.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answers)), promise: nil) }
        if output.close != nil || (!isKept && output.failures.isEmpty) { return end(context) }
        setWatch(context)
        readOn(context)
    }

    /// The next piece is asked for when the last one is done and its answers are on their way.
    private func readOn(_ context: ChannelHandlerContext) {
        guard !isBusy, !isClosing, context.channel.isWritable else { return }
        context.read()
    }

    private func end(_ context: ChannelHandlerContext) {
        isClosing = true
        counters.change { $0.cutOff += 1 }
        context.close(promise: nil)
    }

    /// The moment at which the connection ends unless something happens.
    private var deadline: NIODeadline {
        var result = lastFrame + .seconds(limits.idle)
        if session.device == nil { result = min(result, opened + .seconds(limits.identification)) }
        if let partialSince { result = min(result, partialSince + .seconds(limits.frame)) }
        if let stalledSince { result = min(result, stalledSince + .seconds(limits.stall)) }
        return result
    }

    /// One timer a connection: it looks at the deadline when it fires and is set anew only then, or when the deadline comes nearer.
    private var watchedUntil = NIODeadline.distantFuture

    private func setWatch(_ context: ChannelHandlerContext) {
        let deadline = deadline
        if watch != nil, watchedUntil <= deadline { return }
        watch?.cancel()
        watchedUntil = deadline
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleTask(deadline: deadline) {
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        watch = nil
        guard !isClosing else { return }
        // A piece that is with the store is not the peer's delay.
        if deadline <= context.eventLoop.now, !isBusy { return end(context) }
        if isBusy { lastFrame = context.eventLoop.now }
        setWatch(context)
    }
}
