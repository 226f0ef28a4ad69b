internal import Ground

/// Events in the making: every fact is applied at once, so that the next one sees what the former has changed.
struct Draft {
    let workflow: Workflow
    let time: Instant
    let account: Int64?
    private(set) var state: CaseState
    private(set) var events: [CaseEvent] = []
    private var reopens = false

    init(_ workflow: Workflow, _ state: CaseState, at time: Instant, by account: Int64?) {
        self.workflow = workflow
        self.state = state
        self.time = time
        self.account = account
    }

    mutating func add(_ fact: CaseEvent.Fact) {
        let event = CaseEvent(at: time, by: account, fact: fact)
        state.apply(event, under: workflow)
        events.append(event)
    }

    /// Stops the clocks that have nothing to wait for any more and starts those that now have.
    mutating func settleClocks() {
        for fact in workflow.clockChanges(state, reopened: reopens) { add(fact) }
    }

    // MARK: Pieces

    /// A decision ends any waiting: what was waited for has come, or does not matter any more.
    private mutating func move(to name: StateName) {
        if state.pause != nil { add(.resumed) }
        add(.moved(to: name))
        if let end = workflow.state(name)?.end { add(.ended(end)) }
    }

    private mutating func letOrdersDecide() {
        guard state.decided != nil else { return }
        if state.pause != nil { add(.resumed) }
        add(.ordersDecide)
    }

    private mutating func cancelOpenOrders() {
        for order in state.currentOrders where order.progress.isOpen { add(.orderCancelled(number: order.number)) }
    }

    private mutating func reopen(to name: StateName) {
        reopens = true
        add(.reopened(times: state.reopened + 1))
        move(to: name)
    }

    // MARK: Clocks

    /// One level up, unless another clock of the same level was faster.
    mutating func escalate(_ run: ClockRun, in surroundings: Surroundings) {
        let target = run.startedAtLevel + run.firings + 1
        guard state.escalation < min(target, surroundings.levelsAbove) else { return }
        add(.escalated(to: state.escalation + 1))
    }

    /// An action that the case does not allow just now is left out: that the clock ran out stays on record.
    mutating func takeByClock(_ name: ActionName, order: Int?, in surroundings: Surroundings) {
        guard let action = workflow.action(name) else { return }
        let order = action.verb.mayConcernOneOrder ? order : nil
        let stands = workflow.name(of: state)
        guard workflow.objection(to: action, order: order, by: .clock, in: state, named: stands) == nil,
            workflow.lack(of: Given(), for: action, in: state) == nil
        else { return }
        let before = self
        add(.acted(action: name, order: order, given: Given()))
        if take(action, order: order, given: Given(), in: surroundings) != nil { self = before }
    }

    // MARK: Actions

    /// The facts of an action that is allowed; what depends on what is given may still refuse it.
    mutating func take(
        _ action: Workflow.Action, order: Int?, given: Given, in surroundings: Surroundings
    ) -> Refusal? {
        switch action.verb {
        case .report, .note:
            return nil
        case .triage:
            add(
                .triaged(
                    requestClass: given.requestClass ?? state.requestClass, area: given.area ?? state.area,
                    priority: given.priority ?? state.priority))
            if let to = action.to { move(to: to) }
            return nil
        case .move, .expire:
            if let to = action.to { move(to: to) }
            return nil
        case .dispatch, .whistle, .assign:
            return call(action, given)
        case .reportIn, .decline, .handle, .cancelOrder:
            if let order { change(action.verb, order, given) }
            return nil
        case .sendBack:
            sendBack(order)
            return nil
        case .verify:
            for done in state.currentOrders where done.progress == .done { add(.orderAccepted(number: done.number)) }
            if let to = action.to { move(to: to) }
            return nil
        case .rate:
            return rate(action, given)
        case .reopen:
            return reopen(action, in: surroundings)
        case .reject, .withdraw:
            cancelOpenOrders()
            if let to = action.to { move(to: to) }
            return nil
        case .merge:
            cancelOpenOrders()
            if let other = given.otherCase { add(.mergedInto(other)) }
            if let to = action.to { move(to: to) }
            return nil
        case .pause:
            return pause(action, given)
        case .resume:
            add(.resumed)
            return nil
        case .escalate:
            guard state.escalation < surroundings.levelsAbove else {
                return Refusal(.highestLevel, action, RefusalText.highestLevel)
            }
            add(.escalated(to: state.escalation + 1))
            return nil
        }
    }

    private mutating func call(_ action: Workflow.Action, _ given: Given) -> Refusal? {
        if let refusal = workflow.objection(toCalling: given, by: action, in: state) { return refusal }
        let isAlone = given.organisations.count == 1 && !state.currentOrders.contains { $0.progress.isPending }
        letOrdersDecide()
        for organisation in given.organisations {
            add(
                .orderCalled(
                    number: state.orders.count + 1, organisation: organisation,
                    isLead: isAlone || organisation == given.lead, isBinding: action.verb == .assign))
        }
        return nil
    }

    private mutating func change(_ verb: Verb, _ number: Int, _ given: Given) {
        switch verb {
        case .reportIn:
            add(.orderReportedIn(number: number))
        case .handle:
            // Who hands in the result at once has thereby reported in.
            if state.order(number)?.progress == .called { add(.orderReportedIn(number: number)) }
            add(.orderDone(number: number))
        case .decline:
            add(.orderDeclined(number: number, reason: given.reason ?? ""))
            tellThoseWhoAssign()
        default:
            add(.orderCancelled(number: number))
        }
    }

    /// Once nobody but the level above can go on, it hears of it.
    private mutating func tellThoseWhoAssign() {
        guard let rules = workflow.orders, state.declinesInARow == rules.declinesBeforeBinding else { return }
        for action in workflow.actions where action.verb == .assign { add(.notified(action.who, clock: nil)) }
    }

    private mutating func sendBack(_ number: Int?) {
        let numbers =
            number.map { [$0] } ?? state.currentOrders.filter { $0.progress == .done }.map(\.number)
        letOrdersDecide()
        for number in numbers { add(.orderSentBack(number: number)) }
    }

    private mutating func rate(_ action: Workflow.Action, _ given: Given) -> Refusal? {
        guard let rules = workflow.rating else { return Refusal(.notSensible, action, RefusalText.noRatingRules) }
        guard let rating = given.rating, rating >= 1, rating <= rules.scale else {
            return Refusal(.ratingOutOfRange, action, RefusalText.ratingOutOfRange(rules.scale))
        }
        add(.rated(rating))
        // Where no reopening is left the case closes; the rating on record says how.
        if rating < rules.contentFrom, state.reopened < workflow.reopening?.most ?? 0 {
            reopen(to: rules.reopensTo)
        } else {
            move(to: rules.closesTo)
        }
        return nil
    }

    private mutating func reopen(_ action: Workflow.Action, in surroundings: Surroundings) -> Refusal? {
        guard let rules = workflow.reopening, let ended = state.endedAt, let to = action.to else {
            return Refusal(.wrongState, action, RefusalText.notEnded)
        }
        guard let last = surroundings.due(rules.within, ended, []), time <= last else {
            return Refusal(.reopenTooLate, action, RefusalText.reopenTooLate(rules.within))
        }
        reopen(to: to)
        return nil
    }

    private mutating func pause(_ action: Workflow.Action, _ given: Given) -> Refusal? {
        let reason = given.reason ?? ""
        let known = workflow.pauseReasons
        guard known.isEmpty || known.contains(where: { $0.name == reason }) else {
            return Refusal(.unknownReason, action, RefusalText.unknownReason(known))
        }
        add(.paused(reason: reason))
        return nil
    }
}
