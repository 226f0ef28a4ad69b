package import Ground
internal import Trajectories

/// One e-bike of the simulation: it stands most of the time and rides the rest, about Kunming.
package struct SimulatedDevice: Sendable {
    package let number: Int
    private var random: SeededRandom
    private var latitude: Int32
    private var longitude: Int32
    private var course: Int
    private var isRiding = false
    private var time: Instant

    /// - Parameter start: of the first point; the others follow every 30 seconds.
    package init(number: Int, seed: UInt64, start: Instant) {
        self.number = number
        random = SeededRandom(seed: seed &+ UInt64(number) &* 0x9E37_79B9)
        latitude = 24_800_000 + Int32(random.below(400_000))
        longitude = 102_600_000 + Int32(random.below(400_000))
        course = random.below(360)
        time = start
    }

    /// The next point.
    package mutating func next() -> DevicePoint? {
        if random.below(20) == 0 { isRiding.toggle() }
        var speed = 0
        if isRiding {
            speed = 80 + random.below(170)
            course = (course + random.below(41) + 340) % 360
            latitude = SimulatedDevice.moved(latitude, by: random.below(1601) - 800)
            longitude = SimulatedDevice.moved(longitude, by: random.below(1601) - 800)
        }
        let flags: Point.Flags = isRiding ? [.positioned, .ignition] : [.positioned, .locked]
        defer { time = time.advanced(milliseconds: 30_000) }
        return DevicePoint(time: time, latitude: latitude, longitude: longitude, speed: UInt16(speed), course: UInt16(course), flags: flags)
    }

    private static func moved(_ value: Int32, by delta: Int) -> Int32 { value + Int32(clamping: delta) }

    // MARK: Names under which the device calls

    /// 199 and eight digits.
    package static func telephone(_ number: Int) -> String { "199" + digits(number, 8) }

    /// 86 9999, eight digits, and the check digit.
    package static func imei(_ number: Int) -> String {
        let start = "869999" + digits(number, 8)
        return start + String(BinaryDecimal.luhn(start))
    }

    package static func name(_ number: Int) -> String { "bike-" + digits(number, 8) }

    package static func topic(_ number: Int) -> String { "owntracks/sim/" + name(number) }

    /// The name under which a device of the simulation is registered.
    package static func device(_ number: Int, as language: SimulatedLanguage) -> String {
        switch language {
        case .jt808: telephone(number)
        case .gt06: imei(number)
        case .osmand: name(number)
        case .owntracks: "sim/" + name(number)
        }
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number % 100_000_000)
        return String(repeating: "0", count: count - text.count) + text
    }
}

package enum SimulatedLanguage: String, CaseIterable, Sendable {
    case jt808, gt06, osmand, owntracks
}
