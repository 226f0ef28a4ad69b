public import Ground

/// Points as a table: `time,latitude,longitude,speed_kmh,course,flags`. Times are ISO 8601 in UTC, coordinates degrees of WGS-84 with six
/// places, speeds km/h with one, courses degrees, flags the number of `Point.Flags`. What is written is read back as it was.
public enum TrackCSV {
    static let columns = ["time", "latitude", "longitude", "speed_kmh", "course", "flags"]

    public static func write(_ points: [Point]) -> String {
        var text = columns.joined(separator: ",") + "\n"
        for point in points {
            text += FixedPoint.time(point.time) + "," + FixedPoint.text(Int64(point.latitude), places: 6) + ","
            text += FixedPoint.text(Int64(point.longitude), places: 6) + "," + FixedPoint.text(Int64(point.speed), places: 1)
            text += ",\(point.course),\(point.flags.rawValue)\n"
        }
        return text
    }

    /// The points of a table in its order; speed, course and flags may be missing.
    /// - Parameter rounds: whether numbers finer than a point holds are rounded; otherwise they are errors.
    /// - Throws: `RejectedInput` with everything that is wrong.
    public static func read(_ bytes: [UInt8], file: String, rounds: Bool = false) throws(RejectedInput) -> [Point] {
        var reader = PointReader(rounds: rounds)
        let csv = CSV(bytes, file: file, diagnostics: &reader.diagnostics)
        let places = columns.map { csv.column($0) }
        for name in csv.header where !columns.contains(name) {
            reader.diagnostics.error(
                "the column \u{201C}\(name)\u{201D} is not kept", at: Place(file, line: 1), advice: "take it out: it would not come back")
        }
        for name in columns.prefix(3) { _ = csv.requiredColumn(name, diagnostics: &reader.diagnostics) }
        guard !reader.diagnostics.hasErrors, let time = places[0], let north = places[1], let east = places[2] else {
            throw RejectedInput(reader.diagnostics)
        }
        var points: [Point] = []
        points.reserveCapacity(csv.rows.count)
        for row in csv.rows {
            let place = Place(file, line: row.line)
            guard let time = reader.time(row.fields[time], at: place), let north = reader.latitude(row.fields[north], at: place),
                let east = reader.longitude(row.fields[east], at: place)
            else { continue }
            var point = Point(time: time, latitude: north, longitude: east)
            if let column = places[3] {
                point.speed = reader.number(row.fields[column], "speed", places: 1, within: 0...UInt16.max, at: place) ?? 0
            }
            if let column = places[4] {
                point.course = reader.number(row.fields[column], "course", places: 0, within: 0...UInt16.max, at: place) ?? 0
            }
            if let column = places[5] {
                point.flags.rawValue = reader.number(row.fields[column], "flags", places: 0, within: 0...UInt8.max, at: place) ?? 0
            }
            points.append(point)
        }
        guard !reader.diagnostics.hasErrors else { throw RejectedInput(reader.diagnostics) }
        return points
    }
}
