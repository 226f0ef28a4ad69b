package import Geography
package import Ground

/// One request of a city's Open311 export.
package struct OpenRequest: Sendable, Hashable {
    package var id: String
    package var isClosed: Bool
    package var className: String
    package var classCode: String
    package var requested: Instant
    package var updated: Instant
    package var address: String
    package var position: Coordinate?
}

extension OpenRequest {
    /// Reads a file with the columns of Open311 GeoReport v2 (service_request_id, status, service_name, service_code,
    /// requested_datetime, updated_datetime, address, lat, long). Rows with faults are reported and left out. The free texts
    /// are not read: they are residents' own words.
    package static func read(_ bytes: [UInt8], file: String, diagnostics: inout Diagnostics) -> [OpenRequest] {
        let csv = CSV(bytes, file: file, diagnostics: &diagnostics)
        let names = [
            "service_request_id", "status", "service_name", "service_code", "requested_datetime", "updated_datetime",
            "address", "lat", "long",
        ]
        let columns = names.map { csv.requiredColumn($0, diagnostics: &diagnostics) }
        guard columns.allSatisfy({ $0 != nil }) else { return [] }
        let index = columns.map { $0 ?? 0 }
        var seen: Set<String> = []
        var requests: [OpenRequest] = []
        for row in csv.rows {
            let fields = index.map { row.fields[$0] }
            guard seen.insert(fields[0]).inserted else {
                diagnostics.error("the request \(fields[0]) stands twice", at: Place(file, line: row.line))
                continue
            }
            if let request = read(fields, at: Place(file, line: row.line), diagnostics: &diagnostics) {
                requests.append(request)
            }
        }
        return requests
    }

    private static func read(_ fields: [String], at place: Place, diagnostics: inout Diagnostics) -> OpenRequest? {
        guard fields[1] == "open" || fields[1] == "closed" else {
            diagnostics.error("the status \u{201C}\(fields[1])\u{201D} is neither open nor closed", at: place)
            return nil
        }
        guard let requested = Instant(iso8601: fields[4]), let updated = Instant(iso8601: fields[5]) else {
            diagnostics.error(
                "a time is not readable: \(fields[4]), \(fields[5])", at: place,
                advice: "write times with their zone, such as 2018-09-10T10:20:29-04:00")
            return nil
        }
        // Open requests may carry the moment of an earlier import; only a closing moment counts here.
        guard fields[1] == "open" || requested <= updated else {
            diagnostics.error("it was closed before it was requested", at: place)
            return nil
        }
        var position: Coordinate?
        if !fields[7].isEmpty || !fields[8].isEmpty {
            guard let latitude = Double(fields[7]), let longitude = Double(fields[8]), abs(latitude) <= 90,
                abs(longitude) <= 180
            else {
                diagnostics.error("the position \(fields[7]), \(fields[8]) is not in degrees", at: place)
                return nil
            }
            position = Coordinate(longitude: longitude, latitude: latitude)
        }
        return OpenRequest(
            id: fields[0], isClosed: fields[1] == "closed", className: fields[2], classCode: fields[3],
            requested: requested, updated: updated, address: fields[6], position: position)
    }
}
