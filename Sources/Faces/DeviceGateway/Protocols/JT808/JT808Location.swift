package import Ground
internal import Trajectories

/// The body of a location report (0x0200), and of each item of a batch (0x0704): 28 bytes and what vendors add.
package struct JT808Location: Sendable, Hashable {
    package var alarm: UInt32
    package var status: UInt32
    /// Millionths of a degree without sign; the status says south and west.
    package var latitude: UInt32
    package var longitude: UInt32
    /// Metres.
    package var altitude: UInt16
    /// Tenths of a km/h.
    package var speed: UInt16
    /// Degrees clockwise from north.
    package var course: UInt16
    package var time: Instant
    /// The additional items as they came: id, length, bytes.
    package var additional: ArraySlice<UInt8>

    /// Terminals keep the time of Beijing wherever they are.
    package static let offsetSeconds = 8 * 3600

    package init(_ body: ArraySlice<UInt8>) throws(Refusal) {
        var reader = ByteReader(body)
        guard let alarm = reader.u32(), let status = reader.u32(), let latitude = reader.u32(), let longitude = reader.u32(),
            let altitude = reader.u16(), let speed = reader.u16(), let course = reader.u16(), let clock = reader.take(6)
        else { throw Refusal(.content("a location of \(body.count) bytes; it has 28 or more")) }
        guard let time = BinaryDecimal.time(clock, offsetSeconds: JT808Location.offsetSeconds) else {
            throw Refusal(.content("no such time: \(Hexadecimal.text(clock)) (yyMMddHHmmss)"))
        }
        guard latitude <= 90_000_000, longitude <= 180_000_000 else {
            throw Refusal(.content("no such place: latitude \(latitude), longitude \(longitude) millionths of a degree"))
        }
        self.alarm = alarm
        self.status = status
        self.latitude = latitude
        self.longitude = longitude
        self.altitude = altitude
        self.speed = speed
        self.course = course
        self.time = time
        additional = reader.takeRest()
    }

    package var isPositioned: Bool { status & 2 != 0 }
    package var isSwitchedOn: Bool { status & 1 != 0 }
    /// The oil (or motor) circuit is cut.
    package var isCutOff: Bool { status & 0x400 != 0 }
    /// Coordinates through a plug-in that shifts them; such a place is not WGS-84.
    package var isShifted: Bool { status & 0x20 != 0 }

    /// Millionths of a degree, north positive.
    package var signedLatitude: Int32 { status & 4 != 0 ? -Int32(clamping: latitude) : Int32(clamping: latitude) }
    /// Millionths of a degree, east positive.
    package var signedLongitude: Int32 { status & 8 != 0 ? -Int32(clamping: longitude) : Int32(clamping: longitude) }

    /// The fix, or nil where the terminal has no position or does not tell a true one.
    package func point(isResent: Bool) -> DevicePoint? {
        guard isPositioned, !isShifted else { return nil }
        var flags: Point.Flags = .positioned
        if isSwitchedOn { flags.insert(.ignition) }
        if status & 0x1000 != 0 { flags.insert(.locked) }
        if isResent { flags.insert(.resent) }
        if alarm & JT808Alarm.batteryLow != 0 { flags.insert(.batteryLow) }
        if alarm & JT808Alarm.powerCut != 0 { flags.insert(.powerCut) }
        if alarm & JT808Alarm.serious != 0 { flags.insert(.alarm) }
        return DevicePoint(time: time, latitude: signedLatitude, longitude: signedLongitude, speed: speed, course: course, flags: flags)
    }

    /// The additional items; what is cut off at the end comes as the last one.
    package var items: [Item] {
        var result: [Item] = []
        var rest = additional
        while let id = rest.first {
            guard let length = rest.dropFirst().first, rest.count >= 2 + Int(length) else {
                result.append(Item(id: id, value: rest, isTruncated: true))
                break
            }
            result.append(Item(id: id, value: rest.dropFirst(2).prefix(Int(length)), isTruncated: false))
            rest = rest.dropFirst(2 + Int(length))
        }
        return result
    }

    package struct Item: Sendable, Hashable {
        package var id: UInt8
        /// The bytes of the item; of a truncated one everything from its id on.
        package var value: ArraySlice<UInt8>
        package var isTruncated: Bool
    }
}
