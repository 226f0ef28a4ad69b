import Cases
import City
import Foundation
import Ground
import Store
import Workflows
import WorkingTime

/// Works out every projection a second time, from nothing but the event log, and says where the tables differ.
struct Audit {
    let city: City

    /// What the log says of one case.
    struct Told {
        var id: CaseID
        var workflow: Workflow
        var facts: [CaseEvent]
        var state: CaseState
        var entries: [LogEntry]
        /// What each entry is called in the log: the action, or `clock`.
        var names: [String]
        var isExcluded: Bool
    }

    struct Unreadable: Error { var id: CaseID }

    func faults(on connection: any Connection) throws -> [String] {
        var faults: [String] = []
        let chain = try EventLog.verify(on: connection)
        if let broken = chain.firstBroken { faults.append("the chain breaks at \(broken): \(chain.reason ?? "")") }
        let cases = try told(on: connection)
        for one in cases {
            faults += try self.faults(of: one, on: connection)
            faults += try messageFaults(one, on: connection)
        }
        let due = cases.flatMap { one in dueTimes(one).map { "\(one.id.rawValue) \($0.clock) \($0.due.milliseconds)" } }
        let kept = try connection.rows("select case_id, number, due from due_clocks") {
            "\(try $0.integer(0)) \(try $0.integer(1)) \(try $0.integer(2))"
        }
        faults += differences("due_clocks", wanted: due, kept: kept)
        faults += differences(
            "rate_sums", wanted: RateLedger(city: city, cases: cases).lines, kept: try RateLedger.kept(on: connection))
        return faults
    }

    /// Every case of the log.
    func told(on connection: any Connection) throws -> [Told] {
        let ids = try connection.rows("select distinct entity from events where stream = 'case' order by entity") {
            CaseID(try $0.integer(0))
        }
        return try ids.map { id in
            let entries = try CaseLog.entries(of: id, on: connection)
            let names = try EventLog.events(stream: "case", entity: id.rawValue, on: connection).map(\.type)
            let facts = entries.flatMap(\.facts)
            guard case .reported(let name, _, _, _, _, _)? = facts.first?.fact, let workflow = city.workflows[name],
                let state = CaseState(facts, under: workflow)
            else { throw Unreadable(id: id) }
            let exclusion = try EventLog.events(stream: Exclusion.stream, entity: id.rawValue, on: connection)
            return Told(
                id: id, workflow: workflow, facts: facts, state: state, entries: entries, names: names,
                isExcluded: exclusion.last?.type == "accept")
        }
    }

    // MARK: One case

    private func faults(of one: Told, on connection: any Connection) throws -> [String] {
        let row = try connection.row(
            """
            select state, ended, priority, class, area, county, street, community, level, paused, overdue, reopened, rating,
                reported_at, updated_at, ended_at, next_due, is_open, listed_at, log_revision, excluded
            from cases where id = \(one.id.rawValue)
            """
        ) { row in
            try (0..<row.columnCount).map { "\(try row.value($0))" }
        }
        let names = [
            "state", "ended", "priority", "class", "area", "county", "street", "community", "level", "paused", "overdue",
            "reopened", "rating", "reported_at", "updated_at", "ended_at", "next_due", "is_open", "listed_at",
            "log_revision", "excluded",
        ]
        let wanted = wantedRow(one).map { "\($0)" }
        guard let row else { return ["case \(one.id.rawValue) is in the log but not in cases"] }
        var faults: [String] = []
        for (index, name) in names.enumerated() where row[index] != wanted[index] {
            faults.append("case \(one.id.rawValue): \(name) is \(row[index]), the log says \(wanted[index])")
        }
        faults += try orderFaults(one, on: connection)
        return faults
    }

    private func wantedRow(_ one: Told) -> [SQLValue] {
        let state = one.state
        let name = one.workflow.name(of: state)
        let end = one.workflow.state(name)?.end
        let area = state.area.map { AreaCode($0) }
        func place(_ level: AreaLevel) -> SQLValue {
            text(
                area.flatMap { code in
                    ([code] + city.territory.ancestors(of: code)).first { city.territory.area($0)?.level == level }?.rawValue
                })
        }
        let escalating = Set(one.workflow.clocks.filter { $0.consequences.contains(.escalate) }.map(\.name))
        let overdue = state.clocks.filter { $0.firings > 0 && escalating.contains($0.clock) }.count
        let next = dueTimes(one).map(\.due.milliseconds).min()
        let listed = state.endedAt?.milliseconds ?? next ?? 253_370_764_800_000
        let desks: [AreaLevel] = [.city, .county, .street, .community]
        let base = desks.firstIndex(of: baseLevel(state)) ?? 3
        return [
            .text(name.rawValue), text(end?.rawValue), .integer([.urgent: 0, .important: 1, .normal: 2][state.priority] ?? -1),
            text(state.requestClass), text(state.area), place(.county), place(.street), place(.community),
            .integer(Int64(desks[max(0, base - state.escalation)].depth)), .integer(state.pause == nil ? 0 : 1),
            .integer(Int64(overdue)), .integer(Int64(state.reopened)), integer(state.rating.map { Int64($0) }),
            .integer(one.facts[0].at.milliseconds), .integer(one.facts.last?.at.milliseconds ?? 0),
            integer(state.endedAt?.milliseconds), integer(next), .integer(end == nil ? 1 : 0), .integer(listed),
            .integer(Int64(one.entries.count)), .integer(one.isExcluded ? 1 : 0),
        ]
    }

    private func orderFaults(_ one: Told, on connection: any Connection) throws -> [String] {
        let kept = try connection.rows(
            """
            select number, organisation, is_lead, progress, called_at, reported_in_at, done_at, due, listed, listed_at
            from work_orders
            where case_id = \(one.id.rawValue)
            """
        ) { row in try (0..<row.columnCount).map { "\(try row.value($0))" }.joined(separator: " ") }
        let due = dueTimes(one)
        let listedAt = one.state.endedAt?.milliseconds ?? due.map(\.due.milliseconds).min() ?? 253_370_764_800_000
        let wanted = one.state.orders.map { order -> String in
            let runs = one.state.clocks.filter { $0.order == order.number }.map(\.number)
            let next = due.filter { runs.contains($0.clock) }.map(\.due.milliseconds).min()
            let values: [SQLValue] = [
                .integer(Int64(order.number)), .text(order.organisation), .integer(order.isLead ? 1 : 0),
                .text(order.progress.rawValue), .integer(order.calledAt.milliseconds),
                integer(order.reportedInAt?.milliseconds), integer(order.doneAt?.milliseconds), integer(next),
                integer(isListed(order, one).map { $0 ? 1 : 0 }), isListed(order, one) == nil ? .null : .integer(listedAt),
            ]
            return values.map { "\($0)" }.joined(separator: " ")
        }
        return differences("work_orders of \(one.id.rawValue)", wanted: wanted, kept: kept)
    }

    /// Whether an order stands in its department's list of what is to be done (true), of what it did (false), or in none. Of
    /// several orders of one department on a case the last one stands for all.
    private func isListed(_ order: WorkOrder, _ one: Told) -> Bool? {
        let isOpen = one.state.endedAt == nil
        let own = one.state.orders.filter { $0.organisation == order.organisation }
        let counting = own.filter { other in
            switch other.progress {
            case .called, .working: true
            case .done, .accepted: !isOpen
            case .declined, .cancelled: false
            }
        }
        return counting.last?.number == order.number ? isOpen : nil
    }

    /// Each entry of the log has told the world outside of itself, in words that can be read.
    private func messageFaults(_ one: Told, on connection: any Connection) throws -> [String] {
        let kept = try connection.rows(
            "select body from outbox where topic = 'case' and entity = \(one.id.rawValue) order by position"
        ) { try JSONDecoder().decode(CaseMessage.self, from: Data(try $0.text(0).utf8)) }
        let reference = try connection.row("select reference from cases where id = \(one.id.rawValue)") { try $0.text(0) }
        var state: CaseState?
        var wanted: [CaseMessage] = []
        for (index, entry) in one.entries.enumerated() {
            if state == nil {
                state = CaseState(entry.facts, under: one.workflow)
            } else {
                for event in entry.facts { state?.apply(event, under: one.workflow) }
            }
            guard let state, let reference, let at = entry.facts.last?.at else { continue }
            wanted.append(
                CaseMessage(
                    caseID: one.id, reference: reference, revision: index + 1, action: one.names[index],
                    state: one.workflow.name(of: state).rawValue, at: at, events: entry.facts))
        }
        return kept == wanted ? [] : ["the outbox of case \(one.id.rawValue) does not tell what happened"]
    }

    private func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    private func integer(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }

    // MARK: Clocks

    private func baseLevel(_ state: CaseState) -> AreaLevel {
        state.requestClass.flatMap { city.classes.class(ClassCode($0))?.defaultLevel } ?? .street
    }

    private func dueTimes(_ one: Told) -> [(clock: Int, due: Instant)] {
        let city = city
        let desks: [AreaLevel] = [.city, .county, .street, .community]
        let surroundings = Surroundings(
            due: { allowance, from, pauses in
                city.calendar.due(allowance, from: from, pauses: pauses.map { .init(from: $0.from, to: $0.to) })?.instant
            },
            classLimit: { code, priority in city.classes.class(ClassCode(code))?.limit?[priority] },
            levelsAbove: desks.firstIndex(of: baseLevel(one.state)) ?? 3)
        return one.workflow.dueTimes(of: one.state, in: surroundings)
    }

    private func differences(_ table: String, wanted: [String], kept: [String]) -> [String] {
        let (a, b) = (Set(wanted), Set(kept))
        var faults = a.subtracting(b).sorted().map { "\(table) lacks \($0)" }
        faults += b.subtracting(a).sorted().map { "\(table) has \($0), of which the log knows nothing" }
        if faults.isEmpty, wanted.count != kept.count { faults.append("\(table) has a row twice") }
        return faults
    }
}
