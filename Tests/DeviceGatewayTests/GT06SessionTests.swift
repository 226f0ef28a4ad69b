import DeviceGateway
import Ground
import Testing
import Trajectories

@Suite struct GT06SessionTests {
    let login = GT06Writer.frame(0x01, content: GT06Writer.login(imei: "864717003283581")!, serial: 9)
    let location = GT06Writer.location(Sample.point!)

    private func loggedIn() -> GT06Session {
        var session = GT06Session(rules: rules(["864717003283581"]))
        _ = session.receive(login, at: Clock.moment)
        return session
    }

    @Test func logInAndReport() {
        var session = GT06Session(rules: rules(["864717003283581"]))
        var output = session.receive(login, at: Clock.moment)
        #expect(Hexadecimal.text(output.answers) == "78780501000955940d0a")
        #expect(session.device == "864717003283581")
        output = session.receive(GT06Writer.frame(0x12, content: location, serial: 2), at: Clock.moment)
        #expect(output.points == [Sample.point!] && output.answers.isEmpty)
        output = session.receive(GT06Writer.frame(0x13, content: [0x46, 6, 4, 0, 2], serial: 297), at: Clock.moment)
        #expect(Hexadecimal.text(output.answers) == "7878051301295d630d0a")
        #expect(output.state == DeviceState(battery: 100) && output.isContact)
    }

    @Test func anAlarmIsAnsweredAndSaid() {
        var session = loggedIn()
        let content = location.prefix(18) + [8] + location.suffix(8) + [0x47, 1, 4, 0x01, 2]
        let output = session.receive(GT06Writer.frame(0x16, content: Array(content), serial: 5), at: Clock.moment)
        #expect(output.points.count == 1 && output.points[0].flags.isSuperset(of: [.alarm, .batteryLow, .ignition, .locked, .charging]))
        #expect(output.answers == GT06Writer.answer(to: 0x16, serial: 5))
    }

    @Test func strangersAndReportsBeforeTheLoginAreRefused() {
        var session = GT06Session(rules: rules([]))
        #expect(session.receive(login, at: Clock.moment).close != nil)
        session = GT06Session(rules: rules(["864717003283581"]))
        let output = session.receive(GT06Writer.frame(0x12, content: location, serial: 2), at: Clock.moment)
        #expect(output.close != nil && output.points.isEmpty)
    }

    @Test func aSecondDeviceIsRefused() {
        var session = loggedIn()
        let other = GT06Writer.frame(0x01, content: GT06Writer.login(imei: "123456789012345")!, serial: 9)
        #expect(session.receive(other, at: Clock.moment).close != nil)
    }

    /// A vendor's heartbeat is answered and not read; the time is told to who asks.
    @Test func vendorsAreKeptOnTheLine() {
        var session = loggedIn()
        let heartbeat = Hexadecimal.bytes("78780a134506560b0102242b850d0a")!
        var output = session.receive(heartbeat, at: Clock.moment)
        #expect(Hexadecimal.text(output.answers) == "787805130224acee0d0a")
        #expect(output.state == DeviceState())
        output = session.receive(Hexadecimal.bytes("7878058a000688290d0a")!, at: Clock.moment)
        #expect(output.answers == GT06Writer.time(Clock.moment, serial: 6))
        #expect(output.answers.count == 16)
    }

    @Test func noiseEndsTheConnection() {
        var session = GT06Session(rules: rules([]))
        var closed = false
        for _ in 0..<1000 where !closed { closed = session.receive([UInt8](repeating: 0x41, count: 64), at: Clock.moment).close != nil }
        #expect(closed)
    }
}
