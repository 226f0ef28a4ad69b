package import Ground

/// What one simulated device says, without input or output: it gives bytes to send and reads the answers.
package struct SimulatedTalk: Sendable {
    package struct Step: Sendable {
        package var bytes: [UInt8] = []
        /// Messages sent by this step that will be answered, and the points that each answer acknowledges.
        package var expects: [Int] = []
        /// Answers that have come, in the order of what was expected.
        package var answered = 0
        package var isRefused = false
    }

    private enum State { case greeting, proving, talking }

    private let plan: SimulationPlan
    private var device: SimulatedDevice
    private var state = State.greeting
    private var remaining: Int
    private var serial: UInt16 = 0
    private var jt808 = JT808Deframer()
    private var gt06 = GT06Deframer()
    private var mqtt = MQTTDeframer()
    private var http = StatusLineReader()
    private var packetID: UInt16 = 0

    package init(plan: SimulationPlan, number: Int, start: Instant) {
        self.plan = plan
        device = SimulatedDevice(number: number, seed: plan.seed, start: start)
        remaining = plan.points
    }

    package var number: Int { device.number }
    package var isDone: Bool { remaining == 0 }
    package var isGreeted: Bool { state == .talking }

    private var phone: JT808Phone? { JT808Phone(digits: SimulatedDevice.telephone(device.number), byteCount: 6) }

    /// The first bytes on the connection.
    package mutating func greet() -> [UInt8] {
        switch plan.language {
        case .jt808: return frame(0x0100, [UInt8](repeating: 0, count: 37))
        case .gt06: return GT06Writer.login(imei: SimulatedDevice.imei(device.number)).map { tracker(0x01, $0) } ?? []
        case .osmand:
            state = .talking
            return []
        case .owntracks: return MQTTPacket.connect(.init(client: "sim-\(device.number)", isClean: true)).bytes
        }
    }

    /// The next message, with the points that its answer acknowledges.
    package mutating func speak() -> Step {
        let points = (0..<min(plan.batch, remaining)).compactMap { _ in device.next() }
        remaining -= min(plan.batch, remaining)
        switch plan.language {
        case .jt808:
            let bodies = points.map { JT808Writer.location($0) }
            let bytes = plan.batch == 1 ? frame(0x0200, bodies.first ?? []) : frame(0x0704, JT808Writer.batch(bodies, isResent: false))
            return Step(bytes: bytes, expects: [points.count])
        case .gt06:
            // A position has no answer of its own: the heartbeat behind it has, and it comes after the store took what was before.
            let bytes = points.flatMap { tracker(0x12, GT06Writer.location($0)) } + tracker(0x13, [0x46, 6, 4, 0, 2])
            return Step(bytes: bytes, expects: [points.count])
        case .osmand: return Step(bytes: points.flatMap(request), expects: [points.count])
        case .owntracks:
            var step = Step(expects: [points.count])
            for point in points { step.bytes += publication(point) }
            return step
        }
    }

    /// Reads what the gateway says.
    package mutating func hear(_ bytes: some Sequence<UInt8>) -> Step {
        var step = Step()
        for byte in bytes where !step.isRefused {
            switch plan.language {
            case .jt808:
                if let result = jt808.push(byte), let frame = try? result.get() { hear(JT808Frame(frame), &step) }
            case .gt06:
                if let result = gt06.push(byte), let frame = try? result.get() { hear(GT06Frame(frame), &step) }
            case .osmand:
                if let status = http.push(byte) { status == 200 ? (step.answered += 1) : (step.isRefused = true) }
            case .owntracks: hearBroker(byte, &step)
            }
        }
        return step
    }

    private mutating func hear(_ frame: JT808Frame?, _ step: inout Step) {
        guard let frame, let last = frame.body.last else { return }
        switch (state, frame.message) {
        case (.greeting, 0x8100):
            guard frame.body.count > 3, frame.body.dropFirst(2).first == 0 else { return step.isRefused = true }
            state = .proving
            step.bytes += self.frame(0x0102, Array(frame.body.dropFirst(3)))
        case (.proving, 0x8001):
            state = .talking
            step.isRefused = last != 0
        case (.talking, 0x8001): last == 0 ? (step.answered += 1) : (step.isRefused = true)
        default: break
        }
    }

    private mutating func hear(_ frame: GT06Frame?, _ step: inout Step) {
        guard let frame else { return }
        switch frame.number {
        case 0x01: state = .talking
        case 0x13: step.answered += 1
        default: break
        }
    }

    private mutating func hearBroker(_ byte: UInt8, _ step: inout Step) {
        do throws(Refusal) {
            switch try mqtt.push(byte) {
            case .connectAnswer(_, let code):
                state = .talking
                step.isRefused = code != 0
            case .publishAnswer: step.answered += 1
            default: break
            }
        } catch {
            step.isRefused = true
        }
    }

    private mutating func frame(_ message: UInt16, _ body: [UInt8]) -> [UInt8] {
        guard let phone else { return [] }
        serial &+= 1
        return JT808Writer.frame(message: message, phone: phone, serial: serial, body: body)
    }

    private mutating func tracker(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        serial &+= 1
        return GT06Writer.frame(number, content: content, serial: serial)
    }

    private func request(_ point: DevicePoint) -> [UInt8] {
        let query =
            "id=\(SimulatedDevice.name(device.number))&timestamp=\(point.time.milliseconds / 1000)&lat=\(degrees(point.latitude))"
            + "&lon=\(degrees(point.longitude))&speed=\(Double(point.speed) / 18.52)&bearing=\(point.course)&batt=80"
        return Array("GET /?\(query) HTTP/1.1\r\nHost: gateway\r\n\r\n".utf8)
    }

    private mutating func publication(_ point: DevicePoint) -> [UInt8] {
        packetID = packetID == .max ? 1 : packetID + 1
        let payload =
            "{\"_type\":\"location\",\"tst\":\(point.time.milliseconds / 1000),\"lat\":\(degrees(point.latitude)),\"lon\":\(degrees(point.longitude)),"
            + "\"vel\":\(point.speed / 10),\"cog\":\(point.course),\"batt\":80,\"tid\":\"eb\"}"
        return MQTTPacket.publish(.init(topic: SimulatedDevice.topic(device.number), payload: Array(payload.utf8), id: packetID)).bytes
    }

    private func degrees(_ millionths: Int32) -> Double { Double(millionths) / 1_000_000 }
}

/// Finds the status of each answer of an HTTP/1.1 connection; bodies are those of a Content-Length.
struct StatusLineReader: Sendable {
    private var line: [UInt8] = []
    private var status: Int?
    private var length = 0
    private var missing = 0

    /// The status, when the byte completes an answer.
    mutating func push(_ byte: UInt8) -> Int? {
        if missing > 0 {
            missing -= 1
            return missing == 0 ? take() : nil
        }
        guard byte == 0x0A else {
            if line.count < 1024 { line.append(byte) }
            return nil
        }
        let text = String(decoding: line.filter { $0 != 0x0D }, as: UTF8.self)
        line = []
        guard !text.isEmpty else {
            missing = length
            return missing == 0 ? take() : nil
        }
        if status == nil {
            status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        } else if text.lowercased().hasPrefix("content-length:") {
            length = min(1 << 20, max(0, Int(text.dropFirst(15).filter { $0 != " " }) ?? 0))
        }
        return nil
    }

    private mutating func take() -> Int? {
        defer { (status, length) = (nil, 0) }
        return status
    }
}
