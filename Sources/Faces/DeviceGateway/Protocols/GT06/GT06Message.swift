package import Trajectories

/// What a tracker says, as far as this gateway reads it.
package enum GT06Message: Sendable, Hashable {
    /// 0x01
    case login(GT06Login)
    /// 0x10, 0x12, 0x22
    case location(GT06Report)
    /// 0x13
    case heartbeat(GT06Status)
    /// 0x16, 0x26
    case alarm(GT06Report)

    package init(number: UInt8, content: ArraySlice<UInt8>) throws(Refusal) {
        switch number {
        case 0x01: self = .login(try GT06Login(content))
        case 0x10, 0x12, 0x22: self = .location(try GT06Report(number: number, content: content))
        case 0x13:
            guard content.count == 5 else {
                throw Refusal(.vendorLayout("a heartbeat of \(content.count) bytes instead of 5; its status is not read"))
            }
            var reader = ByteReader(content)
            self = .heartbeat(try GT06Status(&reader, ofAlarm: false))
        case 0x16, 0x26: self = .alarm(try GT06Report(number: number, content: content))
        default: throw Refusal(.unsupported(message: Hexadecimal.prefixed(number, digits: 2)))
        }
    }

    /// The kinds that wait for an answer; a tracker that gets none calls again.
    package static func wantsAnswer(_ number: UInt8) -> Bool { number == 0x01 || number == 0x13 || number == 0x16 || number == 0x26 }
}

/// The content of a login.
package struct GT06Login: Sendable, Hashable {
    /// 15 digits.
    package var imei: String
    package var type: ArraySlice<UInt8>
    package var zoneAndLanguage: ArraySlice<UInt8>

    package init(_ content: ArraySlice<UInt8>) throws(Refusal) {
        var reader = ByteReader(content)
        guard let digits = reader.take(8) else { throw Refusal(.content("a login of \(content.count) bytes; it has 8 or more")) }
        let text = Hexadecimal.text(digits)
        guard text.utf8.first == 0x30, text.utf8.allSatisfy({ $0 <= 0x39 }) else {
            throw Refusal(.content("the IMEI \(text) is not 0 and 15 decimal digits"))
        }
        imei = String(text.dropFirst())
        type = reader.take(2) ?? []
        zoneAndLanguage = reader.take(2) ?? []
    }
}

/// The radio cell that a tracker sees.
package struct GT06Cell: Sendable, Hashable {
    package var country: UInt16
    package var network: UInt8
    package var area: UInt16
    package var cell: UInt32

    package init(_ reader: inout ByteReader) throws(Refusal) {
        guard let country = reader.u16(), let network = reader.u8(), let area = reader.u16(), let cell = reader.u24() else {
            throw Refusal(.content("the cell is cut off; it has 8 bytes"))
        }
        self.country = country
        self.network = network
        self.area = area
        self.cell = cell
    }
}

/// The state of the terminal: 5 bytes.
package struct GT06Status: Sendable, Hashable {
    /// Bit 0 armed, 1 ignition, 2 charging, 3–5 alarm, 6 positioning on, 7 oil or power cut.
    package var terminal: UInt8
    /// 0 none to 6 full.
    package var voltage: UInt8
    /// 0 none to 4 strong.
    package var signal: UInt8
    /// Of an alarm: which (0 none); of a heartbeat the first of two bytes of alarm and language.
    package var alarm: UInt8
    package var language: UInt8

    package init(_ reader: inout ByteReader, ofAlarm: Bool) throws(Refusal) {
        guard let terminal = reader.u8(), let voltage = reader.u8(), let signal = reader.u8(), let alarm = reader.u8(), let language = reader.u8()
        else { throw Refusal(.content("the status is cut off; it has 5 bytes")) }
        guard voltage <= 6, signal <= 4 else {
            throw Refusal(.vendorLayout("voltage level \(voltage) (0–6) and signal level \(signal) (0–4): the status is not read"))
        }
        self.terminal = terminal
        self.voltage = voltage
        self.signal = signal
        self.alarm = alarm
        self.language = language
    }

    package var isArmed: Bool { terminal & 1 != 0 }
    package var isSwitchedOn: Bool { terminal & 2 != 0 }
    package var isCharging: Bool { terminal & 4 != 0 }
    package var alarmBits: UInt8 { terminal >> 3 & 7 }
    package var isPositioningOn: Bool { terminal & 0x40 != 0 }
    package var isCutOff: Bool { terminal & 0x80 != 0 }

    /// The nearest bits of JT/T 808.
    package func state(ofAlarm: Bool) -> DeviceState {
        var bits: UInt32 = 0
        switch ofAlarm ? alarm : 0 {
        case 0x01: bits = JT808Alarm.emergency
        case 0x02: bits = JT808Alarm.powerCut
        case 0x03, 0x09: bits = JT808Alarm.movement
        case 0x04, 0x05: bits = JT808Alarm.area
        case 0x06: bits = JT808Alarm.overspeed
        case 0x0E, 0x0F: bits = JT808Alarm.batteryLow
        default: break
        }
        if alarmBits == 4 { bits |= JT808Alarm.emergency }
        if alarmBits == 3 || voltage <= 1 { bits |= JT808Alarm.batteryLow }
        if alarmBits == 2 { bits |= JT808Alarm.powerCut }
        if alarmBits == 1 { bits |= JT808Alarm.movement }
        return DeviceState(battery: UInt8(Int(voltage) * 100 / 6), alarm: bits)
    }

    package func flags(ofAlarm: Bool) -> Point.Flags {
        var flags: Point.Flags = []
        if isSwitchedOn { flags.insert(.ignition) }
        if isArmed { flags.insert(.locked) }
        if isCharging { flags.insert(.charging) }
        let alarms = state(ofAlarm: ofAlarm).alarm
        if alarms & JT808Alarm.batteryLow != 0 { flags.insert(.batteryLow) }
        if alarms & JT808Alarm.powerCut != 0 { flags.insert(.powerCut) }
        if alarms & JT808Alarm.serious != 0 { flags.insert(.alarm) }
        return flags
    }
}
