import Ground
import Store
import StoreTestSupport
import Synchronization
import Testing

@Suite struct FaultyStoreTests {
    static let migration = Migration("t", ["create table t (id bigint primary key)"])

    @Test(arguments: StoreKind.allCases)
    func eachFaultDoesWhatItSays(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { base in
            let faults: [(FaultyStore.Fault, SQLError.Kind?, kept: Bool)] = [
                (.none, nil, true), (.slow, nil, true), (.beforeCommit, .other, false),
                (.afterCommit, .unknownOutcome, true), (.disconnected, .disconnected, false),
            ]
            for (id, expected) in faults.enumerated() {
                let store = FaultyStore(base) { $0 == .write ? expected.0 : .none }
                var kind: SQLError.Kind?
                do {
                    try await store.write { try $0.execute("insert into t (id) values (\(id))") }
                } catch let error as SQLError {
                    kind = error.kind
                }
                let count = try await store.read { try $0.row("select count(*) from t where id = \(id)") { try $0.int(0) } }
                #expect(kind == expected.1)
                #expect(count == (expected.kept ? 1 : 0))
            }
            let deaf = FaultyStore(base) { $0 == .read ? .disconnected : .none }
            await #expect(throws: SQLError.self) { try await deaf.read { try $0.row("select 1") { _ in } } }
        }
    }

    /// Faults drawn from a seed: what was acknowledged is there, what was refused before the commit is not.
    @Test(arguments: StoreKind.allCases)
    func whatIsAcknowledgedUnderRandomFaultsIsKept(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { base in
            let random = Mutex(SeededRandom(seed: 5))
            let faults: [FaultyStore.Fault] = [.none, .none, .slow, .beforeCommit, .afterCommit, .disconnected]
            let store = FaultyStore(base) { _ in random.withLock { faults[$0.below(faults.count)] } }
            let (kept, lost) = await withTaskGroup(of: (Int, SQLError.Kind?).self) { group in
                for id in 0..<200 {
                    group.addTask {
                        do {
                            try await store.write { try $0.execute("insert into t (id) values (\(id))") }
                            return (id, nil)
                        } catch {
                            return (id, (error as? SQLError)?.kind ?? .other)
                        }
                    }
                }
                return await group.reduce(into: (Set<Int>(), Set<Int>())) { sets, outcome in
                    switch outcome.1 {
                    case nil: sets.0.insert(outcome.0)
                    case .unknownOutcome: break
                    default: sets.1.insert(outcome.0)
                    }
                }
            }
            let found = Set(try await base.read { try $0.rows("select id from t") { try $0.int(0) } })
            #expect(found.isSuperset(of: kept))
            #expect(found.isDisjoint(with: lost))
            #expect(!kept.isEmpty && !lost.isEmpty)
        }
    }
}
