internal import Accounts
package import City
package import Ground
package import Store
package import Workflows
internal import WorkingTime

/// Carries out commands on cases. Every command is one transaction: events, projections, sums and outbox together, or
/// nothing.
///
/// The functions that take a connection are the commands themselves; those without run them in the store and return when
/// the result is durable.
///
/// A reference type: the city is a large value, and every copy of it costs.
package final class CaseOffice: Sendable {
    package let city: City
    package let store: any Store
    package let shelf: WorkflowShelf
    package let ids: IDMaker
    let now: @Sendable () -> Instant
    /// Whether a file of that hash is stored.
    let hasFile: @Sendable (String) -> Bool
    let random = RandomBits()
    let cache = CaseCache()

    package init(
        city: City, store: any Store, shelf: WorkflowShelf, ids: IDMaker, now: @escaping @Sendable () -> Instant,
        hasFile: @escaping @Sendable (String) -> Bool
    ) {
        self.city = city
        self.store = store
        self.shelf = shelf
        self.ids = ids
        self.now = now
        self.hasFile = hasFile
    }

    /// An office that works in a store: the city's procedures are put beside those that older cases began with.
    /// - Parameters:
    ///   - store: migrated with ``AccountsSchema`` and ``CasesSchema``.
    ///   - hasFile: whether a file of that hash is stored.
    /// - Throws: ``WorkflowShelf/ChangedWithoutVersion``.
    package static func open(
        city: City, store: any Store, now: @escaping @Sendable () -> Instant, hasFile: @escaping @Sendable (String) -> Bool
    ) async throws -> CaseOffice {
        let ids = try await IDMaker.open(in: store, clock: now)
        let shelf = try await store.write { connection in
            try WorkflowShelf.open(Array(city.workflows.values), sources: city.workflowTexts, on: connection)
        }
        return CaseOffice(city: city, store: store, shelf: shelf, ids: ids, now: now, hasFile: hasFile)
    }

    // MARK: In the store

    package func report(_ command: ReportDemand, by requester: Requester) async throws -> CaseAnswer {
        let opening = try Opening(command, by: requester, at: now(), in: self)
        return try await store.write { [self] in try open(opening, on: $0) }.get()
    }

    package func perform(_ command: some CaseCommand, by requester: Requester) async throws -> CaseAnswer {
        let time = now()
        return try await store.write { [self] in try perform(command, by: requester, at: time, on: $0) }
    }

    package func perform(_ command: TakeAction, by requester: Requester) async throws -> CaseAnswer {
        let time = now()
        return try await store.write { [self] in try perform(command, by: requester, at: time, on: $0) }
    }

    // MARK: On a connection

    package func perform(
        _ command: some CaseCommand, by requester: Requester, at time: Instant, on connection: any Connection
    ) throws -> CaseAnswer {
        try perform(
            verb: type(of: command).verb, action: command.target.action, target: command.target, given: command.given,
            by: requester, at: time, on: connection)
    }

    package func perform(
        _ command: TakeAction, by requester: Requester, at time: Instant, on connection: any Connection
    ) throws -> CaseAnswer {
        try perform(
            verb: nil, action: command.action, target: command.target, given: command.given, by: requester, at: time,
            on: connection)
    }

    private func perform(
        verb: Verb?, action: ActionName?, target: Target, given: Given, by requester: Requester, at time: Instant,
        on connection: any Connection
    ) throws -> CaseAnswer {
        try GivenKey.check(target.key)
        var print = Fingerprint()
        print.add(verb?.rawValue)
        print.add(action?.rawValue)
        print.add(target.caseID.rawValue)
        print.add(target.order.map { Int64($0) })
        print.add(requester)
        print.add(given)
        if let answer = try GivenKey.answer(target.key, fingerprint: print.text, on: connection) { return answer }

        let file = try load(target.caseID, on: connection)
        let time = max(time, file.lastEventAt)
        let actor = Actor(requester, facts: file.facts, in: city, on: city.calendar.localDate(time))
        // How a case stands is told to those who have to do with it.
        if let seen = target.seen, seen != file.revision { throw actor.isConcerned ? conflict(file) : .notPermitted }
        let name = try self.action(named: action, for: verb, order: target.order, in: file)
        let given = try checked(given, at: time, in: file, on: connection)
        let command = Command(action: name, order: target.order, actor: actor, given: given)
        let events = try unwrap(file.workflow.apply(command, to: file.state, at: time, in: surroundings(of: file)))
        let after = try record(events, action: name, by: requester.accountID, at: time, from: file, on: connection)
        var answer = after.answer
        // The secret of the reporter is nobody else's: with it one could rate one's own work.
        if !actor.isReporter { answer.tracking = "" }
        try GivenKey.keep(target.key, fingerprint: print.text, answer: answer, at: time, on: connection)
        return answer
    }

    // MARK: Parts

    func surroundings(of file: CaseFile) -> Surroundings { surroundings(baseLevel: file.baseLevel) }

    func surroundings(baseLevel: AreaLevel) -> Surroundings {
        Surroundings(
            due: { [self] allowance, from, pauses in
                city.calendar.due(allowance, from: from, pauses: pauses.map { .init(from: $0.from, to: $0.to) })?.instant
            },
            classLimit: { [self] code, priority in city.classes.class(ClassCode(code))?.limit?[priority] },
            levelsAbove: DeskLevels.above(baseLevel))
    }

    /// Brings what follows from a case's state up to date; after every change of the state.
    func settle(_ file: inout CaseFile) {
        file.due = dueTimes(of: file.state, under: file.workflow)
        file.contributions = RateBook.contributions(of: file, in: city.territory)
    }

    /// When the clocks that run in a state run out, by their numbers.
    package func dueTimes(of state: CaseState, under workflow: Workflow) -> [Int: Instant] {
        Dictionary(
            workflow.dueTimes(of: state, in: surroundings(baseLevel: baseLevel(of: state))).map { ($0.clock, $0.due) },
            uniquingKeysWith: min)
    }

    func unwrap(_ result: Result<[CaseEvent], Refusal>) throws -> [CaseEvent] {
        switch result {
        case .success(let events): return events
        case .failure(let refusal): throw CaseRefusal(refusal)
        }
    }

    /// The action that a command means: the one it names, or that of its meaning in the state of the case. For a command on
    /// one order that is the state of the order, which the case as a whole may not have reached or have left.
    private func action(
        named name: ActionName?, for verb: Verb?, order: Int?, in file: CaseFile
    ) throws -> ActionName {
        let workflow = file.workflow
        guard let verb else { return name ?? ActionName(rawValue: "") }
        let meant = workflow.actions.filter { $0.verb == verb && (name == nil || $0.name == name) }
        var state = file.stateName
        if verb.mayConcernOneOrder, file.state.decided == nil, let order = order.flatMap({ file.state.order($0) }) {
            state = workflow.orders?.name(of: [order]) ?? state
        }
        if let action = meant.first(where: { $0.from.contains(state) }) ?? meant.first { return action.name }
        throw CaseRefusal(
            .workflow(.unknownAction), zh: "这个流程没有此操作。", en: "The procedure of this case has no such action.")
    }

    func conflict(_ file: CaseFile) -> CaseRefusal {
        let title = file.workflow.state(file.stateName)?.title ?? Label(zh: "", en: "")
        return .conflict(
            revision: file.revision, state: file.stateName, title: Bilingual(zh: title.zh, en: title.en))
    }
}
