import Foundation
import Ground
import StoreTestSupport
import TestSupport
import Testing
import Trajectories

/// A fleet whose owners granted it goes into PostgreSQL by the very lines of `Documentation/vehicles.md`, and every point arrives as it was.
@Suite struct FleetTableTests {
    /// The statements of the page that end in a remark with this name, with another path.
    private static func statements(for name: String, path: String) throws -> [String] {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Documentation/vehicles.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```sql\n").dropFirst().first?.components(separatedBy: "```").first)
        let part = try #require(block.components(separatedBy: "-- ").first { $0.hasPrefix(name + "\n") })
        return part.dropFirst(name.count + 1).split(separator: ";").map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }.map { $0.replacingOccurrences(of: "/data/fleet.csv", with: path) }
    }

    private static func ride(_ device: Int) -> [Point] {
        var random = SeededRandom(seed: UInt64(device))
        return (0..<200).map { number in
            Point(
                time: 1_789_257_600_000 + Int64(number) * 30_000 + Int64(random.below(1000)),
                latitude: Int32(random.below(180_000_001)) - 90_000_000, longitude: Int32(random.below(360_000_001)) - 180_000_000,
                speed: UInt16(random.below(65_536)), course: UInt16(random.below(360)), flags: Point.Flags(rawValue: UInt8(random.below(256))))
        }
    }

    /// Each device has an owner of its own, who seals a ride and grants it to the workshop, all by the command line.
    private func fleet(_ names: [String], in folder: String) throws -> String {
        func run(_ words: String...) throws -> String {
            let answer = try Program.run(["track"] + words, in: folder)
            #expect(answer.code == 0, "\(words.joined(separator: " ")): \(answer.errors)")
            return answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let card = try run("keys", "--out", "workshop.keys")
        var table = TrackTable.header
        for (number, name) in names.enumerated() {
            _ = try run("keys", "--out", "\(number).keys")
            try TrackCSV.write(Self.ride(number)).write(toFile: "\(folder)/\(number).csv", atomically: true, encoding: .utf8)
            _ = try run("import", "--store", "tracks", "--device", name, "--keys", "\(number).keys", "\(number).csv")
            let grant = try run(
                "grant", "--store", "tracks", "--device", name, "--keys", "\(number).keys", "--reader", "workshop", "--card", card,
                "--expires", "2999-01-01T00:00:00Z")
            table += try run(
                "export", "--store", "tracks", "--device", name, "--keys", "workshop.keys", "--grant", grant, "--format", "table", "--no-header")
            table += "\n"
        }
        return table
    }

    @Test func everyPointIsInTheTable() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fleet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = ["860000000000001", "sim/bike-2", "13 \u{201C}a, b\u{201D} \"c\""]
        let path = folder.appendingPathComponent("fleet.csv").path
        try fleet(names, in: folder.path).write(toFile: path, atomically: true, encoding: .utf8)
        // The server is another user.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let server = PostgresServer.shared
        let scheme = "fleet_\(UInt32.random(in: 0 ... .max))"
        let statements = try Self.statements(for: "PostgreSQL", path: path)
        #expect(statements.count == 2)
        // What went in, written as numbers by this test and compared both ways.
        var rows: [String] = []
        for (number, name) in names.enumerated() {
            for point in Self.ride(number) {
                let quoted = name.replacingOccurrences(of: "'", with: "''")
                rows.append(
                    "('\(quoted)', \(point.time), \(point.latitude)::numeric / 1000000, \(point.longitude)::numeric / 1000000, "
                        + "\(point.speed)::numeric / 10, \(point.course), \(point.flags.rawValue))")
            }
        }
        let check = """
            do $check$
            declare missing integer; strange integer;
            begin
                create temporary table expected on commit drop as
                    select device, time_ms::bigint, lat::double precision, lon::double precision, speed::real, course::smallint, flags::smallint
                    from (values \(rows.joined(separator: ",\n"))) as v (device, time_ms, lat, lon, speed, course, flags);
                select count(*) into missing from (table expected except all table \(scheme).points) as a;
                select count(*) into strange from (table \(scheme).points except all table expected) as b;
                if missing + strange > 0 then raise exception '% rows missing, % rows strange', missing, strange; end if;
                if (select count(*) from \(scheme).points) <> \(rows.count) then raise exception 'wrong number of rows'; end if;
            end $check$
            """
        try await server.command("create schema \(scheme)")
        for statement in statements { try await server.command("set search_path = \(scheme); \(statement)") }
        try await server.command(check)
        // The comparison can fail.
        try await server.command("update \(scheme).points set flags = (flags + 1) % 256 where device = 'sim/bike-2' and course < 180")
        await #expect(throws: PostgresServer.Unavailable.self) { try await server.command(check) }
        try await server.command("drop schema \(scheme) cascade")
    }
}
