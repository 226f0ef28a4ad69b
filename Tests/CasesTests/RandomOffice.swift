import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Workflows

/// Random people send random commands to several servers over one database.
struct RandomOffice {
    let towns: [Town]
    var random: SeededRandom
    private let people: [Requester]
    private var cases: [CaseAnswer] = []
    private(set) var accepted: [String: Int] = [:]
    private(set) var refused: [String: Int] = [:]

    /// - Parameter towns: servers over the same database and with the same clock.
    init(_ towns: [Town], seed: UInt64) {
        self.towns = towns
        random = SeededRandom(seed: seed)
        let town = towns[0]
        people = town.city.posts.demonstration.map { town.by($0.login) } + [.anybody]
    }

    private var clock: TestClock { towns[0].clock }

    private mutating func pick<T>(_ values: [T]) -> T { values[random.below(values.count)] }

    private mutating func chance(_ percent: Int) -> Bool { random.below(100) < percent }

    mutating func run(steps: Int) async throws {
        for _ in 0..<steps {
            let town = pick(towns)
            if cases.isEmpty || chance(8) {
                try await report(in: town)
            } else if chance(12) {
                clock.advance(minutes: Double(random.below(chance(20) ? 20_000 : 500)))
                accepted["clock", default: 0] += try await town.office.fireDueClocks(batch: 1 + random.below(5))
            } else if chance(10) {
                try await exclude(in: town)
            } else {
                try await act(in: town)
            }
        }
    }

    // MARK: Steps

    private mutating func report(in town: Town) async throws {
        let classes: [ClassCode?] = [nil, "street-light", "waste", "manhole", "small-adverts", "neighbour-dispute", "illegal-building"]
        let areas: [AreaCode?] = [nil, "530102001007", "530103001001", "530102001", "530102", "530102001007-G01", "530100"]
        let report = ReportDemand(
            key: town.key() + "-\(random.next())", text: "说明\(random.below(1000))", requestClass: pick(classes), area: pick(areas),
            priority: chance(30) ? pick(Priority.allCases) : nil, contact: chance(30) ? Contact(phone: "138") : nil,
            workflow: chance(15) ? "mediation" : nil)
        cases.append(try await town.office.report(report, by: pick(people)))
        if cases.count > 7 { cases.removeFirst() }
        accepted["report", default: 0] += 1
    }

    /// Somebody proposes to leave a case out of the rates, and mostly somebody says a word on one.
    private mutating func exclude(in town: Town) async throws {
        let proposer = town.account(pick(["street", "county", "city", "street-panlong", "urban"]))
        try await attempt("propose", on: pick(cases).caseID, in: town) { id, time, connection in
            try town.office.proposeExclusion(of: id, reason: "恶意重复", by: proposer, at: time, on: connection)
        }
        let reviewer = town.account(pick(["city", "city", "county", "urban"]))
        let accept = chance(75)
        for answer in cases where chance(70) {
            try await attempt("review", on: answer.caseID, in: town) { id, time, connection in
                try town.office.reviewExclusion(of: id, accept: accept, by: reviewer, at: time, on: connection)
            }
        }
    }

    private mutating func attempt(
        _ name: String, on id: CaseID, in town: Town,
        _ body: @escaping @Sendable (CaseID, Instant, any Connection) throws -> Void
    ) async throws {
        let time = clock.now
        do {
            try await town.store.write { try body(id, time, $0) }
            accepted[name, default: 0] += 1
        } catch let refusal as CaseRefusal {
            refused["\(refusal.code)".split(separator: "(").prefix(2).joined(separator: " "), default: 0] += 1
        }
    }

    private mutating func act(in town: Town) async throws {
        clock.advance(minutes: Double(random.below(40)))
        let answer = pick(cases)
        let file = try await town.file(answer.caseID)
        var requester = chance(15) ? Requester.tracking(answer.tracking) : pick(people)
        var action = pick(file.workflow.actions)
        var order: Int? = chance(20) ? random.below(4) : nil
        var given = someGiven(file)
        if chance(85), let way = helpful(file, answer, in: town) { (requester, action, order, given) = way }
        let target = Target(
            answer.caseID, order: order, seen: chance(10) ? nil : file.revision - (chance(3) ? 1 : 0),
            key: town.key() + "-\(random.next())")
        do {
            _ = try await town.office.perform(TakeAction(action.name, on: target, given: given), by: requester)
            accepted[action.verb.rawValue, default: 0] += 1
        } catch let refusal as CaseRefusal {
            refused["\(refusal.code)".split(separator: "(").prefix(2).joined(separator: " "), default: 0] += 1
        }
    }

    /// Something that somebody may do, with all that it needs.
    private mutating func helpful(
        _ file: CaseFile, _ answer: CaseAnswer, in town: Town
    ) -> (Requester, Workflow.Action, Int?, Given)? {
        let time = clock.now
        var ways: [(Requester, Workflow.Action, [Int])] = []
        for requester in people + [.tracking(answer.tracking)] {
            for (action, orders) in town.office.permitted(requester, on: file, at: time) where action.verb != .note || chance(5) {
                // What ends a case at once is done now and then, so that histories grow long.
                if [.reject, .withdraw, .merge].contains(action.verb), !chance(10) { continue }
                ways.append((requester, action, orders))
            }
        }
        guard !ways.isEmpty else { return nil }
        let (requester, action, orders) = pick(ways)
        let order = orders.isEmpty ? nil : pick(orders)
        var given = someGiven(file)
        given.text = "说明"
        given.photos = [Town.photo]
        given.requestClass = given.requestClass ?? "street-light"
        given.area = given.area ?? "530102001007"
        given.organisations =
            action.verb == .whistle
            ? ["water-company", "urban-management-530102"] : [pick(["water-company", "urban-management-530102", "housing-construction-530102"])]
        given.lead = action.verb == .whistle && chance(50) ? "water-company" : nil
        given.reason = action.verb == .pause ? pick(file.workflow.pauseReasons).name : "不归我管"
        given.rating = 1 + random.below(5)
        return (requester, action, order, given)
    }

    private mutating func someGiven(_ file: CaseFile) -> Given {
        var given = Given()
        if chance(80) { given.text = "说明" }
        if chance(50) { given.photos = [Town.photo] }
        if chance(20) { given.answers = ["问": "答"] }
        if chance(30) { given.requestClass = pick(["street-light", "manhole", "waste", "nothing"]) }
        if chance(20) { given.area = pick(["530102001007", "530103001001", "530102001007-G01"]) }
        if chance(20) { given.priority = pick(Priority.allCases) }
        given.organisations = (0..<random.below(4)).map { _ in pick(["water-company", "urban-management-530102", "x"]) }
        if chance(50) { given.reason = pick(["weather", "both-agree", "别的"]) }
        if chance(50) { given.rating = random.below(7) }
        if chance(50) { given.otherCase = pick(cases).caseID.rawValue }
        return given
    }
}
