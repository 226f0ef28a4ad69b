import Ground
import Store
import StoreTestSupport
import Testing

/// What every driver must keep and give back unchanged.
@Suite struct TypesTests {
    static let migration = Migration(
        "types",
        [
            "create table things (id bigint primary key, number bigint, real double precision, words text, bytes bytea)"
        ])

    @Test(arguments: StoreKind.allCases)
    func valuesComeBackAsTheyWere(_ kind: StoreKind) async throws {
        let integers: [Int64] = [0, 1, -1, .max, .min, 1 << 53, (1 << 53) + 1]
        let reals = [0, -0.0, 1.5, .pi, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
        let texts = ["", "a", "同心", "呈贡区·𠮷𠀀", "ꆈꌠꉙ", "it's \"quoted\" ?1 $1 \\ %_", "👩‍👩‍👧\u{301}\r\n\t"]
        let blobs: [[UInt8]] = [[], [0], Array(0...255), [UInt8](repeating: 0xFF, count: 100_000)]
        try await TestStores.with(kind, migrations: [Self.migration]) { store async throws in
            var id: Int64 = 0
            for integer in integers { try await check(store, &id, integer, nil, nil, nil) }
            for real in reals { try await check(store, &id, nil, real, nil, nil) }
            for text in texts { try await check(store, &id, nil, nil, text, nil) }
            for blob in blobs { try await check(store, &id, nil, nil, nil, blob) }
            try await check(store, &id, 7, 2.5, "全部", [1, 2, 3])
            try await check(store, &id, nil, nil, nil, nil)
        }
    }

    private func check(
        _ store: any Store, _ id: inout Int64, _ number: Int64?, _ real: Double?, _ words: String?, _ bytes: [UInt8]?
    ) async throws {
        id += 1
        let key = id
        try await store.write { connection in
            let count = try connection.execute(
                "insert into things (id, number, real, words, bytes) values (\(key), \(number), \(real), \(words), \(bytes))")
            #expect(count == 1)
        }
        let found = try await store.read { connection in
            try connection.row("select number, real, words, bytes from things where id = \(key)") { row in
                #expect(row.columnCount == 4)
                #expect(row.isNull(0) == (number == nil))
                return (
                    try row.optionalInteger(0), try row.optionalDouble(1), try row.optionalText(2), try row.optionalBlob(3)
                )
            }
        }
        let row = try #require(found)
        #expect(row.0 == number)
        // Zero has no sign in a database.
        #expect(row.1?.bitPattern == real.map { ($0 == 0 ? 0 : $0).bitPattern })
        #expect(row.2 == words)
        #expect(row.2.map { Array($0.utf8) } == words.map { Array($0.utf8) })
        #expect(row.3 == bytes)
    }

    @Test(arguments: StoreKind.allCases)
    func whatOneDatabaseCannotKeepBothRefuse(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { store async throws in
            for (words, real) in [("a\u{0}b", 1.0), ("a", Double.nan)] {
                await #expect { try await store.write { try $0.execute("insert into things (id, words, real) values (1, \(words), \(real))") } } throws: {
                    ($0 as? SQLError)?.kind == .refusedValue
                }
            }
            let count = try await store.read { try $0.row("select count(*) from things") { try $0.int(0) } }
            #expect(count == 0)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func decodingAsAnotherTypeIsAnError(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { store async throws in
            try await store.write { try $0.execute("insert into things (id, number, words) values (1, 5, 'five')") }
            let query: SQL = "select id, number, words, real from things"
            func failure(_ read: @escaping @Sendable (ResultRow) throws -> Void) async -> SQLError.Kind? {
                do {
                    _ = try await store.read { try $0.rows(query, read) }
                    return nil
                } catch {
                    return (error as? SQLError)?.kind
                }
            }
            #expect(await failure { _ = try $0.integer(2) } == .decoding)
            #expect(await failure { _ = try $0.text(1) } == .decoding)
            #expect(await failure { _ = try $0.blob(1) } == .decoding)
            #expect(await failure { _ = try $0.double(3) } == .decoding)
            #expect(await failure { _ = try $0.truth(1) } == .decoding)
            #expect(await failure { _ = try $0.double(1) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func sumsAndComparisonsAreNumbers(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { store async throws in
            try await store.write { connection in
                for number in [1, -20_000, 3_000_000_000] {
                    try connection.execute("insert into things (id, number) values (\(number), \(number))")
                }
            }
            let row = try await store.read { connection in
                try connection.row("select sum(number), count(*), avg(number), max(number), sum(number) - 1 from things") {
                    (try $0.integer(0), try $0.int(1), try $0.double(2), try $0.integer(3), try $0.value(4))
                }
            }
            let found = try #require(row)
            #expect(found.0 == 2_999_980_001)
            #expect(found.1 == 3)
            #expect(abs(found.2 - 2_999_980_001 / 3) < 1e-3)
            #expect(found.3 == 3_000_000_000)
            #expect(found.4 == .integer(2_999_980_000))
        }
    }

    /// The first use of a statement with a null must not fix its type for later ones.
    @Test(arguments: StoreKind.allCases)
    func nullFirstThenAValue(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { store async throws in
            let values: [(Int64?, Double?, String?, [UInt8]?)] = [
                (nil, nil, nil, nil), (1 << 40, 0.5, "五", [5]), (nil, 1, nil, []), (3, nil, "", nil),
            ]
            try await store.write { connection in
                for (id, value) in values.enumerated() {
                    try connection.execute(
                        """
                        insert into things (id, number, real, words, bytes)
                        values (\(id), \(value.0), \(value.1), \(value.2), \(value.3))
                        """)
                    try connection.execute("update things set real = \(id) where id = \(id)")
                }
            }
            let rows = try await store.read { connection in
                try connection.rows("select number, words, bytes, real from things order by id") {
                    (try $0.optionalInteger(0), try $0.optionalText(1), try $0.optionalBlob(2), try $0.double(3))
                }
            }
            #expect(rows.map(\.0) == values.map(\.0))
            #expect(rows.map(\.1) == values.map(\.2))
            #expect(rows.map(\.2) == values.map(\.3))
            #expect(rows.map(\.3) == [0, 1, 2, 3])
        }
    }
}
