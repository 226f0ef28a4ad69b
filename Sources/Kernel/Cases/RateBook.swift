internal import City
internal import Ground
internal import Store
internal import Workflows
internal import WorkingTime

/// The sums behind the three rates, kept up with every command: a case's contribution is a pure function of its state, and
/// what a command changes is added to the sums in the same transaction.
package enum RateBook {
    struct Key: Hashable {
        var dimension: Dimension
        var member: String
    }

    package enum Dimension: String, Sendable, CaseIterable {
        /// By the street, or the finest area above where none is known.
        case area
        case requestClass = "class"
        case organisation
    }

    /// What a case contributes, by area, class and department.
    static func contributions(of file: CaseFile, in territory: Territory) -> [Key: RateVector] {
        var sums: [Key: RateVector] = [:]
        let whole = RateVector(file.state, under: file.workflow)
        let area = file.state.area.map { AreaCode($0) }
        let street = area.flatMap { territory.ancestor(of: $0, at: .street) } ?? area
        sums[Key(dimension: .area, member: street?.rawValue ?? ""), default: RateVector()] += whole
        sums[Key(dimension: .requestClass, member: file.state.requestClass ?? ""), default: RateVector()] += whole
        let live = file.state.orders.filter { $0.progress.isLive }
        let lead = live.first { $0.isLead } ?? live.first
        if let lead { sums[Key(dimension: .organisation, member: lead.organisation), default: RateVector()] += whole }
        for order in file.state.orders {
            let calls = RateVector(order, of: file.state, under: file.workflow)
            guard calls != RateVector() else { continue }
            sums[Key(dimension: .organisation, member: order.organisation), default: RateVector()] += calls
            sums[Key(dimension: .area, member: street?.rawValue ?? ""), default: RateVector()] += calls
            sums[Key(dimension: .requestClass, member: file.state.requestClass ?? ""), default: RateVector()] += calls
        }
        return sums
    }

    /// Year and month of the report, such as 202611: a case counts in the month in which it was reported.
    static func period(of file: CaseFile, in city: City) -> Int {
        let date = city.calendar.localDate(file.state.reportedAt)
        return date.year * 100 + date.month
    }

    /// Adds what has changed between two states of a case.
    static func update(
        from before: CaseFile?, to after: CaseFile, in city: City, on connection: any Connection
    ) throws {
        var delta = contributions(of: after, in: city.territory)
        if let before {
            for (key, vector) in contributions(of: before, in: city.territory) {
                delta[key, default: RateVector()] += -vector
            }
        }
        let period = period(of: after, in: city)
        for (key, vector) in delta.sorted(by: { ($0.key.dimension.rawValue, $0.key.member) < ($1.key.dimension.rawValue, $1.key.member) })
        where vector != RateVector() {
            try add(vector, to: key, period: period, isAdjustment: false, on: connection)
            if after.isExcluded { try add(vector, to: key, period: period, isAdjustment: true, on: connection) }
        }
    }

    /// Takes a case, as it stands, out of the adjusted rates.
    static func exclude(_ file: CaseFile, in city: City, on connection: any Connection) throws {
        let period = period(of: file, in: city)
        for (key, vector) in contributions(of: file, in: city.territory) where vector != RateVector() {
            try add(vector, to: key, period: period, isAdjustment: true, on: connection)
        }
    }

    private static func add(
        _ v: RateVector, to key: Key, period: Int, isAdjustment: Bool, on connection: any Connection
    ) throws {
        try connection.execute(
            """
            insert into rate_sums (period, dimension, member, is_adjustment, reported, ended, unrated, on_time, calls_due,
                calls_answered, rated, solved, satisfaction)
            values (\(period), \(key.dimension.rawValue), \(key.member), \(isAdjustment), \(v.reported), \(v.ended),
                \(v.unrated), \(v.onTime), \(v.callsDue), \(v.callsAnswered), \(v.rated), \(v.solved), \(v.satisfaction))
            on conflict (period, dimension, member, is_adjustment) do update set
                reported = rate_sums.reported + excluded.reported, ended = rate_sums.ended + excluded.ended,
                unrated = rate_sums.unrated + excluded.unrated, on_time = rate_sums.on_time + excluded.on_time,
                calls_due = rate_sums.calls_due + excluded.calls_due,
                calls_answered = rate_sums.calls_answered + excluded.calls_answered,
                rated = rate_sums.rated + excluded.rated, solved = rate_sums.solved + excluded.solved,
                satisfaction = rate_sums.satisfaction + excluded.satisfaction
            """)
    }
}

extension RateVector {
    static func += (a: inout RateVector, b: RateVector) { a = a + b }
}
