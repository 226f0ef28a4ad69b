package import Ground
internal import Trajectories

/// A frame in the names of the reference data, for people and tests.
package enum GT06Record {
    /// - Returns: the record, and why a strict server refuses the frame, if it does.
    package static func read(_ bytes: [UInt8]) -> (record: JSONValue?, refusal: Refusal?) {
        guard let frame = GT06Frame(bytes) else { return (nil, Refusal(.content("no frame of GT06"))) }
        var members = header(of: frame)
        var refusal = frame.refusal
        do throws(Refusal) {
            let message = try GT06Message(number: frame.number, content: frame.content)
            members += content(of: message)
            if case .alarm(let report) = message { refusal = refusal ?? report.statusRefusal }
        } catch {
            refusal = refusal ?? error
            members.append(.init("content", .text(Hexadecimal.text(frame.content))))
        }
        if frame.number == 0x01 || frame.number == 0x13 {
            members.append(.init("expected_ack", .text(Hexadecimal.text(GT06Writer.answer(to: frame.number, serial: frame.serial)))))
        }
        if case .vendorLayout = refusal?.cause { members.append(.init("vendor_variant", .truth(true))) }
        members.append(.init("conformant", .truth(refusal == nil)))
        if let refusal { members.append(.init("note", .text(refusal.description))) }
        return (.object(members), refusal)
    }

    private static func header(of frame: GT06Frame) -> [JSONValue.Member] {
        [
            .init("start", .text(frame.isLong ? "7979" : "7878")), .init("length", JSONValue(frame.length)),
            .init("protocol", .text(Hexadecimal.prefixed(frame.number, digits: 2))), .init("msg", .text(name(of: frame.number))),
            .init("length_matches", .truth(true)), .init("crc", .text(Hexadecimal.prefixed(frame.checksum, digits: 4))),
            .init("crc_valid", .truth(frame.checksumIsValid)), .init("serial", JSONValue(frame.serial)),
            .init("content_len", JSONValue(frame.content.count)),
        ]
    }

    private static func name(of number: UInt8) -> String {
        switch number {
        case 0x01: "login"
        case 0x10: "gps"
        case 0x12, 0x31: "gps+lbs"
        case 0x13: "status/heartbeat"
        case 0x15: "string reply"
        case 0x16: "gps+lbs+status (alarm)"
        case 0x17: "lbs/wifi or rfid"
        case 0x18: "lbs extend"
        case 0x19: "lbs status (alarm)"
        case 0x22: "gps+lbs (concox)"
        case 0x23: "heartbeat (GK310)"
        case 0x24, 0x28: "lbs multiple"
        case 0x26: "gps+lbs+status"
        case 0x27: "gps+lbs+status(fence)"
        case 0x2C: "lbs+wifi"
        case 0x32: "alarm"
        case 0x36: "heartbeat/modular"
        case 0x70: "modular"
        case 0x8A: "time request"
        case 0x94: "information"
        case 0x95: "multimedia alarm"
        case 0x9B: "transparent serial"
        case 0xA0: "gps+lbs 4g"
        case 0xA1: "lbs 4g"
        case 0xA2: "wifi/gps+status"
        case 0xA4: "alarm multi-fence"
        default: "other"
        }
    }

    private static func content(of message: GT06Message) -> [JSONValue.Member] {
        switch message {
        case .login(let login):
            var members: [JSONValue.Member] = [.init("imei", .text(login.imei))]
            if !login.type.isEmpty { members.append(.init("type_id", .text(Hexadecimal.text(login.type)))) }
            if !login.zoneAndLanguage.isEmpty { members.append(.init("timezone_lang", .text(Hexadecimal.text(login.zoneAndLanguage)))) }
            return members
        case .heartbeat(let status): return [.init("status", record(status, ofAlarm: false))]
        case .location(let report), .alarm(let report): return content(of: report)
        }
    }

    private static func content(of report: GT06Report) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = [.init("gps", record(report.fix))]
        if let length = report.cellLength { members.append(.init("lbs_len", JSONValue(length))) }
        if let cell = report.cell {
            members.append(
                .init(
                    "cell",
                    .object([
                        .init("mcc", JSONValue(cell.country)), .init("mnc", JSONValue(cell.network)), .init("lac", JSONValue(cell.area)),
                        .init("cell_id", JSONValue(cell.cell)),
                    ])))
        }
        if let status = report.status { members.append(.init("status", record(status, ofAlarm: true))) }
        if let drive = report.drive {
            members.append(.init("acc_on", .truth(drive.isSwitchedOn)))
            members.append(.init("upload_mode", JSONValue(drive.uploadMode)))
            members.append(.init("realtime", .truth(drive.isRealtime)))
            if let mileage = drive.mileage { members.append(.init("mileage_raw", JSONValue(mileage))) }
        }
        return members
    }

    private static func record(_ fix: GT06Fix) -> JSONValue {
        .object([
            .init("time", fix.time.map { .text($0.description) } ?? .null), .init("gps_info_len", JSONValue(fix.informationLength)),
            .init("satellites", JSONValue(fix.satellites)), .init("lat", .number(millionths(fix.degreesNorth))),
            .init("lon", .number(millionths(fix.degreesEast))), .init("speed_kmh", JSONValue(fix.speed)), .init("course_deg", JSONValue(fix.course)),
            .init("positioned", .truth(fix.isPositioned)), .init("differential", .truth(fix.isDifferential)),
            .init("flags", .text(Hexadecimal.prefixed(fix.bits, digits: 4))),
        ])
    }

    private static func millionths(_ degrees: Double) -> Double {
        let value = (degrees * 1_000_000).rounded() / 1_000_000
        return value == 0 ? 0 : value
    }

    private static func record(_ status: GT06Status, ofAlarm: Bool) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("terminal", .text(Hexadecimal.prefixed(status.terminal, digits: 2))), .init("armed", .truth(status.isArmed)),
            .init("acc_on", .truth(status.isSwitchedOn)), .init("charging", .truth(status.isCharging)),
            .init("alarm_bits", JSONValue(status.alarmBits)), .init("gps_on", .truth(status.isPositioningOn)),
            .init("cut_off", .truth(status.isCutOff)), .init("voltage_level_0_6", JSONValue(status.voltage)),
            .init("gsm_level_0_4", JSONValue(status.signal)),
        ]
        if ofAlarm {
            members.append(.init("alarm_code", .text(Hexadecimal.prefixed(status.alarm, digits: 2))))
            members.append(.init("language", JSONValue(status.language)))
        } else {
            members.append(.init("alarm_lang", .text(Hexadecimal.text([status.alarm, status.language]))))
        }
        return .object(members)
    }
}
