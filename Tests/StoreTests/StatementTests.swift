import Ground
import Store
import StoreTestSupport
import Testing

@Suite struct StatementTests {
    enum Colour: String { case red }

    struct Number: RawRepresentable {
        var rawValue: Int64
    }

    @Test(arguments: StoreKind.allCases)
    func everythingThatIsInterpolatedIsBound(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            let evil = "'); drop table events; --"
            let some: Colour? = .red
            let none: Number? = nil
            let absent: String? = nil
            let moment = Instant(milliseconds: 1_790_000_000_123)
            let inner: SQL = "select \(evil), \(Colour.red), \(some)"
            let query: SQL =
                inner + ", \(Number(rawValue: 5)), \(moment), \(true), \(raw: "7"), "
                + SQL.joined(["\(1)", "\(2.5)"], separator: ", ") + " where \(none) is null and \(absent) is null"
            let casted = try await store.read { connection in
                // PostgreSQL wants to know the type of a null that stands alone.
                try connection.row(kind == .sqlite ? query : inner + ", \(Number(rawValue: 5)), \(moment), \(true), 7, \(1), \(2.5)") {
                    row in
                    (
                        [try row.text(0), try row.text(1), try row.text(2)], try row.integer(3), try row.instant(4),
                        try row.truth(5), try row.int(6), try row.int(7), try row.double(8)
                    )
                }
            }
            let row = try #require(casted)
            #expect(row.0 == [evil, "red", "red"])
            #expect(row.1 == 5)
            #expect(row.2 == moment)
            #expect(row.3)
            #expect(row.4 == 7)
            #expect(row.5 == 1)
            #expect(row.6 == 2.5)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func countsReturningAndUpserts(_ kind: StoreKind) async throws {
        let migration = Migration("t", ["create table t (id bigint primary key, n bigint not null)"])
        try await TestStores.with(kind, migrations: [migration]) { store async throws in
            try await store.write { (connection: any Connection) throws -> Void in
                for id in 1...3 { #expect(try connection.execute("insert into t (id, n) values (\(id), 0)") == 1) }
                #expect(try connection.execute("update t set n = n + 1 where id > 1") == 2)
                #expect(try connection.execute("update t set n = n + 1 where id > 9") == 0)
                #expect(try connection.execute("select 1") == 0)
                #expect(try connection.execute("create table u (id bigint primary key)") == 0)
                let upsert: (Int) -> SQL = { id in
                    "insert into t (id, n) values (\(id), \(10)) on conflict (id) do update set n = t.n + excluded.n returning n"
                }
                #expect(try connection.row(upsert(2)) { try $0.int(0) } == 11)
                #expect(try connection.row(upsert(4)) { try $0.int(0) } == 10)
                #expect(try connection.rows("update t set n = 0 returning id") { try $0.int(0) }.sorted() == [1, 2, 3, 4])
                #expect(try connection.execute("delete from t") == 4)
                #expect(try connection.row("select id from t") { try $0.int(0) } == nil)
                #expect(try connection.row("select id from t where id = \(9)") { try $0.int(0) } == nil)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theSameStatementWithinItself(_ kind: StoreKind) async throws {
        let migration = Migration("t", ["create table t (id bigint primary key, parent bigint)"])
        try await TestStores.with(kind, migrations: [migration]) { store async throws in
            try await store.write { connection in
                try connection.execute("insert into t (id, parent) values (1, 0), (2, 1), (3, 1), (4, 2)")
            }
            @Sendable func tree(_ parent: Int64, _ connection: any Connection) throws -> [[Int64]] {
                try connection.rows("select id from t where parent = \(parent) order by id") { row in
                    let id = try row.integer(0)
                    return [id] + (try tree(id, connection)).flatMap { $0 }
                }
            }
            #expect(try await store.read { try tree(0, $0) } == [[1, 2, 4, 3]])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func moreStatementsThanAreKept(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            let sum = try await store.read { connection in
                try (1...1300).reduce(into: 0) { sum, number in
                    let ones = SQL.joined(repeatElement("1", count: number % 700 + 1), separator: " + ")
                    sum += try connection.row("select " + ones + " + \(number)") { try $0.int(0) } ?? 0
                }
            }
            #expect(sum == (1...1300).reduce(0) { $0 + $1 + $1 % 700 + 1 })
        }
    }

    private static func row(_ id: Int) -> [SQLValue] {
        let real: Double? = id % 3 == 0 ? nil : Double(id) / 4
        let bytes: [UInt8]? = id % 5 == 0 ? nil : Array("\(id)".utf8)
        let number: Int? = id % 2 == 0 ? nil : -id
        return [id.sqlValue, real.sqlValue, "第\(id)号".sqlValue, bytes.sqlValue, number.sqlValue]
    }

    @Test(arguments: StoreKind.allCases)
    func bulkRowsArrive(_ kind: StoreKind) async throws {
        let migration = Migration(
            "t", ["create table t (id bigint primary key, r double precision, w text, b bytea, u bigint unique)"])
        try await TestStores.with(kind, migrations: [migration]) { store async throws in
            let columns: [StaticString] = ["id", "r", "w", "b", "u"]
            let rows: [[SQLValue]] = (0..<2500).map { Self.row($0) }
            let count = try await store.write { try $0.copy(into: "t", columns: columns, rows: rows) }
            #expect(count == 2500)
            let found = try await store.read { connection in
                try connection.rows("select id, r, w, b, u from t order by id") { row in try (0..<5).map { try row.value($0) } }
            }
            #expect(found == rows)
            #expect(try await store.write { try $0.copy(into: "t", columns: columns, rows: []) } == 0)
            // A double key in the middle undoes all of it.
            let doubled: [[SQLValue]] = [[.integer(9001), .null, .null, .null, .null], [.integer(7), .null, .null, .null, .null]]
            await #expect { try await store.write { try $0.copy(into: "t", columns: columns, rows: doubled) } } throws: {
                ($0 as? SQLError)?.kind == .unique
            }
            await #expect(throws: SQLError.self) {
                try await store.write { try $0.copy(into: "t", columns: columns, rows: [[.integer(9002)]]) }
            }
            let after = try await store.read { try $0.row("select count(*) from t") { try $0.int(0) } }
            #expect(after == 2500)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func plansCanBeRead(_ kind: StoreKind) async throws {
        let migration = Migration(
            "t", ["create table t (id bigint primary key, n bigint not null)", "create index t_by_n on t (n)"])
        try await TestStores.with(kind, migrations: [migration]) { store async throws in
            let plans = try await store.write { connection in
                let rows = (0..<5000).lazy.map { [SQLValue.integer(Int64($0)), .integer(Int64($0))] }
                try connection.copy(into: "t", columns: ["id", "n"], rows: rows)
                try connection.execute("analyze t")
                return [try connection.explain("select id from t where n = \(5)"), try connection.explain("select id from t where n + 1 = \(5)")]
            }
            #expect(plans[0].joined(separator: "\n").contains("t_by_n"))
            #expect(!plans[1].joined(separator: "\n").contains("t_by_n ("))
            #expect(plans[1].joined(separator: "\n").lowercased().contains(kind == .sqlite ? "scan" : "seq scan"))
        }
    }
}
