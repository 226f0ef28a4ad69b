internal import Foundation
internal import Ground
internal import Store
internal import StoreTestSupport

/// Durable writes with 32 concurrent callers on both databases: sharing commits, and as a baseline one transaction for each call,
/// in the same run. Prints writes per second and the CPU time of one write, on PostgreSQL with that of the server.
enum StoreBenchmark {
    private static let callers = 32
    private static let migration = Migration(
        "benchmark",
        [
            "create table notes (id bigint primary key, entity bigint not null, words text not null, at bigint not null)",
            "create index notes_of_entity on notes (entity, at)",
        ])

    static func run() async {
        do {
            try await sqlite()
            try await postgres()
        } catch {
            print("store: \(error)")
        }
    }

    private static func sqlite() async throws {
        let folder = NSTemporaryDirectory() + "concentric-benchmark-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for group in [1, 256] {
            let store = try SQLiteStore(path: "\(folder)/\(group).sqlite", group: group)
            try await measure("SQLite", store, group: group, server: nil)
            await TestStores.close(store)
        }
    }

    private static func postgres() async throws {
        let server = PostgresServer(root: NSTemporaryDirectory())
        for group in [1, 256] {
            let database = "benchmark_\(group)"
            try await server.command("create database \(database)")
            let store = try await PostgresStore.open(url: try await server.url(of: database), group: group)
            try await measure("PostgreSQL", store, group: group, server: server)
            await TestStores.close(store)
        }
    }

    private static func measure(_ name: String, _ store: any Store, group: Int, server: PostgresServer?) async throws {
        try await store.migrate([migration])
        let way = group == 1 ? "one transaction a call (baseline)" : "shared commits"
        let ids = IDMaker(node: 1) { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        try await report("\(name), \(way), one row", store, server, count: group == 1 ? 6000 : 30_000) { number, connection in
            try insert(ids.next(), number, connection)
        }
        try await report("\(name), \(way), event, outbox and 5 rows", store, server, count: group == 1 ? 3000 : 12_000) {
            number, connection in
            for _ in 0..<5 { try insert(ids.next(), number, connection) }
            let time = Instant(milliseconds: Int64(number))
            try EventLog.append(
                [NewEvent(stream: "note", entity: ids.next(), revision: 1, at: time, type: "noted", body: [1, 2, 3])], on: connection)
            try Outbox.enqueue(topic: "note", entity: ids.next(), body: "{}", at: time, id: ids.next(), on: connection)
        }
        guard group > 1 else { return }
        try await statements(name, store, server)
    }

    private static func insert(_ id: Int64, _ number: Int, _ connection: any Connection) throws {
        try connection.later(
            """
            insert into notes (id, entity, words, at)
            values (\(id), \(number % 1000), \("路灯不亮，请处理。The lamp is out."), \(Int64(number)))
            """)
    }

    private static func report(
        _ what: String, _ store: any Store, _ server: PostgresServer?, count: Int,
        _ body: @escaping @Sendable (Int, any Connection) throws -> Void
    ) async throws {
        let begin = try await times(server)
        let before = store.load
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: caller, to: count, by: callers) {
                        try await store.write { try body(number, $0) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let end = try await times(server)
        let after = store.load
        let share = Double(after.writes - before.writes) / Double(max(1, after.commits - before.commits))
        print("store: \(what): \(line(count, begin, end)), \(decimals(share, 1)) writes a commit")
    }

    /// One body with many statements: what a statement costs by itself.
    private static func statements(_ name: String, _ store: any Store, _ server: PostgresServer?) async throws {
        let count = 50_000
        var begin = try await times(server)
        try await store.write { for number in 0..<count { try insert(Int64(number), number, $0) } }
        var end = try await times(server)
        print("store: \(name), inserts within one transaction: \(line(count, begin, end))")
        begin = try await times(server)
        let sum = try await store.read { connection in
            var sum: Int64 = 0
            for number in 0..<count {
                sum += try connection.row("select entity, at, words from notes where id = \(number)") { try $0.integer(0) } ?? 0
            }
            return sum
        }
        end = try await times(server)
        guard sum > 0 else { return print("store: \(name): THE ROWS ARE NOT THERE") }
        print("store: \(name), rows read by key within one transaction: \(line(count, begin, end))")
        begin = try await times(server)
        try await store.write { connection in
            let rows = (0..<200_000).lazy.map { number -> [SQLValue] in
                [(1_000_000 + number).sqlValue, (number % 999).sqlValue, "路灯不亮".sqlValue, 1.sqlValue]
            }
            try connection.copy(into: "notes", columns: ["id", "entity", "words", "at"], rows: rows)
        }
        end = try await times(server)
        print("store: \(name), rows copied in bulk: \(line(200_000, begin, end))")
    }

    private struct Times {
        var wall: Double
        var own: Double
        var server: Double?
    }

    private static func times(_ server: PostgresServer?) async throws -> Times {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        let own = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        let wall = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
        return Times(wall: wall, own: own, server: try await server?.cpuSeconds())
    }

    private static func line(_ count: Int, _ begin: Times, _ end: Times) -> String {
        let each = 1e6 / Double(count)
        var text = "\(decimals(Double(count) / (end.wall - begin.wall), 0))/s, \(decimals((end.own - begin.own) * each, 1)) µs CPU each"
        if let before = begin.server, let after = end.server {
            text += " and \(decimals((after - before) * each, 1)) µs in the server"
        }
        return text
    }

    private static func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }
}
