package import Ground
internal import Trajectories

/// A frame in the names of the reference data, for people and tests: everything of the header, and the body where it can be read.
package enum JT808Record {
    /// - Returns: the record, and why a strict server refuses the frame, if it does.
    package static func read(_ bytes: [UInt8]) -> (record: JSONValue?, refusal: Refusal?) {
        guard let frame = JT808Frame(bytes) else { return (nil, Refusal(.length(stated: 12, found: max(0, bytes.count - 1)))) }
        var members = header(of: frame)
        var refusal = frame.refusal
        if refusal == nil, !frame.isSubpackage {
            do throws(Refusal) {
                let message = try JT808Message(message: frame.message, body: frame.body, isOf2019: frame.hasVersion)
                members += body(of: message, frame: frame)
            } catch {
                refusal = error
            }
        }
        if refusal != nil || frame.isSubpackage { members.append(.init("body", .text(Hexadecimal.text(frame.body)))) }
        members.append(.init("conformant", .truth(refusal == nil)))
        if let refusal { members.append(.init("note", .text(refusal.description))) }
        return (.object(members), refusal)
    }

    private static func header(of frame: JT808Frame) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [
            .init("msg_id", .text(Hexadecimal.prefixed(frame.message, digits: 4))),
            .init("msg", .text(name(of: frame.message))),
            .init("attributes", .text(Hexadecimal.prefixed(frame.attributes, digits: 4))),
            .init("body_length", JSONValue(frame.bodyLength)),
            .init("encryption", JSONValue(frame.encryption)),
            .init("subpackage", .truth(frame.isSubpackage)),
            .init("version_flag", .truth(frame.hasVersion)),
            .init("escape_form", .text("as-is")),
            .init("checksum", .text(Hexadecimal.prefixed(frame.checksum, digits: 2))),
            .init("checksum_valid", .truth(frame.checksumIsValid)),
            .init("body_length_matches", .truth(frame.bodyLengthMatches)),
        ]
        if let version = frame.protocolVersion { members.append(.init("protocol_version", JSONValue(version))) }
        members.append(.init("phone_bcd", .text(frame.phone.hexadecimal)))
        members.append(.init("serial", JSONValue(frame.serial)))
        if let package = frame.package {
            members.append(.init("package_total", JSONValue(package.total)))
            members.append(.init("package_number", JSONValue(package.number)))
        }
        return members
    }

    private static func name(of message: UInt16) -> String {
        switch message {
        case 0x0001: "general reply"
        case 0x0002: "heartbeat"
        case 0x0003: "logout"
        case 0x0100: "registration"
        case 0x0102: "authentication"
        case 0x0200: "location report"
        case 0x0704: "location batch"
        case 0x0900: "transparent uplink"
        case 0x5501: "vendor location"
        case 0x6006: "text result (vendor)"
        case 0x2070: "vendor accel"
        case 0x0210: "location batch (vendor)"
        default: "other"
        }
    }

    private static func body(of message: JT808Message, frame: JT808Frame) -> [JSONValue.Member] {
        switch message {
        case .heartbeat, .logout, .transparent: return [.init("body", .text(Hexadecimal.text(frame.body)))]
        case .generalReply(let serial, let message, let result):
            return [
                .init("reply_serial", JSONValue(serial)), .init("reply_id", .text(Hexadecimal.prefixed(message, digits: 4))),
                .init("result", JSONValue(result)),
            ]
        case .registration(let it):
            return [
                .init("province", JSONValue(it.province)), .init("city", JSONValue(it.city)), .init("manufacturer", .text(it.manufacturer)),
                .init("model", .text(it.model)), .init("terminal_id", .text(it.terminal)), .init("plate_color", JSONValue(it.plateColour)),
                .init("plate", .text(it.plate)),
            ]
        case .authentication(let it):
            var members: [JSONValue.Member] = [.init("auth", .text(Hexadecimal.text(it.code)))]
            if let imei = it.imei { members.append(.init("imei", .text(imei))) }
            if let software = it.software { members.append(.init("software", .text(software))) }
            return members
        case .location(let it): return [.init("location", location(it))]
        case .batch(let it):
            let kinds = ["normal", "blind-area resend"]
            return [
                .init("count", JSONValue(it.locations.count)),
                .init("batch_type", .text(it.kind < 2 ? kinds[Int(it.kind)] : "type \(it.kind)")),
                .init("items", .list(it.locations.map(location))),
            ]
        }
    }

    private static func location(_ it: JT808Location) -> JSONValue {
        .object([
            .init("alarm_flags", .text(Hexadecimal.prefixed(it.alarm, digits: 8))),
            .init("alarms", .list(JT808Alarm.names(of: it.alarm).map(JSONValue.text))),
            .init("status", .text(Hexadecimal.prefixed(it.status, digits: 8))),
            .init("acc_on", .truth(it.isSwitchedOn)),
            .init("positioned", .truth(it.isPositioned)),
            .init("lat", .number(Double(it.signedLatitude) / 1_000_000)),
            .init("lon", .number(Double(it.signedLongitude) / 1_000_000)),
            .init("fuel_cut", .truth(it.isCutOff)),
            .init("altitude_m", JSONValue(it.altitude)),
            .init("speed_kmh", .number(Double(it.speed) / 10)),
            .init("course_deg", JSONValue(it.course)),
            .init("time", .text(it.time.iso8601(offsetSeconds: JT808Location.offsetSeconds))),
            .init("extras", .list(it.items.map(extra))),
        ])
    }

    private static func extra(_ item: JT808Location.Item) -> JSONValue {
        let id = JSONValue.Member("id", .text(Hexadecimal.prefixed(item.id, digits: 2)))
        guard !item.isTruncated else { return .object([id, .init("truncated", .text(Hexadecimal.text(item.value)))]) }
        var members = [id, .init("len", JSONValue(item.value.count)), .init("hex", .text(Hexadecimal.text(item.value)))]
        if let meaning = meaning(of: item) { members.append(meaning) }
        return .object(members)
    }

    private static func meaning(of item: JT808Location.Item) -> JSONValue.Member? {
        let value = item.value.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        switch (item.id, item.value.count) {
        case (0x01, 4): return .init("mileage_km", .number(Double(value) / 10))
        case (0x02, 2): return .init("fuel_l", .number(Double(value) / 10))
        case (0x03, 2): return .init("recorder_speed_kmh", .number(Double(value) / 10))
        case (0x25, 4): return .init("signal_bits", .text(Hexadecimal.prefixed(value, digits: 8)))
        case (0x30, 1): return .init("csq", JSONValue(value))
        case (0x31, 1): return .init("satellites", JSONValue(value))
        default: return nil
        }
    }
}
