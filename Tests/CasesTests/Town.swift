import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Synchronization
import Testing
import Workflows

/// The shipped city of Kunming at work in a fresh database, on a clock of the test's own.
struct Town: Sendable {
    let office: CaseOffice
    let clock: TestClock
    private let keys = Counter()
    private let keyName = Town.opened.next()
    private static let opened = Counter()

    var store: any Store { office.store }
    var city: City { office.city }

    static let migrations = AccountsSchema.migrations + CasesSchema.migrations
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    static let photo = String(repeating: "ab", count: 32)

    static let kunming: City = {
        let (city, diagnostics) = City.load(root + "/cities/kunming")
        guard let city else { preconditionFailure("\(diagnostics.all)") }
        return city
    }()

    /// Monday, 2 March 2026, nine o'clock in Kunming.
    static let monday = moment("2026-03-02T09:00+08:00")

    static func moment(_ text: String) -> Instant {
        guard let instant = Instant(iso8601: text) else { preconditionFailure(text) }
        return instant
    }

    /// - Parameter starting: the store in which the office is opened, where that must not fail as the other one does.
    init(
        _ store: any Store, city: City = Town.kunming, clock: TestClock = TestClock(Town.monday),
        startingOn starting: (any Store)? = nil
    ) async throws {
        self.clock = clock
        let open = try await CaseOffice.open(
            city: city, store: starting ?? store, now: { clock.now }, hasFile: { $0 == Town.photo })
        office =
            starting == nil
            ? open
            : CaseOffice(
                city: city, store: store, shelf: open.shelf, ids: open.ids, now: { clock.now }, hasFile: { $0 == Town.photo })
    }

    /// Runs a test in a fresh town.
    static func with<T>(
        _ kind: StoreKind, city: City = Town.kunming, _ body: (Town) async throws -> T
    ) async throws -> T {
        try await TestStores.with(kind, migrations: migrations) { try await body(Town($0, city: city)) }
    }

    // MARK: People

    /// The demonstration accounts of the city folder, numbered from 1 in its order.
    func account(_ login: String) -> Account {
        guard let index = city.posts.demonstration.firstIndex(where: { $0.login == login }) else {
            preconditionFailure("no account \(login)")
        }
        let wanted = city.posts.demonstration[index]
        return Account(
            id: AccountID(Int64(index + 1)), login: wanted.login, name: wanted.name,
            posts: wanted.posts.map { HeldPost(kind: $0.kind, area: $0.area, organisation: $0.organisation) })
    }

    func by(_ login: String) -> Requester { .account(account(login)) }

    /// Somebody invented with one post.
    static func somebody(
        _ id: Int64, _ kind: PostKind, area: AreaCode? = nil, organisation: OrganisationCode? = nil
    ) -> Account {
        Account(
            id: AccountID(id), login: "a\(id)", name: Bilingual(zh: "某人", en: "Somebody"),
            posts: [HeldPost(kind: kind, area: area, organisation: organisation)])
    }

    // MARK: Commands

    func key() -> String { "k\(keyName)-\(keys.next())" }

    /// A report by nobody known, in the community of the demonstration accounts.
    @discardableResult
    func report(
        _ text: String = "路灯不亮", requestClass: ClassCode? = nil, area: AreaCode? = "530102001007", contact: Contact? = nil,
        workflow: String? = nil, by requester: Requester = .anybody
    ) async throws -> CaseAnswer {
        try await office.report(
            ReportDemand(
                key: key(), text: text, requestClass: requestClass, area: area, contact: contact, workflow: workflow),
            by: requester)
    }

    /// A command by somebody who has just looked at the case.
    @discardableResult
    func perform<C: CaseCommand>(
        by requester: Requester, on id: CaseID, order: Int? = nil, _ make: (Target) -> C
    ) async throws -> CaseAnswer {
        let target = Target(id, order: order, seen: try await file(id).revision, key: key())
        return try await office.perform(make(target), by: requester)
    }

    @discardableResult
    func perform<C: CaseCommand>(
        by login: String, on id: CaseID, order: Int? = nil, _ make: (Target) -> C
    ) async throws -> CaseAnswer {
        try await perform(by: by(login), on: id, order: order, make)
    }

    func file(_ id: CaseID) async throws -> CaseFile { try await store.read { try office.load(id, on: $0) } }
    func view(_ id: CaseID) async throws -> CaseView { try await store.read { try office.view(id, on: $0) } }

    /// What the projections get wrong; empty where all is well.
    func faults() async throws -> [String] { try await store.read { try Audit(city: city).faults(on: $0) } }

    // MARK: Ways through the procedure

    /// Reported and taken up: at `triaged`.
    func triaged(_ requestClass: ClassCode = "street-light") async throws -> CaseAnswer {
        let answer = try await report()
        try await perform(by: "street", on: answer.caseID) { Triage($0, requestClass: requestClass) }
        return answer
    }

    /// Given to urban management alone, and reported in: at `working`.
    func working() async throws -> CaseAnswer {
        let answer = try await triaged()
        try await perform(by: "street", on: answer.caseID) { Dispatch($0, organisation: "urban-management-530102") }
        try await perform(by: "urban", on: answer.caseID, order: 1) { ReportIn($0) }
        return answer
    }

    /// Handled: at `verifying`.
    func handled() async throws -> CaseAnswer {
        let answer = try await working()
        try await perform(by: "urban", on: answer.caseID, order: 1) { Handle($0, text: "已修复", photos: [Town.photo]) }
        return answer
    }

    /// Verified: at `rating`.
    func verified() async throws -> CaseAnswer {
        let answer = try await handled()
        try await perform(by: "verifier", on: answer.caseID) { Verify($0, text: "现场已亮灯") }
        return answer
    }

    /// Rated by the resident.
    func rated(_ rating: Int) async throws -> CaseAnswer {
        let answer = try await verified()
        try await perform(by: .tracking(answer.tracking), on: answer.caseID) { Rate($0, rating: rating) }
        return answer
    }
}

/// A clock that stands still until a test moves it.
final class TestClock: Sendable {
    private let time: Mutex<Instant>

    init(_ start: Instant) { time = Mutex(start) }

    var now: Instant { time.withLock { $0 } }

    func advance(hours: Double = 0, minutes: Double = 0) {
        time.withLock { $0 = $0.advanced(milliseconds: Int64(hours * 3_600_000 + minutes * 60_000)) }
    }

    func set(_ text: String) { time.withLock { $0 = Town.moment(text) } }
}

/// The refusal of a command, or a failure of the test where it was carried out.
func refusal(
    _ command: () async throws -> CaseAnswer, at place: SourceLocation = #_sourceLocation
) async throws -> CaseRefusal {
    do {
        let answer = try await command()
        Issue.record("was carried out: \(answer.state)", sourceLocation: place)
        return CaseRefusal(.unknownCase, zh: "", en: "")
    } catch let refusal as CaseRefusal {
        return refusal
    }
}
