import DeviceGateway
import Ground
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// Simulated trackers over real sockets into a store in memory.
@Suite struct ServerTests {
    static func devices(_ language: SimulatedLanguage, _ count: Int) -> Set<String> {
        Set((0..<count).map { SimulatedDevice.device($0, as: language) })
    }

    /// Every point that is acknowledged is in the store, once and in its order, and nothing else is.
    static func check(_ sink: MemorySink, _ plan: SimulationPlan, _ report: SimulationReport, start: Instant) {
        #expect(report.failures == 0)
        #expect(report.acknowledged == plan.count * plan.points && report.sent == report.acknowledged)
        #expect(report.latencies.count == plan.count * ((plan.points + plan.batch - 1) / plan.batch))
        let kept = sink.now.points
        #expect(kept.count == plan.count)
        for number in 0..<plan.count {
            var device = SimulatedDevice(number: number, seed: plan.seed, start: start)
            let expected = (0..<plan.points).compactMap { _ in device.next() }
            let found = kept[SimulatedDevice.device(number, as: plan.language)] ?? []
            #expect(found.map(\.time) == expected.map(\.time))
            #expect(found.map(\.latitude) == expected.map(\.latitude) && found.map(\.longitude) == expected.map(\.longitude))
            #expect(found.map(\.course) == expected.map(\.course))
        }
    }

    @Test(arguments: [(DeviceServer.Face.jt808, 1), (.jt808, 20), (.gt06, 1), (.osmand, 1)])
    func simulatedTrackersArrive(face: DeviceServer.Face, batch: Int) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let language = try #require(SimulatedLanguage(rawValue: face.rawValue))
        let sink = MemorySink()
        let rules = patientRules(Self.devices(language, 10))
        let server = DeviceServer(group: group, rules: rules, sink: sink, now: Clock.now)
        let port = try await server.listen(face, host: "127.0.0.1", port: 0)
        let plan = SimulationPlan(language: language, host: "127.0.0.1", port: port, count: 10, points: 50, batch: batch, window: 8)
        let report = await Simulation(plan, group: group).run(start: Clock.moment)
        await server.close()
        Self.check(sink, plan, report, start: Clock.moment)
        #expect(rules.counters.now.points == 500 && rules.counters.now.damagedFrames == 0)
    }

    @Test(arguments: [DeviceServer.Face.jt808, .gt06, .osmand])
    func strangersAreRefused(face: DeviceServer.Face) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let language = try #require(SimulatedLanguage(rawValue: face.rawValue))
        let sink = MemorySink()
        let rules = patientRules([])
        let server = DeviceServer(group: group, rules: rules, sink: sink, now: Clock.now)
        let port = try await server.listen(face, host: "127.0.0.1", port: 0)
        let plan = SimulationPlan(language: language, host: "127.0.0.1", port: port, count: 5, points: 3)
        let report = await Simulation(plan, group: group).run(start: Clock.moment)
        await server.close()
        #expect(report.failures == 5 && report.acknowledged == 0)
        #expect(sink.now.points.isEmpty && rules.counters.now.unknownDevices == 5)
    }

    /// A store that fails acknowledges nothing.
    @Test(arguments: [DeviceServer.Face.jt808, .gt06, .osmand])
    func aFailingStoreAcknowledgesNothing(face: DeviceServer.Face) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let language = try #require(SimulatedLanguage(rawValue: face.rawValue))
        let server = DeviceServer(
            group: group, rules: patientRules(Self.devices(language, 3)), sink: MemorySink(fails: true), now: Clock.now)
        let port = try await server.listen(face, host: "127.0.0.1", port: 0)
        let plan = SimulationPlan(language: language, host: "127.0.0.1", port: port, count: 3, points: 3)
        let report = await Simulation(plan, group: group).run(start: Clock.moment)
        await server.close()
        #expect(report.acknowledged == 0 && report.failures == 3)
    }

    @Test func tooManyConnectionsAreTurnedAway() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let rules = patientRules([]) { $0.connections = 2 }
        let server = DeviceServer(group: group, rules: rules, sink: MemorySink(), now: Clock.now)
        let port = try await server.listen(.jt808, host: "127.0.0.1", port: 0)
        var channels: [any Channel] = []
        for _ in 0..<2 { channels.append(try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()) }
        let third = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
        try await third.closeFuture.get()
        #expect(rules.counters.now.cutOff >= 1)
        await server.close()
        for channel in channels { try? await channel.close() }
    }
}

/// Requests as they come from a line, answers as they go.
@Suite struct OsmAndServerTests {
    /// Sends bytes and reads until the gateway ends the connection.
    private func exchange(_ request: String, devices: Set<String>, _ change: (inout GatewayLimits) -> Void = { _ in }) async throws -> (String, MemorySink) {
        let group = MultiThreadedEventLoopGroup.singleton
        let sink = MemorySink()
        let server = DeviceServer(group: group, rules: patientRules(devices, change), sink: sink, now: Clock.now)
        let port = try await server.listen(.osmand, host: "127.0.0.1", port: 0)
        let collector = group.next().makePromise(of: String.self)
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(collector)) } }
            .connect(host: "127.0.0.1", port: port).get()
        // A peer that says too much is cut off while it still speaks.
        try? await channel.writeAndFlush(ByteBuffer(string: request)).get()
        let text = try await collector.futureResult.get()
        await server.close()
        return (text, sink)
    }

    private func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n" }

    private func post(_ type: String, _ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: g\r\nConnection: close\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func queryFormAndJSON() async throws {
        let second = Clock.moment.milliseconds / 1000
        for request in [
            get("/any/path?id=7&lat=25.04&lon=102.71&timestamp=\(second)"),
            post("application/x-www-form-urlencoded", "id=7&lat=25.04&lon=102.71&timestamp=\(second)"),
            post("application/json", #"{"device_id":"7","location":{"timestamp":"\#(Clock.moment)","coords":{"latitude":25.04,"longitude":102.71}}}"#),
        ] {
            let (answer, sink) = try await exchange(request, devices: ["7"])
            #expect(answer.hasPrefix("HTTP/1.1 200"), "\(request)\n\(answer)")
            #expect(sink.now.points["7"]?.map(\.latitude) == [25_040_000])
            #expect(sink.now.points["7"]?.map(\.time) == [Clock.moment])
        }
    }

    @Test(arguments: [
        ("GET /?lat=1&lon=2 HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n", 400),
        ("GET /?id=8&lat=1&lon=2 HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n", 404),
        ("DELETE /?id=7 HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n", 405),
        ("POST / HTTP/1.1\r\nHost: g\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "[", count: 100_000), 413),
        ("GET /?id=7&x=" + String(repeating: "y", count: 9000) + " HTTP/1.1\r\nHost: g\r\n\r\n", 414),
        ("POST / HTTP/1.1\r\nHost: g\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{", 400),
        ("nonsense\r\n\r\n", 400),
    ])
    func refusals(request: String, status: Int) async throws {
        let (answer, sink) = try await exchange(request, devices: ["7"])
        // The answer to what was cut off may be lost on the way: the connection ends with bytes unread.
        let isCutOff = request.utf8.count > 8000 && answer.isEmpty
        #expect(answer.hasPrefix("HTTP/1.1 \(status)") || isCutOff, "\(answer)")
        #expect(sink.now.points.isEmpty)
    }

    @Test func tooMany() async throws {
        let request = "GET /?id=7&lat=1&lon=2 HTTP/1.1\r\nHost: g\r\n\r\n" + get("/?id=7&lat=1&lon=2")
        let (answer, sink) = try await exchange(request, devices: ["7"]) { ($0.rate, $0.burst) = (0.001, 1) }
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("HTTP/1.1 429"))
        #expect(sink.now.points["7"]?.count == 1)
    }

    final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let promise: EventLoopPromise<String>
        private var text = ""

        init(_ promise: EventLoopPromise<String>) { self.promise = promise }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { text += String(buffer: unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { promise.succeed(text) }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
