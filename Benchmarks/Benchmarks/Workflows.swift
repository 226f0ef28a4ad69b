internal import Foundation
internal import Ground
internal import Workflows

/// Commands per CPU second: a whistle with two departments from the report to the resident's rating, over and over. The baseline in
/// the same run is the least that any keeper of histories does: to copy the finished events into a new array, one by one.
enum WorkflowsBenchmark {
    static func run(file: String = "cities/kunming/workflows/demand.yaml") {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return print("workflows: \(file) is not here") }
        var diagnostics = Diagnostics()
        guard let workflow = Workflow.read(text, file: file, diagnostics: &diagnostics) else { return print("workflows: \(diagnostics.text)") }
        let surroundings = Surroundings(
            due: { _, from, pauses in pauses.last?.to == nil && !pauses.isEmpty ? nil : from.advanced(milliseconds: 3_600_000) },
            classLimit: { _, _ in nil }, levelsAbove: 2)
        let rounds = 5000
        var history: [CaseEvent] = []
        var commands = 0
        let applying = seconds {
            for _ in 0..<rounds {
                guard let events = play(workflow, surroundings, &commands) else { return }
                history = events
            }
        }
        guard !history.isEmpty else { return print("workflows: the demand could not be played") }
        var revisions = 0
        let replaying = seconds {
            for _ in 0..<rounds { revisions &+= CaseState(history, under: workflow)?.revision ?? 0 }
        }
        var copied = 0
        let copying = seconds {
            for _ in 0..<rounds {
                var copy: [CaseEvent] = []
                for event in history { copy.append(event) }
                copied &+= copy.count
            }
        }
        guard revisions == copied else { return print("workflows: THE REPLAY LOST EVENTS") }
        let perEvent = replaying / Double(copied)
        print(
            "workflows: \(thousands(Double(commands) / applying)) k commands per CPU second with state kept up to date, "
                + "\(thousands(1 / perEvent)) k events replayed per CPU second, "
                + String(format: "%.1f", replaying / copying) + " × copying the events; one case: \(history.count) events")
    }

    /// One case to its end; the state is brought up to date after every command, as a server does.
    private static func play(_ workflow: Workflow, _ surroundings: Surroundings, _ commands: inout Int) -> [CaseEvent]? {
        func actor(_ account: Int64, _ post: String?, _ relation: Workflow.Relation, _ organisation: String? = nil) -> Actor {
            Actor(account: account, standings: [.init(post: post, relations: [relation], organisation: organisation)])
        }
        var time = Instant(milliseconds: 1_700_000_000_000)
        let report = Command(action: "report", actor: actor(1, nil, .anybody), given: Given(text: "路灯不亮"))
        guard case .success(var events) = workflow.open(report, priority: .normal, at: time, in: surroundings),
            var state = CaseState(events, under: workflow)
        else { return nil }
        commands += 1
        let desk = actor(2, "street-dispatcher", .ownArea)
        let verifier = actor(3, "street-verifier", .ownArea)
        let evidence = Given(text: "已修复", photos: ["3a7bd3e2360a3d29eea436fcfb7e44c7"])
        func office(_ account: Int64, _ organisation: String) -> Actor { actor(account, "department-officer", .ownOrder, organisation) }
        let steps = [
            Command(action: "triage", actor: desk, given: Given(requestClass: "street-light", area: "530102001")),
            Command(action: "whistle", actor: desk, given: Given(organisations: ["power", "works"], lead: "power")),
            Command(action: "report-in", order: 1, actor: office(11, "power")), Command(action: "report-in", order: 2, actor: office(12, "works")),
            Command(action: "note", actor: desk, given: Given(text: "请尽快")),
            Command(action: "handle", order: 1, actor: office(11, "power"), given: evidence),
            Command(action: "handle", order: 2, actor: office(12, "works"), given: evidence),
            Command(action: "verify", actor: verifier, given: Given(text: "已亮")),
            Command(action: "rate", actor: actor(1, nil, .reporter), given: Given(rating: 5)),
        ]
        for step in steps {
            time = time.advanced(milliseconds: 60_000)
            guard case .success(let new) = workflow.apply(step, to: state, at: time, in: surroundings) else { return nil }
            for event in new { state.apply(event, under: workflow) }
            events += new
            commands += 1
        }
        return state.endedAt == nil ? nil : events
    }

    private static func thousands(_ value: Double) -> String { String(format: "%.0f", value / 1000) }

    private static func seconds(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        work()
        return max(now() - start, 1e-9)
    }
}
