package import City
package import Ground
package import Store
package import Workflows

/// Which cases a desk wants to see.
package struct CaseFilter: Sendable, Hashable {
    package enum Scope: Sendable, Hashable {
        /// The whole city.
        case city
        /// What lies in an area.
        case area(AreaCode)
        /// What a department has been called to.
        case organisation(OrganisationCode)
    }

    package var scope: Scope
    /// Open cases, or ended ones.
    package var isOpen: Bool
    package var state: StateName?
    package var requestClass: ClassCode?
    package var priority: Priority?
    /// Only those on which a clock has run out.
    package var isOverdue: Bool

    package init(
        scope: Scope, isOpen: Bool = true, state: StateName? = nil, requestClass: ClassCode? = nil,
        priority: Priority? = nil, isOverdue: Bool = false
    ) {
        self.scope = scope
        self.isOpen = isOpen
        self.state = state
        self.requestClass = requestClass
        self.priority = priority
        self.isOverdue = isOverdue
    }
}

/// One line of a desk's list.
package struct CaseLine: Sendable, Hashable {
    package var id: CaseID
    package var reference: String
    package var state: StateName
    package var workflow: String
    package var priority: Priority
    package var requestClass: ClassCode?
    package var area: AreaCode?
    package var title: String
    package var reportedAt: Instant
    package var nextDue: Instant?
    package var overdue: Int
    package var isPaused: Bool
    package var level: Int
    package var listedAt: Instant
}

/// The lists of the desks: open cases by what is due next, ended ones from the newest; fifty a page.
package enum CaseList {
    package static let pageSize = 50

    /// Where open cases stand on which no clock runs: after all others, in the year 9999.
    static let withoutDue = Instant(milliseconds: 253_370_764_800_000)

    /// Where the next page begins.
    package struct Mark: Sendable, Hashable {
        package var moment: Int64
        package var id: Int64

        package init(moment: Int64, id: Int64) {
            self.moment = moment
            self.id = id
        }

        /// Reads what `description` wrote.
        package init?(_ text: some StringProtocol) {
            let parts = text.split(separator: "-")
            guard parts.count == 2, let moment = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
            self.init(moment: moment, id: id)
        }

        package var text: String { "\(moment)-\(id)" }
    }

    /// A page of a list, and where the next one begins if there is one.
    package static func page(
        _ filter: CaseFilter, in territory: Territory, after mark: Mark? = nil, most: Int = pageSize,
        on connection: any Connection
    ) throws -> (lines: [CaseLine], next: Mark?) {
        let query = query(filter, in: territory, after: mark, most: most + 1)
        var lines = try connection.rows(query, line)
        guard lines.count > most, let last = lines.dropLast().last else { return (lines, nil) }
        lines.removeLast()
        return (lines, Mark(moment: last.listedAt.milliseconds, id: last.id.rawValue))
    }

    /// The statement behind `page`; a test reads its plan.
    package static func query(
        _ filter: CaseFilter, in territory: Territory, after mark: Mark? = nil, most: Int
    ) -> SQL {
        var conditions = scopeConditions(filter, in: territory)
        if let state = filter.state { conditions.append("c.state = \(state.rawValue)") }
        if let requestClass = filter.requestClass { conditions.append("c.class = \(requestClass.rawValue)") }
        if let priority = filter.priority { conditions.append("c.priority = \(priority.rank)") }
        if filter.isOverdue { conditions.append("c.overdue > 0") }
        if let mark {
            let side: SQL = filter.isOpen ? " > " : " < "
            conditions.append("(" + listing(filter.scope) + ")" + side + "(\(mark.moment), \(mark.id))")
        }
        let columns: SQL = """
            select c.id, c.reference, c.state, c.workflow, c.priority, c.class, c.area, c.title, c.reported_at, c.next_due,
                c.overdue, c.paused, c.level, c.listed_at from
            """
        let order = " order by " + listing(filter.scope, descending: !filter.isOpen)
        return columns + source(filter.scope) + " where " + SQL.joined(conditions, separator: " and ") + order
            + " limit \(most)"
    }

    private static func source(_ scope: CaseFilter.Scope) -> SQL {
        switch scope {
        case .city, .area: " cases c"
        case .organisation: " work_orders o join cases c on c.id = o.case_id"
        }
    }

    /// By what a list is in order. A department's work orders carry the moment of their case, so that one index has both.
    private static func listing(_ scope: CaseFilter.Scope, descending: Bool = false) -> SQL {
        switch (scope, descending) {
        case (.organisation, false): "o.listed_at, o.case_id"
        case (.organisation, true): "o.listed_at desc, o.case_id desc"
        case (_, false): "c.listed_at, c.id"
        case (_, true): "c.listed_at desc, c.id desc"
        }
    }

    private static func scopeConditions(_ filter: CaseFilter, in territory: Territory) -> [SQL] {
        let isOpen: SQL = "c.is_open = \(filter.isOpen)"
        switch filter.scope {
        case .city: return [isOpen]
        case .area(let code):
            switch territory.area(code)?.level {
            case .city?: return [isOpen]
            case .county?: return ["c.county = \(code.rawValue)", isOpen]
            case .street?: return ["c.street = \(code.rawValue)", isOpen]
            case let level:
                // Communities and what lies in them are few cases of a street's: the street's index, then the name.
                let street = territory.ancestor(of: code, at: .street)
                let within: SQL = street.map { "c.street = \($0.rawValue)" } ?? "c.street is null"
                if level == .community { return [within, isOpen, "c.community = \(code.rawValue)"] }
                let areas = level == nil ? [code] : territory.descendants(of: code).map(\.code)
                let list = SQL.joined(areas.map { "\($0.rawValue)" as SQL }, separator: ", ")
                return [within, isOpen, "c.area in (" + list + ")"]
            }
        case .organisation(let code):
            return ["o.organisation = \(code.rawValue)", "o.listed = \(filter.isOpen)"]
        }
    }

    static func line(_ row: ResultRow) throws -> CaseLine {
        CaseLine(
            id: CaseID(try row.integer(0)), reference: try row.text(1), state: StateName(rawValue: try row.text(2)),
            workflow: try row.text(3), priority: Priority(rank: try row.int(4)) ?? .normal,
            requestClass: try row.optionalText(5).map { ClassCode($0) }, area: try row.optionalText(6).map { AreaCode($0) },
            title: try row.text(7), reportedAt: try row.instant(8), nextDue: try row.optionalInstant(9),
            overdue: try row.int(10), isPaused: try row.truth(11), level: try row.int(12),
            listedAt: try row.instant(13))
    }
}
