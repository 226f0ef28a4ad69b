import Ground
import Testing
import Workflows

@Suite struct CaseMachineTests {
    /// A demand that has been taken up.
    static func triaged(_ priority: Priority = .normal, levelsAbove: Int = 2) throws -> CaseHistory {
        var history = try CaseHistory(Shipped.demand(), priority: priority, levelsAbove: levelsAbove)
        #expect(history.take("triage", by: 2, Given(requestClass: "street-light", area: "530102001")) == nil)
        return history
    }

    /// A demand on which three departments are called; the second leads.
    static func whistled() throws -> CaseHistory {
        var history = try triaged()
        #expect(history.take("whistle", by: 2, Given(organisations: ["a", "b", "c"], lead: "b")) == nil)
        return history
    }

    static let evidence = Given(text: "已修复", photos: ["p1"])

    @Test func aWhistleGoesThroughToTheRating() throws {
        var history = try Self.whistled()
        #expect(history.name == "called")
        #expect(history.state.orders.map(\.isLead) == [false, true, false])
        #expect(history.state.clocks.filter { $0.clock == "report-in" && $0.stoppedAt == nil }.map(\.order) == [1, 2, 3])
        #expect(history.running("dispatch") == nil)
        #expect(history.take("report-in", order: 1, by: 11) == nil)
        #expect(history.name == "called")
        #expect(history.running("handle", order: 1) != nil)
        #expect(history.take("handle", order: 1, by: 11, Self.evidence) == nil)
        #expect(history.take("report-in", order: 2, by: 12) == nil)
        #expect(history.take("decline", order: 3, by: 13, Given(reason: "不属于本部门")) == nil)
        #expect(history.name == "working")
        #expect(history.take("verify", by: 20, Given(text: "好")) == .wrongState)
        #expect(history.take("handle", order: 2, by: 12, Self.evidence) == nil)
        #expect(history.name == "verifying")
        #expect(history.take("send-back", order: 2, by: 20, Given(text: "未清理")) == nil)
        #expect(history.name == "working")
        #expect(history.state.orders[1].timesSentBack == 1)
        #expect(history.take("handle", order: 2, by: 12, Self.evidence) == nil)
        #expect(history.take("verify", by: 20, Given(text: "好")) == nil)
        #expect(history.name == "rating")
        #expect(history.state.orders.map(\.progress) == [.accepted, .accepted, .declined])
        #expect(history.take("rate", by: 1, Given(rating: 5)) == nil)
        #expect(history.name == "closed")
        #expect(history.state.endedAt == .minute(history.minute))
        #expect(history.workflow.dueTimes(of: history.state, in: history.surroundings).isEmpty)
        #expect(history.take("note", by: 1, Given(text: "谢谢")) == nil)
    }

    @Test func missingEvidenceIsNamed() throws {
        var history = try Self.whistled()
        #expect(history.take("report-in", order: 1, by: 11) == nil)
        let actor = Actor(account: 11, standings: [.init(post: "department-officer", relations: [.ownOrder], organisation: "a")])
        let command = Command(action: "handle", order: 1, actor: actor, given: Given(text: "  "))
        guard case .failure(let refusal) = history.workflow.apply(command, to: history.state, at: .minute(9), in: history.surroundings)
        else { return #expect(Bool(false), "accepted without evidence") }
        #expect(refusal.code == .missing)
        #expect(refusal.missing == [.text, .photos(1)])
        #expect(refusal.message.zh == "还缺：文字说明、照片（至少1张）。")
        #expect(refusal.message.en == "Still missing: a text, a photo.")
    }

    @Test func finderHandlerAndVerifierDiffer() throws {
        var history = try Self.triaged()
        #expect(history.take("dispatch", by: 2, Given(organisations: ["a"])) == nil)
        #expect(history.take("report-in", order: 1, by: 1) == .partsMustDiffer)
        #expect(history.take("report-in", order: 1, by: 11) == nil)
        #expect(history.take("handle", order: 1, by: 1, Self.evidence) == .partsMustDiffer)
        #expect(history.take("handle", order: 1, by: 12, Self.evidence) == nil)
        for account: Int64 in [1, 11, 12] {
            #expect(history.take("verify", by: account, Given(text: "好")) == .partsMustDiffer)
        }
        #expect(history.take("verify", by: 20, Given(text: "好")) == nil)
        #expect(history.take("rate", by: 12, Given(rating: 5)) == .partsMustDiffer)
    }

    @Test func anotherDepartmentCannotActOnAnOrder() throws {
        var history = try Self.whistled()
        let other = Actor(account: 30, standings: [.init(post: "department-officer", relations: [.ownOrder, .anyOrder], organisation: "c")])
        #expect(history.take("report-in", order: 1, as: other) == .notPermitted)
        #expect(history.take("report-in", order: 3, as: other) == nil)
        #expect(history.take("report-in", order: 9, as: other) == .unknownOrder)
        #expect(history.take("report-in", order: nil, as: other) == .unknownOrder)
    }

    @Test func afterTwoDeclinesOnlyTheLevelAboveAssigns() throws {
        var history = try Self.triaged()
        for (order, organisation) in [(1, "a"), (2, "b")] {
            #expect(history.take("dispatch", by: 2, Given(organisations: [organisation])) == nil)
            #expect(history.take("decline", order: order, by: 11) == .missing)
            #expect(history.take("decline", order: order, by: 11, Given(reason: "不属于")) == nil)
            #expect(history.name == "undecided")
        }
        #expect(history.events.contains { if case .notified(let who, nil) = $0.fact { who.first?.relation == .levelAbove } else { false } })
        #expect(history.take("dispatch", by: 2, Given(organisations: ["c"])) == .needsBindingAssignment)
        #expect(history.take("whistle", by: 2, Given(organisations: ["c", "d"])) == .needsBindingAssignment)
        #expect(history.take("assign", by: 40, Given(text: "定", organisations: ["a"])) == nil)
        #expect(history.take("decline", order: 3, by: 11, Given(reason: "不属于")) == .orderIsBinding)
        #expect(history.take("dispatch", by: 2, Given(organisations: ["e"])) == nil)
    }

    @Test func callsAreChecked() throws {
        var history = try Self.triaged()
        #expect(history.take("dispatch", by: 2, Given(organisations: ["a", "b"])) == .notSensible)
        #expect(history.take("whistle", by: 2, Given(organisations: ["a", "a"])) == .missing)
        #expect(history.take("whistle", by: 2, Given(organisations: ["a", "b", "a"])) == .alreadyCalled)
        #expect(history.take("whistle", by: 2, Given(organisations: ["a", "b"], lead: "c")) == .notSensible)
        #expect(history.take("whistle", by: 2, Given(organisations: (0..<11).map { "o\($0)" })) == .tooManyOrders)
        #expect(history.take("dispatch", by: 2, Given(organisations: ["a"])) == nil)
        #expect(history.state.orders[0].isLead)
        #expect(history.take("dispatch", by: 2, Given(organisations: ["a"])) == .alreadyCalled)
        #expect(history.take("whistle", by: 2, Given(organisations: ["b", "c"], lead: "b")) == .notSensible)
    }

    @Test func pausesStopTheClocks() throws {
        var history = try Self.whistled()
        let before = try #require(history.due("report-in", order: 1))
        #expect(history.take("pause", by: 2, Given(reason: "rain")) == .unknownReason)
        #expect(history.take("pause", by: 2, Given(reason: "weather")) == nil)
        #expect(history.take("pause", by: 2, Given(reason: "weather")) == .alreadyPaused)
        #expect(history.due("report-in", order: 1) == nil)
        let number = try #require(history.running("report-in", order: 1))
        #expect(history.fire(number, after: 100_000) == .clockNotDue)
        // A clock that starts during the pause waits as well.
        #expect(history.take("report-in", order: 2, by: 12) == nil)
        #expect(history.due("handle", order: 2) == nil)
        #expect(history.take("resume", by: 2, after: 500) == nil)
        #expect(history.due("report-in", order: 1) == before + 501)
        #expect(history.take("resume", by: 2) == .notPaused)
        let handle = try #require(history.due("handle", order: 2))
        #expect(handle == history.minute + 5 * 1440)
    }

    @Test func clocksEscalateOncePerLevelAndAreWoundAgain() throws {
        var history = try Self.whistled()
        let due = try #require(history.due("report-in", order: 1))
        let wait = due - history.minute
        let first = try #require(history.running("report-in", order: 1))
        let second = try #require(history.running("report-in", order: 2))
        #expect(history.fire(first, after: wait - 1) == .clockNotDue)
        #expect(history.fire(first, after: wait) == nil)
        #expect(history.state.escalation == 1)
        #expect(history.fire(first, after: 0) == .clockNotDue)
        // The second department is as late as the first: the case does not move up twice for it.
        #expect(history.fire(second, after: 0) == nil)
        #expect(history.state.escalation == 1)
        #expect(history.due("report-in", order: 1) == due + 240)
        #expect(history.fire(first, after: 240) == nil)
        #expect(history.state.escalation == 2)
        #expect(history.due("report-in", order: 1) == nil)
        #expect(history.fire(first, after: 100_000) == .clockNotDue)
        #expect(history.take("escalate", by: 2, Given(text: "急")) == .highestLevel)
    }

    @Test func classAndPriorityShortenTheClock() throws {
        var history = try Self.triaged(.urgent)
        #expect(history.take("dispatch", by: 2, Given(organisations: ["a"])) == nil)
        #expect(history.due("report-in", order: 1) == history.minute + 30)
        #expect(history.take("report-in", order: 1, by: 11) == nil)
        #expect(history.due("handle", order: 1) == history.minute + 1440)
        let started = history.minute
        history.surroundings = Plain.surroundings(classLimit: .clockMinutes(77))
        #expect(history.due("handle", order: 1) == started + 77)
        history.surroundings = Plain.surroundings()
        #expect(history.take("reclassify", by: 2, Given(text: "不急", priority: .normal)) == nil)
        #expect(history.due("handle", order: 1) == started + 5 * 1440)
    }

    static func toRating(_ history: inout CaseHistory, order: Int) {
        #expect(history.take("dispatch", by: 2, Given(organisations: ["a"])) == nil)
        #expect(history.take("report-in", order: order, by: 11) == nil)
        #expect(history.take("handle", order: order, by: 11, evidence) == nil)
        #expect(history.take("verify", by: 20, Given(text: "好")) == nil)
    }

    @Test func dissatisfiedReopensWithinTheLimit() throws {
        var history = try Self.triaged()
        for times in 1...2 {
            Self.toRating(&history, order: times)
            #expect(history.take("rate", by: 1, Given(rating: 6)) == .ratingOutOfRange)
            #expect(history.take("rate", by: 1, Given(rating: 2)) == nil)
            #expect(history.name == "triaged")
            #expect(history.state.reopened == times)
            #expect(history.state.earlierOrders == times)
            #expect(history.due("dispatch") == history.minute + 1440)
        }
        Self.toRating(&history, order: 3)
        #expect(history.take("rate", by: 1, Given(rating: 1)) == nil)
        #expect(history.name == "closed")
        #expect(history.state.rating == 1)
        #expect(history.take("reopen", by: 1, Given(text: "仍未解决")) == .reopenLimit)
        #expect(history.state.orders.map(\.progress) == [.accepted, .accepted, .accepted])
    }

    @Test func withoutARatingTheCaseEndsAsUnratedAndMayBeReopenedForAWhile() throws {
        var history = try Self.triaged()
        Self.toRating(&history, order: 1)
        let number = try #require(history.running("rate"))
        let nobody = Actor(account: nil, standings: [.init(post: nil, relations: [.anybody])])
        #expect(history.take("close-unrated", as: nobody) == .notPermitted)
        #expect(history.fire(number, after: 7 * 1440) == nil)
        #expect(history.name == "unrated")
        #expect(history.events.last { if case .ended = $0.fact { true } else { false } }?.fact == .ended(.unrated))
        var late = history
        #expect(late.take("reopen", by: 1, Given(text: "未修"), after: 15 * 1440 + 1) == .reopenTooLate)
        #expect(history.take("reopen", by: 1, Given(text: "未修"), after: 15 * 1440) == nil)
        #expect(history.name == "triaged")
        #expect(history.state.endedAt == nil)
    }

    @Test func mergingCancelsOpenOrders() throws {
        var history = try Self.whistled()
        #expect(history.take("merge", by: 2) == .missing)
        #expect(history.take("merge", by: 2, Given(otherCase: 77)) == nil)
        #expect(history.name == "duplicate")
        #expect(history.state.mergedInto == 77)
        #expect(history.state.orders.allSatisfy { $0.progress == .cancelled })
        #expect(history.state.clocks.allSatisfy { $0.stoppedAt != nil })
    }

    @Test func timeDoesNotRunBackwards() throws {
        var history = try Self.triaged()
        #expect(history.take("note", by: 2, Given(text: "x"), after: -1) == .timeRunsBackwards)
        #expect(history.take("note", by: 2, Given(text: "x"), after: 0) == nil)
        #expect(history.take("nothing", by: 2) == .unknownAction)
    }

    @Test func withdrawnOrdersLeaveTheCaseToTheDesk() throws {
        var history = try Self.whistled()
        for order in 1...3 { #expect(history.take("cancel-order", order: order, by: 2) == nil) }
        #expect(history.name == "undecided")
        #expect(history.running("dispatch") != nil)
        #expect(history.take("cancel-order", order: 1, by: 2) == .orderNotOpen)
    }

    @Test func aForeignBeginningIsNoCase() throws {
        let demand = try Shipped.demand()
        #expect(CaseState([], under: demand) == nil)
        let history = try CaseHistory(demand)
        #expect(CaseState(Array(history.events.dropFirst()), under: demand) == nil)
        var other = demand
        other.version = 2
        #expect(CaseState(history.events, under: other) == nil)
        var state = history.state
        let numbers: [CaseEvent.Fact] = [.orderDone(number: 0), .orderDone(number: -5), .clockFired(number: .max), .clockStopped(number: 99)]
        for fact in numbers { state.apply(CaseEvent(at: .minute(1), by: nil, fact: fact), under: demand) }
        #expect(state.orders.isEmpty)
    }
}
