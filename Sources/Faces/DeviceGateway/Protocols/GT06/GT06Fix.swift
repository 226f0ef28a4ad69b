package import Ground
package import Trajectories

/// The position part of a GT06 message: 18 bytes.
package struct GT06Fix: Sendable, Hashable {
    /// Year in this century, month, day, hour, minute, second as the tracker sent them; UTC unless somebody set it otherwise.
    package var clock: [UInt8]
    /// Bytes of position information that the tracker states.
    package var informationLength: UInt8
    package var satellites: UInt8
    /// Degrees times 1,800,000, without sign.
    package var latitude: UInt32
    package var longitude: UInt32
    /// km/h.
    package var speed: UInt8
    /// Bits 0–9 course, 10 north, 11 west, 12 positioned, 13 differential.
    package var bits: UInt16

    package init(_ reader: inout ByteReader) throws(Refusal) {
        guard let clock = reader.take(6), let counts = reader.u8(), let latitude = reader.u32(), let longitude = reader.u32(),
            let speed = reader.u8(), let bits = reader.u16()
        else { throw Refusal(.content("the position is cut off; it has 18 bytes")) }
        self.clock = Array(clock)
        informationLength = counts >> 4
        satellites = counts & 15
        self.latitude = latitude
        self.longitude = longitude
        self.speed = speed
        self.bits = bits
    }

    package var course: UInt16 { bits & 0x3FF }
    package var isPositioned: Bool { bits & 0x1000 != 0 }
    package var isDifferential: Bool { bits & 0x2000 != 0 }

    /// Degrees, north positive.
    package var degreesNorth: Double { Double(latitude) / 1_800_000 * (bits & 0x400 != 0 ? 1 : -1) }
    /// Degrees, east positive.
    package var degreesEast: Double { Double(longitude) / 1_800_000 * (bits & 0x800 != 0 ? -1 : 1) }

    /// Nil where there is no such moment.
    package var time: Instant? {
        guard clock.count == 6, clock[3] < 24, clock[4] < 60, clock[5] < 60,
            let date = CivilDate(year: 2000 + Int(clock[0]), month: Int(clock[1]), day: Int(clock[2]))
        else { return nil }
        return Instant(date, hour: Int(clock[3]), minute: Int(clock[4]), second: Int(clock[5]))
    }

    /// The fix, or nil where the tracker has no position.
    package func point(flags: Point.Flags) -> DevicePoint? {
        guard isPositioned, let time else { return nil }
        return DevicePoint(
            time: time, latitude: degreesNorth, longitude: degreesEast, speed: Double(speed), course: Double(course % 360), flags: flags.union(.positioned))
    }

    /// A moment and a place that exist; a tracker without a position may send zeros.
    package func check() throws(Refusal) {
        guard time != nil else { throw Refusal(.content("no such time: \(clock.map(String.init).joined(separator: " "))")) }
        guard latitude <= 162_000_000, longitude <= 324_000_000 else {
            throw Refusal(.content("no such place: latitude \(latitude), longitude \(longitude) in 1/1,800,000 degrees"))
        }
    }
}
