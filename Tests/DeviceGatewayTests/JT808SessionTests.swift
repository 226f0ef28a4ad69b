import DeviceGateway
import Ground
import Testing
import Trajectories

@Suite struct JT808SessionTests {
    let phone = JT808Phone(digits: "13800138000", byteCount: 6)!
    let location = JT808Writer.location(Sample.point!)

    private func frame(_ message: UInt16, serial: UInt16, _ body: [UInt8] = [], package: JT808Frame.Package? = nil) -> [UInt8] {
        JT808Writer.frame(message: message, phone: phone, serial: serial, package: package, body: body)
    }

    private func authenticated(_ change: (inout GatewayLimits) -> Void = { _ in }) -> JT808Session {
        var session = JT808Session(rules: rules(["13800138000"], change))
        _ = session.receive(frame(0x0102, serial: 1, Array("code-13800138000".utf8)), at: Clock.moment)
        return session
    }

    @Test func registerAuthenticateReport() {
        var session = JT808Session(rules: rules(["13800138000"]))
        var output = session.receive(frame(0x0100, serial: 1, [UInt8](repeating: 0, count: 40)), at: Clock.moment)
        #expect(answers(output.answers).map(\.message) == [0x8100])
        #expect(answers(output.answers).first?.body == [0, 1, 0] + Array("code-13800138000".utf8))
        #expect(session.device == nil)
        output = session.receive(frame(0x0102, serial: 2, Array("code-13800138000".utf8)), at: Clock.moment)
        #expect(answers(output.answers).first?.body == [0, 2, 1, 2, 0])
        #expect(session.device == "13800138000")
        output = session.receive(frame(0x0200, serial: 3, location) + frame(0x0002, serial: 4), at: Clock.moment)
        #expect(output.points == [Sample.point!])
        #expect(answers(output.answers).map(\.body) == [[0, 3, 2, 0, 0], [0, 4, 0, 2, 0]])
        #expect(answers(output.failures).map(\.body) == [[0, 3, 2, 0, 1], [0, 4, 0, 2, 1]])
        #expect(output.close == nil)
    }

    @Test func aStrangerIsRefused() {
        var session = JT808Session(rules: rules([]))
        let output = session.receive(frame(0x0100, serial: 1, [UInt8](repeating: 0, count: 40)), at: Clock.moment)
        #expect(answers(output.answers).first?.body == [0, 1, 4])
        #expect(output.close != nil)
    }

    @Test func aWrongCodeIsRefused() {
        var session = JT808Session(rules: rules(["13800138000"]))
        let output = session.receive(frame(0x0102, serial: 1, Array("code-13800138001".utf8)), at: Clock.moment)
        #expect(answers(output.answers).first?.body == [0, 1, 1, 2, 1])
        #expect(output.close != nil && session.device == nil)
    }

    @Test func aReportBeforeAuthenticationIsRefused() {
        var session = JT808Session(rules: rules(["13800138000"]))
        let output = session.receive(frame(0x0200, serial: 1, location), at: Clock.moment)
        #expect(output.points.isEmpty && output.close != nil)
    }

    @Test func aSecondTelephoneIsRefused() {
        var session = authenticated()
        let other = JT808Writer.frame(message: 0x0200, phone: JT808Phone(digits: "13800138001", byteCount: 6)!, serial: 1, body: location)
        let output = session.receive(other, at: Clock.moment)
        #expect(output.points.isEmpty && output.close != nil)
    }

    /// Each package of a message gets its reply when the whole message is durable, not before.
    @Test func subPackages() {
        var session = authenticated()
        let batch = JT808Writer.batch([location, location, location], isResent: true)
        let parts = [Array(batch[..<40]), Array(batch[40..<80]), Array(batch[80...])]
        for (index, part) in parts.enumerated() {
            let number = UInt16(index + 1)
            let output = session.receive(frame(0x0704, serial: 10 + number, part, package: .init(total: 3, number: number)), at: Clock.moment)
            if index < 2 {
                #expect(output.points.isEmpty && output.answers.isEmpty)
            } else {
                #expect(output.points.count == 3 && output.points.allSatisfy { $0.flags.contains(.resent) })
                #expect(answers(output.answers).map(\.body) == [[0, 11, 7, 4, 0], [0, 12, 7, 4, 0], [0, 13, 7, 4, 0]])
            }
        }
    }

    @Test func tooMuchIsNotTaken() {
        var session = authenticated { ($0.rate, $0.burst) = (1, 5) }
        var kept = 0
        var refused = 0
        for serial in UInt16(1)...20 {
            let output = session.receive(frame(0x0200, serial: serial, location), at: Clock.moment)
            kept += output.points.count
            refused += answers(output.answers).count { $0.body.last == 1 }
        }
        #expect(kept == 5 && refused == 15)
        let later = session.receive(frame(0x0200, serial: 30, location), at: Clock.moment.advanced(milliseconds: 2000))
        #expect(later.points.count == 1)
    }

    @Test func timesThatCannotBeAreDropped() {
        var session = authenticated()
        let output = session.receive(frame(0x0200, serial: 9, location), at: Clock.moment.advanced(milliseconds: -2 * 86_400_000))
        #expect(output.points.isEmpty)
        #expect(answers(output.answers).first?.body.last == 0, "or the terminal would send it for ever")
    }

    @Test func vendorsMessagesAreAnsweredWithUnsupported() {
        var session = authenticated()
        let output = session.receive(frame(0x6006, serial: 5, [1, 2]), at: Clock.moment)
        #expect(answers(output.answers).first?.body == [0, 5, 0x60, 6, 3])
    }

    @Test func noiseEndsTheConnection() {
        var session = JT808Session(rules: rules([]))
        var closed = false
        for _ in 0..<1000 where !closed { closed = session.receive([UInt8](repeating: 0x41, count: 64), at: Clock.moment).close != nil }
        #expect(closed)
    }

    /// Cut anywhere, a stream has the same effect.
    @Test func piecesOfAnySize() {
        var random = SeededRandom(seed: 11)
        let wire = (UInt16(1)...50).flatMap { frame(0x0200, serial: $0, location) }
        for _ in 0..<50 {
            var session = authenticated()
            var points = 0
            var replies: [[UInt8]] = []
            var start = 0
            while start < wire.count {
                let end = min(wire.count, start + 1 + random.below(100))
                let output = session.receive(Array(wire[start..<end]), at: Clock.moment)
                points += output.points.count
                replies += answers(output.answers).map(\.body)
                start = end
            }
            #expect(points == 50)
            #expect(replies == (UInt8(1)...50).map { [0, $0, 2, 0, 0] })
        }
    }
}
