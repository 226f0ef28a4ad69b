internal import Cases
internal import City
internal import Geography
internal import Ground
internal import Store
internal import WorkingTime

/// A million cases of a city, invented from a seed and written in bulk: the rows of lists, work orders, clocks and sums as two years
/// of commands would have left them. One in twenty is open.
struct Million {
    let city: City
    let count: Int
    private var random: SeededRandom
    private let streets: [(street: Area, county: AreaCode?, communities: [AreaCode])]
    private let classes: [RequestClass]
    private let departments: [OrganisationCode]
    private let end: Int64
    private var sums: [SumKey: [Int64]] = [:]

    private struct SumKey: Hashable {
        var period: Int
        var dimension: String
        var member: String
    }

    private struct Drawn {
        var id: Int64
        var street: Int
        var community: AreaCode?
        var requestClass: RequestClass
        var department: OrganisationCode
        var reported: Int64
        var isOpen: Bool
        var listed: Int64
        var rating: Int64?
        var isOnTime: Bool
    }

    /// - Parameter end: the youngest case was reported then, milliseconds since 1970.
    init(_ city: City, count: Int, end: Int64, seed: UInt64) {
        self.city = city
        self.count = count
        self.end = end
        random = SeededRandom(seed: seed)
        let territory = city.territory
        streets = territory.areas(at: .street).map { street in
            (street, territory.ancestor(of: street.code, at: .county), territory.children(of: street.code).map(\.code))
        }
        classes = city.classes.all.filter { $0.kind == .demand }
        departments = city.organisations.all.filter { $0.kind == .department }.map(\.code)
    }

    /// The busiest street, its county, and the busiest department.
    var busiest: (street: AreaCode, county: AreaCode, department: OrganisationCode)? {
        guard let street = streets.first, let county = street.county, let department = departments.first else { return nil }
        return (street.street.code, county, department)
    }

    mutating func write(to store: any Store) async throws {
        // In parts, so that no transaction holds all of it.
        for start in stride(from: 0, to: count, by: 50_000) {
            let drawn = (start..<min(start + 50_000, count)).map { draw($0) }
            for one in drawn { add(one) }
            let (cases, orders, clocks) = (drawn.map(caseRow), drawn.map(orderRow), drawn.filter(\.isOpen).map(clockRow))
            try await store.write { connection in
                try connection.copy(into: "cases", columns: Million.caseColumns, rows: cases)
                try connection.copy(into: "work_orders", columns: Million.orderColumns, rows: orders)
                try connection.copy(into: "due_clocks", columns: ["case_id", "number", "due"], rows: clocks)
            }
        }
        let rows = sums.map { key, values -> [SQLValue] in
            [key.period.sqlValue, key.dimension.sqlValue, key.member.sqlValue, 0.sqlValue] + values.map(\.sqlValue)
        }
        try await store.write { try $0.copy(into: "rate_sums", columns: Million.sumColumns, rows: rows) }
        if store.kind == .postgresql { try await store.write { _ = try $0.execute("analyze") } }
    }

    private mutating func draw(_ number: Int) -> Drawn {
        let street = min(streets.count - 1, Int(random.unit() * random.unit() * Double(streets.count)))
        let communities = streets[street].communities
        let reported = end - Int64((1 - Double(number) / Double(count)) * 730 * 86_400_000)
        let isOpen = random.below(20) == 0
        let rating: Int64? = !isOpen && random.below(10) < 7 ? Int64(1 + random.below(5)) : nil
        let days = Int64(random.below(10 * 86_400_000))
        let draw = random.unit()
        return Drawn(
            id: (Int64(number) + 1) << 22, street: street, community: communities.isEmpty ? nil : communities[random.below(communities.count)],
            requestClass: classes[min(classes.count - 1, Int(draw * draw * Double(classes.count)))],
            department: departments[min(departments.count - 1, Int(random.unit() * random.unit() * Double(departments.count)))],
            reported: reported, isOpen: isOpen, listed: isOpen ? end + days : reported + days, rating: rating,
            isOnTime: random.below(10) < 8)
    }

    // MARK: Rows

    private static let caseColumns: [StaticString] = [
        "id", "reference", "tracking", "workflow", "workflow_version", "state", "ended", "priority", "class", "area", "county",
        "street", "community", "level", "channel", "title", "address", "longitude", "latitude", "cell", "paused", "overdue",
        "reopened", "rating", "reported_at", "updated_at", "ended_at", "next_due", "is_open", "listed_at", "revision", "log_revision",
    ]

    private static let orderColumns: [StaticString] = [
        "case_id", "number", "organisation", "is_lead", "progress", "called_at", "reported_in_at", "done_at", "due",
        "listed", "listed_at",
    ]

    private static let sumColumns: [StaticString] = [
        "period", "dimension", "member", "is_adjustment", "reported", "ended", "unrated", "on_time", "calls_due", "calls_answered",
        "rated", "solved", "satisfaction",
    ]

    private func caseRow(_ one: Drawn) -> [SQLValue] {
        let place = streets[one.street]
        let number = String(one.id >> 22)
        let position = Coordinate(longitude: 102.3 + Double(one.id % 997) / 997, latitude: 24.6 + Double(one.id % 991) / 991)
        let ended: String? = one.isOpen ? nil : one.rating == nil ? "unrated" : "resolved"
        let state = one.isOpen ? "working" : one.rating == nil ? "unrated" : "closed"
        let due: Int64? = one.isOpen ? one.listed : nil
        let endedAt: Int64? = one.isOpen ? nil : one.listed
        return [
            one.id.sqlValue, "KM\(number)".sqlValue, "T\(number)".sqlValue, "demand".sqlValue, 1.sqlValue, state.sqlValue,
            ended.sqlValue, (one.id % 20 == 0 ? 0 : 2).sqlValue, one.requestClass.code.rawValue.sqlValue,
            (one.community ?? place.street.code).rawValue.sqlValue, (place.county?.rawValue).sqlValue,
            place.street.code.rawValue.sqlValue, (one.community?.rawValue).sqlValue, 3.sqlValue, "web".sqlValue,
            "翠湖北路门前的路灯三天不亮，请尽快派人来修。".sqlValue, "翠湖北路三号".sqlValue, position.longitude.sqlValue,
            position.latitude.sqlValue, CaseCell.key(of: position).sqlValue, 0.sqlValue, (one.isOnTime ? 0 : 1).sqlValue, 0.sqlValue,
            one.rating.sqlValue, one.reported.sqlValue, one.listed.sqlValue, endedAt.sqlValue, due.sqlValue, one.isOpen.sqlValue,
            one.listed.sqlValue, 7.sqlValue, 7.sqlValue,
        ]
    }

    private func orderRow(_ one: Drawn) -> [SQLValue] {
        let done: Int64? = one.isOpen ? nil : one.listed
        let due: Int64? = one.isOpen ? one.listed : nil
        return [
            one.id.sqlValue, 1.sqlValue, one.department.rawValue.sqlValue, 1.sqlValue, (one.isOpen ? "working" : "accepted").sqlValue,
            one.reported.sqlValue, (one.reported + 600_000).sqlValue, done.sqlValue, due.sqlValue,
            one.isOpen.sqlValue, one.listed.sqlValue,
        ]
    }

    private func clockRow(_ one: Drawn) -> [SQLValue] { [one.id.sqlValue, 3.sqlValue, one.listed.sqlValue] }

    private mutating func add(_ one: Drawn) {
        let date = city.calendar.localDate(Instant(milliseconds: one.reported))
        let period = date.year * 100 + date.month
        let rated: Int64 = one.rating == nil ? 0 : 1
        let ended: Int64 = one.isOpen ? 0 : 1
        let values: [Int64] = [
            1, ended, ended - rated, !one.isOpen && one.isOnTime ? 1 : 0, 1, 1, rated, (one.rating ?? 0) >= 3 ? 1 : 0,
            one.rating.map { $0 > 3 ? 100 : $0 == 3 ? 80 : 0 } ?? 0,
        ]
        let members = [
            ("area", streets[one.street].street.code.rawValue), ("class", one.requestClass.code.rawValue),
            ("organisation", one.department.rawValue),
        ]
        for (dimension, member) in members {
            let key = SumKey(period: period, dimension: dimension, member: member)
            let known = sums[key] ?? [Int64](repeating: 0, count: values.count)
            sums[key] = zip(known, values).map { $0 + $1 }
        }
    }
}
