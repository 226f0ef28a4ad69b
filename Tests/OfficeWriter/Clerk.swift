import Accounts
import Cases
import City
import Ground
import Store
import Workflows

/// One sender of commands: reports, and takes some of its cases a step further each time, as anybody of the city's
/// demonstration accounts. Now and then it sends a command again under the same key, with a stale revision, or writes on the
/// case on which all write.
struct Clerk {
    private let office: CaseOffice
    private let now: @Sendable () -> Instant
    private var random: SeededRandom
    private let people: [Requester]
    private let areas: [AreaCode]
    private let classes: [ClassCode]
    private let departments: [String]
    private var cases: [CaseAnswer] = []
    /// A case of an earlier life that all clerks know.
    private var shared: CaseAnswer?
    private var sent = 0
    private let name: String

    init(_ office: CaseOffice, seed: UInt64, now: @escaping @Sendable () -> Instant) {
        self.office = office
        self.now = now
        random = SeededRandom(seed: seed)
        name = "\(seed)-\(office.ids.next())"
        let city = office.city
        people =
            city.posts.demonstration.enumerated().map { index, account in
                .account(
                    Account(
                        id: AccountID(Int64(index + 1)), login: account.login, name: account.name,
                        posts: account.posts.map { HeldPost(kind: $0.kind, area: $0.area, organisation: $0.organisation) }))
            } + [.anybody]
        let posts = city.posts.demonstration.flatMap(\.posts)
        departments = Array(Set(posts.compactMap { $0.organisation?.rawValue })).sorted()
        areas = posts.compactMap(\.area).filter { city.territory.area($0)?.level == .community }
        classes = city.classes.all.filter { $0.kind == .demand }.map(\.code)
    }

    mutating func workForever() async {
        do {
            while true { try await step() }
        } catch {
            Line.fault("\(error)")
        }
    }

    private mutating func step() async throws {
        if cases.count < 6 || random.below(12) == 0 { return try await report() }
        if random.below(10) == 0, let shared { return try await note(on: shared.caseID) }
        try await act(on: random.below(cases.count))
    }

    private mutating func key() -> String {
        sent += 1
        return "\(name)-\(sent)"
    }

    private mutating func report() async throws {
        let command = ReportDemand(
            key: key(), text: "路灯不亮，第\(sent)次反映。The lamp is out.", requestClass: random.below(3) == 0 ? nil : pick(classes),
            area: pick(areas), priority: random.below(5) == 0 ? .urgent : nil)
        let answer = try await office.report(command, by: .anybody)
        acknowledge(command.key, answer)
        if random.below(20) == 0 {
            guard try await office.report(command, by: .anybody) == answer else { return Line.fault("another answer to \(command.key)") }
        }
        cases.append(answer)
        if cases.count > 24 { cases.removeFirst() }
        if shared == nil { shared = answer }
    }

    /// A note needs no revision: every one of them is kept.
    private mutating func note(on id: CaseID) async throws {
        let key = key()
        let writer = people[random.below(people.count)]
        await send(key) { [office, text = "第\(sent)条"] in
            try await office.perform(Note(Target(id, seen: nil, key: key), text: text), by: writer)
        }
    }

    private mutating func act(on index: Int) async throws {
        let known = cases[index]
        let file = try await office.store.read { [office] in try office.load(known.caseID, on: $0) }
        guard file.state.endedAt == nil, let way = way(file, known) else {
            cases.remove(at: index)
            return
        }
        let (who, action, order) = way
        let seen = random.below(25) == 0 ? file.revision - 1 : file.revision
        let target = Target(known.caseID, order: order, seen: seen, key: key())
        let command = TakeAction(action.name, on: target, given: given(action, file))
        let isSentTwice = random.below(20) == 0
        await send(target.key) { [office] in
            let answer = try await office.perform(command, by: who)
            if isSentTwice, try await office.perform(command, by: who) != answer {
                Line.fault("another answer to \(command.target.key)")
            }
            return answer
        }
    }

    private func send(_ key: String, _ command: () async throws -> CaseAnswer) async {
        do {
            acknowledge(key, try await command())
        } catch let refusal as CaseRefusal {
            if case .conflict = refusal.code { Line.write("R conflict") } else { Line.write("R \(refusal.message.en)") }
        } catch {
            Line.fault("\(error)")
        }
    }

    private func acknowledge(_ key: String, _ answer: CaseAnswer) {
        Line.write("A \(key) \(answer.caseID.rawValue) \(answer.revision)")
    }

    /// Somebody who may do something, that leads on more often than not.
    private mutating func way(_ file: CaseFile, _ known: CaseAnswer) -> (Requester, Workflow.Action, Int?)? {
        let time = max(now(), file.lastEventAt)
        var ways: [(Requester, Workflow.Action, Int?)] = []
        for person in people + [.tracking(known.tracking)] {
            for (action, orders) in office.permitted(person, on: file, at: time) {
                let isRare = [.reject, .withdraw, .merge, .note, .pause, .cancelOrder, .escalate, .triage].contains(action.verb)
                if isRare, action.to == nil || action.verb != .triage, random.below(8) > 0 { continue }
                ways.append((person, action, orders.isEmpty ? nil : pick(orders)))
            }
        }
        return ways.isEmpty ? nil : pick(ways)
    }

    private mutating func given(_ action: Workflow.Action, _ file: CaseFile) -> Given {
        var given = Given()
        given.text = "说明 \(random.below(1000))"
        switch action.verb {
        case .triage:
            given.requestClass = file.state.requestClass ?? pick(classes).rawValue
            given.area = file.state.area ?? pick(areas).rawValue
        case .dispatch, .assign: given.organisations = [pick(departments)]
        case .whistle:
            given.organisations = Array(departments.prefix(2 + random.below(2)))
            given.lead = given.organisations.first
        case .handle, .verify: given.photos = [String(repeating: "ab", count: 32)]
        case .decline, .reject, .sendBack, .reopen, .cancelOrder: given.reason = "不归我管"
        case .pause: given.reason = file.workflow.pauseReasons.first?.name
        case .rate: given.rating = 1 + random.below(5)
        case .merge: given.otherCase = pick(cases).caseID.rawValue
        default: break
        }
        return given
    }

    private mutating func pick<T>(_ values: [T]) -> T { values[random.below(values.count)] }
}
