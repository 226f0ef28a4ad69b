import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows
import WorkingTime

/// Every post in every place, every action, every state: the machine says what the table says, and does what it says.
@Suite struct PermissionTests {
    typealias Matter = PermissionTable.Matter

    // MARK: Cases

    /// One case in every state that the procedures know, some with orders in several states, paused, escalated, unlocated.
    private static func matters(_ town: Town) async throws -> [Matter] {
        var found: [Matter] = []
        let urban: AccountID = town.account("urban").id
        let verifier: AccountID = town.account("verifier").id
        func add(
            _ name: String, _ answer: CaseAnswer, area: String? = "530102001007", finder: AccountID? = nil, handlers: Set<AccountID> = [],
            verifiers: Set<AccountID> = [], table: PermissionTable = .demand
        ) async throws {
            found.append(
                Matter(
                    name: name, id: answer.caseID, file: try await town.file(answer.caseID), table: table, area: area, finder: finder,
                    handlers: handlers, verifiers: verifiers, tracking: answer.tracking))
        }
        let grid = town.account("grid").id
        let unrated = try await town.verified()
        town.clock.advance(hours: 24 * 7)
        _ = try await town.office.fireDueClocks()
        try await add("unrated", unrated, handlers: [urban], verifiers: [verifier])
        try await add("reported", town.report(by: town.by("grid")), finder: grid)
        try await add("unlocated", town.report(area: nil), area: nil)
        let triaged = try await town.triaged()
        try await add("triaged", triaged)
        let paused = try await town.triaged()
        try await town.perform(by: "street", on: paused.caseID) { Pause($0, reason: "weather") }
        try await add("paused", paused)
        for rounds in 1...3 {
            let declined = try await town.triaged()
            for round in 1...min(rounds, 2) {
                try await town.perform(by: "street", on: declined.caseID) { Dispatch($0, organisation: "water-company") }
                try await town.perform(by: "water", on: declined.caseID, order: round) { Decline($0, reason: "不归我管") }
            }
            if rounds == 3 {
                try await town.perform(by: "county", on: declined.caseID) { Assign($0, organisation: "water-company", text: "指定") }
            }
            try await add(rounds == 3 ? "assigned" : "declined \(rounds)", declined)
        }
        let mixed = try await town.report(by: town.by("grid"))
        try await town.perform(by: "street", on: mixed.caseID) { Triage($0, requestClass: "street-light") }
        try await town.perform(by: "street", on: mixed.caseID) {
            Whistle($0, organisations: ["urban-management-530102", "water-company", "traffic-police-530102"])
        }
        try await town.perform(by: "urban", on: mixed.caseID, order: 1) { ReportIn($0) }
        try await town.perform(by: "traffic", on: mixed.caseID, order: 3) { ReportIn($0) }
        try await town.perform(by: "traffic", on: mixed.caseID, order: 3) { Handle($0, text: "好", photos: [Town.photo]) }
        try await add("mixed", mixed, finder: grid, handlers: [urban, town.account("traffic").id])
        let high = try await town.working()
        for _ in 1...2 { try await town.perform(by: "street", on: high.caseID) { Escalate($0, text: "上报") } }
        try await add("working at the top", high, handlers: [urban])
        try await add("working", town.working(), handlers: [urban])
        let handled = try await town.report(by: town.by("grid"))
        try await town.perform(by: "street", on: handled.caseID) { Triage($0, requestClass: "street-light") }
        try await town.perform(by: "street", on: handled.caseID) { Dispatch($0, organisation: "urban-management-530102") }
        try await town.perform(by: "urban", on: handled.caseID, order: 1) { ReportIn($0) }
        try await town.perform(by: "urban", on: handled.caseID, order: 1) { Handle($0, text: "好", photos: [Town.photo]) }
        try await add("verifying", handled, finder: grid, handlers: [urban])
        try await add("rating", town.verified(), handlers: [urban], verifiers: [verifier])
        try await add("closed", town.rated(5), handlers: [urban], verifiers: [verifier])
        try await add("reopened", town.rated(1), handlers: [urban], verifiers: [verifier])
        let rejected = try await town.report()
        try await town.perform(by: "street", on: rejected.caseID) { Reject($0, reason: "不受理") }
        try await add("rejected", rejected)
        let double = try await town.report()
        try await town.perform(by: "street", on: double.caseID) { Merge($0, into: triaged.caseID) }
        try await add("duplicate", double)
        let withdrawn = try await town.report()
        try await town.perform(by: .tracking(withdrawn.tracking), on: withdrawn.caseID) { Withdraw($0) }
        try await add("withdrawn", withdrawn)
        return found
    }

    private static func mediations(_ town: Town) async throws -> [Matter] {
        var found: [Matter] = []
        let ways: [[(ActionName, String, Given)]] = [
            [], [("accept", "community", Given())],
            [("accept", "community", Given()), ("pause", "community", Given(text: "同意", reason: "both-agree"))],
            [("accept", "street", Given()), ("record-agreement", "community", Given(text: "协议", photos: [Town.photo]))],
            [
                ("accept", "street", Given()), ("record-agreement", "community", Given(text: "协议", photos: [Town.photo])),
                ("confirm-performance", "street", Given(text: "好")),
            ],
            [("accept", "street", Given()), ("refer", "street", Given(text: "诉讼", reason: "未达成"))],
            [("decline-request", "street", Given(reason: "不属于"))],
        ]
        for way in ways {
            let answer = try await town.report("漏水", workflow: "mediation", by: town.by("grid"))
            for (action, login, given) in way {
                let target = Target(answer.caseID, seen: nil, key: town.key())
                _ = try await town.office.perform(TakeAction(action, on: target, given: given), by: town.by(login))
            }
            let file = try await town.file(answer.caseID)
            found.append(
                Matter(
                    name: "mediation \(file.stateName)", id: answer.caseID, file: file, table: .mediation, area: "530102001007",
                    finder: town.account("grid").id, tracking: answer.tracking))
        }
        return found
    }

    // MARK: People

    /// Every post in every kind of place, held by somebody new and by each who has played a part.
    private static func people(_ town: Town) -> [Requester] {
        var people: [Requester] = [.anybody, .tracking("NOBODYSCODE1")]
        let own: [AreaLevel: [AreaCode]] = [
            .city: ["530100"], .county: ["530102", "530103"], .street: ["530102001", "530103001", "530102002"],
            .community: ["530102001007", "530103001001", "530102001001"], .grid: ["530102001007-G01"],
            .building: ["530102001007-G01-B01"],
        ]
        let organisations: [OrganisationCode] = ["urban-management-530102", "water-company", "traffic-police-530102", "ecology-530102"]
        let ids = [AccountID(1000)] + ["grid", "urban", "verifier"].map { town.account($0).id }
        for post in town.city.posts.all {
            for id in ids {
                func add(_ held: HeldPost) {
                    people.append(.account(Account(id: id, login: "x", name: Bilingual(zh: "某", en: "Some"), posts: [held])))
                }
                switch post.seat {
                case .area(let levels): for area in levels.flatMap({ own[$0] ?? [] }) { add(HeldPost(kind: post.kind, area: area)) }
                case .organisation: for organisation in organisations { add(HeldPost(kind: post.kind, organisation: organisation)) }
                }
            }
        }
        people += town.city.posts.demonstration.map { town.by($0.login) }
        for login in ["street", "urban", "grid"] {
            var account = town.account(login)
            account.isDisabled = true
            people.append(.account(account))
            account.isDisabled = false
            // A post that is held no more, and one that begins tomorrow.
            let date = town.city.calendar.localDate(town.clock.now)
            account.posts[0].to = date
            people.append(.account(account))
            account.posts[0].to = nil
            account.posts[0].from = CivilDate(daysSinceEpoch: date.daysSinceEpoch + 1)
            people.append(.account(account))
        }
        return people
    }

    /// Those of the posts just made that are held today.
    private static func today(_ requester: Requester, in town: Town) -> Requester {
        guard case .account(var account) = requester else { return requester }
        let date = town.city.calendar.localDate(town.clock.now)
        account.posts.removeAll { post in (post.from ?? date) > date || (post.to ?? CivilDate(daysSinceEpoch: .max)) <= date }
        return .account(account)
    }

    @Test func theTableNamesEveryActionOfTheProcedures() {
        for (name, table) in [("demand", PermissionTable.demand), ("mediation", PermissionTable.mediation)] {
            let actions = Town.kunming.workflows[name]?.actions.filter { $0.verb != .report }.map(\.name.rawValue)
            #expect(Set(table.lines.map(\.action)) == Set(actions ?? []))
        }
    }

    /// What is offered is what the table allows, for everybody on every case; and what is offered is carried out, and what is
    /// not is refused.
    @Test(arguments: StoreKind.allCases)
    func permittedIsWhatTheTableSaysAndWhatIsCarriedOut(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let matters = try await Self.matters(town) + Self.mediations(town)
            let states = Set(matters.map(\.file.stateName))
            let all = town.city.workflows.values.flatMap { $0.states.map(\.name) }
            #expect(states == Set(all))
            let time = town.clock.now
            let head = try await town.store.read { try EventLog.head(on: $0).seq }
            var random = SeededRandom(seed: 3)
            for matter in matters {
                let people = Self.people(town) + [.tracking(matter.tracking)]
                let file = matter.file
                var trials: [Trial] = []
                for requester in people {
                    let offered = town.office.permitted(requester, on: file, at: time)
                    let found = Dictionary(
                        uniqueKeysWithValues: offered.map { ($0.action.name.rawValue, $0.orders.isEmpty ? [0] : $0.orders) })
                    let wanted = matter.table.allowed(Self.today(requester, in: town), on: matter)
                    #expect(found == wanted, "\(matter.name): \(requester)")
                    for action in file.workflow.actions {
                        for order in 0...file.state.orders.count {
                            let orders = found[action.name.rawValue]
                            // What is done to the case as a whole may speak of an order. Sending back without one means all,
                            // once the case as a whole has come so far.
                            let isWhole = action.verb == .sendBack && order == 0 && file.stateName == "verifying"
                            let isFree = !action.verb.mayConcernOneOrder || isWhole
                            let isOffered = isFree ? orders != nil : orders?.contains(order) ?? false
                            // All that is offered, and some of the many that are not.
                            guard isOffered || random.below(60) == 0 else { continue }
                            trials.append(Trial(requester: requester, action: action, order: order, isOffered: isOffered))
                        }
                    }
                }
                let someTrials = kind == .sqlite ? trials : trials.filter { _ in random.below(8) == 0 }
                let other = try #require(matters.first { $0.id != matter.id && $0.file.state.endedAt == nil }).id
                let faults = try await town.store.write { connection in
                    try someTrials.compactMap { try $0.fault(on: matter, other: other, office: town.office, at: time, connection) }
                }
                #expect(faults == [], "\(matter.name)")
            }
            // Every trial was undone.
            #expect(try await town.store.read { try EventLog.head(on: $0).seq } == head)
            #expect(try await town.faults() == [])
        }
    }

    private struct Trial: Sendable {
        var requester: Requester
        var action: Workflow.Action
        var order: Int
        var isOffered: Bool

        private struct Undone: Error {}

        /// What went otherwise than offered; nil where nothing did.
        func fault(
            on matter: Matter, other: CaseID, office: CaseOffice, at time: Instant, _ connection: any Connection
        ) throws -> String? {
            let state = matter.file.state
            var given = Given(
                text: "说明", photos: [Town.photo], organisations: action.verb == .whistle ? ["water-530102", "fire-530102"] : ["fire-530102"],
                requestClass: state.requestClass ?? "street-light", area: state.area ?? "530102001007",
                reason: matter.file.workflow.pauseReasons[0].name, otherCase: other.rawValue, rating: 5)
            if action.verb == .triage { given.organisations = [] }
            let target = Target(matter.id, order: order == 0 ? nil : order, seen: nil, key: "trial")
            let what = "\(matter.name): \(action.name) on \(order) by \(requester)"
            do {
                try connection.nested {
                    _ = try office.perform(TakeAction(action.name, on: target, given: given), by: requester, at: time, on: connection)
                    throw Undone()
                }
                return nil
            } catch is Undone {
                return isOffered ? nil : "was carried out though not offered: \(what)"
            } catch let refusal as CaseRefusal {
                guard isOffered else { return nil }
                // Whether a level stands above is said when it is tried.
                if refusal.code == .workflow(.highestLevel), action.verb == .escalate { return nil }
                return "was offered but refused with \(refusal.message.en): \(what)"
            }
        }
    }

    // MARK: Who may see

    @Test(arguments: StoreKind.allCases)
    func whoMaySeeACase(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let working = try await town.working()
            let whistled = try await town.triaged()
            try await town.perform(by: "street", on: whistled.caseID) { Whistle($0, organisations: ["water-company", "urban-management-530102"]) }
            try await town.perform(by: "water", on: whistled.caseID, order: 1) { Decline($0, reason: "不归我管") }
            let unlocated = try await town.report(area: nil)
            let own = try await town.report(area: "530103001001", by: town.by("grid"))
            let everywhere: Set<String> = ["city", "hotline", "admin"]
            let inWuhua: Set<String> = everywhere.union(["grid", "community", "street", "verifier", "county"])
            let wanted: [(CaseAnswer, Set<String>)] = [
                (working, inWuhua.union(["urban", "urban-lead"])),
                // Who declined has nothing to do with it any more.
                (whistled, inWuhua.union(["urban", "urban-lead"])), (unlocated, everywhere),
                (own, everywhere.union(["grid", "grid-panlong", "community-panlong", "street-panlong", "verifier-panlong", "county-panlong"])),
            ]
            for (answer, logins) in wanted {
                let file = try await town.file(answer.caseID)
                for person in town.city.posts.demonstration {
                    let may = town.office.maySee(file, account: town.account(person.login), at: town.clock.now)
                    #expect(may == logins.contains(person.login), "\(person.login)")
                    var disabled = town.account(person.login)
                    disabled.isDisabled = true
                    #expect(!town.office.maySee(file, account: disabled, at: town.clock.now))
                }
                let nobody = Account(id: AccountID(999), login: "n", name: Bilingual(zh: "无", en: "None"))
                #expect(!town.office.maySee(file, account: nobody, at: town.clock.now))
            }
        }
    }
}
