/// Who may do what. The same function answers for a command and for the buttons of a page.
extension Workflow {
    /// What an actor can do with a case now, in the workflow's order, and on which orders where an action concerns one.
    ///
    /// `apply` accepts each of these once everything needed is given; what depends on the time and the surroundings (the
    /// window for reopening, the highest level) is said by `apply` alone.
    public func permitted(for actor: Actor, in state: CaseState) -> [(action: ActionName, orders: [Int])] {
        let name = name(of: state)
        var found: [(action: ActionName, orders: [Int])] = []
        for action in actions where action.verb != .report {
            let verb = action.verb
            var orders: [Int] = []
            if verb.mayConcernOneOrder {
                for order in state.currentOrders
                where objection(to: action, order: order.number, by: actor, in: state, named: name) == nil {
                    orders.append(order.number)
                }
            }
            let isPossible =
                verb.concernsOneOrder
                ? !orders.isEmpty
                : !orders.isEmpty || objection(to: action, order: nil, by: actor, in: state, named: name) == nil
            if isPossible { found.append((action: action.name, orders: orders)) }
        }
        return found
    }

    /// Why an actor cannot do something with a case now, whatever is given; nil where nothing stands against it.
    func objection(
        to action: Action, order number: Int?, by actor: Actor, in state: CaseState, named name: StateName
    ) -> Refusal? {
        let verb = action.verb
        if verb == .report { return Refusal(.wrongState, action, RefusalText.alreadyReported) }
        var order: WorkOrder?
        if let number {
            guard let found = state.order(number) else {
                return Refusal(.unknownOrder, action, RefusalText.unknownOrder(number))
            }
            order = found
        } else if verb.concernsOneOrder {
            return Refusal(.unknownOrder, action, RefusalText.orderMissing)
        }
        var stands = name
        if let order, verb.mayConcernOneOrder { stands = self.name(of: order, in: state) }
        guard isPermitted(action, order: order, by: actor) else {
            return Refusal(.notPermitted, action, RefusalText.notPermitted(action))
        }
        if let part = excludedPart(action, by: actor, in: state) {
            return Refusal(.partsMustDiffer, action, RefusalText.partsMustDiffer(part))
        }
        if let order, let refusal = orderObjection(to: action, order, in: state) { return refusal }
        guard action.from.contains(stands) else {
            return Refusal(.wrongState, action, RefusalText.wrongState(action, self.state(stands)?.title))
        }
        return verbObjection(to: action, order: order, in: state)
    }

    /// Whether one of the actor's posts stands to the case, or to the order, as one of the permissions demands.
    func isPermitted(_ action: Action, order: WorkOrder?, by actor: Actor) -> Bool {
        for permission in action.who {
            for standing in actor.standings where standing.relations.contains(permission.relation) {
                if let post = permission.post, standing.post != post { continue }
                if permission.relation == .ownOrder {
                    guard let order, let organisation = standing.organisation, organisation == order.organisation else {
                        continue
                    }
                }
                return true
            }
        }
        return false
    }

    private func excludedPart(_ action: Action, by actor: Actor, in state: CaseState) -> Part? {
        guard let account = actor.account, !action.not.isEmpty else { return nil }
        return Part.allCases.first { part in
            action.not.contains(part) && state.parts[part]?.contains(account) ?? false
        }
    }

    private func orderObjection(to action: Action, _ order: WorkOrder, in state: CaseState) -> Refusal? {
        guard action.verb.mayConcernOneOrder else { return nil }
        let isCurrent = order.number > state.earlierOrders
        let fits = action.verb == .sendBack ? order.progress == .done : order.progress.isOpen
        guard isCurrent, fits, action.verb != .reportIn || order.progress == .called else {
            return Refusal(.orderNotOpen, action, RefusalText.orderNotOpen(order))
        }
        if action.verb == .decline, order.isBinding {
            return Refusal(.orderIsBinding, action, RefusalText.orderIsBinding(order))
        }
        return nil
    }

    private func verbObjection(to action: Action, order: WorkOrder?, in state: CaseState) -> Refusal? {
        let isOpen = state.hasOpenOrders
        switch action.verb {
        case .dispatch, .whistle, .assign:
            guard let orders else { return Refusal(.notSensible, action, RefusalText.noOrderRules) }
            if action.verb != .assign, state.declinesInARow >= orders.declinesBeforeBinding {
                return Refusal(.needsBindingAssignment, action, RefusalText.needsBindingAssignment(state.declinesInARow))
            }
        case .sendBack:
            if order == nil, !state.currentOrders.contains(where: { $0.progress == .done }) {
                return Refusal(.orderNotOpen, action, RefusalText.nothingDone)
            }
        case .move, .verify, .rate, .expire, .reopen:
            if isOpen { return Refusal(.openOrders, action, RefusalText.openOrders(state)) }
            if action.verb == .reopen { return reopenObjection(to: action, in: state) }
        case .triage:
            if isOpen, action.to != nil { return Refusal(.openOrders, action, RefusalText.openOrders(state)) }
        case .pause:
            if state.pause != nil { return Refusal(.alreadyPaused, action, RefusalText.alreadyPaused) }
            if state.endedAt != nil { return Refusal(.wrongState, action, RefusalText.ended) }
        case .resume:
            if state.pause == nil { return Refusal(.notPaused, action, RefusalText.notPaused) }
        case .escalate:
            if state.endedAt != nil { return Refusal(.wrongState, action, RefusalText.ended) }
        case .report, .reportIn, .decline, .handle, .cancelOrder, .reject, .withdraw, .merge, .note:
            break
        }
        return nil
    }

    private func reopenObjection(to action: Action, in state: CaseState) -> Refusal? {
        guard let reopening, state.endedAt != nil else {
            return Refusal(.wrongState, action, RefusalText.notEnded)
        }
        guard state.reopened < reopening.most else {
            return Refusal(.reopenLimit, action, RefusalText.reopenLimit(reopening.most))
        }
        return nil
    }
}
