import Accounts
import Cases
import City
import Ground
import Indicators
import Store
import StoreTestSupport
import Synchronization
import Testing
import Workflows

/// The shipped city of Kunming with a few cases of March 2026.
enum PlatformTown {
    static let migrations = AccountsSchema.migrations + CasesSchema.migrations
    private static let photo = String(repeating: "ab", count: 32)
    static let kunming: City = {
        let (city, diagnostics) = City.load(CommandDesk.root + "/cities/kunming")
        guard let city else { preconditionFailure("\(diagnostics.all)") }
        return city
    }()

    /// Plays the cases in a fresh database and closes it.
    static func play(_ url: String) async throws {
        let store = try await TestStores.open(url)
        let box = Clock()
        let office = try await CaseOffice.open(city: kunming, store: store, now: { box.now }, hasFile: { $0 == photo })
        let town = Play(office: office, clock: box)
        do {
            try await town.run()
        } catch {
            await TestStores.close(store)
            throw error
        }
        await TestStores.close(store)
    }

    final class Clock: Sendable {
        private let time = Mutex(Instant(iso8601: "2026-03-02T09:00+08:00") ?? Instant(milliseconds: 0))
        var now: Instant { time.withLock { $0 } }
        func advance(hours: Int64) { time.withLock { $0 = $0.advanced(milliseconds: hours * 3_600_000) } }
    }

    private final class Play {
        let office: CaseOffice
        let clock: Clock
        private var number = 0

        init(office: CaseOffice, clock: Clock) { (self.office, self.clock) = (office, clock) }

        /// Satisfied, basically satisfied, not satisfied (and reopened), unrated, rejected – and one of the next month in another county.
        func run() async throws {
            for rating in [5, 3, 1] {
                let case_ = try await verified()
                try await perform(.tracking(case_.tracking), case_.caseID) { Rate($0, rating: rating) }
            }
            _ = try await verified()
            let rejected = try await report("530102001007")
            try await perform(by("street"), rejected.caseID) { Reject($0, reason: "不受理") }
            clock.advance(hours: 24 * 7)
            _ = try await office.fireDueClocks()
            clock.advance(hours: 24 * 30)
            _ = try await report("530103002001")
        }

        private func by(_ login: String) -> Requester {
            guard let index = office.city.posts.demonstration.firstIndex(where: { $0.login == login }) else { preconditionFailure(login) }
            let wanted = office.city.posts.demonstration[index]
            return .account(
                Account(
                    id: AccountID(Int64(index + 1)), login: wanted.login, name: wanted.name,
                    posts: wanted.posts.map { HeldPost(kind: $0.kind, area: $0.area, organisation: $0.organisation) }))
        }

        private func key() -> String {
            number += 1
            return "k\(number)"
        }

        private func report(_ area: AreaCode) async throws -> CaseAnswer {
            try await office.report(ReportDemand(key: key(), text: "路灯不亮", area: area), by: .anybody)
        }

        private func perform<C: CaseCommand>(_ requester: Requester, _ id: CaseID, order: Int? = nil, _ make: (Target) -> C) async throws {
            let seen = try await office.store.read { [office] in try office.load(id, on: $0).revision }
            _ = try await office.perform(make(Target(id, order: order, seen: seen, key: key())), by: requester)
        }

        private func verified() async throws -> CaseAnswer {
            let answer = try await report("530102001007")
            let id = answer.caseID
            try await perform(by("street"), id) { Triage($0, requestClass: "street-light") }
            try await perform(by("street"), id) { Dispatch($0, organisation: "urban-management-530102") }
            try await perform(by("urban"), id, order: 1) { ReportIn($0) }
            try await perform(by("urban"), id, order: 1) { Handle($0, text: "已修复", photos: [photo]) }
            try await perform(by("verifier"), id) { Verify($0, text: "现场已亮灯") }
            return answer
        }
    }
}

@Suite("Values counted from the platform's records")
struct PlatformTests {
    @Test("Sums, records and the way back to them, on both databases", arguments: StoreKind.allCases)
    func counts(kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: PlatformTown.migrations) { url in
            try await PlatformTown.play(url)
            let store = try await TestStores.open(url)
            let office = try await CaseOffice.open(
                city: PlatformTown.kunming, store: store, now: { Instant(milliseconds: 0) }, hasFile: { _ in false })
            let found = try await store.read { connection in
                let territory = office.city.territory
                return (
                    city: try PlatformCount(months: 202601...202612, by: .city, isAdjusted: false, in: territory, on: connection),
                    county: try PlatformCount(months: 202601...202612, by: .county, isAdjusted: false, in: territory, on: connection),
                    street: try PlatformCount(months: 202603...202603, by: .street, isAdjusted: true, in: territory, on: connection),
                    list: try PlatformRecordList(months: 202601...202612, in: office, on: connection),
                    march: try PlatformRecordList(months: 202603...202603, in: office, on: connection)
                )
            }
            await TestStores.close(store)
            let sums = try #require(found.city.groups.first?.sums)
            #expect((sums.reported, sums.ended, sums.unrated, sums.onTime) == (6, 3, 1, 3))
            #expect((sums.rated, sums.solved, sums.satisfaction) == (3, 2, 180) && (sums.callsDue, sums.callsAnswered) == (4, 4))
            #expect(found.county.groups.map(\.area) == ["530102", "530103"] && found.county.groups.map(\.sums.reported) == [5, 1])
            #expect(found.street.groups.map(\.area) == ["530102001"] && found.street.groups[0].sums.reported == 5)
            #expect(found.city.unplaced == 0 && found.city.events > 0 && found.city.lastEvent != nil)
            // The records are those that were counted.
            #expect(found.list.lines.count == 6 && found.list.sum(isAdjusted: false) == sums && found.march.lines.count == 5)
            let text = found.list.csv.split(separator: "\n")
            #expect(text.count == 7 && text[1].hasPrefix("KM260302-00001,street-light,530102001,2026-03-02,closed,1,1,0,1,1,1.0,1,1,0"), "\(text[1])")
        }
    }

    @Test("The command counts into the demonstration: preview, written, undone") func command() async throws {
        try await TestStores.withURL(.sqlite, migrations: PlatformTown.migrations) { url in
            try await PlatformTown.play(url)
            try Self.check(url)
            try Self.counties(url)
        }
    }

    /// An index of counties that has nothing but what is counted: the platform's own three rates, weighted as the example says.
    private static func counties(_ url: String) throws {
        let desk = try CommandDesk()
        for name in ["indicators.csv", "index.yaml"] {
            let text = String(decoding: try InputFile.read(CommandDesk.root + "/Documentation/examples/platform-rates/" + name), as: UTF8.self)
            try desk.write(text, "rates/" + name)
        }
        let city = CommandDesk.root + "/cities/kunming"
        let counted = try desk.run("measure", "rates", "--city", city, "--database", url, "--period", "2026", "--by", "county", "--apply")
        #expect(counted.code == 0 && counted.output.contains("cases?measure=cases-rated&reported=2026-01..2026-12&area=530102&count=3&events="), "\(counted)")
        let run = try desk.run("run", "rates")
        // (10 · 4/4 + 45 · 2/3 + 45 · 1.8/3) per cent; of the other county no case has ended.
        #expect(run.code == 0 && run.lines.contains("     1  67.00  530102") && run.output.contains("–  530103"), "\(run)")
        let report = try desk.run("report", "rates", "r.html", "--unit", "530102", "--lang", "en")
        #expect(report.code == 0, "\(report.errors)")
        let page = try desk.text("r.html")
        #expect(page.contains("Values counted from the platform") && page.contains("area=530102&amp;count=3&amp;events="))
    }

    private static func check(_ url: String) throws {
        let desk = try CommandDesk()
        try desk.kunming()
        let before = try desk.state()
        let words = ["measure", "kunming", "--database", url, "--period", "2026"]
        let shown = try desk.run(words + ["--records", "records.csv"])
        #expect(shown.code == 0 && shown.output.contains("5 added, 0 changed") && shown.output.hasSuffix("nothing was written; --apply does\n"), "\(shown)")
        #expect(shown.output.contains("+ 昆明 2026 cases-on-time = 3.0") && shown.output.contains("+ 昆明 2026 satisfaction-sum = 1.8"))
        #expect(try desk.text("records.csv").split(separator: "\n").count == 7)
        #expect(try desk.state().filter { $0.key.hasPrefix("kunming/") } == before.filter { $0.key.hasPrefix("kunming/") })
        let written = try desk.run(words + ["--apply"])
        #expect(written.code == 0 && written.output.contains("written: index-data/platform.csv"), "\(written)")
        let lines = try desk.text("kunming/index-data/platform.csv").split(separator: "\n")
        let ended = try #require(lines.first { $0.contains(",cases-ended,") })
        #expect(ended.hasPrefix("昆明,2026,cases-ended,3.0,\(Self.source),platform,2026-04-08,concentric index measure,,cases?"), "\(ended)")
        #expect(ended.contains("?measure=cases-ended&reported=2026-01..2026-12&count=3&events="), "\(ended)")
        #expect(try desk.run(words).output.hasSuffix("nothing changes\n"))
        // Where a drawn number stands already, one is chosen with a reason.
        let march = try desk.run("measure", "kunming", "--database", url, "--period", "2026-03", "--by", "county", "--adjusted")
        #expect(march.code == 0 && march.output.contains("+ 530102 2026-03 cases-ended = 3.0") && !march.output.contains("530103"), "\(march)")
        #expect(try desk.run("import", "--undo", "kunming").code == 0)
        #expect(try desk.state().filter { $0.key.hasPrefix("kunming/") } == before.filter { $0.key.hasPrefix("kunming/") })
        for (words, said) in [
            (["--period", "2025"], "no case was reported in 2025"), (["--period", "26"], "--period must be"),
            (["--period", "2026", "--by", "grid"], "--by must be"), (["--period", "2026", "--choose", "incoming"], "--because"),
        ] {
            let answer = try desk.run(["measure", "kunming", "--database", url] + words)
            #expect(answer.code != 0 && answer.output.isEmpty && answer.errors.contains(said), "\(answer)")
        }
        let none = try desk.run("measure", "kunming", "--database", "sqlite:none.sqlite", "--period", "2026")
        #expect(none.code == 2 && none.errors.contains("none.sqlite: error: there is no such database"))
        #expect(try desk.state()["none.sqlite"] == nil)
    }

    private static let source = "平台案件记录 the platform's case records"
}
