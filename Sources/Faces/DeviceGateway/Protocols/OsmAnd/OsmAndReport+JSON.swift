internal import Ground

extension OsmAndReport {
    /// Reads the JSON of the current Traccar client; negative speed, heading and altitude accuracy mean unknown.
    package init(json bytes: [UInt8]) throws(Refusal) {
        let root: JSONValue
        do throws(JSONParser.Fault) {
            root = try JSONParser.read(bytes)
        } catch {
            throw Refusal(.content("the body is not JSON: \(error)"))
        }
        guard let device = root["device_id"]?.name, !device.isEmpty else { throw Refusal(.content("the report names no device (device_id)")) }
        self.init(device: device)
        guard let location = root["location"], case .object = location else { throw Refusal(.content("the report has no location")) }
        if let value = location["timestamp"], let text = value.name { time = try OsmAndReport.time(text) }
        try takeCoordinates(location["coords"])
        isMock = location["mock"]?.bool ?? false
        alarm = location["alarm"]?.string
        if let level = location["battery"]?["level"]?.double, level >= 0 { battery = level * 100 }
        isCharging = location["battery"]?["is_charging"]?.bool
        takeOthers(location)
        try check()
    }

    private mutating func takeCoordinates(_ value: JSONValue?) throws(Refusal) {
        guard let value else { return }
        func known(_ name: String) -> Double? { value[name]?.double.flatMap { $0 < 0 ? nil : $0 } }
        latitude = value["latitude"]?.double
        longitude = value["longitude"]?.double
        guard (latitude == nil) == (longitude == nil) else { throw Refusal(.content("latitude and longitude belong together")) }
        accuracy = known("accuracy")
        speed = known("speed").map { $0 * 3.6 }
        course = known("heading")
        altitude = value["altitude"]?.double
    }

    private mutating func takeOthers(_ location: JSONValue) {
        for name in ["event", "is_moving", "odometer"] {
            guard let value = location[name] else { continue }
            others.append(Attribute(name: name, value: value.string ?? value.line))
        }
        if let activity = location["activity"]?["type"]?.string { others.append(Attribute(name: "activity", value: activity)) }
        for member in location["extras"]?.members.prefix(FormDecoding.limit) ?? [] {
            others.append(Attribute(name: member.name, value: member.value.string ?? member.value.line))
        }
    }
}
