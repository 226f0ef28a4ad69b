import Store
import StoreTestSupport
import Testing

@Suite struct MigrationTests {
    static let first = Migration("first", ["create table a (id bigint primary key, words text)"])
    static let second = Migration("second", ["create table b (id bigint primary key)", "insert into b (id) values (1)"])

    private func refusal(_ store: any Store, _ migrations: [Migration]) async throws -> MigrationError? {
        do {
            try await store.migrate(migrations)
            return nil
        } catch let error as MigrationError {
            return error
        }
    }

    @Test(arguments: StoreKind.allCases)
    func eachIsAppliedOnce(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            // Only the store's own so far; a program with more rooms brings more, in any order.
            try await store.migrate([Self.second])
            try await store.migrate([Self.first, Self.second])
            try await store.migrate([Self.first, Self.second])
            let count = try await store.read { try $0.row("select count(*) from b") { try $0.int(0) } }
            #expect(count == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aChangedOrMissingOneIsRefused(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.first, Self.second]) { store async throws in
            let changed = Migration("first", ["create table a (id bigint primary key, words text not null)"])
            let refusals = [
                try await refusal(store, [changed, Self.second]), try await refusal(store, [Self.first]),
                try await refusal(store, [Self.first, Self.second, Self.second]),
                try await refusal(store, [Self.first, Self.second]),
            ]
            #expect(
                refusals == [
                    MigrationError(name: "first", reason: .changed), MigrationError(name: "second", reason: .missing),
                    MigrationError(name: "second", reason: .twice), nil,
                ])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func oneThatFailsLeavesNothing(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            let bad = Migration("bad", ["create table c (id bigint primary key)", "create table c (id bigint)"])
            await #expect(throws: SQLError.self) { try await store.migrate([Self.first, bad]) }
            try await store.migrate([Self.first])
            await #expect(throws: SQLError.self) { try await store.read { try $0.row("select 1 from c") { _ in } } }
        }
    }

    /// Several servers start at the same moment.
    @Test(arguments: StoreKind.allCases)
    func serversMigrateOneAfterAnother(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind) { url async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let store = try await TestStores.open(url)
                        do {
                            try await store.migrate([Self.first, Self.second])
                        } catch {
                            await TestStores.close(store)
                            throw error
                        }
                        await TestStores.close(store)
                    }
                }
                try await group.waitForAll()
            }
            let store = try await TestStores.open(url)
            let count = try await store.read { try $0.row("select count(*) from b") { try $0.int(0) } }
            #expect(count == 1)
            await TestStores.close(store)
        }
    }

    @Test func checksumsSeeEveryStatement() {
        let joined = Migration("x", ["create table a (b text)create table c (d text)"])
        let apart = Migration("x", ["create table a (b text)", "create table c (d text)"])
        #expect(joined.checksum != apart.checksum)
        #expect(apart.checksum.count == 64)
    }
}
