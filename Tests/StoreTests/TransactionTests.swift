import Store
import StoreTestSupport
import Synchronization
import Testing

/// What a transaction promises, on every driver.
@Suite struct TransactionTests {
    static let migration = Migration(
        "counters",
        [
            "create table counters (id bigint primary key, value bigint not null check (value >= 0), name text unique)",
            "create table parts (id bigint primary key, counter bigint not null references counters (id))",
            "insert into counters (id, value, name) values (1, 0, 'one')",
        ])

    struct Unwanted: Error {}

    private func with(_ kind: StoreKind, _ body: (any Store) async throws -> Void) async throws {
        try await TestStores.with(kind, migrations: [Self.migration], body)
    }

    private func value(_ store: any Store, _ id: Int = 1) async throws -> Int? {
        try await store.read { try $0.row("select value from counters where id = \(id)") { try $0.int(0) } }
    }

    private func failure<T>(_ body: () async throws -> T) async -> SQLError.Kind? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? SQLError)?.kind
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aBodyThatThrowsLeavesNothing(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            await #expect(throws: Unwanted.self) {
                try await store.write { connection in
                    try connection.execute("update counters set value = 5")
                    throw Unwanted()
                }
            }
            #expect(try await value(store) == 0)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func constraintsAreTold(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            let statements: [(SQL, SQLError.Kind?)] = [
                ("insert into counters (id, value) values (1, 0)", .unique),
                ("insert into counters (id, value, name) values (2, 0, 'one')", .unique),
                ("insert into counters (id, value) values (2, -1)", .check),
                ("insert into counters (id, value) values (2, null)", .notNull),
                ("insert into parts (id, counter) values (1, 77)", .foreignKey),
                ("delete from nowhere", .other),
                ("insert into counters (id, value, name) values (2, 0, 'two')", nil),
            ]
            for (sql, kind) in statements {
                let found = await failure { try await store.write { try $0.execute(sql) } }
                #expect(found == kind)
            }
            do {
                try await store.write { try $0.execute("insert into counters (id, value, name) values (3, 1, \("two"))") }
            } catch let error as SQLError {
                #expect(error.constraint?.contains("name") == true)
                #expect(!error.description.contains("two"))
                #expect(error.statement?.hasPrefix("insert into counters") == true)
            }
        }
    }

    /// A failed statement spoils its transaction, also when the body swallows the error.
    @Test(arguments: StoreKind.allCases)
    func nothingGoesOnAfterAFailure(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            let swallowed = await failure {
                try await store.write { connection in
                    try connection.execute("update counters set value = 5")
                    _ = try? connection.execute("insert into counters (id, value) values (1, 0)")
                }
            }
            #expect(swallowed == .unique)
            let later = await failure {
                try await store.write { connection in
                    _ = try? connection.execute("insert into counters (id, value) values (1, 0)")
                    try connection.execute("update counters set value = 6")
                }
            }
            #expect(later == .afterFailure)
            #expect(try await value(store) == 0)
        }
    }

    /// Statements that nobody waits for fail the body all the same, at its end or at the next answer; nested, they fail there.
    @Test(arguments: StoreKind.allCases)
    func whatIsRunLaterFailsItsBody(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            let atEnd = await failure {
                try await store.write { connection in
                    try connection.later("update counters set value = 5")
                    try connection.later("insert into counters (id, value) values (1, 0)")
                }
            }
            let atAnswer = await failure {
                try await store.write { connection in
                    try? connection.later("insert into parts (id, counter) values (1, 77)")
                    try? connection.later("update counters set value = 6")
                    return try connection.row("select value from counters") { try $0.int(0) }
                }
            }
            #expect(atEnd == .unique)
            #expect(atAnswer == .foreignKey || atAnswer == .afterFailure)
            try await store.write { connection in
                try connection.later("update counters set value = 7")
                let inner: Void? = try? connection.nested {
                    try connection.later("update counters set value = 8")
                    try connection.later("insert into counters (id, value) values (1, 0)")
                }
                #expect(inner == nil)
                for id in 10..<900 { try connection.later("insert into counters (id, value) values (\(id), 1)") }
                let value = try connection.row("select value from counters where id = 1") { try $0.int(0) }
                #expect(value == 7)
            }
            let count = try await store.read { try $0.row("select count(*) from counters") { try $0.int(0) } }
            #expect(count == 891)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aNestedPartFailsAlone(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            try await store.write { connection in
                try connection.execute("update counters set value = 1")
                try connection.nested { try connection.execute("update counters set value = value + 10") }
                let first: Void? = try? connection.nested {
                    try connection.execute("update counters set value = value + 100")
                    try connection.execute("insert into counters (id, value) values (1, 0)")
                }
                let second: Void? = try? connection.nested {
                    try connection.execute("update counters set value = value + 1000")
                    try connection.nested { try connection.execute("update counters set value = value + 2000") }
                    throw Unwanted()
                }
                #expect(first == nil && second == nil)
                try connection.execute("insert into counters (id, value) values (2, 2)")
            }
            #expect(try await value(store) == 11)
            #expect(try await value(store, 2) == 2)
        }
    }

    /// 400 bodies at once, a third of which fail in different ways: each fails alone, whoever shares its commit.
    @Test(arguments: StoreKind.allCases)
    func whoeverFailsInAGroupFailsAlone(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            let kept = await withTaskGroup(of: Int?.self) { group in
                for number in 2..<402 {
                    group.addTask {
                        try? await store.write { connection in
                            try connection.execute("insert into counters (id, value) values (\(number), 0)")
                            try connection.execute("update counters set value = value + 1 where id = 1")
                            if number % 9 == 0 { throw Unwanted() }
                            if number % 9 == 3 { try connection.execute("insert into counters (id, value) values (1, 0)") }
                            if number % 9 == 6 { _ = try? connection.execute("insert into counters (id, value) values (1, 0)") }
                            return number
                        }
                    }
                }
                return await group.reduce(into: Set<Int>()) { if let number = $1 { $0.insert(number) } }
            }
            #expect(kept == Set((2..<402).filter { $0 % 3 != 0 }))
            let stored = try await store.read { try $0.rows("select id from counters where id > 1") { try $0.int(0) } }
            #expect(Set(stored) == kept)
            #expect(try await value(store) == kept.count)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func concurrentCallsShareCommits(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            // The first body holds the writer until all others are waiting; they can then only come in one group.
            let before = store.load
            let begun = Gate()
            let release = Gate()
            async let first: Int = store.write { connection in
                begun.open()
                release.wait()
                return try connection.execute("update counters set value = value + 1 where id = 1")
            }
            await begun.passed()
            let waiting = (0..<50).map { _ in
                Task { try await store.write { try $0.execute("update counters set value = value + 1 where id = 1") } }
            }
            while store.load.waiting < 50 { await Task.yield() }
            release.open()
            _ = try await first
            for task in waiting { _ = try await task.value }
            #expect(try await value(store) == 51)
            #expect(store.load.writes - before.writes == 51)
            #expect(store.load.commits - before.commits < 5)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func readersSeeOneStateAndCannotWrite(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            let refused = await failure { _ = try await store.read { try $0.execute("update counters set value = 9") } }
            #expect(refused == .other)
            let begun = Gate()
            let release = Gate()
            async let pair: (Int, Int) = store.read { connection in
                let read = { try connection.row("select value from counters where id = 1") { try $0.int(0) } ?? -1 }
                let before = try read()
                begun.open()
                release.wait()
                return (before, try read())
            }
            await begun.passed()
            try await store.write { try $0.execute("update counters set value = 7 where id = 1") }
            release.open()
            let (before, after) = try await pair
            #expect(before == 0 && after == 0)
            #expect(try await value(store) == 7)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aCancelledTaskStillFinishesItsWrite(_ kind: StoreKind) async throws {
        try await with(kind) { store async throws in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await store.write { try $0.execute("update counters set value = 3 where id = 1") }
            }
            try await task.value
            #expect(try await value(store) == 3)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aClosedStoreRefuses(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind) { url async throws in
            let store = try await TestStores.open(url)
            await TestStores.close(store)
            let write = await failure { try await store.write { try $0.execute("select 1") } }
            let read = await failure { try await store.read { try $0.row("select 1") { try $0.int(0) } } }
            #expect(write == .closed && read == .closed)
        }
    }

    /// Two servers over one database add to one number at the same time; nothing is lost, and nobody deadlocks.
    @Test(arguments: StoreKind.allCases)
    func twoServersWriteOneAfterAnother(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: [Self.migration]) { url async throws in
            let servers = [try await TestStores.open(url), try await TestStores.open(url)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        try await servers[number % 2].write { connection in
                            let value = try connection.row("select value from counters where id = 1") { try $0.int(0) }
                            try connection.execute("update counters set value = \((value ?? 0) + 1) where id = 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await value(servers[0]) == 100)
            for server in servers { await TestStores.close(server) }
        }
    }

    @Test func aLostConnectionIsReplacedAndTheBodyRunsAgain() async throws {
        try await with(.postgresql) { store async throws in
            let runs = Counter()
            try await store.write { connection in
                try connection.execute("update counters set value = value + 1 where id = 1")
                if runs.next() == 1 { try connection.execute("select pg_terminate_backend(pg_backend_pid())") }
                try connection.execute("update counters set value = value + 1 where id = 1")
            }
            #expect(runs.count == 2)
            #expect(try await value(store) == 2)
            let reads = Counter()
            let name = try await store.read { connection in
                if reads.next() == 1 { try connection.execute("select pg_terminate_backend(pg_backend_pid())") }
                return try connection.row("select name from counters where id = 1") { try $0.text(0) }
            }
            #expect(name == "one")
            #expect(reads.count == 2)
        }
    }

    @Test func whatIsNotUnderstoodIsNoAddress() async throws {
        for url in ["", "mysql://host/db", "/data/city"] {
            await #expect(throws: StoreAddressError.self) { _ = try await openStore(url: url) }
        }
        await #expect { _ = try await openStore(url: "postgres:///none?host=/nowhere") } throws: {
            ($0 as? SQLError)?.kind == .disconnected
        }
    }

    @Test func aDatabaseInMemoryReadsWhatItWrote() async throws {
        let store = try await openStore(url: ":memory:")
        try await store.migrate([Self.migration])
        try await store.write { try $0.execute("update counters set value = 8") }
        #expect(try await value(store) == 8)
        let refused = await failure { try await store.read { try $0.execute("update counters set value = 9") } }
        #expect(refused == .other)
        #expect(try await value(store) == 8)
        await TestStores.close(store)
    }

    @Test func sqliteIsDurable() async throws {
        try await with(.sqlite) { store async throws in
            let settings = try await store.write { connection in
                try ["pragma synchronous", "pragma foreign_keys"].map { (sql: SQL) in
                    try connection.row(sql) { try $0.int(0) }
                }
            }
            #expect(settings == [2, 1])
            let mode = try await store.write { try $0.row("pragma journal_mode") { try $0.text(0) } }
            #expect(mode == "wal")
        }
    }
}
