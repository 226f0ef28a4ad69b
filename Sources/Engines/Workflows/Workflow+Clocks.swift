public import Ground

/// When clocks run and when they are due.
extension Workflow {
    /// The due times of all clocks that run now: pauses are taken off, a clock that was wound again after an escalation is
    /// due one limit after it ran out. A clock that is paused has none.
    public func dueTimes(of state: CaseState, in surroundings: Surroundings) -> [(clock: Int, due: Instant)] {
        var times: [(clock: Int, due: Instant)] = []
        for run in state.clocks where run.stoppedAt == nil {
            if let due = due(run, of: state, in: surroundings) { times.append((clock: run.number, due: due)) }
        }
        return times
    }

    /// The next due time of a run, or nil where it has stopped, is paused, or has run out for the last time.
    func due(_ run: ClockRun, of state: CaseState, in surroundings: Surroundings) -> Instant? {
        guard run.stoppedAt == nil, let clock = clock(run.clock),
            let allowance = allowance(of: clock, for: state, in: surroundings)
        else { return nil }
        // Also one that ran out before the pause and was not seen in time has to wait for its end.
        if let pause = run.pauses.last, pause.to == nil { return nil }
        guard run.firings > 0, let last = run.lastFiredAt else {
            return surroundings.due(allowance, run.startedAt, run.pauses)
        }
        guard clock.consequences.contains(.escalate), state.escalation < surroundings.levelsAbove else { return nil }
        let later = run.pauses.filter { span in span.to.map { $0 > last } ?? true }
        return surroundings.due(
            allowance, last, later.map { ClockRun.Span(from: max($0.from, last), to: $0.to) })
    }

    /// The limit of a clock for a case: of its class where the clock asks for it and the class has one, else of its
    /// priority, else of the nearest less pressing priority.
    func allowance(of clock: Clock, for state: CaseState, in surroundings: Surroundings) -> Allowance? {
        if clock.limit.fromClass, let requestClass = state.requestClass,
            let limit = surroundings.classLimit(requestClass, state.priority)
        {
            return limit
        }
        let byPriority = clock.limit.byPriority
        if let limit = byPriority[state.priority] { return limit }
        return Priority.allCases.first { $0 > state.priority && byPriority[$0] != nil }.flatMap { byPriority[$0] }
    }

    /// The clocks to stop and to start because a case changed, as events.
    func clockChanges(_ state: CaseState, reopened: Bool) -> [CaseEvent.Fact] {
        guard !clocks.isEmpty else { return [] }
        let name = name(of: state)
        var facts: [CaseEvent.Fact] = []
        var running: [ClockRun] = []
        for run in state.clocks where run.stoppedAt == nil {
            if !reopened, let clock = clock(run.clock), isWanted(clock, order: run.order, state, name) {
                running.append(run)
            } else {
                facts.append(.clockStopped(number: run.number))
            }
        }
        var number = state.clocks.count
        func start(_ clock: Clock, _ order: Int?) {
            guard !running.contains(where: { $0.clock == clock.name && $0.order == order }) else { return }
            number += 1
            facts.append(.clockStarted(number: number, clock: clock.name, order: order))
        }
        for clock in clocks {
            switch clock.runs {
            case .states:
                if isWanted(clock, order: nil, state, name) { start(clock, nil) }
            case .orderCalled, .orderWorking:
                for order in state.currentOrders where isWanted(clock, order: order.number, state, name) {
                    start(clock, order.number)
                }
            }
        }
        return facts
    }

    private func isWanted(_ clock: Clock, order: Int?, _ state: CaseState, _ name: StateName) -> Bool {
        switch clock.runs {
        case .states(let names): order == nil && names.contains(name)
        case .orderCalled: order.flatMap { state.order($0) }?.progress == .called
        case .orderWorking: order.flatMap { state.order($0) }?.progress == .working
        }
    }
}
