import DeviceGateway
import Ground
import Testing
import Trajectories

@Suite struct JT808DeframerTests {
    let phone = JT808Phone(digits: "13800138000", byteCount: 6)!

    private func feed(_ bytes: [UInt8], to deframer: inout JT808Deframer) -> [Result<[UInt8], Refusal>] {
        bytes.compactMap { deframer.push($0) }
    }

    @Test func escapesAreTakenOut() throws {
        let wire = JT808Writer.frame(message: 0x0900, phone: phone, serial: 0x7E7D, body: [0x7E, 0x7D, 0x01, 0x02])
        #expect(wire.dropFirst().dropLast().contains(0x7E) == false)
        var deframer = JT808Deframer()
        let found = feed(wire, to: &deframer)
        #expect(found.count == 1)
        let bytes = try found[0].get()
        let frame = try #require(JT808Frame(bytes))
        #expect(frame.serial == 0x7E7D)
        #expect(Array(frame.body) == [0x7E, 0x7D, 0x01, 0x02])
        #expect(frame.refusal == nil)
        #expect(frame.phone.device == "13800138000")
    }

    /// A stream that is joined in the middle of a frame loses that frame only.
    @Test func joiningInTheMiddle() {
        let wire = JT808Writer.frame(message: 0x0002, phone: phone, serial: 1, body: [])
        var deframer = JT808Deframer()
        let found = feed(Array(wire.dropFirst(5)) + wire + wire, to: &deframer)
        #expect(found.compactMap { try? $0.get() }.count == 2)
    }

    @Test func anEndlessFrameIsCutAndTheNextIsRead() {
        var deframer = JT808Deframer()
        var refusals: [Refusal] = []
        for byte in [0x7E] + [UInt8](repeating: 1, count: 100_000) {
            if case .failure(let refusal)? = deframer.push(byte) { refusals.append(refusal) }
            #expect(deframer.pending <= JT808Deframer.longest)
        }
        #expect(refusals.map(\.cause) == [.tooLong(limit: JT808Deframer.longest)])
        let wire = JT808Writer.frame(message: 0x0002, phone: phone, serial: 1, body: [])
        #expect(feed([0x7E] + wire, to: &deframer).compactMap { try? $0.get() }.count == 1)
    }

    @Test func noiseIsToldAgainAndAgain() {
        var deframer = JT808Deframer()
        let found = feed([UInt8](repeating: 0x41, count: 640), to: &deframer)
        #expect(found.count == 10)
        #expect(deframer.pending == 0)
    }

    @Test func anUnknownEscape() {
        var deframer = JT808Deframer()
        let found = feed([0x7E, 0x01, 0x7D, 0x03, 0x7E], to: &deframer)
        #expect(found.count == 1)
        guard case .failure(let refusal)? = found.first, case .garbage = refusal.cause else {
            Issue.record("\(found)")
            return
        }
        #expect(deframer.isInside == false)
    }

    /// Any damage to a frame is refused or leaves another valid frame: never a trap, never more memory than a frame.
    @Test func damage() throws {
        var random = SeededRandom(seed: 808)
        let point = try #require(Sample.point)
        let location = JT808Writer.location(point)
        let seeds = [
            JT808Writer.frame(message: 0x0200, phone: phone, serial: 7, body: location),
            JT808Writer.frame(message: 0x0704, phone: phone, serial: 8, body: JT808Writer.batch([location, location, location], isResent: true)),
            JT808Writer.frame(message: 0x0100, phone: phone, serial: 9, body: [UInt8](repeating: 0xD4, count: 45)),
            JT808Writer.frame(message: 0x0200, phone: phone, serial: 7, package: .init(total: 3, number: 2), body: location),
        ]
        var taken = 0
        for round in 0..<20_000 {
            let bytes = Mutation.of(seeds[round % seeds.count], with: &random)
            var deframer = JT808Deframer()
            for byte in bytes {
                if case .success(let frame)? = deframer.push(byte) {
                    if JT808Record.read(frame).refusal == nil { taken += 1 }
                }
                #expect(deframer.pending <= JT808Deframer.longest)
            }
            _ = deframer.finish()
        }
        #expect(taken > 100)
    }

    /// A valid checksum around a body of nonsense reaches the readers of bodies.
    @Test func nonsenseInWholeFrames() {
        var random = SeededRandom(seed: 2019)
        let numbers: [UInt16] = [0x0001, 0x0002, 0x0003, 0x0100, 0x0102, 0x0200, 0x0704, 0x0900, 0x1300]
        let long = JT808Phone(digits: "19900000001", byteCount: 10)!
        for round in 0..<20_000 {
            let body = (0..<random.below(120)).map { _ in UInt8(truncatingIfNeeded: random.next()) & (round % 3 == 0 ? 0x0F : 0xFF) }
            let wire = JT808Writer.frame(message: numbers[round % numbers.count], phone: round % 2 == 0 ? phone : long, serial: 1, body: body)
            let findings = FrameInspection.read(wire, as: .jt808)
            #expect(findings.count == 1)
            #expect(findings[0].record != nil)
        }
    }
}

@Suite struct GT06DeframerTests {
    @Test func damage() throws {
        var random = SeededRandom(seed: 6)
        let point = try #require(Sample.point)
        let seeds = [
            GT06Writer.frame(0x01, content: GT06Writer.login(imei: "864717003283581")!, serial: 1),
            GT06Writer.frame(0x12, content: GT06Writer.location(point), serial: 2),
            GT06Writer.frame(0x13, content: [0x46, 6, 4, 0, 2], serial: 3),
        ]
        var taken = 0
        for round in 0..<20_000 {
            var deframer = GT06Deframer()
            for byte in Mutation.of(seeds[round % seeds.count], with: &random) {
                if case .success(let frame)? = deframer.push(byte) {
                    if GT06Record.read(frame).refusal == nil { taken += 1 }
                }
                #expect(deframer.pending <= GT06Deframer.longest)
            }
            _ = deframer.finish()
        }
        #expect(taken > 100)
    }

    @Test func nonsenseInWholeFrames() {
        var random = SeededRandom(seed: 26)
        for round in 0..<20_000 {
            let content = (0..<random.below(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) & (round % 3 == 0 ? 0x0F : 0xFF) }
            let findings = FrameInspection.read(GT06Writer.frame(UInt8(truncatingIfNeeded: round), content: content, serial: 1), as: .gt06)
            #expect(findings.count == 1)
            #expect(findings[0].record != nil)
        }
    }

    /// After damage the next whole frame that follows an end is read.
    @Test func theStreamIsFoundAgain() {
        let heartbeat = GT06Writer.frame(0x13, content: [0x46, 6, 4, 0, 2], serial: 3)
        var deframer = GT06Deframer()
        let found = ([0x55, 0x55, 0x0D, 0x0A] + heartbeat).compactMap { deframer.push($0) }
        #expect(found.count == 2)
        #expect((try? found.last?.get()) == heartbeat)
    }

    @Test func noiseIsToldAgainAndAgain() {
        var deframer = GT06Deframer()
        let found = [UInt8](repeating: 0x41, count: 10_300).compactMap { deframer.push($0) }
        #expect(found.count == 11)
        #expect(deframer.pending == 0)
    }

    @Test func aLengthThatNoFrameHas() {
        var deframer = GT06Deframer()
        let found = [0x79, 0x79, 0xFF, 0xFF].compactMap { deframer.push($0) }
        #expect(found == [.failure(Refusal(.tooLong(limit: GT06Deframer.longest)))])
    }
}

@Suite struct WriterTests {
    /// What a simulated tracker sends is what the gateway reads, wherever on earth it is.
    @Test func pointsSurviveBothProtocols() throws {
        var random = SeededRandom(seed: 77)
        for _ in 0..<2000 {
            let seconds = Int64(946_684_800 + random.below(2_000_000_000))
            let point = try #require(
                DevicePoint(
                    time: Instant(milliseconds: seconds * 1000), latitude: Int32(random.below(180_000_001)) - 90_000_000,
                    longitude: Int32(random.below(360_000_001)) - 180_000_000, speed: UInt16(random.below(256)) * 10, course: UInt16(random.below(360)),
                    flags: [.positioned]))
            let location = try JT808Location(JT808Writer.location(point)[...])
            #expect(location.point(isResent: false) == point)
            let report = try GT06Report(number: 0x12, content: GT06Writer.location(point)[...])
            let back = try #require(report.point)
            #expect(back == point)
        }
    }
}
