package import Store

/// The three rates of an area, a class, a department, or the city: raw, and without the excluded cases.
package struct Rates: Sendable, Hashable {
    package var raw: RateVector
    /// The sums of the excluded cases; adjusted is raw less these.
    package var excluded: RateVector

    package init(raw: RateVector = RateVector(), excluded: RateVector = RateVector()) {
        self.raw = raw
        self.excluded = excluded
    }

    package var adjusted: RateVector { raw + -excluded }

    /// Months such as 202611.
    package typealias Period = ClosedRange<Int>

    /// The sums by member of a dimension (area, class or organisation).
    package static func byMember(
        of dimension: RateBook.Dimension, in period: Period, on connection: any Connection
    ) throws -> [String: Rates] {
        var rates: [String: Rates] = [:]
        let query = query(
            grouping: "member, is_adjustment", where: "dimension = \(dimension.rawValue)", in: period)
        for (member, isAdjustment, vector) in try connection.rows(query, decode) {
            if isAdjustment {
                rates[member, default: Rates()].excluded = vector
            } else {
                rates[member, default: Rates()].raw = vector
            }
        }
        return rates
    }

    /// The sums of the whole city: every case lies in one area, a known or an unknown one.
    package static func city(in period: Period, on connection: any Connection) throws -> Rates {
        try byMember(of: .area, in: period, on: connection).values.reduce(into: Rates()) { sum, rates in
            sum.raw += rates.raw
            sum.excluded += rates.excluded
        }
    }

    private static func query(grouping: SQL, where condition: SQL, in period: Period) -> SQL {
        let columns: SQL = """
            select member, is_adjustment, cast(sum(reported) as bigint), cast(sum(ended) as bigint),
                cast(sum(unrated) as bigint), cast(sum(on_time) as bigint), cast(sum(calls_due) as bigint),
                cast(sum(calls_answered) as bigint), cast(sum(rated) as bigint), cast(sum(solved) as bigint),
                cast(sum(satisfaction) as bigint)
            from rate_sums where period between \(period.lowerBound) and \(period.upperBound) and
            """
        return columns + " " + condition + " group by " + grouping
    }

    private static func decode(_ row: ResultRow) throws -> (String, Bool, RateVector) {
        var vector = RateVector()
        vector.reported = try row.int(2)
        vector.ended = try row.int(3)
        vector.unrated = try row.int(4)
        vector.onTime = try row.int(5)
        vector.callsDue = try row.int(6)
        vector.callsAnswered = try row.int(7)
        vector.rated = try row.int(8)
        vector.solved = try row.int(9)
        vector.satisfaction = try row.int(10)
        return (try row.text(0), try row.truth(1), vector)
    }
}

extension RateVector {
    /// Calls answered in time per call due; nil where none was due.
    package var response: Double? { callsDue > 0 ? Double(callsAnswered) / Double(callsDue) : nil }
    /// Solved in the resident's word per case with a word. Unrated cases are no success and no failure: a class of their own.
    package var resolution: Double? { rated > 0 ? Double(solved) / Double(rated) : nil }
    /// Satisfied 1, basically satisfied 0.8, not 0, per case with a word.
    package var contentment: Double? { rated > 0 ? Double(satisfaction) / 100 / Double(rated) : nil }
    /// Ended without a handling clock having run out, per ended case.
    package var onTimeShare: Double? { ended > 0 ? Double(onTime) / Double(ended) : nil }

    /// The three rates in one figure, with the city's weights; rates that nothing is known of are left out.
    package func weighted(response a: Double, resolution b: Double, satisfaction c: Double) -> Double? {
        let parts = [(response, a), (resolution, b), (contentment, c)].compactMap { rate, weight in
            rate.map { ($0 * weight, weight) }
        }
        let weight = parts.reduce(0) { $0 + $1.1 }
        return weight > 0 ? parts.reduce(0) { $0 + $1.0 } / weight : nil
    }
}
