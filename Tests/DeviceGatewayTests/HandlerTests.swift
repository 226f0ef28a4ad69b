import DeviceGateway
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

/// The connection of a tracker, driven by a loop whose time stands still until it is moved.
@Suite struct HandlerTests {
    let phone = JT808Phone(digits: "13800138000", byteCount: 6)!
    let location = JT808Writer.location(Sample.point!)

    private var login: [UInt8] { frame(0x0102, 1, Array("code-13800138000".utf8)) }

    private func frame(_ message: UInt16, _ serial: UInt16, _ body: [UInt8] = []) -> [UInt8] {
        JT808Writer.frame(message: message, phone: phone, serial: serial, body: body)
    }

    private func connect(_ rules: SessionRules, _ sink: MemorySink) async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        let handler = { @Sendable in TrackerHandler(session: JT808Session(rules: rules), rules: rules, sink: sink, now: Clock.now) }
        try await channel.testingEventLoop.executeInContext { try channel.pipeline.syncOperations.addHandler(handler()) }
        try await channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1))
        return channel
    }

    private func read(_ channel: NIOAsyncTestingChannel) async throws -> [UInt8] {
        Array(try await channel.waitForOutboundWrite(as: ByteBuffer.self).readableBytesView)
    }

    @Test func answersComeAfterTheStore() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let sink = MemorySink(gate: gate)
        let channel = try await connect(rules(["13800138000"]), sink)
        try await channel.writeInbound(ByteBuffer(bytes: login))
        #expect(answers(try await read(channel)).first?.body.last == 0)
        try await channel.writeInbound(ByteBuffer(bytes: frame(0x0200, 2, location)))
        #expect(try await channel.readOutbound(as: ByteBuffer.self) == nil, "nothing is said before the store has it")
        open.yield()
        #expect(answers(try await read(channel)).first?.body == [0, 2, 2, 0, 0])
        #expect(sink.now.points["13800138000"] == [Sample.point!])
        _ = try? await channel.finish()
    }

    @Test func aFailureOfTheStoreIsTold() async throws {
        let rules = rules(["13800138000"])
        let channel = try await connect(rules, MemorySink(fails: true))
        try await channel.writeInbound(ByteBuffer(bytes: login))
        _ = try await read(channel)
        try await channel.writeInbound(ByteBuffer(bytes: frame(0x0200, 2, location)))
        #expect(answers(try await read(channel)).first?.body == [0, 2, 2, 0, 1])
        #expect(rules.counters.now.failed == 1)
        _ = try? await channel.finish()
    }

    @Test func heartbeatsTouch() async throws {
        let sink = MemorySink()
        let channel = try await connect(rules(["13800138000"]), sink)
        try await channel.writeInbound(ByteBuffer(bytes: login + frame(0x0002, 2)))
        _ = try await read(channel)
        #expect(sink.now.touches == ["13800138000"])
        _ = try? await channel.finish()
    }

    @Test func whoDoesNotSayWhoItIsIsCutOff() async throws {
        let channel = try await connect(rules([]), MemorySink())
        await channel.testingEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(2))
        try await channel.closeFuture.get()
        #expect(!channel.isActive)
    }

    /// One byte of a frame every ten seconds keeps nobody on the line.
    @Test func slowFramesAreCutOff() async throws {
        let channel = try await connect(rules(["13800138000"]), MemorySink())
        try await channel.writeInbound(ByteBuffer(bytes: login))
        _ = try await read(channel)
        let wire = frame(0x0200, 2, location)
        for byte in wire.prefix(3) where channel.isActive {
            _ = try? await channel.writeInbound(ByteBuffer(bytes: [byte]))
            await channel.testingEventLoop.advanceTime(by: .seconds(10))
        }
        try await channel.closeFuture.get()
        #expect(!channel.isActive)
    }

    @Test func silenceEndsTheConnection() async throws {
        let channel = try await connect(rules(["13800138000"]), MemorySink())
        try await channel.writeInbound(ByteBuffer(bytes: login))
        _ = try await read(channel)
        await channel.testingEventLoop.advanceTime(by: .seconds(800))
        #expect(channel.isActive)
        try await channel.writeInbound(ByteBuffer(bytes: frame(0x0002, 2)))
        await channel.testingEventLoop.advanceTime(by: .seconds(800))
        #expect(channel.isActive, "a heartbeat counts")
        await channel.testingEventLoop.advanceTime(by: .seconds(200))
        try await channel.closeFuture.get()
        #expect(!channel.isActive)
    }

    @Test func whoDoesNotReadAnswersIsCutOff() async throws {
        let channel = try await connect(rules(["13800138000"]), MemorySink())
        try await channel.writeInbound(ByteBuffer(bytes: login))
        _ = try await read(channel)
        channel.isWritable = false
        try await channel.testingEventLoop.executeInContext { channel.pipeline.fireChannelWritabilityChanged() }
        await channel.testingEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(2))
        try await channel.closeFuture.get()
        #expect(!channel.isActive)
    }

    /// A request whose body never comes.
    @Test func halfARequestIsCutOff() async throws {
        let rules = rules(["7"])
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(OsmAndHandler(rules: rules, sink: MemorySink(), now: Clock.now))
        }
        try await channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1))
        try await channel.writeInbound(HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")))
        await channel.testingEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        await channel.testingEventLoop.advanceTime(by: .seconds(2))
        try await channel.closeFuture.get()
        #expect(rules.counters.now.cutOff == 1)
    }

    @Test func noiseIsCutOff() async throws {
        let rules = rules([])
        let channel = try await connect(rules, MemorySink())
        for _ in 0..<10 where channel.isActive { _ = try? await channel.writeInbound(ByteBuffer(repeating: 0x41, count: 64)) }
        try await channel.closeFuture.get()
        #expect(rules.counters.now.cutOff == 1)
    }
}
