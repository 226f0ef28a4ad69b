internal import Ground
internal import NIOCore
internal import Synchronization

/// The connection of one simulated device.
final class SimulationHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var talk: SimulatedTalk
    private let plan: SimulationPlan
    private let tally: SimulationTally
    /// What is expected: when it was sent, and the points that the answer acknowledges.
    private var expected: [(at: NIODeadline, points: Int)] = []
    private var answeredUpTo = 0
    private var pause: TimeAmount?
    private var isOver = false

    init(talk: SimulatedTalk, plan: SimulationPlan, tally: SimulationTally) {
        self.talk = talk
        self.plan = plan
        self.tally = tally
        let share = plan.rate / Double(plan.count)
        pause = plan.rate > 0 ? .nanoseconds(Int64(min(1e18, Double(plan.batch) / share * 1e9))) : nil
    }

    func channelActive(context: ChannelHandlerContext) {
        let bytes = talk.greet()
        if !bytes.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil) }
        if talk.isGreeted { start(context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let wasGreeted = talk.isGreeted
        let step = talk.hear(unwrapInboundIn(data).readableBytesView)
        if step.isRefused { return fail(context) }
        if !step.bytes.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: step.bytes)), promise: nil) }
        note(step.answered, context)
        if !wasGreeted, talk.isGreeted { return start(context) }
        guard talk.isGreeted else { return }
        if talk.isDone, waiting == 0 { return end(context) }
        if pause == nil { fill(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isOver { tally.change { $0.failures += 1 } }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private var waiting: Int { expected.count - answeredUpTo }

    private func start(_ context: ChannelHandlerContext) {
        guard let pause else { return fill(context) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        // Devices do not all speak in the same moment.
        let first = TimeAmount.nanoseconds(pause.nanoseconds / Int64(plan.count) * Int64(tally.place() % plan.count))
        context.eventLoop.scheduleRepeatedTask(initialDelay: first, delay: pause) { task in
            let (handler, context) = bound.value
            guard !handler.isOver, !handler.talk.isDone, context.channel.isActive else { return task.cancel() }
            handler.send(context)
        }
    }

    private func fill(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        var bytes: [UInt8] = []
        while waiting < plan.window, !talk.isDone { bytes += next() }
        if !bytes.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil) }
    }

    private func send(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: next())), promise: nil)
    }

    private func next() -> [UInt8] {
        let step = talk.speak()
        let now = NIODeadline.now()
        expected += step.expects.map { (now, $0) }
        let sent = step.expects.reduce(0, +)
        tally.change { $0.sent += sent }
        return step.bytes
    }

    private func note(_ answers: Int, _ context: ChannelHandlerContext) {
        guard answers > 0 else { return }
        let now = NIODeadline.now()
        let done = expected[answeredUpTo..<min(expected.count, answeredUpTo + answers)]
        answeredUpTo += done.count
        let points = done.reduce(0) { $0 + $1.points }
        let number = talk.number
        let latencies = done.map { Double((now - $0.at).nanoseconds) / 1e6 }
        tally.change {
            $0.acknowledged += points
            $0.byDevice[number, default: 0] += points
            $0.latencies += latencies
        }
        if answeredUpTo == expected.count {
            expected.removeAll(keepingCapacity: true)
            answeredUpTo = 0
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        isOver = true
        context.close(promise: nil)
    }

    private func fail(_ context: ChannelHandlerContext) {
        isOver = true
        tally.change { $0.failures += 1 }
        context.close(promise: nil)
    }
}

/// What all connections of a simulation add up.
final class SimulationTally: Sendable {
    private let report = Mutex(SimulationReport())
    private let places = Atomic(0)

    func change(_ body: (inout SimulationReport) -> Void) { report.withLock { body(&$0) } }

    func place() -> Int { places.wrappingAdd(1, ordering: .relaxed).oldValue }

    var now: SimulationReport { report.withLock { $0 } }
}
