internal import Ground

/// Points of many devices as one table for ClickHouse, PostgreSQL or Parquet: a column each, plain numbers, no value missing.
///
/// `device,time_ms,latitude,longitude,speed_kmh,course,flags`: the device's name, milliseconds since 1970, degrees of WGS-84 with six places,
/// km/h with one, degrees, the number of `Point.Flags`.
public enum TrackTable {
    public static let header = "device,time_ms,latitude,longitude,speed_kmh,course,flags\n"

    /// The rows of one device, without the header.
    public static func rows(_ points: [Point], of device: DeviceID) -> String {
        // Quoted as CSV asks for it, without the end of its line.
        let name = CSV.line([device.text]).dropLast()
        var text = ""
        for point in points {
            text += "\(name),\(point.time)," + FixedPoint.text(Int64(point.latitude), places: 6)
            text += "," + FixedPoint.text(Int64(point.longitude), places: 6) + "," + FixedPoint.text(Int64(point.speed), places: 1)
            text += ",\(point.course),\(point.flags.rawValue)\n"
        }
        return text
    }
}
