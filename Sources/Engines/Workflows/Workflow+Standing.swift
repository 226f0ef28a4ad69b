/// Where a case stands.
extension Workflow {
    /// The state of a case: the last one that somebody decided on, or what its orders say. Nothing else stores it.
    public func name(of state: CaseState) -> StateName {
        if let decided = state.decided { return decided }
        guard let orders else { return states.first?.name ?? "" }
        return orders.name(of: state.currentOrders)
    }

    /// The state that one order speaks for, as if it were the only one. A decision on the case stands above its orders.
    func name(of order: WorkOrder, in state: CaseState) -> StateName {
        if let decided = state.decided { return decided }
        guard let orders else { return states.first?.name ?? "" }
        return orders.name(of: [order])
    }
}

extension Workflow.OrderRules {
    /// What a case is called while its orders are as they are: one not reported in outweighs one at work, which outweighs
    /// those that are done. Accepted ones are settled by the verifier's decision, declined and cancelled ones are gone.
    public func name(of orders: some Sequence<WorkOrder>) -> StateName {
        var isWorking = false
        var isDone = false
        for order in orders {
            switch order.progress {
            case .called: return whileCalled
            case .working: isWorking = true
            case .done: isDone = true
            case .accepted, .declined, .cancelled: break
            }
        }
        return isWorking ? whileWorking : isDone ? whenDone : whenNone
    }

    /// The states that the orders make by themselves.
    public var states: [StateName] { [whileCalled, whileWorking, whenDone, whenNone] }
}

extension Verb {
    /// Whether the action speaks of one order, which must be named, and looks at that order's own state.
    public var concernsOneOrder: Bool {
        switch self {
        case .reportIn, .decline, .handle, .cancelOrder: true
        default: false
        }
    }

    /// Whether the action may speak of one order.
    public var mayConcernOneOrder: Bool { concernsOneOrder || self == .sendBack }

    /// Whether the action makes no sense without order rules in the workflow.
    public var needsOrderRules: Bool {
        switch self {
        case .dispatch, .whistle, .assign, .reportIn, .decline, .handle, .cancelOrder, .sendBack: true
        default: false
        }
    }

    /// What must be given with every action of this meaning, whatever the workflow says.
    public var inherentNeeds: [Workflow.Requirement] {
        switch self {
        case .dispatch, .assign: [.organisation]
        case .whistle: [.organisations(atLeast: 2)]
        case .decline, .reject, .pause: [.reason]
        case .rate: [.rating]
        case .merge: [.otherCase]
        default: []
        }
    }
}
