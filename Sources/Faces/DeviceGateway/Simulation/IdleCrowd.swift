package import Ground
package import NIOCore
internal import NIOPosix

/// Devices that say who they are and then nothing: for measuring what a connection costs.
package struct IdleCrowd: Sendable {
    private let plan: SimulationPlan
    private let group: any EventLoopGroup

    package init(_ plan: SimulationPlan, group: any EventLoopGroup) {
        self.plan = plan
        self.group = group
    }

    /// Connects all devices.
    /// - Returns: those that were let in; each stays connected until its channel is closed.
    package func connect(start: Instant) async -> [any Channel] {
        var channels: [any Channel] = []
        let numbers = Array(plan.first..<(plan.first + plan.count))
        // Connections are opened a few at a time: a listening queue is finite.
        for begin in stride(from: 0, to: numbers.count, by: 256) {
            channels += await withTaskGroup(of: (any Channel)?.self) { tasks in
                for number in numbers[begin..<min(begin + 256, numbers.count)] { tasks.addTask { try? await connect(number, start) } }
                return await tasks.reduce(into: []) { channels, channel in if let channel { channels.append(channel) } }
            }
        }
        return channels
    }

    private func connect(_ number: Int, _ start: Instant) async throws -> any Channel {
        let loop = group.next()
        let greeted = loop.makePromise(of: Void.self)
        do {
            let channel = try await ClientBootstrap(group: loop)
                .connectTimeout(.seconds(30))
                .channelInitializer { [plan] channel in
                    channel.eventLoop.makeCompletedFuture {
                        let talk = SimulatedTalk(plan: plan, number: number, start: start)
                        try channel.pipeline.syncOperations.addHandler(IdleHandler(talk, greeted))
                    }
                }
                .connect(host: plan.host, port: plan.port).get()
            try await greeted.futureResult.get()
            return channel
        } catch {
            greeted.fail(error)
            throw error
        }
    }
}

/// Greets, and keeps silent once it is let in.
private final class IdleHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var talk: SimulatedTalk
    private let greeted: EventLoopPromise<Void>

    init(_ talk: SimulatedTalk, _ greeted: EventLoopPromise<Void>) { (self.talk, self.greeted) = (talk, greeted) }

    func channelActive(context: ChannelHandlerContext) {
        say(talk.greet(), context)
        if talk.isGreeted { greeted.succeed() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let step = talk.hear(unwrapInboundIn(data).readableBytesView)
        say(step.bytes, context)
        if step.isRefused { return context.close(promise: nil) }
        if talk.isGreeted { greeted.succeed() }
    }

    func channelInactive(context: ChannelHandlerContext) { greeted.fail(ChannelError.eof) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func say(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        if !bytes.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil) }
    }
}
