internal import Accounts
internal import Cases
internal import City
internal import Foundation
internal import Geography
internal import Ground
internal import Hummingbird
internal import NIOCore
internal import Store
internal import StoreTestSupport
internal import Web

/// A resident's report over HTTP, from a client process with 32 connections: `POST /report` of the pages, with the form that a
/// browser sends (multipart, an empty file field in it), the cookie and the hidden token of the form page. Each becomes durable with
/// its history, place, desk, clock, sums and outbox row before it is answered.
///
/// Baselines in the same run: the same server with a route that does nothing, and the same report with a commit of its own.
enum RequestsBenchmark {
    static func run(folder: String = "cities/kunming") async {
        guard let city = City.load(folder).city else { return print("requests: \(folder) is not here, or has faults") }
        do {
            try await floor(city)
            try await sqlite(city)
            try await postgres(city)
        } catch {
            print("requests: \(error)")
        }
    }

    private static func floor(_ city: City) async throws {
        let router = Router()
        router.post("/report") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .seeOther, headers: [.location: "/"])
        }
        let served = try await Served.start(router)
        let (outcome, reading) = try await served.measure(forms(city, token: "none"), count: 40_000)
        print("requests: a route that does nothing (baseline): \(Served.text(outcome, reading))")
        served.stop()
    }

    private static func sqlite(_ city: City) async throws {
        let folder = NSTemporaryDirectory() + "concentric-benchmark-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for group in [1, 256] {
            let store = try SQLiteStore(path: "\(folder)/\(group).sqlite", group: group)
            try await measure("SQLite", city, store, folder: folder, group: group, server: nil)
            await TestStores.close(store)
        }
    }

    private static func postgres(_ city: City) async throws {
        let server = PostgresServer(root: NSTemporaryDirectory())
        let folder = NSTemporaryDirectory() + "concentric-benchmark-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for group in [1, 256] {
            try await server.command("create database requests_\(group)")
            let store = try await PostgresStore.open(url: try await server.url(of: "requests_\(group)"), group: group)
            try await measure("PostgreSQL", city, store, folder: folder, group: group, server: server)
            await TestStores.close(store)
        }
    }

    private static func measure(
        _ name: String, _ city: City, _ store: any Store, folder: String, group: Int, server: PostgresServer?
    ) async throws {
        let served = try await Served.start(try await face(city, store, folder: folder).router())
        let requests = forms(city, token: formToken)
        // Once around, so that every statement is prepared and every page of the program is in memory.
        _ = try await served.measure(requests, count: 2000, server: server)
        let count = group == 1 ? 4000 : 20_000
        let before = store.load
        let (outcome, reading) = try await served.measure(requests, count: count, server: server)
        let share = Double(store.load.writes - before.writes) / Double(max(1, store.load.commits - before.commits))
        let way = group == 1 ? "a commit for each (baseline)" : String(format: "%.1f share a commit", share)
        print("requests: a demand reported on \(name), \(way): \(Served.text(outcome, reading))")
        served.stop()
    }

    /// The pages over a store, as `concentric serve` puts them together.
    static func face(_ city: City, _ store: any Store, folder: String) async throws -> WebFace {
        try await store.migrate(AccountsSchema.migrations + CasesSchema.migrations)
        let now: @Sendable () -> Instant = { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        let files = try FileStore(folder: folder + "/files")
        let office = try await CaseOffice.open(city: city, store: store, now: now, hasFile: { files.has($0) })
        return WebFace(
            city: city, office: office, store: store, files: files, ids: office.ids, now: now, isDemonstration: false)
    }

    /// As long as those that the form page gives out.
    static let formToken = String(repeating: "benchmark0", count: 4)

    /// Reports of all classes at places of the city, as a browser sends them.
    private static func forms(_ city: City, token: String) -> [String] {
        var random = SeededRandom(seed: 5)
        let classes = city.classes.all.filter { $0.kind == .demand }
        let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW1"
        var lines: [String] = []
        while lines.count < 500 {
            let place = Coordinate(longitude: 102.3 + random.unit(), latitude: 24.6 + random.unit() * 1.4)
            guard city.locate(place) != nil else { continue }
            let fields = [
                ("form-token", token), ("key", "%KEY%"),
                ("text", "翠湖北路三号门前的路灯三天不亮，晚上看不见路，请尽快派人来修。The street lamp has been out for three days."),
                ("class", classes[random.below(classes.count)].code.rawValue), ("area", ""), ("address", "翠湖北路\(random.below(300))号"),
                ("longitude", "\(place.longitude)"), ("latitude", "\(place.latitude)"), ("contact-name", ""), ("contact-phone", ""),
                ("contact-email", ""),
            ]
            var body = ""
            for (name, value) in fields {
                body += "--\(boundary)\r\ncontent-disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            }
            body += "--\(boundary)\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"\"\r\n"
            body += "content-type: application/octet-stream\r\n\r\n\r\n--\(boundary)--\r\n"
            lines.append(line("POST", "/report", 303, cookie: "form-token=\(token)", "multipart/form-data; boundary=\(boundary)", body))
        }
        return lines
    }

    /// One request for `LoadClient`.
    static func line(
        _ method: String, _ path: String, _ status: Int, cookie: String = "", _ type: String = "", _ body: String = ""
    ) -> String {
        let encoded = body.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return [method, path, "\(status)", cookie, type, encoded].joined(separator: "\t")
    }
}
