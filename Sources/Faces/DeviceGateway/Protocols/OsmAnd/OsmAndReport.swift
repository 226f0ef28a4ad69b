package import Ground
internal import Trajectories

/// One report in the OsmAnd protocol, however it came: as a query, a form or the JSON of the current Traccar client.
package struct OsmAndReport: Sendable, Hashable {
    package var device: String
    /// By the tracker's clock; nil where it says none, which means now.
    package var time: Instant?
    /// Degrees; nil where the report has no position.
    package var latitude: Double?
    package var longitude: Double?
    /// km/h.
    package var speed: Double?
    /// Degrees clockwise from north.
    package var course: Double?
    /// Metres.
    package var altitude: Double?
    package var accuracy: Double?
    package var hdop: Double?
    /// Percent.
    package var battery: Double?
    package var isCharging: Bool?
    /// The tracker says that the position is not one of now.
    package var isValid = true
    /// The tracker says that the position is made up.
    package var isMock = false
    package var alarm: String?
    package var cells: [String] = []
    package var networks: [String] = []
    /// Everything else, in its order.
    package var others: [Attribute] = []

    package struct Attribute: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package init(device: String) { self.device = device }

    /// The fix, or nil where the report has none. `now` stands in where the tracker says no time.
    package func point(now: Instant) -> DevicePoint? {
        guard let latitude, let longitude, !isMock else { return nil }
        var flags: Point.Flags = isValid ? .positioned : []
        if isCharging == true { flags.insert(.charging) }
        if others.contains(where: { $0.name == "ignition" && $0.value == "true" }) { flags.insert(.ignition) }
        if let battery, battery < 15 { flags.insert(.batteryLow) }
        if alarm != nil { flags.insert(.alarm) }
        return DevicePoint(time: time ?? now, latitude: latitude, longitude: longitude, speed: speed, course: course, flags: flags)
    }

    package var state: DeviceState {
        let bits: UInt32 =
            switch alarm {
            case nil: 0
            case "movement", "tow", "tampering", "vibration": JT808Alarm.movement
            case "lowBattery", "lowPower": JT808Alarm.batteryLow
            case "powerCut", "powerOff": JT808Alarm.powerCut
            case "accident", "fallDown": JT808Alarm.collision
            default: JT808Alarm.emergency
            }
        return DeviceState(battery: battery.flatMap { UInt8(exactly: $0.rounded()) }, alarm: bits)
    }

    /// Latitude and longitude that exist on earth.
    func check() throws(Refusal) {
        guard let latitude, let longitude else { return }
        guard latitude.magnitude <= 90, longitude.magnitude <= 180 else { throw Refusal(.content("no such place: \(latitude), \(longitude)")) }
    }
}
