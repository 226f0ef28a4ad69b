internal import Accounts
internal import City
internal import Geography
internal import Ground
internal import Store
internal import Workflows

/// Writing: log, projections, clocks, sums and outbox of one command.
extension CaseOffice {
    static let titleLength = 60

    /// Writes a case that is new.
    func enter(
        _ file: CaseFile, events: [CaseEvent], command: ReportDemand, text: String, at time: Instant, on connection: any Connection
    ) throws {
        try connection.later(insertion(of: file, command: command, text: text, at: time))
        let head = try CaseLog.append(
            events, action: "report", codedReasons: file.shelved.codedReasons, to: file.id, revision: file.logRevision, at: time,
            random: random, on: connection)
        try project(file, before: nil, on: connection)
        if let contact = command.contact, !contact.isEmpty {
            try Contact.keep(contact, of: file.id.rawValue, at: time, on: connection)
        }
        try announce(file, action: "report", events: events, at: time, isFirst: true, on: connection)
        cache.keep(file, head: head)
    }

    /// Adds events to a case and brings everything that shows it up to date.
    func record(
        _ events: [CaseEvent], action: ActionName, by account: AccountID?, at time: Instant, from before: CaseFile,
        on connection: any Connection
    ) throws -> CaseFile {
        var after = before
        for event in events { after.state.apply(event, under: before.workflow) }
        after.logRevision += 1
        after.lastEventAt = time
        after.baseLevel = baseLevel(of: after.state)
        settle(&after)
        let head = try CaseLog.append(
            events, action: action.rawValue, codedReasons: before.shelved.codedReasons, to: after.id,
            revision: after.logRevision, at: time, random: random, on: connection)
        try connection.later(update(of: after, at: time))
        try project(after, before: before, on: connection)
        if (before.state.endedAt == nil) != (after.state.endedAt == nil) {
            let erasure = after.state.endedAt.map {
                $0.advanced(milliseconds: Int64(city.settings.contactRetentionDays) * 86_400_000)
            }
            try Contact.erase(after.id.rawValue, after: erasure, on: connection)
        }
        try announce(after, action: action.rawValue, events: events, at: time, on: connection)
        cache.keep(after, head: head)
        return after
    }

    // MARK: Projections

    private func insertion(of file: CaseFile, command: ReportDemand, text: String, at time: Instant) -> SQL {
        let places = Places.of(file, in: city.territory)
        let cell = command.position.map { CaseCell.key(of: $0) }
        let state = file.state
        return CaseOffice.insertion.row([
            .integer(file.id.rawValue), .text(file.reference), .text(file.tracking), .text(state.workflow), state.workflowVersion.sqlValue,
            .text(file.stateName.rawValue), SQLValue(ended(file)), state.priority.rank.sqlValue, SQLValue(state.requestClass),
            SQLValue(state.area), SQLValue(places.county), SQLValue(places.street), SQLValue(places.community), level(of: file).sqlValue,
            .text(command.channel.rawValue), .text(String(text.prefix(CaseOffice.titleLength))), SQLValue(command.address),
            SQLValue(command.position?.longitude), SQLValue(command.position?.latitude), SQLValue(cell),
            SQLValue(file.reporter?.rawValue), SQLValue(command.outsideNumber), (state.pause != nil).sqlValue, .integer(0), .integer(0),
            SQLValue(state.rating), time.sqlValue, time.sqlValue, SQLValue(state.endedAt), SQLValue(nextDue(of: file)),
            (ended(file) == nil).sqlValue, listedAt(file).sqlValue, state.revision.sqlValue, file.logRevision.sqlValue,
        ])
    }

    private static let insertion = Insertion(
        into: "cases",
        columns: [
            "id", "reference", "tracking", "workflow", "workflow_version", "state", "ended", "priority", "class", "area", "county",
            "street", "community", "level", "channel", "title", "address", "longitude", "latitude", "cell", "reporter",
            "outside_number", "paused", "overdue", "reopened", "rating", "reported_at", "updated_at", "ended_at", "next_due", "is_open",
            "listed_at", "revision", "log_revision",
        ])

    private func update(of file: CaseFile, at time: Instant) -> SQL {
        let places = Places.of(file, in: city.territory)
        let state = file.state
        // Only what moves a case up is late; the window of the rating just ends.
        let overdue = state.clocks.count { run in
            run.firings > 0 && file.workflow.clocks.contains { $0.name == run.clock && $0.consequences.contains(.escalate) }
        }
        return """
            update cases set state = \(file.stateName.rawValue), ended = \(ended(file)), priority = \(state.priority.rank),
                class = \(state.requestClass), area = \(state.area), county = \(places.county), street = \(places.street),
                community = \(places.community), level = \(level(of: file)), paused = \(state.pause != nil),
                overdue = \(overdue), reopened = \(state.reopened), rating = \(state.rating), updated_at = \(time),
                ended_at = \(state.endedAt), next_due = \(nextDue(of: file)), is_open = \(ended(file) == nil),
                listed_at = \(listedAt(file)), revision = \(state.revision),
                log_revision = \(file.logRevision)
            where id = \(file.id.rawValue)
            """
    }

    private func ended(_ file: CaseFile) -> String? {
        file.workflow.state(file.stateName)?.end?.rawValue
    }

    /// Where the case stands in its list: open ones by what is due next, ended ones by their end.
    private func listedAt(_ file: CaseFile) -> Instant {
        file.state.endedAt ?? nextDue(of: file) ?? CaseList.withoutDue
    }

    private func level(of file: CaseFile) -> Int {
        DeskLevels.current(base: file.baseLevel, escalation: file.state.escalation).depth
    }

    private func nextDue(of file: CaseFile) -> Instant? { file.due.values.min() }

    private func project(_ file: CaseFile, before: CaseFile?, on connection: any Connection) throws {
        try DueClocks.replace(before?.due ?? [:], with: file.due, of: file.id, on: connection)
        try projectOrders(of: file, before: before, on: connection)
        try RateBook.update(from: before, to: file, in: city, on: connection)
    }

    /// Brings the tables of a case in line with due times that have changed without an event.
    func restoreDueTimes(of file: CaseFile, kept: [Int: Instant], on connection: any Connection) throws {
        try DueClocks.replace(kept, with: file.due, of: file.id, on: connection)
        try projectOrders(of: file, before: nil, on: connection)
        try connection.later(
            """
            update cases set next_due = \(nextDue(of: file)), listed_at = \(listedAt(file)), level = \(level(of: file))
            where id = \(file.id.rawValue)
            """)
    }

    /// When the first clock on an order runs out.
    private func due(_ order: WorkOrder, of file: CaseFile) -> Instant? {
        file.state.clocks.lazy.filter { $0.order == order.number }.compactMap { file.due[$0.number] }.min()
    }

    private func projectOrders(of file: CaseFile, before: CaseFile?, on connection: any Connection) throws {
        for (index, order) in file.state.orders.enumerated() {
            let orderDue = due(order, of: file)
            let listed = listing(of: order, in: file)
            // Any change of clocks may move an order that has not changed itself.
            if let before, index < before.state.orders.count, order == before.state.orders[index],
                orderDue == due(order, of: before), listed == listing(of: order, in: before)
            {
                continue
            }
            try connection.later(
                """
                insert into work_orders (case_id, number, organisation, is_lead, progress, called_at, reported_in_at,
                    done_at, due, listed, listed_at)
                values (\(file.id.rawValue), \(order.number), \(order.organisation), \(order.isLead),
                    \(order.progress.rawValue), \(order.calledAt), \(order.reportedInAt), \(order.doneAt), \(orderDue),
                    \(listed?.isOpen), \(listed?.at))
                on conflict (case_id, number) do update set progress = excluded.progress, is_lead = excluded.is_lead,
                    reported_in_at = excluded.reported_in_at, done_at = excluded.done_at, due = excluded.due,
                    listed = excluded.listed, listed_at = excluded.listed_at
                """)
        }
    }

    private struct Listing: Equatable {
        var isOpen: Bool
        var at: Instant
    }

    /// Where an order stands in its department's lists: with what it has to do, or with the ended cases on which it worked. Of
    /// several on one case only the last: a list shows a case once.
    private func listing(of order: WorkOrder, in file: CaseFile) -> Listing? {
        let isOpen = file.state.endedAt == nil
        func counts(_ order: WorkOrder) -> Bool { isOpen ? order.progress.isOpen : order.progress.isLive }
        guard counts(order) else { return nil }
        let isLast = !file.state.orders.contains { other in
            other.number > order.number && other.organisation == order.organisation && counts(other)
        }
        return isLast ? Listing(isOpen: isOpen, at: listedAt(file)) : nil
    }

    /// One message for the world outside, in the case's own transaction; delivered in order per case.
    private func announce(
        _ file: CaseFile, action: String, events: [CaseEvent], at time: Instant, isFirst: Bool = false, on connection: any Connection
    ) throws {
        let message = CaseMessage(
            caseID: file.id, reference: file.reference, revision: file.revision, action: action,
            state: file.stateName.rawValue, at: time, events: events)
        try Outbox.enqueue(
            topic: "case", entity: file.id.rawValue, body: message.encoded, at: time, id: ids.next(), isFirst: isFirst, on: connection)
    }
}

extension Priority {
    /// 0 for urgent, counting down in urgency: the order of lists.
    package var rank: Int {
        switch self {
        case .urgent: 0
        case .important: 1
        case .normal: 2
        }
    }

    package init?(rank: Int) {
        switch rank {
        case 0: self = .urgent
        case 1: self = .important
        case 2: self = .normal
        default: return nil
        }
    }
}

/// The desks that a case belongs to.
struct Places {
    var county: String?
    var street: String?
    var community: String?

    static func of(_ file: CaseFile, in territory: Territory) -> Places {
        var places = Places()
        guard let area = file.state.area.map({ AreaCode($0) }) else { return places }
        places.county = territory.ancestor(of: area, at: .county)?.rawValue
        places.street = territory.ancestor(of: area, at: .street)?.rawValue
        places.community = territory.ancestor(of: area, at: .community)?.rawValue
        return places
    }
}
