/// One fix of a tracker: where it was and when, as integers that survive every way through the engine unchanged.
@frozen
public struct Point: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z, by the tracker's own clock: it may jump, repeat and run backwards.
    public var time: Int64
    /// WGS-84, in millionths of a degree, north positive.
    public var latitude: Int32
    /// WGS-84, in millionths of a degree, east positive.
    public var longitude: Int32
    /// Tenths of a km/h.
    public var speed: UInt16
    /// Degrees clockwise from north.
    public var course: UInt16
    public var flags: Flags

    /// What the tracker said of itself with the fix.
    @frozen
    public struct Flags: OptionSet, Sendable, Hashable {
        public var rawValue: UInt8

        @inlinable
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The position comes from satellites just now; without it, it is the last known one.
        public static let positioned = Flags(rawValue: 1)
        /// The vehicle is switched on.
        public static let ignition = Flags(rawValue: 2)
        /// The vehicle is locked or the tracker armed.
        public static let locked = Flags(rawValue: 4)
        public static let charging = Flags(rawValue: 8)
        /// Sent late: recorded where there was no network.
        public static let resent = Flags(rawValue: 16)
        public static let batteryLow = Flags(rawValue: 32)
        public static let powerCut = Flags(rawValue: 64)
        /// An alarm of any kind: emergency, illegal movement, collision, theft.
        public static let alarm = Flags(rawValue: 128)
    }

    @inlinable
    public init(time: Int64, latitude: Int32, longitude: Int32, speed: UInt16 = 0, course: UInt16 = 0, flags: Flags = .positioned) {
        self.time = time
        self.latitude = latitude
        self.longitude = longitude
        self.speed = speed
        self.course = course
        self.flags = flags
    }

    /// Degrees to the millionth, halves away from zero; nil where the number is none or beyond ±`most` degrees.
    public static func millionths(_ degrees: Double, within most: Int32) -> Int32? {
        let scaled = (degrees * 1_000_000).rounded()
        guard scaled.magnitude <= Double(most) * 1_000_000 else { return nil }
        return Int32(exactly: scaled)
    }

    /// A point on earth from degrees, or nil where there is no such place.
    public init?(time: Int64, degreesNorth: Double, degreesEast: Double, speed: UInt16 = 0, course: UInt16 = 0, flags: Flags = .positioned) {
        guard let north = Point.millionths(degreesNorth, within: 90), let east = Point.millionths(degreesEast, within: 180) else { return nil }
        self.init(time: time, latitude: north, longitude: east, speed: speed, course: course, flags: flags)
    }
}
