package import Ground

/// The gateway's side of the connection to a broker, without input or output: it greets, subscribes, and judges what is published.
package struct OwnTracksSession: Sendable {
    /// What to do with what has arrived.
    package struct Output: Sendable, Hashable {
        /// To be made durable, a device's points in their order, before the answers go out.
        package var deliveries: [Delivery] = []
        package var answers: [UInt8] = []
        /// Why the connection is to be ended.
        package var close: String?
        package var isSubscribed = false
    }

    package struct Delivery: Sendable, Hashable {
        package var device: String
        package var points: [DevicePoint]
        package var state: DeviceState
    }

    package static let filter = "owntracks/+/+"

    private let rules: SessionRules
    private let intake: ReportIntake
    private let credentials: MQTTPacket.Connect
    private var deframer = MQTTDeframer()
    private var isGreeted = false

    /// - Parameter credentials: `isClean` false makes the broker keep what is published while the gateway is away.
    package init(rules: SessionRules, credentials: MQTTPacket.Connect) {
        self.rules = rules
        self.credentials = credentials
        intake = ReportIntake(rules: rules)
    }

    /// What to send first.
    package var greeting: [UInt8] { MQTTPacket.connect(credentials).bytes }

    package mutating func receive(_ bytes: some Sequence<UInt8>, at now: Instant) -> Output {
        var output = Output()
        for byte in bytes {
            do throws(Refusal) {
                guard let packet = try deframer.push(byte) else { continue }
                take(packet, now, &output)
            } catch {
                rules.counters.change { $0.damagedFrames += 1 }
                output.close = "the broker: \(error)"
            }
            if output.close != nil { break }
        }
        return output
    }

    private mutating func take(_ packet: MQTTPacket, _ now: Instant, _ output: inout Output) {
        switch packet {
        case .connectAnswer(_, let code):
            guard code == 0 else {
                output.close = "the broker refuses the connection (code \(code))"
                return
            }
            isGreeted = true
            output.answers += MQTTPacket.subscribe(id: 1, filter: OwnTracksSession.filter, quality: 1).bytes
        case .subscribeAnswer(_, let codes):
            guard codes.allSatisfy({ $0 != 0x80 }) else {
                output.close = "the broker refuses the subscription of \(OwnTracksSession.filter)"
                return
            }
            output.isSubscribed = true
        case .publish(let publish):
            guard isGreeted else {
                output.close = "a publication before the greeting"
                return
            }
            take(publish, now, &output)
        case .pingAnswer: break
        default: output.close = "a packet that no broker sends"
        }
    }

    /// Everything is acknowledged to the broker once it is judged, and points when they are durable: the broker would send a message that
    /// nobody can use again and again.
    private func take(_ publish: MQTTPacket.Publish, _ now: Instant, _ output: inout Output) {
        if let id = publish.id { output.answers += MQTTPacket.publishAnswer(id: id).bytes }
        // What the broker keeps for new subscribers was delivered when it was new.
        guard !publish.isRetained, let topic = OwnTracksTopic(publish.topic) else { return }
        do throws(Refusal) {
            guard case .location(let location) = try OwnTracksMessage(publish.payload) else { return }
            let verdict = intake.judge(device: topic.name, point: location.point, state: location.state, now: now)
            guard case .keep(let device, let points, let state) = verdict else { return }
            output.add(Delivery(device: device, points: points, state: state))
        } catch {
            rules.counters.change { $0.unread += 1 }
        }
    }
}

extension OwnTracksSession.Output {
    /// Points of one device go together, so that they keep their order.
    mutating func add(_ delivery: OwnTracksSession.Delivery) {
        guard let place = deliveries.lastIndex(where: { $0.device == delivery.device }) else { return deliveries.append(delivery) }
        deliveries[place].points += delivery.points
        deliveries[place].state = delivery.state
    }
}
