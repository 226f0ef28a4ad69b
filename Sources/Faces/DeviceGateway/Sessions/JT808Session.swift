package import Ground

/// A terminal of JT/T 808: it registers or authenticates, then it reports.
package struct JT808Session: FramedSession {
    private enum State: Sendable {
        case unknown
        /// Registered on this connection; it still has to show its code.
        case registered(String)
        case authenticated(String)
    }

    private let rules: SessionRules
    private var state = State.unknown
    private var phone: JT808Phone?
    package var stream: FrameStream<JT808Deframer>
    private var reassembly = JT808Reassembly()
    private var serial: UInt16 = 0

    package init(rules: SessionRules) {
        self.rules = rules
        stream = FrameStream(JT808Deframer(), rules: rules)
    }

    package var device: String? {
        if case .authenticated(let device) = state { device } else { nil }
    }

    package mutating func take(_ bytes: [UInt8], _ now: Instant, _ output: inout SessionOutput) {
        guard let frame = JT808Frame(bytes) else { return stream.damage(Refusal(.length(stated: 12, found: bytes.count)), &output) }
        if let refusal = frame.refusal {
            guard !refusal.isDamage else { return stream.damage(refusal, &output) }
            return pass(over: frame, frame.message, [frame.serial], refusal, now, &output)
        }
        guard phone == nil || phone == frame.phone else {
            output.close = "a second telephone number on one connection"
            return
        }
        output.frames += 1
        guard frame.isSubpackage else { return read(frame, frame.message, frame.body, [frame.serial], now, &output) }
        do throws(Refusal) {
            guard let whole = try reassembly.add(frame) else { return }
            read(frame, whole.message, whole.body[...], whole.serials, now, &output)
        } catch {
            stream.damage(error, &output)
            answer(frame, frame.message, [frame.serial], .wrong, &output)
        }
    }

    private mutating func read(
        _ frame: JT808Frame, _ number: UInt16, _ body: ArraySlice<UInt8>, _ serials: [UInt16], _ now: Instant, _ output: inout SessionOutput
    ) {
        do throws(Refusal) {
            let message = try JT808Message(message: number, body: body, isOf2019: frame.hasVersion)
            switch message {
            case .registration: register(frame, &output)
            case .authentication(let it): authenticate(frame, it, &output)
            default: report(frame, number, message, serials, now, &output)
            }
        } catch {
            pass(over: frame, number, serials, error, now, &output)
        }
    }

    /// A message that is not read is answered so. Strangers may send a few of them only.
    private mutating func pass(
        over frame: JT808Frame, _ number: UInt16, _ serials: [UInt16], _ refusal: Refusal, _ now: Instant, _ output: inout SessionOutput
    ) {
        rules.counters.change { $0.unread += 1 }
        if let device {
            guard rules.allows(1, of: device, now: now) else { return }
        } else {
            stream.bear("nothing but messages that are not read", &output)
        }
        if case .content = refusal.cause { return answer(frame, number, serials, .wrong, &output) }
        answer(frame, number, serials, .unsupported, &output)
    }

    private mutating func register(_ frame: JT808Frame, _ output: inout SessionOutput) {
        let device = frame.phone.device
        let isAdmitted = rules.directory.admits(device)
        let code = isAdmitted ? rules.directory.code(of: device) : nil
        send(0x8100, to: frame, JT808Writer.registrationReply(to: frame.serial, code: code), &output)
        guard isAdmitted else { return refuse(&output) }
        phone = frame.phone
        if case .unknown = state { state = .registered(device) }
    }

    private mutating func authenticate(_ frame: JT808Frame, _ message: JT808Authentication, _ output: inout SessionOutput) {
        let device = frame.phone.device
        let isAdmitted = rules.directory.admits(device) && Self.isEqual(message.code, Array(rules.directory.code(of: device).utf8))
        answer(frame, frame.message, [frame.serial], isAdmitted ? .done : .failed, &output)
        guard isAdmitted else { return refuse(&output) }
        phone = frame.phone
        state = .authenticated(device)
        output.isContact = true
    }

    /// In a time that does not tell how much is right.
    private static func isEqual(_ a: ArraySlice<UInt8>, _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func refuse(_ output: inout SessionOutput) {
        rules.counters.change { $0.unknownDevices += 1 }
        output.close = "a device that is not known here, or a wrong code"
    }

    private mutating func report(
        _ frame: JT808Frame, _ number: UInt16, _ message: JT808Message, _ serials: [UInt16], _ now: Instant, _ output: inout SessionOutput
    ) {
        guard let device else {
            answer(frame, number, serials, .failed, &output)
            output.close = "a report before authentication"
            return
        }
        let locations: [JT808Location]
        var isResent = false
        switch message {
        case .location(let location): locations = [location]
        case .batch(let batch):
            locations = batch.locations
            isResent = batch.isResent
        case .generalReply: return
        default: locations = []
        }
        guard rules.allows(locations.count, of: device, now: now) else { return answer(frame, number, serials, .failed, &output) }
        output.isContact = true
        // What an old location says of alarms is not how the device fares now.
        if let last = locations.last, !isResent { output.state = DeviceState(alarm: last.alarm) }
        output.points += rules.plausible(locations.compactMap { $0.point(isResent: isResent) }, now: now)
        answer(frame, number, serials, .done, &output)
        if message == .logout { output.close = "the terminal logged out" }
    }

    private mutating func answer(
        _ frame: JT808Frame, _ message: UInt16, _ serials: [UInt16], _ result: JT808Writer.Result, _ output: inout SessionOutput
    ) {
        for serial in serials {
            output.answers += reply(0x8001, to: frame, JT808Writer.generalReply(to: serial, message: message, result))
            let failure: JT808Writer.Result = result == .done ? .failed : result
            output.failures += reply(0x8001, to: frame, JT808Writer.generalReply(to: serial, message: message, failure))
            self.serial &+= 1
        }
    }

    private mutating func send(_ message: UInt16, to frame: JT808Frame, _ body: [UInt8], _ output: inout SessionOutput) {
        let bytes = reply(message, to: frame, body)
        output.answers += bytes
        output.failures += bytes
        serial &+= 1
    }

    private func reply(_ message: UInt16, to frame: JT808Frame, _ body: [UInt8]) -> [UInt8] {
        JT808Writer.frame(message: message, phone: frame.phone, version: frame.protocolVersion, serial: serial, body: body)
    }
}
