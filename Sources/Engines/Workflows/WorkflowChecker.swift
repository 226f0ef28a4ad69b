internal import Ground

/// Checks a workflow as a whole: that every case can move, that it can end, that somebody may take every step, and that
/// nobody judges their own work.
struct WorkflowChecker {
    let source: Workflow.Source
    let workflow: Workflow
    let ends: Set<StateName>
    let reachable: Set<StateName>
    let graph: WorkflowGraph

    init(_ source: Workflow.Source) {
        self.source = source
        workflow = source.workflow
        ends = Set(workflow.states.filter { $0.end != nil }.map(\.name))
        graph = WorkflowGraph(workflow)
        reachable = graph.reachable
    }

    func check(_ diagnostics: inout Diagnostics) {
        checkStates(&diagnostics)
        checkRules(&diagnostics)
        for action in workflow.actions { checkAction(action, &diagnostics) }
        checkPausing(&diagnostics)
        checkSeparation(&diagnostics)
        for clock in workflow.clocks { checkClock(clock, &diagnostics) }
    }

    func has(_ verb: Verb) -> Bool { workflow.actions.contains { $0.verb == verb } }

    /// The states in which an order is open.
    var busy: Set<StateName> {
        workflow.orders.map { [$0.whileCalled, $0.whileWorking] } ?? []
    }

    // MARK: States

    private func checkStates(_ diagnostics: inout Diagnostics) {
        if !has(.report) {
            diagnostics.error("no action opens a case", at: source.place("actions"), advice: "add an action that does report")
            return
        }
        let canEnd = graph.leading(to: workflow.states.filter { $0.end != nil }.map(\.name))
        for state in workflow.states {
            let place = source.place("states", state.name.rawValue)
            if !reachable.contains(state.name) {
                diagnostics.error(
                    "no case can ever reach the state \u{201C}\(state.name)\u{201D}", at: place,
                    advice: "let an action lead to it, or remove it")
            } else if !canEnd.contains(state.name) {
                diagnostics.error(
                    "a case in the state \u{201C}\(state.name)\u{201D} can never end", at: place,
                    advice: "add an action that leads on from it")
            }
        }
        if !workflow.states.contains(where: { $0.end == .resolved }) {
            diagnostics.error(
                "no state ends a case as resolved", at: source.place("states"), advice: "add end: resolved to the state of success")
        }
    }

    // MARK: Rules

    private func checkRules(_ diagnostics: inout Diagnostics) {
        if let orders = workflow.orders {
            let place = source.place("orders")
            for name in Set(orders.states).sorted(by: { $0.rawValue < $1.rawValue }) where ends.contains(name) {
                diagnostics.error("orders cannot end a case, but \u{201C}\(name)\u{201D} is an end", at: place, advice: "name an open state")
            }
            if Set(orders.states).count < orders.states.count {
                diagnostics.error(
                    "the four states that orders make must be different ones", at: place,
                    advice: "name a state each for called, working, done and none left")
            }
            if !has(.dispatch) && !has(.whistle) && !has(.assign) {
                diagnostics.error("no action calls a department", at: place, advice: "add dispatch or whistle, or remove orders")
            }
            checkDeclining(orders, &diagnostics)
            checkCalling(orders, &diagnostics)
        }
        checkRating(&diagnostics)
    }

    private func checkRating(_ diagnostics: inout Diagnostics) {
        guard let rating = workflow.rating else {
            for action in workflow.actions where action.verb == .rate {
                diagnostics.error(
                    "there are no rules for rating", at: source.place("actions", action.name.rawValue), advice: "add rating: with closes to and reopens to")
            }
            return
        }
        let place = source.place("rating")
        if !has(.rate) { diagnostics.error("nobody can rate", at: place, advice: "add an action that does rate, or remove rating") }
        if !ends.contains(rating.closesTo) {
            diagnostics.error("a good rating must end the case", at: source.place("rating", "closes to"), advice: "name a state with an end")
        }
        checkTarget(rating.reopensTo, at: source.place("rating", "reopens to"), &diagnostics)
        if ends.contains(rating.reopensTo) {
            diagnostics.error("a reopened case must be open", at: source.place("rating", "reopens to"), advice: "name a state without an end")
        }
        if workflow.reopening == nil {
            diagnostics.error("it is not said how often a case may be reopened", at: place, advice: "add reopening: with most and within")
        }
    }

    /// States in which orders are open or done are made by orders alone.
    private func checkTarget(_ state: StateName, at place: Place, _ diagnostics: inout Diagnostics) {
        guard let orders = workflow.orders, [orders.whileCalled, orders.whileWorking, orders.whenDone].contains(state) else { return }
        diagnostics.error(
            "\u{201C}\(state)\u{201D} is what orders make of a case; nobody can decide it", at: place, advice: "lead to another state")
    }

    // MARK: Actions

    private func checkAction(_ action: Workflow.Action, _ diagnostics: inout Diagnostics) {
        let name = action.name.rawValue
        let place = source.place("actions", name)
        if action.who.isEmpty || !action.canBeTaken(in: workflow) {
            diagnostics.error(
                action.who.isEmpty
                    ? "nobody may take the action \u{201C}\(name)\u{201D}" : "only a clock may take \u{201C}\(name)\u{201D}, and no clock does",
                at: source.place("actions", name, "who"), advice: "say who may, or add take: \(name) to a clock")
        }
        if action.verb == .expire, !action.isTakenByClock(in: workflow) || action.who.contains(where: { $0.relation != .clock }) {
            diagnostics.error(
                "\u{201C}\(name)\u{201D} must be taken by a clock and by nobody else", at: place, advice: "write who: clock, and take: \(name) in a clock")
        }
        if action.verb.needsOrderRules, workflow.orders == nil {
            diagnostics.error("\u{201C}\(name)\u{201D} is about orders, but there are no rules for them", at: place, advice: "add orders:")
        }
        checkFrom(action, &diagnostics)
        checkTo(action, &diagnostics)
        checkRelations(action, &diagnostics)
    }

    private func checkFrom(_ action: Workflow.Action, _ diagnostics: inout Diagnostics) {
        let name = action.name.rawValue
        let place = source.place("actions", name, "from")
        if action.verb == .report {
            if !action.from.isEmpty { diagnostics.error("a report comes from nowhere", at: place, advice: "remove from") }
            return
        }
        if action.from.isEmpty {
            diagnostics.error("it is not said from where \u{201C}\(name)\u{201D} is possible", at: place, advice: "write from: and the states")
        } else if !action.from.contains(where: reachable.contains) {
            diagnostics.error("\u{201C}\(name)\u{201D} is only possible in states that never are", at: place)
        }
        for state in action.from where ends.contains(state) && action.verb != .note && action.verb != .reopen {
            diagnostics.error("\u{201C}\(state)\u{201D} is an end; only notes and reopening are possible there", at: place, advice: "remove it from the list")
        }
        checkFit(action, at: place, &diagnostics)
    }

    /// Actions of which the machine would never accept one from some state.
    private func checkFit(_ action: Workflow.Action, at place: Place, _ diagnostics: inout Diagnostics) {
        if action.verb == .move || (action.verb == .triage && action.to != nil), let done = workflow.orders?.whenDone, action.from.contains(done) {
            diagnostics.error(
                "results wait in \u{201C}\(done)\u{201D}; \u{201C}\(action.name)\u{201D} would pass the verifier by", at: place,
                advice: "let an action that does verify lead on from there")
        }
        let orderStates: Set<StateName>
        switch action.verb {
        case .triage where action.to == nil: return
        case .move, .triage, .verify, .rate, .expire, .reopen:
            for state in action.from where busy.contains(state) {
                diagnostics.error(
                    "in \u{201C}\(state)\u{201D} an order is open, and the case cannot be moved past it", at: place, advice: "remove it from the list")
            }
            if action.verb == .reopen, let state = action.from.first(where: { !ends.contains($0) }) {
                diagnostics.error("\u{201C}\(state)\u{201D} is no end; there is nothing to reopen", at: place, advice: "remove it from the list")
            }
            return
        case .reportIn: orderStates = workflow.orders.map { [$0.whileCalled] } ?? []
        case .handle, .decline, .cancelOrder: orderStates = busy
        default: return
        }
        for state in action.from where workflow.orders != nil && !orderStates.contains(state) {
            diagnostics.error(
                "from speaks of the order here, and no order in \u{201C}\(state)\u{201D} allows \u{201C}\(action.name)\u{201D}", at: place,
                advice: "possible are \(orderStates.map(\.rawValue).sorted().joined(separator: ", "))")
        }
    }

    private func checkTo(_ action: Workflow.Action, _ diagnostics: inout Diagnostics) {
        let name = action.name.rawValue
        let place = source.place("actions", name, "to")
        let mustEnd = [.reject, .withdraw, .merge, .expire].contains(action.verb)
        switch action.verb {
        case .report, .move, .verify, .reopen, .reject, .withdraw, .merge, .expire:
            guard let to = action.to else {
                diagnostics.error("it is not said where \u{201C}\(name)\u{201D} leads", at: place, advice: "write to: and a state")
                return
            }
            if mustEnd, !ends.contains(to) {
                diagnostics.error("\u{201C}\(name)\u{201D} must lead to an end", at: place, advice: "name a state with an end")
            }
            if action.verb == .reopen || action.verb == .report, ends.contains(to) {
                diagnostics.error("\u{201C}\(name)\u{201D} must lead to an open state", at: place, advice: "name a state without an end")
            }
        case .triage: break
        default:
            if action.to != nil {
                diagnostics.error("where \u{201C}\(name)\u{201D} leads follows from what it does", at: place, advice: "remove to")
            }
        }
        if let to = action.to { checkTarget(to, at: place, &diagnostics) }
        if action.verb == .reopen, workflow.reopening == nil {
            diagnostics.error(
                "it is not said how often a case may be reopened", at: source.place("actions", name), advice: "add reopening: with most and within")
        }
    }

    private func checkRelations(_ action: Workflow.Action, _ diagnostics: inout Diagnostics) {
        let place = source.place("actions", action.name.rawValue, "who")
        for permission in action.who {
            switch permission.relation {
            case .ownOrder where !action.verb.mayConcernOneOrder:
                diagnostics.error("\u{201C}\(action.name)\u{201D} is about no single order", at: place, advice: "write any-order or lead-order")
            case .ownOrder, .leadOrder, .anyOrder:
                if workflow.orders == nil {
                    diagnostics.error(
                        "this procedure has no orders, so nobody stands in \(permission.relation.rawValue)", at: place, advice: "name another relation")
                }
            case .clock where action.needs.count > 0:
                diagnostics.error("a clock can give nothing, but \u{201C}\(action.name)\u{201D} needs something", at: place, advice: "remove needs, or clock")
            default: break
            }
        }
    }
}
