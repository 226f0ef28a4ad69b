package import Ground

/// A tracker of GT06: it logs in with its IMEI, then it reports.
package struct GT06Session: FramedSession {
    private let rules: SessionRules
    package private(set) var device: String?
    package var stream: FrameStream<GT06Deframer>

    package init(rules: SessionRules) {
        self.rules = rules
        stream = FrameStream(GT06Deframer(), rules: rules)
    }

    package mutating func take(_ bytes: [UInt8], _ now: Instant, _ output: inout SessionOutput) {
        guard let frame = GT06Frame(bytes) else { return stream.damage(Refusal(.content("no frame of GT06")), &output) }
        if let refusal = frame.refusal { return stream.damage(refusal, &output) }
        output.frames += 1
        do throws(Refusal) {
            let message = try GT06Message(number: frame.number, content: frame.content)
            if case .login(let login) = message { return logIn(login, frame, &output) }
            report(message, frame, now, &output)
        } catch {
            pass(over: frame, now, &output)
        }
    }

    private mutating func logIn(_ login: GT06Login, _ frame: GT06Frame, _ output: inout SessionOutput) {
        guard device == nil || device == login.imei else {
            output.close = "a second IMEI on one connection"
            return
        }
        guard rules.directory.admits(login.imei) else {
            rules.counters.change { $0.unknownDevices += 1 }
            output.close = "a device that is not known here"
            return
        }
        device = login.imei
        output.isContact = true
        output.answers += GT06Writer.answer(to: frame.number, serial: frame.serial)
    }

    private func report(_ message: GT06Message, _ frame: GT06Frame, _ now: Instant, _ output: inout SessionOutput) {
        guard let device else {
            output.close = "a report before the login"
            return
        }
        guard rules.allows(1, of: device, now: now) else { return }
        output.isContact = true
        switch message {
        case .heartbeat(let status): output.state = status.state(ofAlarm: false)
        case .alarm(let report):
            if let status = report.status { output.state = status.state(ofAlarm: true) }
            output.points += rules.plausible([report.point].compactMap { $0 }, now: now)
        case .location(let report): output.points += rules.plausible([report.point].compactMap { $0 }, now: now)
        case .login: break
        }
        if GT06Message.wantsAnswer(frame.number) { output.answers += GT06Writer.answer(to: frame.number, serial: frame.serial) }
    }

    /// A message that is not read. A heartbeat with a vendor's status is answered all the same: a tracker without answers calls again and
    /// again. A request for the time gets it.
    private func pass(over frame: GT06Frame, _ now: Instant, _ output: inout SessionOutput) {
        rules.counters.change { $0.unread += 1 }
        guard let device, rules.allows(1, of: device, now: now) else {
            if device == nil { output.close = "a message before the login" }
            return
        }
        output.isContact = true
        switch frame.number {
        case 0x13: output.answers += GT06Writer.answer(to: frame.number, serial: frame.serial)
        case 0x8A: output.answers += GT06Writer.time(now, serial: frame.serial)
        default: break
        }
    }
}
