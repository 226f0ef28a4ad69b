package import Ground
package import NIOCore
internal import NIOPosix

/// Drives real sockets with simulated devices.
package struct Simulation: Sendable {
    private let plan: SimulationPlan
    private let group: any EventLoopGroup

    package init(_ plan: SimulationPlan, group: any EventLoopGroup) {
        self.plan = plan
        self.group = group
    }

    /// Connects all devices, lets them ride, and returns when each has its answers or has failed.
    /// - Parameter start: the time of the first points.
    package func run(start first: Instant) async -> SimulationReport {
        let tally = SimulationTally()
        let began = ContinuousClock.now
        var channels: [any Channel] = []
        let numbers = Array(plan.first..<(plan.first + plan.count))
        // Connections are opened a few at a time: a listening queue is finite.
        for start in stride(from: 0, to: numbers.count, by: 256) {
            channels += await open(numbers[start..<min(start + 256, numbers.count)], first, tally)
        }
        for channel in channels { try? await channel.closeFuture.get() }
        var report = tally.now
        report.devices = plan.count
        let passed = ContinuousClock.now - began
        report.seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
        report.latencies.sort()
        return report
    }

    private func open(_ numbers: ArraySlice<Int>, _ first: Instant, _ tally: SimulationTally) async -> [any Channel] {
        await withTaskGroup(of: (any Channel)?.self) { tasks in
            for number in numbers {
                tasks.addTask {
                    do {
                        return try await connect(number, first, tally)
                    } catch {
                        tally.change { $0.failures += 1 }
                        return nil
                    }
                }
            }
            return await tasks.reduce(into: []) { channels, channel in if let channel { channels.append(channel) } }
        }
    }

    private func connect(_ number: Int, _ first: Instant, _ tally: SimulationTally) async throws -> any Channel {
        try await ClientBootstrap(group: group)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(.seconds(30))
            .channelInitializer { [plan] channel in
                channel.eventLoop.makeCompletedFuture {
                    let talk = SimulatedTalk(plan: plan, number: number, start: first)
                    try channel.pipeline.syncOperations.addHandler(SimulationHandler(talk: talk, plan: plan, tally: tally))
                }
            }
            .connect(host: plan.host, port: plan.port).get()
    }
}
