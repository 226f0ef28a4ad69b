/// Which states lead to which: every single step that some history could take.
struct WorkflowGraph {
    private(set) var edges: [StateName: Set<StateName>] = [:]
    /// The steps that bring a case nearer to its end. To call yet another department while some are on the case is not
    /// among them: their number is limited.
    private var onward: [StateName: Set<StateName>] = [:]
    /// The steps that somebody decides, without orders and without reopening.
    private var decisions: [StateName: Set<StateName>] = [:]
    private(set) var starts: [StateName] = []

    init(_ workflow: Workflow) {
        for action in workflow.actions where action.canBeTaken(in: workflow) { add(action, in: workflow) }
    }

    private mutating func connect(_ from: [StateName], _ to: StateName?, isOnward: Bool = true, isDecision: Bool = false) {
        guard let to else { return }
        for state in from {
            edges[state, default: []].insert(to)
            if isOnward { onward[state, default: []].insert(to) }
            if isDecision { decisions[state, default: []].insert(to) }
        }
    }

    private mutating func add(_ action: Workflow.Action, in workflow: Workflow) {
        let rules = workflow.orders
        // While an order is open nothing but the orders moves the case.
        var action = action
        // What only a clock takes happens only where that clock runs.
        if !action.who.contains(where: { $0.relation != .clock }) {
            let places = action.places(ofClocksIn: workflow)
            action.from.removeAll { !places.contains($0) }
        }
        let settled = action.from.filter { $0 != rules?.whileCalled && $0 != rules?.whileWorking }
        switch action.verb {
        case .report:
            if let to = action.to { starts.append(to) }
        case .triage, .move, .verify, .expire:
            connect(settled, action.to, isDecision: true)
        case .reopen:
            if workflow.reopening?.most ?? 0 > 0 { connect(settled, action.to) }
        case .reject, .withdraw, .merge:
            connect(action.from, action.to)
        case .rate:
            connect(settled, workflow.rating?.closesTo)
            if workflow.reopening?.most ?? 0 > 0 { connect(settled, workflow.rating?.reopensTo) }
        case .dispatch, .whistle, .assign:
            connect(settled.filter { $0 != rules?.whenDone }, rules?.whileCalled)
            connect(action.from, rules?.whileCalled, isOnward: false)
        case .reportIn:
            if let rules { connect(action.from.filter { $0 == rules.whileCalled }, rules.whileWorking) }
        case .handle:
            if let rules { connect(action.from.filter { $0 == rules.whileCalled || $0 == rules.whileWorking }, rules.whenDone) }
        case .decline, .cancelOrder:
            // What a department may decline, or must not where it is bound, is no way to the end that can be relied on.
            let busy = action.from.filter { $0 == rules?.whileCalled || $0 == rules?.whileWorking }
            connect(busy, rules?.whenNone, isOnward: action.verb == .cancelOrder)
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
        for (from, targets) in onward {
            for target in targets { back[target, default: []].insert(from) }
        }
        return WorkflowGraph.closure(ends, back)
    }

    /// All states that decisions alone make of a given one.
    func decided(from starts: [StateName]) -> Set<StateName> { WorkflowGraph.closure(starts, decisions) }

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

    /// The states in which a clock that takes the action may run out.
    func places(ofClocksIn workflow: Workflow) -> Set<StateName> {
        var places: Set<StateName> = []
        for clock in workflow.clocks where clock.consequences.contains(.take(name)) { places.formUnion(clock.places(in: workflow)) }
        return places
    }

    func isTakenByClock(in workflow: Workflow) -> Bool {
        workflow.clocks.contains { $0.consequences.contains(.take(name)) }
    }
}

extension Workflow.Clock {
    /// The states in which a case may be while the clock runs.
    func places(in workflow: Workflow) -> [StateName] {
        switch runs {
        case .states(let names): names
        case .orderCalled: workflow.orders.map { [$0.whileCalled] } ?? []
        case .orderWorking: workflow.orders.map { [$0.whileCalled, $0.whileWorking] } ?? []
        }
    }
}
