internal import Ground

/// Pauses, clocks, and who may not judge whose work.
extension WorkflowChecker {
    /// After declines only the level above goes on; it must be able to wherever the desk could have.
    func checkDeclining(_ orders: Workflow.OrderRules, _ diagnostics: inout Diagnostics) {
        guard let decline = workflow.actions.first(where: { $0.verb == .decline }) else { return }
        func states(_ verbs: Set<Verb>) -> Set<StateName> {
            Set(workflow.actions.filter { verbs.contains($0.verb) && $0.canBeTaken(in: workflow) }.flatMap(\.from))
        }
        var wanted = graph.decided(from: orders.states).intersection(states([.dispatch, .whistle]))
        wanted.subtract([orders.whileCalled, orders.whileWorking, orders.whenDone])
        wanted.insert(orders.whenNone)
        let lacking = wanted.subtracting(states([.assign]))
        guard !lacking.isEmpty else { return }
        diagnostics.error(
            "after \(orders.declinesBeforeBinding) declines nobody can go on", at: source.place("actions", decline.name.rawValue),
            advice: "add an action that does assign, from \(lacking.map(\.rawValue).sorted().joined(separator: ", ")), by the level above")
    }

    func checkCalling(_ orders: Workflow.OrderRules, _ diagnostics: inout Diagnostics) {
        for action in workflow.actions where action.verb == .whistle {
            let fewest = action.needs.map { if case .organisations(let count) = $0 { count } else { 0 } }.max() ?? 2
            guard fewest > orders.most else { continue }
            diagnostics.error(
                "\u{201C}\(action.name)\u{201D} calls at least \(fewest) departments, but at most \(orders.most) may be called",
                at: source.place("actions", action.name.rawValue), advice: "raise most: in orders")
        }
    }

    func checkPausing(_ diagnostics: inout Diagnostics) {
        let resumes = Set(workflow.actions.filter { $0.verb == .resume && $0.canBeTaken(in: workflow) }.flatMap(\.from))
        for pause in workflow.actions where pause.verb == .pause {
            var stuck = Set(pause.from)
            // While a case waits, its orders may go on.
            if let orders = workflow.orders, pause.from.contains(where: orders.states.contains) { stuck.formUnion(orders.states) }
            stuck.subtract(resumes)
            guard !stuck.isEmpty else { continue }
            diagnostics.error(
                "a case that is paused could not be resumed in \(stuck.map(\.rawValue).sorted().joined(separator: ", "))",
                at: source.place("actions", pause.name.rawValue), advice: "add these states to an action that does resume")
        }
        if !workflow.pauseReasons.isEmpty, !workflow.actions.contains(where: { $0.verb == .pause }) {
            diagnostics.error(
                "nobody can pause a case for these reasons", at: source.place("pause reasons"), advice: "add an action that does pause, or remove them")
        }
    }

    /// Finder, handler and verifier are different people; who handled never closes.
    func checkSeparation(_ diagnostics: inout Diagnostics) {
        let handling = workflow.actions.filter { $0.verb == .handle }
        guard !handling.isEmpty else { return }
        let finderNeverHandles = handling.allSatisfy { $0.not.contains(.finder) }
        for action in workflow.actions {
            let closes = action.to.flatMap { workflow.state($0)?.end } == .resolved
            let judges = action.verb == .verify || (closes && action.who.contains { $0.relation != .clock })
            let place = source.place("actions", action.name.rawValue, "not")
            if judges, !action.not.contains(.handler) {
                diagnostics.error(
                    "who handled the case may take \u{201C}\(action.name)\u{201D} and judge the own work", at: place, advice: "add not: [handler]")
            }
            if action.verb == .verify, !action.not.contains(.finder) {
                diagnostics.warning("who found the case may take \u{201C}\(action.name)\u{201D}", at: place, advice: "add finder to not:")
            }
            if action.verb == .rate, !action.not.contains(.handler), !finderNeverHandles {
                diagnostics.error("who handled the case may rate it", at: place, advice: "add not: [handler]")
            }
        }
        for action in handling where !action.not.contains(.finder) {
            diagnostics.warning(
                "who found the case may take \u{201C}\(action.name)\u{201D}", at: source.place("actions", action.name.rawValue, "not"),
                advice: "add finder to not:")
        }
    }

    func checkClock(_ clock: Workflow.Clock, _ diagnostics: inout Diagnostics) {
        let name = clock.name.rawValue
        if clock.consequences.isEmpty {
            diagnostics.error(
                "nothing happens when the clock \u{201C}\(name)\u{201D} runs out", at: source.place("clocks", name, "then"),
                advice: "add then: [escalate], notify or take")
        }
        let running = clock.places(in: workflow)
        let runs = source.place("clocks", name, "runs")
        if running.isEmpty {
            diagnostics.error("the clock \u{201C}\(name)\u{201D} runs on orders, but there are none", at: runs, advice: "add orders:, or name states")
        }
        for state in running where !reachable.contains(state) {
            diagnostics.error("the clock \u{201C}\(name)\u{201D} starts in \u{201C}\(state)\u{201D}, which never is", at: runs)
        }
        for state in running where ends.contains(state) {
            diagnostics.error("the case has ended in \u{201C}\(state)\u{201D}; no clock runs there", at: runs, advice: "name an open state")
        }
        checkLimits(clock, &diagnostics)
        for case .take(let taken) in clock.consequences { checkTaking(taken, clock, running, &diagnostics) }
    }

    private func checkTaking(_ taken: ActionName, _ clock: Workflow.Clock, _ running: [StateName], _ diagnostics: inout Diagnostics) {
        let place = source.place("clocks", clock.name.rawValue, "then")
        guard let action = workflow.action(taken) else { return }
        if !action.who.contains(where: { $0.relation == .clock }) {
            diagnostics.error("the clock may not take \u{201C}\(taken)\u{201D}", at: place, advice: "add clock to its who:")
        }
        // A clock runs out once; in whatever state it does, the action must be possible, or it would be lost.
        var states = running
        if action.verb.concernsOneOrder, let orders = workflow.orders {
            states = clock.runs == .orderCalled ? [orders.whileCalled] : clock.runs == .orderWorking ? [orders.whileWorking] : []
        }
        let lacking = states.filter { !action.from.contains($0) }
        if !lacking.isEmpty || states.isEmpty {
            diagnostics.error(
                "\u{201C}\(taken)\u{201D} is not possible everywhere where \u{201C}\(clock.name)\u{201D} runs", at: place,
                advice: "let it be taken from \(running.map(\.rawValue).joined(separator: ", "))")
        }
    }

    private func checkLimits(_ clock: Workflow.Clock, _ diagnostics: inout Diagnostics) {
        let key = clock.limit.fromClass ? "otherwise" : "limit"
        let place = source.place("clocks", clock.name.rawValue, key)
        var former: (priority: Priority, minutes: Int)?
        for priority in Priority.allCases {
            guard let allowance = clock.limit.byPriority[priority] else {
                diagnostics.error("there is no limit for \(priority.rawValue) cases", at: place, advice: "add \(priority.rawValue):")
                continue
            }
            let minutes = WorkflowChecker.roughMinutes(allowance)
            if let former, former.minutes > minutes {
                diagnostics.warning(
                    "\(former.priority.rawValue) cases have more time than \(priority.rawValue) ones", at: place, advice: "check the limits")
            }
            former = (priority, minutes)
        }
    }

    /// By the clock on the wall, with eight office hours a day; only for comparing.
    private static func roughMinutes(_ allowance: Allowance) -> Int {
        switch allowance {
        case .clockMinutes(let minutes): minutes
        case .workingMinutes(let minutes): minutes * 3
        case .workingDays(let days): days * 1440
        }
    }
}
