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

    /// What a case adds to one sum.
    struct Contribution: Sendable, Hashable {
        var key: Key
        var vector: RateVector
    }

    package enum Dimension: String, Sendable, CaseIterable {
        /// By the street, or the finest area above where none is known.
        case area
        case requestClass = "class"
        case organisation
    }

    /// What a case contributes, by area, class and department.
    static func contributions(of file: CaseFile, in territory: Territory) -> [Contribution] {
        let area = file.state.area.map { AreaCode($0) }
        let street = area.flatMap { territory.ancestor(of: $0, at: .street) } ?? area
        let areaKey = Key(dimension: .area, member: street?.rawValue ?? "")
        let classKey = Key(dimension: .requestClass, member: file.state.requestClass ?? "")
        let whole = RateVector(file.state, under: file.workflow)
        var sums = [Contribution(key: areaKey, vector: whole), Contribution(key: classKey, vector: whole)]
        let (worker, rated) = leads(of: file)
        if let worker { sums.add(whole.withoutWord, to: Key(dimension: .organisation, member: worker.organisation)) }
        if let rated, whole.rated > 0 { sums.add(whole.word, to: Key(dimension: .organisation, member: rated.organisation)) }
        for order in file.state.orders {
            let calls = RateVector(order, of: file.state, under: file.workflow)
            guard calls != RateVector() else { continue }
            sums.add(calls, to: Key(dimension: .organisation, member: order.organisation))
            sums.add(calls, to: areaKey)
            sums.add(calls, to: classKey)
        }
        return sums
    }

    /// The department that a case counts for, and the one of which the resident's word speaks. After a reopening the case is
    /// that of whoever is called then; the word given before stays with those who worked before, until there is a new one.
    private static func leads(of file: CaseFile) -> (worker: WorkOrder?, rated: WorkOrder?) {
        let now = file.state.currentOrders.filter(\.progress.isLive)
        let current = now.first(where: \.isLead) ?? now.first
        let before = file.state.orders.prefix(file.state.orders.count - file.state.currentOrders.count).filter(\.progress.isLive)
        let earlier = before.last(where: \.isLead) ?? before.last
        let isRatedNow = file.state.decided.flatMap { file.workflow.state($0)?.end } == .resolved
        return (current ?? earlier, isRatedNow ? current ?? earlier : earlier ?? current)
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
        if before?.contributions == after.contributions { return }
        var delta = after.contributions
        for contribution in before?.contributions ?? [] { delta.add(-contribution.vector, to: contribution.key) }
        let period = period(of: after, in: city)
        // In one order, so that two servers never wait for each other's rows.
        delta.sort { ($0.key.dimension.rawValue, $0.key.member) < ($1.key.dimension.rawValue, $1.key.member) }
        for change in delta where change.vector != RateVector() {
            try add(change.vector, to: change.key, period: period, isAdjustment: false, on: connection)
            if after.isExcluded { try add(change.vector, to: change.key, period: period, isAdjustment: true, on: connection) }
        }
    }

    /// Takes a case, as it stands, out of the adjusted rates.
    static func exclude(_ file: CaseFile, in city: City, on connection: any Connection) throws {
        let period = period(of: file, in: city)
        for contribution in file.contributions where contribution.vector != RateVector() {
            try add(contribution.vector, to: contribution.key, period: period, isAdjustment: true, on: connection)
        }
    }

    private static func add(
        _ v: RateVector, to key: Key, period: Int, isAdjustment: Bool, on connection: any Connection
    ) throws {
        let key: [SQLValue] = [period.sqlValue, .text(key.dimension.rawValue), .text(key.member), isAdjustment.sqlValue]
        // Most changes of all are cases newly reported.
        if v == RateVector(reported: v.reported) { return try connection.later(reportedAddition.row(key + [v.reported.sqlValue])) }
        let sums = [
            v.reported, v.ended, v.unrated, v.onTime, v.callsDue, v.callsAnswered, v.rated, v.solved, v.satisfaction,
        ]
        try connection.later(addition.row(key + sums.map(\.sqlValue)))
    }

    private static let addition = Insertion(
        into: "rate_sums",
        columns: [
            "period", "dimension", "member", "is_adjustment", "reported", "ended", "unrated", "on_time", "calls_due", "calls_answered",
            "rated", "solved", "satisfaction",
        ],
        """
        on conflict (period, dimension, member, is_adjustment) do update set
            reported = rate_sums.reported + excluded.reported, ended = rate_sums.ended + excluded.ended,
            unrated = rate_sums.unrated + excluded.unrated, on_time = rate_sums.on_time + excluded.on_time,
            calls_due = rate_sums.calls_due + excluded.calls_due,
            calls_answered = rate_sums.calls_answered + excluded.calls_answered,
            rated = rate_sums.rated + excluded.rated, solved = rate_sums.solved + excluded.solved,
            satisfaction = rate_sums.satisfaction + excluded.satisfaction
        """)

    /// The same where only the number of reported cases changes.
    private static let reportedAddition = Insertion(
        into: "rate_sums", columns: ["period", "dimension", "member", "is_adjustment", "reported"],
        zeros: ["ended", "unrated", "on_time", "calls_due", "calls_answered", "rated", "solved", "satisfaction"],
        "on conflict (period, dimension, member, is_adjustment) do update set reported = rate_sums.reported + excluded.reported")
}

extension [RateBook.Contribution] {
    /// Few entries: a search through them is cheaper than a table of hashes.
    fileprivate mutating func add(_ vector: RateVector, to key: RateBook.Key) {
        if let index = firstIndex(where: { $0.key == key }) {
            self[index].vector += vector
        } else {
            append(RateBook.Contribution(key: key, vector: vector))
        }
    }
}

extension RateVector {
    static func += (a: inout RateVector, b: RateVector) { a = a + b }
}
