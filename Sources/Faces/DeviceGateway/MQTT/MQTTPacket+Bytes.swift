extension MQTTPacket {
    /// The packet as it goes over the wire. Source: OASIS, MQTT 3.1.1, chapters 2 and 3.
    package var bytes: [UInt8] {
        switch self {
        case .connect(let connect): Self.packet(0x10, Self.content(of: connect))
        case .connectAnswer(let present, let code): [0x20, 2, present ? 1 : 0, code]
        case .publish(let publish): Self.packet(0x30 | Self.flags(of: publish), Self.content(of: publish))
        case .publishAnswer(let id): [0x40, 2] + Self.number(id)
        case .subscribe(let id, let filter, let quality): Self.packet(0x82, Self.number(id) + Self.text(filter) + [quality])
        case .subscribeAnswer(let id, let codes): Self.packet(0x90, Self.number(id) + codes)
        case .ping: [0xC0, 0]
        case .pingAnswer: [0xD0, 0]
        case .disconnect: [0xE0, 0]
        }
    }

    /// Reads what follows the length of a packet; the first byte says its kind.
    package init(first: UInt8, content: [UInt8]) throws(Refusal) {
        var reader = ByteReader(content)
        switch first >> 4 {
        case 1: self = .connect(try Self.connect(&reader))
        case 2:
            guard let flags = reader.u8(), let code = reader.u8() else { throw Self.short }
            self = .connectAnswer(sessionPresent: flags & 1 == 1, code: code)
        case 3: self = .publish(try Self.publish(&reader, flags: first & 15))
        case 4:
            guard let id = reader.u16() else { throw Self.short }
            self = .publishAnswer(id: id)
        case 8:
            guard let id = reader.u16(), let quality = content.last else { throw Self.short }
            self = .subscribe(id: id, filter: try Self.text(&reader), quality: quality)
        case 9:
            guard let id = reader.u16() else { throw Self.short }
            self = .subscribeAnswer(id: id, codes: Array(reader.takeRest()))
        case 12: self = .ping
        case 13: self = .pingAnswer
        case 14: self = .disconnect
        default: throw Refusal(.unsupported(message: "MQTT packet of kind \(first >> 4)"))
        }
    }

    private static let short = Refusal(.content("an MQTT packet is too short"))

    private static func packet(_ first: UInt8, _ content: [UInt8]) -> [UInt8] {
        var bytes = [first]
        var length = content.count
        repeat {
            let digit = UInt8(length & 0x7F)
            length >>= 7
            bytes.append(length > 0 ? digit | 0x80 : digit)
        } while length > 0
        return bytes + content
    }

    private static func number(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    /// A text of at most 65,535 bytes; the rest is cut.
    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(65_535))
        return number(UInt16(bytes.count)) + bytes
    }

    private static func text(_ reader: inout ByteReader) throws(Refusal) -> String {
        guard let length = reader.u16(), let bytes = reader.take(Int(length)), let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(.content("a text in an MQTT packet is cut off or not UTF-8"))
        }
        return text
    }

    private static func content(of connect: Connect) -> [UInt8] {
        var flags: UInt8 = connect.isClean ? 2 : 0
        if connect.user != nil { flags |= 0x80 }
        if connect.password != nil { flags |= 0x40 }
        var content = text("MQTT") + [4, flags] + number(connect.keepAlive) + text(connect.client)
        if let user = connect.user { content += text(user) }
        if let password = connect.password { content += text(password) }
        return content
    }

    private static func connect(_ reader: inout ByteReader) throws(Refusal) -> Connect {
        guard try text(&reader) == "MQTT", reader.u8() == 4, let flags = reader.u8(), let keepAlive = reader.u16() else {
            throw Refusal(.content("not the greeting of MQTT 3.1.1"))
        }
        let client = try text(&reader)
        // A last will is read over: topic and message.
        if flags & 4 != 0 {
            _ = try text(&reader)
            guard let length = reader.u16(), reader.take(Int(length)) != nil else { throw short }
        }
        let user = flags & 0x80 != 0 ? try text(&reader) : nil
        let password = flags & 0x40 != 0 ? try text(&reader) : nil
        return Connect(client: client, isClean: flags & 2 != 0, keepAlive: keepAlive, user: user, password: password)
    }

    private static func flags(of publish: Publish) -> UInt8 {
        (publish.isRetained ? 1 : 0) | (publish.id == nil ? 0 : 2) | (publish.isRepeated ? 8 : 0)
    }

    private static func content(of publish: Publish) -> [UInt8] {
        text(publish.topic) + (publish.id.map(number) ?? []) + publish.payload
    }

    private static func publish(_ reader: inout ByteReader, flags: UInt8) throws(Refusal) -> Publish {
        let topic = try text(&reader)
        var id: UInt16?
        switch flags >> 1 & 3 {
        case 0: break
        case 1:
            guard let number = reader.u16() else { throw short }
            id = number
        default: throw Refusal(.unsupported(message: "MQTT publication with QoS 2"))
        }
        return Publish(
            topic: topic, payload: Array(reader.takeRest()), id: id, isRetained: flags & 1 == 1, isRepeated: flags & 8 != 0)
    }
}
