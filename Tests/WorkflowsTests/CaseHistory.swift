import Ground
import Testing
import Workflows

/// A case under a workflow, driven step by step; every step checks that the events give the same state when replayed.
struct CaseHistory {
    let workflow: Workflow
    var surroundings: Surroundings
    var events: [CaseEvent] = []
    var state: CaseState
    var minute: Int

    init(_ workflow: Workflow, priority: Priority = .normal, by account: Int64? = 1, levelsAbove: Int = 2) throws {
        self.workflow = workflow
        surroundings = Plain.surroundings(levelsAbove: levelsAbove)
        minute = 0
        let report = try #require(workflow.actions.first { $0.verb == .report })
        let actor = Actor(account: account, standings: [.init(post: nil, relations: [.anybody, .reporter])])
        let opened = workflow.open(
            Command(action: report.name, actor: actor, given: Given(text: "路灯不亮")), priority: priority, at: .minute(0), in: surroundings)
        events = try opened.get()
        state = try #require(CaseState(events, under: workflow))
    }

    var name: StateName { workflow.name(of: state) }

    /// Takes an action as somebody who may: a holder of the first post that the workflow names, with an own account.
    @discardableResult
    mutating func take(
        _ action: ActionName, order: Int? = nil, by account: Int64, _ given: Given = Given(), after minutes: Int = 1
    ) -> Refusal.Code? {
        guard let permission = workflow.action(action)?.who.first else { return .unknownAction }
        let organisation = order.flatMap { state.order($0) }?.organisation
        let standing = Actor.Standing(post: permission.post, relations: [permission.relation], organisation: organisation)
        return take(action, order: order, as: Actor(account: account, standings: [standing]), given, after: minutes)
    }

    mutating func take(
        _ action: ActionName, order: Int? = nil, as actor: Actor, _ given: Given = Given(), after minutes: Int = 1
    ) -> Refusal.Code? {
        let command = Command(action: action, order: order, actor: actor, given: given)
        let result = workflow.apply(command, to: state, at: .minute(minute + minutes), in: surroundings)
        return record(result, minutes)
    }

    mutating func fire(_ clock: Int, after minutes: Int) -> Refusal.Code? {
        record(workflow.fire(clock: clock, of: state, at: .minute(minute + minutes), in: surroundings), minutes)
    }

    private mutating func record(_ result: Result<[CaseEvent], Refusal>, _ minutes: Int) -> Refusal.Code? {
        switch result {
        case .failure(let refusal):
            #expect(!refusal.message.zh.isEmpty && !refusal.message.en.isEmpty)
            return refusal.code
        case .success(let new):
            minute += minutes
            for event in new { state.apply(event, under: workflow) }
            events += new
            #expect(CaseState(events, under: workflow) == state)
            return nil
        }
    }

    /// The number of the clock that runs under a name.
    func running(_ clock: ClockName, order: Int? = nil) -> Int? {
        state.clocks.first { $0.clock == clock && $0.order == order && $0.stoppedAt == nil }?.number
    }

    func due(_ clock: ClockName, order: Int? = nil) -> Int? {
        guard let number = running(clock, order: order),
            let due = workflow.dueTimes(of: state, in: surroundings).first(where: { $0.clock == number })?.due
        else { return nil }
        return Int((due.milliseconds - Instant.minute(0).milliseconds) / 60_000)
    }
}
