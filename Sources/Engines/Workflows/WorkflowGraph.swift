/// Which states lead to which: every single step that some history could take.
struct WorkflowGraph {
    private(set) var edges: [StateName: Set<StateName>] = [:]
    private(set) var starts: [StateName] = []

    init(_ workflow: Workflow) {
        for action in workflow.actions where action.canBeTaken(in: workflow) { add(action, in: workflow) }
    }

    private mutating func connect(_ from: [StateName], _ to: StateName?) {
        guard let to else { return }
        for state in from { edges[state, default: []].insert(to) }
    }

    private mutating func add(_ action: Workflow.Action, in workflow: Workflow) {
        let rules = workflow.orders
        // While an order is open nothing but the orders moves the case.
        let settled = action.from.filter { $0 != rules?.whileCalled && $0 != rules?.whileWorking }
        switch action.verb {
        case .report:
            if let to = action.to { starts.append(to) }
        case .triage, .move, .verify, .expire:
            connect(settled, action.to)
        case .reopen:
            if workflow.reopening?.most ?? 0 > 0 { connect(settled, action.to) }
        case .reject, .withdraw, .merge:
            connect(action.from, action.to)
        case .rate:
            connect(settled, workflow.rating?.closesTo)
            if workflow.reopening?.most ?? 0 > 0 { connect(settled, workflow.rating?.reopensTo) }
        case .dispatch, .whistle, .assign:
            connect(action.from, rules?.whileCalled)
        case .reportIn:
            if let rules { connect(action.from.filter { $0 == rules.whileCalled }, rules.whileWorking) }
        case .handle:
            if let rules { connect(action.from.filter { $0 == rules.whileCalled || $0 == rules.whileWorking }, rules.whenDone) }
        case .decline, .cancelOrder:
            if let rules { connect(action.from.filter { $0 == rules.whileCalled || $0 == rules.whileWorking }, rules.whenNone) }
        case .sendBack:
            connect(settled, rules?.whileWorking)
        case .pause, .resume, .escalate, .note:
            break
        }
    }

    /// All states that can be reached from the first ones.
    var reachable: Set<StateName> { WorkflowGraph.closure(starts, edges) }

    /// All states from which one of the given ones can be reached.
    func leading(to ends: [StateName]) -> Set<StateName> {
        var back: [StateName: Set<StateName>] = [:]
        for (from, targets) in edges {
            for target in targets { back[target, default: []].insert(from) }
        }
        return WorkflowGraph.closure(ends, back)
    }

    private static func closure(_ starts: [StateName], _ edges: [StateName: Set<StateName>]) -> Set<StateName> {
        var seen = Set(starts)
        var waiting = starts
        while let state = waiting.popLast() {
            for next in edges[state] ?? [] where seen.insert(next).inserted { waiting.append(next) }
        }
        return seen
    }
}

extension Workflow.Action {
    /// Whether there is anybody, or a clock, to take the action.
    func canBeTaken(in workflow: Workflow) -> Bool {
        who.contains { $0.relation != .clock } || (who.contains { $0.relation == .clock } && isTakenByClock(in: workflow))
    }

    func isTakenByClock(in workflow: Workflow) -> Bool {
        workflow.clocks.contains { $0.consequences.contains(.take(name)) }
    }
}
