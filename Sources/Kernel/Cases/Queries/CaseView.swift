package import Accounts
internal import City
package import Geography
package import Ground
package import Store
package import Workflows
internal import WorkingTime

/// Everything that the page of one case shows, but for contact data.
package struct CaseView: Sendable {
    package var file: CaseFile
    package var line: CaseLine
    package var text: String?
    package var address: String?
    package var position: Coordinate?
    package var channel: Channel
    package var updatedAt: Instant
    package var timeline: [Moment]
    package var due: [DueClock]
    package var exclusion: Exclusion?

    /// One entry of the log with its words.
    package struct Moment: Sendable {
        package var revision: Int
        package var at: Instant
        package var by: AccountID?
        /// The action taken; nil where a clock ran out.
        package var action: ActionName?
        package var order: Int?
        package var given: Given
        package var words: Words?
        package var facts: [CaseEvent.Fact]
    }

    package struct DueClock: Sendable {
        package var clock: ClockName
        package var order: Int?
        package var due: Instant
        package var isProvisional: Bool
    }
}

extension CaseOffice {
    /// The case as its page shows it; refuses where there is none.
    package func view(_ id: CaseID, on connection: any Connection) throws -> CaseView {
        let file = try load(id, on: connection)
        let row = try connection.row(
            """
            select c.id, c.reference, c.state, c.workflow, c.priority, c.class, c.area, c.title, c.reported_at, c.next_due,
                c.overdue, c.paused, c.level, c.listed_at, c.address, c.longitude, c.latitude, c.channel, c.updated_at
            from cases c where c.id = \(id.rawValue)
            """
        ) { row in
            (
                line: try CaseList.line(row), address: try row.optionalText(14), longitude: try row.optionalDouble(15),
                latitude: try row.optionalDouble(16), channel: try row.text(17), updatedAt: try row.instant(18)
            )
        }
        guard let row else { throw CaseRefusal.unknownCase }
        let words = try CaseLog.words(of: id, on: connection)
        let timeline = try CaseLog.entries(of: id, on: connection).enumerated().map {
            moment($0.element, revision: $0.offset + 1, words: words[$0.offset + 1])
        }
        var position: Coordinate?
        if let longitude = row.longitude, let latitude = row.latitude {
            position = Coordinate(longitude: longitude, latitude: latitude)
        }
        return CaseView(
            file: file, line: row.line, text: words[1]?.text, address: row.address, position: position,
            channel: Channel(rawValue: row.channel) ?? .web, updatedAt: row.updatedAt, timeline: timeline,
            due: dueClocks(of: file), exclusion: try Exclusion.of(id, on: connection))
    }

    /// What somebody may do with a case now, and with which of its orders: the buttons of the page.
    package func permitted(
        _ requester: Requester, on file: CaseFile, at time: Instant
    ) -> [(action: Workflow.Action, orders: [Int])] {
        let actor = Actor(requester, facts: file.facts, in: city, on: city.calendar.localDate(time))
        return file.workflow.permitted(for: actor, in: file.state).compactMap { name, orders in
            file.workflow.action(name).map { ($0, orders) }
        }
    }

    /// Whether somebody signed in stands in any relation to a case but that of everybody.
    package func maySee(_ file: CaseFile, account: Account, at time: Instant) -> Bool {
        Actor(.account(account), facts: file.facts, in: city, on: city.calendar.localDate(time)).isConcerned
    }

    private func moment(_ entry: LogEntry, revision: Int, words: Words?) -> CaseView.Moment {
        var moment = CaseView.Moment(
            revision: revision, at: entry.facts.first?.at ?? Instant(milliseconds: 0),
            by: entry.facts.first?.by.map { AccountID($0) }, action: nil, order: nil, given: Given(), words: words,
            facts: entry.facts.map(\.fact))
        for event in entry.facts {
            guard case .acted(let action, let order, let given) = event.fact else { continue }
            moment.action = action
            moment.order = order
            moment.given = given
            break
        }
        return moment
    }

    private func dueClocks(of file: CaseFile) -> [CaseView.DueClock] {
        file.workflow.dueTimes(of: file.state, in: surroundings(of: file)).compactMap { number, due in
            guard let run = file.state.clocks.first(where: { $0.number == number }) else { return nil }
            return CaseView.DueClock(
                clock: run.clock, order: run.order, due: due,
                isProvisional: city.calendar.isProvisional(year: city.calendar.localDate(due).year))
        }
    }
}
