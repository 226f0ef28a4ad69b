import Ground
import Testing
import Workflows

/// A random history, legal and illegal steps mixed; after every step everything that must always hold is checked.
struct RandomHistory {
    let workflow: Workflow
    let surroundings: Surroundings
    var random: SeededRandom
    var state: CaseState
    var events: [CaseEvent]
    var now = 0
    var model: PermissionModel
    var accepted = 0
    var refusals: [Refusal.Code: Int] = [:]
    /// What went wrong, in words; empty where nothing did.
    var faults: [String] = []
    private var fired: Set<[Int64]> = []
    private let posts: [String?]
    private let organisations = ["a", "b", "c", "d"]

    init?(_ workflow: Workflow, seed: UInt64) {
        self.workflow = workflow
        random = SeededRandom(seed: seed)
        let levels = random.below(4)
        let limit: Allowance? = random.below(2) == 0 ? nil : .clockMinutes(1 + random.below(500))
        surroundings = Plain.surroundings(levelsAbove: levels, classLimit: limit)
        posts = Array(Set(workflow.actions.flatMap(\.who).map(\.post))).sorted { ($0 ?? "") < ($1 ?? "") }
        guard let report = workflow.actions.first(where: { $0.verb == .report }) else { return nil }
        let account: Int64? = random.below(3) == 0 ? nil : Int64(random.below(8))
        let actor = Actor(account: account, standings: report.who.map { .init(post: $0.post, relations: [$0.relation]) })
        let priority = Priority.allCases[random.below(3)]
        let opened = workflow.open(
            Command(action: report.name, actor: actor, given: RandomHistory.everything), priority: priority, at: .minute(0), in: surroundings)
        guard case .success(let events) = opened, let state = CaseState(events, under: workflow) else { return nil }
        self.events = events
        self.state = state
        model = PermissionModel(workflow, reporter: account)
    }

    static let everything = Given(
        text: "说明", photos: (1...20).map { "p\($0)" }, answers: ["q": "1"], organisations: [], requestClass: "c", area: "530102", reason: "r",
        otherCase: 5, rating: 1)

    mutating func run(steps: Int) {
        for _ in 0..<steps where faults.isEmpty {
            let before = state
            if random.below(4) == 0 { fireSomething() } else { doSomething() }
            check(since: before)
        }
    }

    // MARK: Steps

    private mutating func pick<T>(_ values: [T]) -> T { values[random.below(values.count)] }

    private mutating func someActor(for action: Workflow.Action) -> Actor {
        let account: Int64? = random.below(6) == 0 ? nil : Int64(random.below(8))
        var standings: [Actor.Standing] = []
        for _ in 0..<random.below(4) {
            var relations: Set<Workflow.Relation> = []
            for relation in Workflow.Relation.allCases where relation != .clock && random.below(3) == 0 { relations.insert(relation) }
            standings.append(.init(post: pick(posts), relations: relations, organisation: random.below(3) == 0 ? nil : pick(organisations)))
        }
        if random.below(3) > 0, !action.who.isEmpty {
            let permission = pick(action.who)
            if permission.relation != .clock {
                standings.append(.init(post: permission.post, relations: [permission.relation], organisation: pick(organisations)))
            }
        }
        return Actor(account: account, standings: standings)
    }

    private mutating func someGiven() -> Given {
        if random.below(12) == 0 { return Given() }
        var given = RandomHistory.everything
        given.organisations = (0..<random.below(4)).map { _ in pick(organisations) }
        if random.below(3) == 0 { given.lead = pick(organisations) }
        given.rating = random.below(8)
        given.priority = random.below(3) == 0 ? pick(Priority.allCases) : nil
        given.reason = workflow.pauseReasons.isEmpty || random.below(6) == 0 ? "r" : pick(workflow.pauseReasons).name
        return given
    }

    /// Somebody who may and who gives all that is asked for.
    private mutating func helpful(_ action: Workflow.Action, order: Int?) -> (Actor, Given) {
        let organisation = order.flatMap { state.order($0) }?.organisation
        let standings = action.who.filter { $0.relation != .clock }.map {
            Actor.Standing(post: $0.post, relations: [$0.relation], organisation: organisation)
        }
        var given = RandomHistory.everything
        let first = random.below(2)
        given.organisations = action.verb == .whistle ? Array(organisations[first...(first + 1)]) : [organisations[first]]
        given.rating = 1 + random.below(5)
        given.reason = workflow.pauseReasons.first?.name ?? "r"
        return (Actor(account: Int64(100 + random.below(40)), standings: standings), given)
    }

    private mutating func doSomething() {
        let name = workflow.name(of: state)
        let likely = workflow.actions.filter { $0.from.contains(name) && ![.note, .withdraw, .reject, .merge, .escalate].contains($0.verb) }
        let isLikely = !likely.isEmpty && random.below(6) > 0
        if isLikely { return attempt(pick(likely)) }
        attempt(pick(workflow.actions))
    }

    private mutating func attempt(_ action: Workflow.Action) {
        let order = !action.verb.mayConcernOneOrder || random.below(4) == 0 ? nil : Int?(random.below(state.orders.count + 2))
        var actor = someActor(for: action)
        if let organisation = order.flatMap({ state.order($0) })?.organisation, random.below(2) == 0, let own = action.who.first {
            actor.standings.append(.init(post: own.post, relations: [own.relation], organisation: organisation))
        }
        var given = someGiven()
        if random.below(2) == 0 { (actor, given) = helpful(action, order: order) }
        let command = Command(action: action.name, order: order, actor: actor, given: given)
        let step = random.below(20) == 0 ? -1 - random.below(5) : random.below(10) == 0 ? random.below(5000) : random.below(60)
        let buttons = workflow.permitted(for: command.actor, in: state)
        let button = buttons.first { $0.action == action.name }
        // A page offers an action on the orders listed; on the case as a whole where none is listed.
        let isOffered = button.map { button in order.map { button.orders.contains($0) } ?? button.orders.isEmpty } ?? false
        switch workflow.apply(command, to: state, at: .minute(now + step), in: surroundings) {
        case .success(let new):
            if step < 0 { faults.append("time ran backwards") }
            let organisation = order.flatMap { state.order($0) }?.organisation
            if !model.allows(command, organisation: organisation) { faults.append("\(action.name) by somebody who may not") }
            let isKnown = action.verb == .sendBack && order == nil ? button != nil : isOffered
            if !isKnown { faults.append("\(action.name) was accepted but not offered") }
            model.accepted(command)
            accept(new, step)
        case .failure(let refusal):
            refusals[refusal.code, default: 0] += 1
            let later: Set<Refusal.Code> = [
                .missing, .notSensible, .alreadyCalled, .tooManyOrders, .reopenTooLate, .highestLevel, .ratingOutOfRange, .unknownReason,
                .timeRunsBackwards, .unknownOrder,
            ]
            if isOffered, !later.contains(refusal.code) { faults.append("\(action.name) was offered but refused: \(refusal.code)") }
        }
    }

    private mutating func fireSomething() {
        guard !state.clocks.isEmpty else { return }
        let number = 1 + random.below(state.clocks.count + 1)
        let step = random.below(3) == 0 ? random.below(20_000) : random.below(100)
        let due = workflow.dueTimes(of: state, in: surroundings).first { $0.clock == number }?.due
        switch workflow.fire(clock: number, of: state, at: .minute(now + step), in: surroundings) {
        case .success(let new):
            guard let due, due <= .minute(now + step) else { return faults.append("clock \(number) fired though not due") }
            let run = state.clocks[number - 1]
            if run.stoppedAt != nil { faults.append("a stopped clock fired") }
            if state.pause != nil, workflow.clock(run.clock)?.isPausable ?? false { faults.append("a paused clock fired") }
            if !fired.insert([Int64(number), due.milliseconds]).inserted { faults.append("clock \(number) fired twice for one due time") }
            accept(new, step)
        case .failure(let refusal):
            if let due, due <= .minute(now + step) { faults.append("clock \(number) was due but refused: \(refusal.code)") }
        }
    }

    private mutating func accept(_ new: [CaseEvent], _ step: Int) {
        accepted += 1
        now += step
        for event in new { state.apply(event, under: workflow) }
        events += new
    }

    // MARK: What must always hold

    private mutating func check(since before: CaseState) {
        if CaseState(events, under: workflow) != state { faults.append("replay differs from live") }
        let end = workflow.state(workflow.name(of: state))?.end
        let isOpen = state.orders.contains { $0.progress.isOpen }
        if end != nil, isOpen { faults.append("ended with an open order") }
        if state.decided != nil, isOpen { faults.append("decided while an order is open") }
        if (end != nil) != (state.endedAt != nil) { faults.append("the end is not recorded") }
        if end != nil, state.pause != nil { faults.append("ended while paused") }
        if state.escalation > surroundings.levelsAbove { faults.append("escalated above the highest level") }
        if state.escalation > before.escalation + 1 { faults.append("two levels at once") }
        if state.reopened > workflow.reopening?.most ?? 0 { faults.append("reopened too often") }
        if end != nil, state.clocks.contains(where: { $0.stoppedAt == nil }) { faults.append("a clock runs after the end") }
        for (index, order) in state.orders.enumerated() where index < before.earlierOrders && order != before.orders[index] {
            faults.append("an order of history changed")
        }
        checkClocks()
    }

    /// Exactly the clocks run that the case's state and orders ask for.
    private mutating func checkClocks() {
        let name = workflow.name(of: state)
        var wanted: [String] = []
        for clock in workflow.clocks {
            switch clock.runs {
            case .states(let names): if names.contains(name) { wanted.append("\(clock.name) 0") }
            case .orderCalled: wanted += state.orders.filter { $0.progress == .called }.map { "\(clock.name) \($0.number)" }
            case .orderWorking: wanted += state.orders.filter { $0.progress == .working }.map { "\(clock.name) \($0.number)" }
            }
        }
        let running = state.clocks.filter { $0.stoppedAt == nil }.map { "\($0.clock) \($0.order ?? 0)" }
        if wanted.sorted() != running.sorted() { faults.append("clocks run: \(running), wanted: \(wanted)") }
    }
}

extension RandomHistory {
    /// Whether helpful people and the clocks can bring the case to an end: a search through what they could do.
    func canEnd(depth: Int = 12) -> Bool {
        struct Node: Hashable {
            var name: StateName
            var orders: [WorkOrder.Progress]
            var isPaused: Bool
            var declines: Int
            var firings: [Int]
        }
        var queue = [(state: state, now: now, depth: 0)]
        var seen: Set<Node> = []
        var index = 0
        var account: Int64 = 1000
        while index < queue.count, index < 4000 {
            let (state, now, level) = queue[index]
            index += 1
            if state.endedAt != nil { return true }
            if level == depth { continue }
            for next in successors(of: state, now: now, account: &account) {
                let node = Node(
                    name: workflow.name(of: next.state), orders: next.state.currentOrders.map(\.progress), isPaused: next.state.pause != nil,
                    declines: next.state.declinesInARow, firings: next.state.clocks.filter { $0.stoppedAt == nil }.map(\.firings))
                if seen.insert(node).inserted { queue.append((next.state, next.now, level + 1)) }
            }
        }
        return false
    }

    private func successors(of state: CaseState, now: Int, account: inout Int64) -> [(state: CaseState, now: Int)] {
        var found: [(state: CaseState, now: Int)] = []
        func take(_ result: Result<[CaseEvent], Refusal>, at time: Int) {
            guard case .success(let events) = result else { return }
            var next = state
            for event in events { next.apply(event, under: workflow) }
            found.append((next, time))
        }
        for action in workflow.actions where action.verb != .note && action.verb != .reopen {
            let orders: [Int?] = action.verb.concernsOneOrder ? state.currentOrders.map(\.number) : [nil]
            for order in orders {
                account += 1
                let organisation = order.flatMap { state.order($0) }?.organisation
                let standings = action.who.filter { $0.relation != .clock }.map {
                    Actor.Standing(post: $0.post, relations: [$0.relation], organisation: organisation)
                }
                var given = RandomHistory.everything
                given.organisations = action.verb == .whistle ? ["x\(account)", "y\(account)"] : ["x\(account)"]
                given.rating = 5
                given.reason = workflow.pauseReasons.first?.name ?? "r"
                let command = Command(action: action.name, order: order, actor: Actor(account: account, standings: standings), given: given)
                take(workflow.apply(command, to: state, at: .minute(now), in: surroundings), at: now)
            }
        }
        for (clock, due) in workflow.dueTimes(of: state, in: surroundings) {
            let minute = Int((due.milliseconds - Instant.minute(0).milliseconds) / 60_000)
            let time = max(now, minute)
            take(workflow.fire(clock: clock, of: state, at: .minute(time), in: surroundings), at: time)
        }
        return found
    }
}
