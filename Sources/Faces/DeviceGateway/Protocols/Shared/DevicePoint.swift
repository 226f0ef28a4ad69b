package import Ground
package import Trajectories

/// One fix as a tracker reports it, whatever its protocol: integers, so that nothing is lost on the way to the store.
package struct DevicePoint: Sendable, Hashable {
    /// By the tracker's own clock.
    package var time: Instant
    /// WGS-84, in millionths of a degree, north positive, within ±90,000,000.
    package var latitude: Int32
    /// WGS-84, in millionths of a degree, east positive, within ±180,000,000.
    package var longitude: Int32
    /// Tenths of a km/h.
    package var speed: UInt16
    /// Degrees clockwise from north, 0–359.
    package var course: UInt16
    package var flags: Point.Flags

    /// Nil where no place on earth has such coordinates.
    package init?(time: Instant, latitude: Int32, longitude: Int32, speed: UInt16, course: UInt16, flags: Point.Flags) {
        guard (-90_000_000...90_000_000).contains(latitude), (-180_000_000...180_000_000).contains(longitude) else { return nil }
        self.time = time
        self.latitude = latitude
        self.longitude = longitude
        self.speed = speed
        self.course = course % 360
        self.flags = flags
    }

    /// From degrees and km/h, rounded; nil where no place on earth has such coordinates or a number is none.
    package init?(time: Instant, latitude: Double, longitude: Double, speed: Double?, course: Double?, flags: Point.Flags) {
        guard let north = Int32(exactly: (latitude * 1_000_000).rounded()), let east = Int32(exactly: (longitude * 1_000_000).rounded())
        else { return nil }
        let tenths = UInt16(exactly: ((speed ?? 0) * 10).rounded()) ?? 0
        let degrees = UInt16(exactly: (course ?? 0).rounded()) ?? 0
        self.init(time: time, latitude: north, longitude: east, speed: tenths, course: degrees, flags: flags)
    }
}

/// How a device fares, without a place: what remains to be known where nobody may see positions.
package struct DeviceState: Sendable, Hashable {
    /// Charge in percent, where the device says so.
    package var battery: UInt8?
    /// The alarm bits of JT/T 808, whatever protocol the device speaks; 0 is none.
    package var alarm: UInt32

    package init(battery: UInt8? = nil, alarm: UInt32 = 0) {
        self.battery = battery.flatMap { $0 <= 100 ? $0 : nil }
        self.alarm = alarm
    }
}
