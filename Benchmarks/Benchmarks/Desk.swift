internal import Accounts
internal import Cases
internal import City
internal import Foundation
internal import Ground
internal import Hummingbird
internal import Store
internal import StoreTestSupport
internal import Web

/// The desks over a million cases, over HTTP and signed in: a page with fifty cases of a street, a county, the city and a
/// department; the form with the tree of classes; the three rates, over HTTP and by themselves. The baseline of each, in the same
/// run, is the same answer without the index or the sums that were kept for it: by looking at every case.
///
/// `BENCH_CASES` makes fewer cases, `BENCH_STORES=sqlite` leaves out the other database.
enum DeskBenchmark {
    static func run(folder: String = "cities/kunming") async {
        guard let city = City.load(folder).city else { return print("desk: \(folder) is not here, or has faults") }
        let environment = ProcessInfo.processInfo.environment
        let count = environment["BENCH_CASES"].flatMap { Int($0) } ?? 1_000_000
        let stores = environment["BENCH_STORES"] ?? "sqlite,postgresql"
        do {
            if stores.contains("sqlite") { try await sqlite(city, count) }
            if stores.contains("postgresql") { try await postgres(city, count) }
        } catch {
            print("desk: \(error)")
        }
    }

    private static func sqlite(_ city: City, _ count: Int) async throws {
        let folder = NSTemporaryDirectory() + "concentric-benchmark-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(path: "\(folder)/million.sqlite")
        try await measure("SQLite", city, store, count, folder: folder, server: nil)
        await TestStores.close(store)
    }

    private static func postgres(_ city: City, _ count: Int) async throws {
        let server = PostgresServer(root: NSTemporaryDirectory())
        let folder = NSTemporaryDirectory() + "concentric-benchmark-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await server.command("create database million")
        let store = try await PostgresStore.open(url: try await server.url(of: "million"))
        try await measure("PostgreSQL", city, store, count, folder: folder, server: server)
        await TestStores.close(store)
    }

    private static func measure(
        _ name: String, _ city: City, _ store: any Store, _ count: Int, folder: String, server: PostgresServer?
    ) async throws {
        let face = try await RequestsBenchmark.face(city, store, folder: folder)
        let meter = try await Meter(server)
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        var million = Million(city, count: count, end: now, seed: 3)
        try await million.write(to: store)
        print("desk: \(name): \(count) cases made, \(try await meter.read().text(for: count)) each")
        guard let busiest = million.busiest else { return print("desk: the city has no streets or no departments") }
        let places: [(String, HeldPost, CaseFilter.Scope)] = [
            ("street", HeldPost(kind: "street-dispatcher", area: busiest.street), .area(busiest.street)),
            ("county", HeldPost(kind: "county-dispatcher", area: busiest.county), .area(busiest.county)),
            ("city", HeldPost(kind: "city-dispatcher", area: city.territory.roots.first), .city),
            ("department", HeldPost(kind: "department-officer", organisation: busiest.department), .organisation(busiest.department)),
        ]
        let router = face.router()
        router.get("nothing") { _, _ in "nothing" }
        let served = try await Served.start(router)
        let nothing = RequestsBenchmark.line("GET", "/nothing", 200)
        let (floor, floorReading) = try await served.measure([nothing], count: 20_000, connections: 4, server: server)
        print("desk: a route that does nothing (baseline): \(Served.text(floor, floorReading))")
        for (number, (place, post, scope)) in places.enumerated() {
            let cookie = try await signIn(Int64(number + 1), post, to: store)
            for (what, query) in [("open", ""), ("ended", "?ended=1")] {
                let request = RequestsBenchmark.line("GET", Route.desk.path + query, 200, cookie: cookie)
                _ = try await served.measure([request], count: 200, connections: 4, server: server)
                let (outcome, reading) = try await served.measure([request], count: 4000, connections: 4, server: server)
                print("desk: \(name), page of \(what) cases of a \(place): \(Served.text(outcome, reading))")
            }
            try await scan(name, scope, store, server)
        }
        let form = RequestsBenchmark.line("GET", Route.report.path, 200)
        _ = try await served.measure([form], count: 200, connections: 4, server: server)
        let (outcome, reading) = try await served.measure([form], count: 4000, connections: 4, server: server)
        print("desk: form with the tree of \(city.classes.all.count) classes: \(Served.text(outcome, reading))")
        try await ratesPages(name, city, store, served, server)
        served.stop()
        try await rates(name, store, server)
    }

    /// The pages of the rates over all months that there are.
    private static func ratesPages(
        _ name: String, _ city: City, _ store: any Store, _ served: Served, _ server: PostgresServer?
    ) async throws {
        let cookie = try await signIn(100, HeldPost(kind: "city-dispatcher", area: city.territory.roots.first), to: store)
        for by in RatesQuery.By.allCases {
            let path = "\(Route.rates.path)?from=2000-01&to=2099-12&by=\(by.rawValue)"
            let request = RequestsBenchmark.line("GET", path, 200, cookie: cookie)
            _ = try await served.measure([request], count: 20, connections: 4, server: server)
            let (outcome, reading) = try await served.measure([request], count: 400, connections: 4, server: server)
            print("desk: \(name), page of the three rates of all months by \(by.rawValue): \(Served.text(outcome, reading))")
        }
    }

    private static func signIn(_ number: Int64, _ post: HeldPost, to store: any Store) async throws -> String {
        let token = Session.makeToken()
        let time = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        try await store.write { connection in
            let account = Account(
                id: AccountID(number), login: "bench-\(number)", name: Bilingual(zh: "测试", en: "Benchmark"), posts: [post])
            try AccountDirectory.add(account, passwordHash: "none", at: time, on: connection)
            try Session.open(token, for: account.id, at: time, on: connection)
        }
        return "session=\(token); form-token=\(RequestsBenchmark.formToken)"
    }

    // MARK: Baselines

    /// The page's fifty cases by looking at all: the conditions are such that no index helps.
    private static func scan(
        _ name: String, _ scope: CaseFilter.Scope, _ store: any Store, _ server: PostgresServer?
    ) async throws {
        let query: SQL =
            switch scope {
            case .city:
                "select c.id, c.reference, c.title from cases c where c.is_open + 0 = 1 order by c.listed_at + 0, c.id limit 51"
            case .area(let code):
                """
                select c.id, c.reference, c.title from cases c
                where c.is_open + 0 = 1 and (c.street || '' = \(code.rawValue) or c.county || '' = \(code.rawValue))
                order by c.listed_at + 0, c.id limit 51
                """
            case .organisation(let code):
                """
                select c.id, c.reference, c.title from work_orders o join cases c on c.id = o.case_id
                where o.listed + 0 = 1 and o.organisation || '' = \(code.rawValue) order by c.listed_at + 0, c.id limit 51
                """
            }
        let meter = try await Meter(server)
        let times = 3
        for _ in 0..<times { _ = try await store.read { try $0.rows(query) { try $0.integer(0) } } }
        print("desk: \(name), the cases of that page by looking at all (baseline): \(try await meter.read().text(for: times))")
    }

    private static func rates(_ name: String, _ store: any Store, _ server: PostgresServer?) async throws {
        var meter = try await Meter(server)
        let times = 100
        var kept = Rates()
        for _ in 0..<times { kept = try await store.read { try Rates.city(in: 0...999_999, on: $0) } }
        print("desk: \(name), three rates of the city: \(try await meter.read().text(for: times))")
        meter = try await Meter(server)
        for _ in 0..<times { _ = try await store.read { try Rates.byMember(of: .area, in: 0...999_999, on: $0) } }
        print("desk: \(name), three rates of every street: \(try await meter.read().text(for: times))")
        meter = try await Meter(server)
        let scans = 2
        var counted: [Int64] = []
        for _ in 0..<scans {
            counted = try await store.read { connection in
                let words = try connection.row(
                    """
                    select sum(case when rating is null then 0 else 1 end), sum(case when rating >= 3 then 1 else 0 end),
                        sum(case when rating > 3 then 100 when rating = 3 then 80 else 0 end) from cases
                    """
                ) { row in try (0..<3).map { try row.integer($0) } }
                let calls = try connection.row(
                    "select count(*), sum(case when reported_in_at is null then 0 else 1 end) from work_orders"
                ) { row in try (0..<2).map { try row.integer($0) } }
                return (words ?? []) + (calls ?? [])
            }
        }
        print("desk: \(name), three rates by looking at all (baseline): \(try await meter.read().text(for: scans))")
        let sums = [kept.raw.rated, kept.raw.solved, kept.raw.satisfaction, kept.raw.callsDue, kept.raw.callsAnswered].map(Int64.init)
        if sums != counted { print("desk: THE RATES DIFFER: \(sums), \(counted)") }
    }
}
