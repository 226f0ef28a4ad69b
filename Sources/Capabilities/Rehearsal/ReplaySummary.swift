internal import Cases
package import City
internal import Ground
package import Store

/// The figures of a replay, read from the store that it filled.
package struct ReplaySummary: Sendable, Hashable, Codable {
    package struct ClassFigures: Sendable, Hashable, Codable {
        package var `class`: String
        package var closed: Int
        /// From report to closing, in hours by the clock.
        package var medianHours: Double?
        package var p90Hours: Double?
        /// Closed cases on which no handling clock ran out, per closed case.
        package var onTime: Double?
    }

    package var reported: Int
    package var closed: Int
    package var open: Int
    package var classes: [ClassFigures]

    /// Reads counts, medians and shares of on-time handling.
    package static func read(in city: City, on connection: any Connection) throws -> ReplaySummary {
        let cases = try connection.rows(
            "select class, is_open, reported_at, ended_at from cases order by class, id"
        ) { row in
            (
                code: try row.optionalText(0) ?? "", isOpen: try row.truth(1), reported: try row.instant(2),
                ended: try row.optionalInstant(3)
            )
        }
        let sums = try Rates.byMember(of: .requestClass, in: 0...999_999, on: connection)
        var hours: [String: [Double]] = [:]
        for line in cases {
            guard !line.isOpen, let ended = line.ended else { continue }
            hours[line.code, default: []].append(
                Double(ended.milliseconds - line.reported.milliseconds) / 3_600_000)
        }
        let classes = Set(cases.map(\.code)).sorted().map { code in
            let sorted = (hours[code] ?? []).sorted()
            return ClassFigures(
                class: city.classes.class(ClassCode(code))?.name.en ?? code, closed: sorted.count,
                medianHours: quantile(0.5, of: sorted), p90Hours: quantile(0.9, of: sorted),
                onTime: sums[code]?.raw.onTimeShare)
        }
        let open = cases.count { $0.isOpen }
        return ReplaySummary(reported: cases.count, closed: cases.count - open, open: open, classes: classes)
    }

    /// The quantile by linear interpolation between the order statistics (type 7 of Hyndman and Fan 1996, the rule of
    /// common statistics programs); nil of nothing.
    package static func quantile(_ p: Double, of sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let position = p * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }
}
