import DeviceGateway
import Foundation
import Ground
import NIOCore
import NIOPosix
import Testing

/// A real broker, mosquitto, on a free port of this machine.
final class Broker {
    let port: Int
    private let process: Process
    private let folder: URL

    static let program = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Starts the broker and waits until it listens.
    init() async throws {
        let program = try #require(Broker.program)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mosquitto-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try await Broker.freePort()
        let settings = "listener \(port) 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 0\nmax_queued_messages 0\n"
        let file = folder.appendingPathComponent("mosquitto.conf")
        try settings.write(to: file, atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-c", file.path]
        let output = Pipe()
        process.standardError = output
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        try Broker.waitForReady(output.fileHandleForReading)
    }

    deinit {
        // Not by a signal that a test's thread may have blocked for its children.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// It says on standard error that it runs.
    private static func waitForReady(_ file: FileHandle) throws {
        var said = ""
        while !said.contains(" running") {
            let data = file.availableData
            guard !data.isEmpty else { throw CocoaError(.executableLoad) }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }
}

@Suite(.enabled(if: Broker.program != nil)) struct BrokerTests {
    private func subscriber(_ sink: MemorySink, _ rules: SessionRules) -> OwnTracksSubscriber {
        OwnTracksSubscriber(
            group: MultiThreadedEventLoopGroup.singleton, rules: rules, sink: sink, credentials: .init(client: "gateway", isClean: false), now: Clock.now)
    }

    @Test func publicationsArriveThroughTheBroker() async throws {
        let broker = try await Broker()
        let sink = MemorySink()
        let rules = patientRules(ServerTests.devices(.owntracks, 5))
        let channel = try await subscriber(sink, rules).connect(host: "127.0.0.1", port: broker.port)
        let plan = SimulationPlan(language: .owntracks, host: "127.0.0.1", port: broker.port, count: 6, points: 30, window: 4)
        let report = await Simulation(plan, group: MultiThreadedEventLoopGroup.singleton).run(start: Clock.moment)
        #expect(report.acknowledged == 180, "the broker takes what it is given")
        // The sixth device is not known here; its publications are passed over.
        await sink.points(150)
        #expect(sink.now.points.count == 5 && sink.now.points["sim/bike-00000005"] == nil)
        #expect(sink.now.points["sim/bike-00000003"]?.count == 30)
        #expect(rules.counters.now.unknownDevices > 0)
        try await channel.close()
    }

    /// What a store did not take comes again with the next connection: the broker keeps it until it is acknowledged.
    @Test func whatWasNotKeptComesAgain() async throws {
        let broker = try await Broker()
        let rules = patientRules(ServerTests.devices(.owntracks, 1))
        let failing = try await subscriber(MemorySink(fails: true), rules).connect(host: "127.0.0.1", port: broker.port)
        let plan = SimulationPlan(language: .owntracks, host: "127.0.0.1", port: broker.port, count: 1, points: 10, window: 10)
        let report = await Simulation(plan, group: MultiThreadedEventLoopGroup.singleton).run(start: Clock.moment)
        #expect(report.acknowledged == 10)
        try await failing.closeFuture.get()
        let sink = MemorySink()
        let channel = try await subscriber(sink, rules).connect(host: "127.0.0.1", port: broker.port)
        await sink.points(10)
        #expect(Set(sink.now.points["sim/bike-00000000"]?.map(\.time) ?? []).count == 10)
        try await channel.close()
    }
}
