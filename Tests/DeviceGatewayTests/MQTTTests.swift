import DeviceGateway
import Ground
import Testing
import Trajectories

@Suite struct MQTTPacketTests {
    static let packets: [MQTTPacket] = [
        .connect(.init(client: "gateway", isClean: false, keepAlive: 60, user: "u", password: "p")), .connect(.init(client: "", isClean: true)),
        .connectAnswer(sessionPresent: true, code: 0), .publish(.init(topic: "owntracks/a/b", payload: [1, 2], id: 7)),
        .publish(.init(topic: "t", payload: [], id: nil, isRetained: true)),
        .publish(.init(topic: "t", payload: .init(repeating: 1, count: 300), id: 1, isRepeated: true)),
        .publishAnswer(id: 65_535), .subscribe(id: 1, filter: "owntracks/+/+", quality: 1), .subscribeAnswer(id: 1, codes: [1]), .ping, .pingAnswer,
        .disconnect,
    ]

    @Test(arguments: packets) func whatIsWrittenReadsBack(packet: MQTTPacket) throws {
        var deframer = MQTTDeframer()
        var found: [MQTTPacket] = []
        for byte in packet.bytes { if let packet = try deframer.push(byte) { found.append(packet) } }
        #expect(found == [packet])
        #expect(deframer.pending == 0)
    }

    /// Bytes from the standard: a connection with client "gw", clean, 60 s; a publication with QoS 1.
    @Test func bytesOfTheStandard() {
        #expect(
            Hexadecimal.text(MQTTPacket.connect(.init(client: "gw", isClean: true)).bytes) == "100e00044d5154540402003c00026777")
        #expect(Hexadecimal.text(MQTTPacket.publish(.init(topic: "a/b", payload: [0xFF], id: 10)).bytes) == "32080003612f62000aff")
        #expect(Hexadecimal.text(MQTTPacket.subscribe(id: 10, filter: "a/b", quality: 1).bytes) == "8208000a0003612f6201")
    }

    @Test func lengthsAreBounded() {
        var deframer = MQTTDeframer()
        #expect(throws: Refusal(.tooLong(limit: MQTTDeframer.longest))) { for byte in [0x30, 0xFF, 0xFF, 0x7F] { _ = try deframer.push(UInt8(byte)) } }
        var second = MQTTDeframer()
        #expect(throws: Refusal.self) { for byte in [0x30, 0xFF, 0xFF, 0xFF, 0xFF] { _ = try second.push(UInt8(byte)) } }
    }

    @Test func damage() {
        var random = SeededRandom(seed: 311)
        var whole = 0
        for round in 0..<20_000 {
            let bytes = Mutation.of(Self.packets[round % Self.packets.count].bytes, with: &random)
            var deframer = MQTTDeframer()
            for byte in bytes {
                guard let packet = try? deframer.push(byte) else { continue }
                _ = packet
                whole += 1
                #expect(deframer.pending <= MQTTDeframer.longest)
            }
        }
        #expect(whole > 1000)
    }
}

@Suite struct OwnTracksSessionTests {
    private func publish(_ topic: String, _ payload: String, id: UInt16?, isRetained: Bool = false) -> [UInt8] {
        MQTTPacket.publish(.init(topic: topic, payload: Array(payload.utf8), id: id, isRetained: isRetained)).bytes
    }

    private func greeted(_ names: Set<String>) -> OwnTracksSession {
        var session = OwnTracksSession(rules: rules(names), credentials: .init(client: "gateway", isClean: false))
        let output = session.receive(MQTTPacket.connectAnswer(sessionPresent: false, code: 0).bytes, at: Clock.moment)
        #expect(output.answers == MQTTPacket.subscribe(id: 1, filter: "owntracks/+/+", quality: 1).bytes)
        return session
    }

    @Test func pointsOfKnownDevicesAreKeptAndEverythingIsAcknowledged() {
        var session = greeted(["a/b"])
        let good = #"{"_type":"location","lat":25.04,"lon":102.71,"tst":1790000000,"batt":80}"#
        let wire =
            publish("owntracks/a/b", good, id: 1) + publish("owntracks/x/y", good, id: 2) + publish("owntracks/a/b", "{", id: 3)
            + publish("owntracks/a/b", good, id: 4, isRetained: true) + publish("owntracks/a/b", good, id: nil)
        let output = session.receive(wire, at: Clock.moment)
        #expect(output.deliveries.count == 1)
        #expect(output.deliveries.first?.points.count == 2)
        #expect(output.deliveries.first?.state == DeviceState(battery: 80))
        #expect(output.answers == (UInt16(1)...4).flatMap { MQTTPacket.publishAnswer(id: $0).bytes })
        #expect(output.close == nil)
    }

    @Test func aBrokerThatSaysNo() {
        var session = OwnTracksSession(rules: rules([]), credentials: .init(client: "gateway", isClean: false))
        #expect(session.receive(MQTTPacket.connectAnswer(sessionPresent: false, code: 5).bytes, at: Clock.moment).close != nil)
        session = greeted([])
        #expect(session.receive(MQTTPacket.subscribeAnswer(id: 1, codes: [0x80]).bytes, at: Clock.moment).close != nil)
        session = OwnTracksSession(rules: rules([]), credentials: .init(client: "gateway", isClean: false))
        #expect(session.receive(publish("owntracks/a/b", "{}", id: 1), at: Clock.moment).close != nil)
    }
}
