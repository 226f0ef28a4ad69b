internal import Ground

/// Points as GeoJSON (RFC 7946): one feature, a line of all positions, with times and the other columns beside it as `properties`.
public enum TrackGeoJSON {
    public static func write(_ points: [Point], name: String) -> String {
        let places = points.map {
            "[" + FixedPoint.text(Int64($0.longitude), places: 6) + "," + FixedPoint.text(Int64($0.latitude), places: 6) + "]"
        }
        let times = points.map { "\"" + FixedPoint.time($0.time) + "\"" }
        let speeds = points.map { FixedPoint.text(Int64($0.speed), places: 1) }
        let courses = points.map { "\($0.course)" }
        let flags = points.map { "\($0.flags.rawValue)" }
        func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }
        // A line has at least two positions.
        let kind = points.count >= 2 ? "LineString" : "MultiPoint"
        let columns = "\"times\":\(list(times)),\"speed_kmh\":\(list(speeds)),\"course\":\(list(courses)),\"flags\":\(list(flags))"
        return "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\(quoted(name)),\(columns)},"
            + "\"geometry\":{\"type\":\"\(kind)\",\"coordinates\":\(list(places))}}]}\n"
    }

    private static func quoted(_ text: String) -> String { JSONValue.quoted(text) }
}
