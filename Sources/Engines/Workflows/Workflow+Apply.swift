public import Ground

/// The machine: a command and a state give events, or a refusal. Nothing else is looked at, nothing is changed.
extension Workflow {
    /// The events of a command: what was done, then all that follows from it (orders, moves, clocks, end).
    public func apply(
        _ command: Command, to state: CaseState, at time: Instant, in surroundings: Surroundings
    ) -> Result<[CaseEvent], Refusal> {
        guard let action = action(command.action) else {
            return .failure(
                Refusal(.unknownAction, action: command.action, message: RefusalText.unknownAction(command.action)))
        }
        guard time >= state.changedAt else {
            return .failure(Refusal(.timeRunsBackwards, action, RefusalText.timeRunsBackwards))
        }
        let name = name(of: state)
        if let refusal = objection(to: action, order: command.order, by: command.actor, in: state, named: name) {
            return .failure(refusal)
        }
        if let refusal = lack(of: command.given, for: action, in: state) { return .failure(refusal) }
        var draft = Draft(self, state, at: time, by: command.actor.account)
        draft.add(.acted(action: action.name, order: command.order, given: command.given))
        if let refusal = draft.take(action, order: command.order, given: command.given, in: surroundings) {
            return .failure(refusal)
        }
        draft.settleClocks()
        return .success(draft.events)
    }

    /// The first events of a case.
    /// - Parameter priority: how pressing it is, as far as is known; an action given with a priority overrules it.
    public func open(
        _ command: Command, priority: Priority, at time: Instant, in surroundings: Surroundings
    ) -> Result<[CaseEvent], Refusal> {
        guard let action = action(command.action), action.verb == .report, let first = action.to else {
            return .failure(
                Refusal(.unknownAction, action: command.action, message: RefusalText.unknownAction(command.action)))
        }
        guard isPermitted(action, order: nil, by: command.actor) else {
            return .failure(Refusal(.notPermitted, action, RefusalText.notPermitted(action)))
        }
        let given = command.given
        let blank = CaseState(
            workflow: self.name, workflowVersion: version, decided: first, priority: given.priority ?? priority,
            requestClass: given.requestClass, area: given.area, reportedAt: time)
        if let refusal = lack(of: given, for: action, in: blank) { return .failure(refusal) }
        var draft = Draft(self, blank, at: time, by: command.actor.account)
        draft.add(
            .reported(
                workflow: self.name, version: version, state: first, priority: blank.priority, area: given.area,
                requestClass: given.requestClass))
        draft.add(.acted(action: action.name, order: nil, given: given))
        draft.settleClocks()
        return .success(draft.events)
    }

    /// Lets a clock take its consequences. Refused where it is not due: not yet, stopped, paused, or taken already. The
    /// same due time is never taken twice.
    public func fire(
        clock number: Int, of state: CaseState, at time: Instant, in surroundings: Surroundings
    ) -> Result<[CaseEvent], Refusal> {
        let none = ActionName(rawValue: "clock")
        guard let run = state.clock(number), let clock = clock(run.clock) else {
            return .failure(Refusal(.clockNotDue, action: none, message: RefusalText.unknownClock(number)))
        }
        guard time >= state.changedAt else {
            return .failure(Refusal(.timeRunsBackwards, action: none, message: RefusalText.timeRunsBackwards))
        }
        guard let due = due(run, of: state, in: surroundings), due <= time else {
            return .failure(Refusal(.clockNotDue, action: none, message: RefusalText.clockNotDue(clock)))
        }
        var draft = Draft(self, state, at: time, by: nil)
        draft.add(.clockFired(number: number))
        for consequence in clock.consequences {
            switch consequence {
            case .escalate: draft.escalate(run, in: surroundings)
            case .notify(let permissions): draft.add(.notified(permissions, clock: clock.name))
            case .take(let name): draft.takeByClock(name, order: run.order, in: surroundings)
            }
        }
        draft.settleClocks()
        return .success(draft.events)
    }
}
