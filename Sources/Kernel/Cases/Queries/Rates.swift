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
    /// - Parameter members: those of interest; all where it is nil.
    package static func byMember(
        of dimension: RateBook.Dimension, in period: Period, among members: [String]? = nil, on connection: any Connection
    ) throws -> [String: Rates] {
        var rates: [String: Rates] = [:]
        let query = query(of: dimension, in: period, among: members, by: "member, is_adjustment")
        for (member, sum) in try connection.rows(query, { (try $0.text(0), try sum($0, from: 1)) }) {
            rates[member, default: Rates()].put(sum)
        }
        return rates
    }

    /// The members with the most reports, the largest first; of these alone all sums are made.
    /// - Parameter first: how many still larger ones are left out.
    package static func largest(
        of dimension: RateBook.Dimension, in period: Period, after first: Int = 0, most: Int, on connection: any Connection
    ) throws -> [(member: String, rates: Rates)] {
        let query: SQL = """
            \(months(in: period)) select member \(sums(of: dimension, in: period)) and is_adjustment = 0
            group by member order by sum(reported) desc, member limit \(most) offset \(first)
            """
        let members = try connection.rows(query) { try $0.text(0) }
        if members.isEmpty { return [] }
        let rates = try byMember(of: dimension, in: period, among: members, on: connection)
        return members.map { ($0, rates[$0] ?? Rates()) }
    }

    /// The sums of the whole city: every case lies in one area, a known or an unknown one.
    package static func city(in period: Period, on connection: any Connection) throws -> Rates {
        var rates = Rates()
        let query = query(of: .area, in: period, by: "is_adjustment")
        for sum in try connection.rows(query, { try sum($0, from: 0) }) { rates.put(sum) }
        return rates
    }

    package static func + (a: Rates, b: Rates) -> Rates { Rates(raw: a.raw + b.raw, excluded: a.excluded + b.excluded) }

    private mutating func put(_ sum: (isAdjustment: Bool, vector: RateVector)) {
        if sum.isAdjustment { excluded = sum.vector } else { raw = sum.vector }
    }

    // MARK: Statements

    /// The statement behind the sums; a test reads its plan.
    package static func query(
        of dimension: RateBook.Dimension, in period: Period, among members: [String]? = nil, by names: SQL
    ) -> SQL {
        let among: SQL = members.map { "and member in (" + SQL.joined($0.map { "\($0)" as SQL }, separator: ", ") + ")" } ?? ""
        return """
            \(months(in: period)) select \(names), cast(sum(reported) as bigint), cast(sum(ended) as bigint),
                cast(sum(unrated) as bigint), cast(sum(on_time) as bigint), cast(sum(calls_due) as bigint),
                cast(sum(calls_answered) as bigint), cast(sum(rated) as bigint), cast(sum(solved) as bigint),
                cast(sum(satisfaction) as bigint)
            \(sums(of: dimension, in: period)) \(among) group by \(names)
            """
    }

    /// The months of a period that there are, found one after the other by the key.
    private static func months(in period: Period) -> SQL {
        """
        with recursive months (period) as (
            select min(period) from rate_sums where period between \(period.lowerBound) and \(period.upperBound)
            union all
            select (select min(r.period) from rate_sums r where r.period > m.period and r.period <= \(period.upperBound))
            from months m where m.period is not null
        )
        """
    }

    /// Month by month, so that the sums of the other dimensions, which lie between them in the key, are not read. The period is said
    /// once more for PostgreSQL, which expects a hundred months from the recursion; the join is a cross one for SQLite, which keeps
    /// the order of such a join.
    private static func sums(of dimension: RateBook.Dimension, in period: Period) -> SQL {
        """
        from months cross join rate_sums where rate_sums.period = months.period
            and rate_sums.period between \(period.lowerBound) and \(period.upperBound) and dimension = \(dimension.rawValue)
        """
    }

    private static func sum(_ row: ResultRow, from column: Int) throws -> (isAdjustment: Bool, vector: RateVector) {
        var vector = RateVector()
        vector.reported = try row.int(column + 1)
        vector.ended = try row.int(column + 2)
        vector.unrated = try row.int(column + 3)
        vector.onTime = try row.int(column + 4)
        vector.callsDue = try row.int(column + 5)
        vector.callsAnswered = try row.int(column + 6)
        vector.rated = try row.int(column + 7)
        vector.solved = try row.int(column + 8)
        vector.satisfaction = try row.int(column + 9)
        return (try row.truth(column), vector)
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
