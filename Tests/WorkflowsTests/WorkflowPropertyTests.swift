import Ground
import Testing
import Workflows

@Suite struct WorkflowPropertyTests {
    /// Thousands of histories over the shipped workflows.
    @Test(arguments: Shipped.paths.indices, 0..<4)
    func randomHistoriesKeepEveryRule(_ index: Int, _ part: Int) throws {
        let workflow = try Shipped.workflow(Shipped.paths[index])
        var accepted = 0
        var states: Set<StateName> = []
        var refusals: Set<Refusal.Code> = []
        for seed in 0..<200 {
            var history = try #require(RandomHistory(workflow, seed: UInt64(part * 10_000 + seed)))
            history.run(steps: 30 + seed % 90)
            #expect(history.faults == [], "seed \(part * 10_000 + seed)")
            if seed.isMultiple(of: 5) { #expect(history.canEnd(), "seed \(part * 10_000 + seed) cannot end") }
            accepted += history.accepted
            for event in history.events { if case .moved(let state) = event.fact { states.insert(state) } }
            refusals.formUnion(history.refusals.keys)
        }
        // The histories must go somewhere, or nothing was tested.
        #expect(accepted > 1000)
        #expect(states.count >= (workflow.orders == nil ? 5 : 6))
        let usual: Set<Refusal.Code> = [.wrongState, .notPermitted, .missing, .timeRunsBackwards]
        #expect(usual.isSubset(of: refusals))
        if workflow.orders != nil {
            #expect(refusals.isSuperset(of: [.partsMustDiffer, .unknownOrder, .orderNotOpen, .alreadyCalled, .notSensible]))
        }
    }

    /// Procedures made at random: those that the checker lets pass must keep the same rules, and every case of theirs can end.
    @Test(arguments: 0..<4)
    func whatTheCheckerPassesCanAlwaysEnd(_ part: Int) throws {
        var passed = 0
        var refused = 0
        var withOrders = 0
        for seed in 0..<400 {
            var random = SeededRandom(seed: UInt64(part * 100_000 + seed))
            let text = RandomWorkflow.text(&random)
            var diagnostics = Diagnostics()
            guard let workflow = Workflow.read(text, file: "w.yaml", diagnostics: &diagnostics) else {
                refused += 1
                continue
            }
            passed += 1
            if workflow.orders != nil { withOrders += 1 }
            for run in 0..<4 {
                var history = try #require(RandomHistory(workflow, seed: UInt64(seed * 10 + run)))
                history.run(steps: 40)
                #expect(history.faults == [], "\(text)")
                #expect(history.canEnd(), "a case in \(workflow.name(of: history.state)) cannot end, seed \(seed) run \(run) part \(part):\n\(text)")
            }
        }
        #expect(passed >= 30)
        #expect(withOrders >= 5)
        #expect(refused >= 60)
    }
}

/// Small procedures, many of them faulty.
enum RandomWorkflow {
    static func text(_ random: inout SeededRandom) -> String {
        let open = ["s0", "s1", "s2"].prefix(1 + random.below(3)).map(\.self)
        let hasOrders = random.below(3) > 0
        let orderStates = hasOrders ? ["called", "working", "ready", "none"] : []
        var lines = ["workflow: w", "version: 1", "title: {zh: 甲, en: a}", "states:"]
        for state in open + orderStates { lines.append("  \(state): {title: {zh: 甲, en: a}}") }
        lines.append("  good: {title: {zh: 甲, en: a}, end: resolved}")
        lines.append("  bad: {title: {zh: 甲, en: a}, end: rejected}")
        if hasOrders {
            lines.append("orders: {while called: called, while working: working, when done: ready, when none is left: none, most: \(1 + random.below(4))}")
        }
        lines += ["actions:", "  report: {title: {zh: 甲, en: a}, to: s0, who: anybody}"]
        let all = open + orderStates
        func some(_ values: [String], _ random: inout SeededRandom) -> String {
            var picked = values.filter { _ in random.below(2) == 0 }
            if picked.isEmpty { picked = [values[random.below(values.count)]] }
            return "[" + picked.joined(separator: ", ") + "]"
        }
        func add(_ name: String, _ verb: String, _ rest: String) {
            lines.append("  \(name): {title: {zh: 甲, en: a}, does: \(verb), \(rest)}")
        }
        let targets = open + ["none", "good", "bad"].filter { hasOrders || $0 != "none" }
        let settled = open + (hasOrders ? ["ready", "none"] : [])
        for index in 0..<(1 + random.below(4)) {
            let left = random.below(8) == 0 ? settled : settled.filter { $0 != "ready" }
            add("go\(index)", "move", "from: \(some(left, &random)), to: \(targets[random.below(targets.count)]), who: desk of own-area, not: [handler]")
        }
        if random.below(2) == 0 { add("stop", "reject", "from: \(some(all, &random)), to: bad, who: desk of own-area") }
        if random.below(2) == 0 {
            add("wait", "pause", "from: \(some(all, &random)), who: desk of own-area")
            add("go-on", "resume", "from: \(random.below(3) == 0 ? some(all, &random) : "open"), who: desk of own-area")
        }
        if hasOrders { addOrders(&random, all, settled, add: add, some: some) }
        let clocked = random.below(2) == 0
        if clocked { add("expire", "expire", "from: \(some(settled, &random)), to: bad, who: clock") }
        if clocked || random.below(2) == 0 {
            lines.append("clocks:")
            if clocked {
                lines.append("  last: {title: {zh: 甲, en: a}, runs: while \(settled[random.below(settled.count)]), limit: 2 hours, then: [take: expire]}")
            }
            lines.append("  first: {title: {zh: 甲, en: a}, runs: while s0, limit: 1 hour, then: [escalate], stops while paused: no}")
            if hasOrders {
                lines.append("  in: {title: {zh: 甲, en: a}, runs: while an order is called, limit: 30 minutes, then: [escalate, notify: desk of own-area]}")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func addOrders(
        _ random: inout SeededRandom, _ all: [String], _ settled: [String], add: (String, String, String) -> Void,
        some: ([String], inout SeededRandom) -> String
    ) {
        add("call", random.below(2) == 0 ? "dispatch" : "whistle", "from: \(some(all, &random)), who: desk of own-area")
        add("in", "report-in", "from: called, who: office of own-order, not: [finder]")
        add("done", "handle", "from: \(random.below(2) == 0 ? "working" : "[called, working]"), who: office of own-order, not: [finder]")
        if random.below(2) == 0 {
            add("no", "decline", "from: \(some(["called", "working"], &random)), who: office of own-order")
            add("must", "assign", "from: \(some(["none", "called", "ready"], &random)), who: desk of level-above")
        }
        if random.below(2) == 0 { add("cancel", "cancel-order", "from: \(some(["called", "working"], &random)), who: desk of own-area") }
        if random.below(8) > 0 {
            add("check", "verify", "from: ready, to: \(["good", "s0"][random.below(2)]), who: desk of own-area, not: [finder, handler]")
        }
        if random.below(2) == 0 { add("back", "send-back", "from: ready, who: desk of own-area, not: [handler]") }
    }
}
