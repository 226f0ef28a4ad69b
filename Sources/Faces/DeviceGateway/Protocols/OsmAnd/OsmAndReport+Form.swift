internal import Ground

extension OsmAndReport {
    /// Reads the query of the address or a form; where both are given, the address comes first.
    package init(query: some Sequence<UInt8>, form: some Sequence<UInt8> = []) throws(Refusal) {
        let pairs = FormDecoding.pairs(query) + FormDecoding.pairs(form)
        let named = pairs.first { ($0.name == "id" || $0.name == "deviceid") && !$0.value.isEmpty }
        guard let device = named?.value else { throw Refusal(.content("the report names no device (id or deviceid)")) }
        self.init(device: device)
        for (name, value) in pairs { try take(name, value) }
        guard (latitude == nil) == (longitude == nil) else { throw Refusal(.content("latitude and longitude belong together")) }
        try check()
    }

    private mutating func take(_ name: String, _ value: String) throws(Refusal) {
        switch name {
        case "id", "deviceid": break
        case "timestamp": time = try OsmAndReport.time(value)
        case "lat": latitude = try number(name, value)
        case "lon": longitude = try number(name, value)
        case "location": try takeLocation(value)
        case "valid": isValid = value != "false" && value != "0"
        case "speed": speed = try number(name, value) * 1.852
        case "bearing", "heading": course = try number(name, value)
        case "altitude": altitude = try number(name, value)
        case "accuracy": accuracy = try number(name, value)
        case "hdop": hdop = try number(name, value)
        case "batt": battery = try number(name, value)
        case "charge": isCharging = value == "true" || value == "1"
        case "mock": isMock = value == "true" || value == "1"
        case "alarm": alarm = value.isEmpty ? nil : value
        case "cell": cells.append(value)
        case "wifi": networks.append(OsmAndReport.network(value))
        default: others.append(Attribute(name: name, value: value))
        }
    }

    private mutating func takeLocation(_ value: String) throws(Refusal) {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Refusal(.content("location=\(value.prefix(40)): latitude,longitude was expected")) }
        latitude = try number("location", String(parts[0]))
        longitude = try number("location", String(parts[1]))
    }

    /// `00-14-22-01-23-45,-80`: an address with dashes for colons, and its strength.
    private static func network(_ value: String) -> String {
        let address = value.prefix { $0 != "," }
        return String(address.map { $0 == "-" ? ":" : $0 }) + value.dropFirst(address.count)
    }

    private func number(_ name: String, _ value: String) throws(Refusal) -> Double {
        guard let number = Double(value), number.isFinite else { throw Refusal(.content("\(name)=\(value.prefix(40)) is not a number")) }
        return number
    }

    /// Seconds below 2³¹, else milliseconds; or ISO 8601; or `yyyy-MM-dd HH:mm:ss` in UTC.
    static func time(_ text: String) throws(Refusal) -> Instant {
        if let number = Int64(text), number >= 0 {
            guard number < 253_402_300_800_000 else { throw Refusal(.content("timestamp=\(text.prefix(40)) is after the year 9999")) }
            return Instant(milliseconds: number < 1 << 31 ? number * 1000 : number)
        }
        guard let time = Instant(iso8601: text) ?? Instant(iso8601: text + "Z") else {
            throw Refusal(.content("timestamp=\(text.prefix(40)) is neither seconds, milliseconds nor a date with time"))
        }
        return time
    }
}
