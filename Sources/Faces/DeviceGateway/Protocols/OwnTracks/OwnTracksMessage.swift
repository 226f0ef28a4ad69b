package import Ground
internal import Trajectories

/// What an OwnTracks app publishes on `owntracks/USER/DEVICE`.
package enum OwnTracksMessage: Sendable, Hashable {
    case location(Location)
    /// Way points, transitions, last wills and the like: known, of no use here.
    case other(type: String)

    package struct Location: Sendable, Hashable {
        /// By the phone's clock.
        package var time: Instant
        /// Degrees.
        package var latitude: Double
        package var longitude: Double
        /// km/h.
        package var speed: Double?
        /// Degrees clockwise from north.
        package var course: Double?
        /// Metres.
        package var altitude: Double?
        package var accuracy: Double?
        /// Percent.
        package var battery: Double?
        /// Why it was sent: `u` by hand, `t` by timer and so on.
        package var trigger: String?
        /// Two letters that the owner chose.
        package var tracker: String?
        package var connection: String?
        /// Where it was published, which bridges keep in the payload.
        package var topic: String?

        package var point: DevicePoint? {
            var flags: Point.Flags = .positioned
            if let battery, battery < 15 { flags.insert(.batteryLow) }
            return DevicePoint(time: time, latitude: latitude, longitude: longitude, speed: speed, course: course, flags: flags)
        }

        package var state: DeviceState { DeviceState(battery: battery.flatMap { UInt8(exactly: $0.rounded()) }) }
    }

    private static let knownOthers: Set = [
        "waypoint", "waypoints", "transition", "lwt", "card", "cmd", "configuration", "steps", "beacon", "dump", "status", "request",
    ]

    /// Reads a payload: one JSON object.
    package init(_ payload: [UInt8]) throws(Refusal) {
        let root: JSONValue
        do throws(JSONParser.Fault) {
            root = try JSONParser.read(payload)
        } catch {
            throw Refusal(.content("the payload is not JSON: \(error)"))
        }
        guard let type = root["_type"]?.string else { throw Refusal(.content("the payload has no _type")) }
        switch type {
        case "location": self = .location(try Location(root))
        case "encrypted": throw Refusal(.encrypted(method: 1))
        case _ where OwnTracksMessage.knownOthers.contains(type): self = .other(type: type)
        default: throw Refusal(.unsupported(message: String(type.prefix(40))))
        }
    }
}

extension OwnTracksMessage.Location {
    init(_ root: JSONValue) throws(Refusal) {
        guard let latitude = root["lat"]?.double, let longitude = root["lon"]?.double else { throw Refusal(.content("the location has no lat or no lon")) }
        guard latitude.magnitude <= 90, longitude.magnitude <= 180 else { throw Refusal(.content("no such place: \(latitude), \(longitude)")) }
        guard let seconds = root["tst"]?.double, let milliseconds = Int64(exactly: (seconds * 1000).rounded()), (0..<253_402_300_800_000).contains(milliseconds)
        else { throw Refusal(.content("the location has no time (tst)")) }
        time = Instant(milliseconds: milliseconds)
        self.latitude = latitude
        self.longitude = longitude
        speed = root["vel"]?.double
        course = root["cog"]?.double
        altitude = root["alt"]?.double
        accuracy = root["acc"]?.double
        battery = root["batt"]?.double
        trigger = root["t"]?.string
        tracker = root["tid"]?.string
        connection = root["conn"]?.string
        topic = root["topic"]?.string
    }
}
