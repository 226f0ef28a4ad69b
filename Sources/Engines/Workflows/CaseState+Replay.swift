internal import Ground

/// What each fact does to a case. Nothing is decided here: that happened when the event was made.
extension CaseState {
    /// The case that the events add up to; nil where they do not begin with a report under this version of the workflow.
    public init?(_ events: [CaseEvent], under workflow: Workflow) {
        guard let first = events.first,
            case .reported(let name, let version, let state, let priority, let area, let requestClass) = first.fact,
            name == workflow.name, version == workflow.version
        else { return nil }
        self.init(
            workflow: name, workflowVersion: version, decided: state, priority: priority, requestClass: requestClass,
            area: area, reportedAt: first.at)
        for event in events { apply(event, under: workflow) }
    }

    /// Adds one event. Numbers that do not exist are passed over; they cannot come from the machine.
    public mutating func apply(_ event: CaseEvent, under workflow: Workflow) {
        revision += 1
        changedAt = max(changedAt, event.at)
        switch event.fact {
        case .reported:
            note(event.by, as: .finder)
        case .acted(let action, let order, _):
            acted(workflow.action(action)?.verb, order: order, by: event.by)
        case .triaged(let requestClass, let area, let priority):
            self.requestClass = requestClass
            self.area = area
            self.priority = priority
        case .moved(let state):
            decided = state
        case .ordersDecide:
            decided = nil
        case .escalated(let level):
            escalation = level
        case .paused(let reason):
            pause(reason, at: event.at, under: workflow)
        case .resumed:
            pause = nil
            for index in clocks.indices { clocks[index].resume(at: event.at) }
        case .rated(let rating):
            self.rating = rating
        case .reopened(let times):
            reopened = times
            endedAt = nil
            mergedInto = nil
            earlierOrders = orders.count
        case .mergedInto(let other):
            mergedInto = other
        case .ended:
            endedAt = event.at
        case .notified:
            break
        case .orderCalled, .orderReportedIn, .orderDeclined, .orderDone, .orderSentBack, .orderAccepted, .orderCancelled:
            applyOrder(event.fact, at: event.at, by: event.by)
        case .clockStarted, .clockStopped, .clockFired:
            applyClock(event.fact, at: event.at, under: workflow)
        }
    }

    private mutating func note(_ account: Int64?, as part: Workflow.Part) {
        if let account { parts[part, default: []].insert(account) }
    }

    private mutating func acted(_ verb: Verb?, order: Int?, by account: Int64?) {
        switch verb {
        case .dispatch, .whistle, .assign: note(account, as: .dispatcher)
        case .verify, .sendBack: note(account, as: .verifier)
        case .reportIn, .handle:
            note(account, as: .handler)
            if let order { change(order) { $0.handler = account } }
        default: break
        }
    }

    private mutating func change(_ number: Int, _ body: (inout WorkOrder) -> Void) {
        guard number >= 1, number <= orders.count else { return }
        body(&orders[number - 1])
    }

    private mutating func applyOrder(_ fact: CaseEvent.Fact, at time: Instant, by account: Int64?) {
        switch fact {
        case .orderCalled(let number, let organisation, let isLead, let isBinding):
            guard number == orders.count + 1 else { return }
            orders.append(
                WorkOrder(
                    number: number, organisation: organisation, isLead: isLead, isBinding: isBinding, calledAt: time))
        case .orderReportedIn(let number):
            change(number) {
                $0.progress = .working
                $0.reportedInAt = time
            }
        case .orderDeclined(let number, _):
            change(number) { $0.progress = .declined }
        case .orderDone(let number):
            change(number) {
                $0.progress = .done
                $0.doneAt = time
            }
        case .orderSentBack(let number):
            change(number) {
                $0.progress = .working
                $0.doneAt = nil
                $0.timesSentBack += 1
            }
        case .orderAccepted(let number):
            change(number) { $0.progress = .accepted }
        case .orderCancelled(let number):
            change(number) { $0.progress = .cancelled }
        default: break
        }
    }

    private mutating func applyClock(_ fact: CaseEvent.Fact, at time: Instant, under workflow: Workflow) {
        switch fact {
        case .clockStarted(let number, let name, let order):
            guard number == clocks.count + 1 else { return }
            var run = ClockRun(
                number: number, clock: name, order: order, startedAt: time, startedAtLevel: escalation)
            if pause != nil, workflow.clock(name)?.isPausable ?? true { run.pause(at: time) }
            clocks.append(run)
        case .clockStopped(let number):
            guard number >= 1, number <= clocks.count else { return }
            clocks[number - 1].resume(at: time)
            clocks[number - 1].stoppedAt = time
        case .clockFired(let number):
            guard number >= 1, number <= clocks.count else { return }
            clocks[number - 1].firings += 1
            clocks[number - 1].lastFiredAt = time
        default: break
        }
    }

    private mutating func pause(_ reason: String, at time: Instant, under workflow: Workflow) {
        pause = OpenPause(reason: reason, since: time)
        for index in clocks.indices where clocks[index].stoppedAt == nil {
            if workflow.clock(clocks[index].clock)?.isPausable ?? true { clocks[index].pause(at: time) }
        }
    }
}

extension ClockRun {
    fileprivate mutating func pause(at time: Instant) {
        pauses.append(Span(from: time, to: nil))
    }

    fileprivate mutating func resume(at time: Instant) {
        if stoppedAt == nil, let last = pauses.indices.last, pauses[last].to == nil { pauses[last].to = time }
    }
}
