import Ground
import Store
import StoreTestSupport
import Testing

/// What the bodies of a group have in common, and what becomes of it when some of them fail.
@Suite struct SharedRowsTests {
    struct Unwanted: Error {}

    private static let migration = Migration("marks", ["create table marks (id bigint primary key)"])

    private static func event(_ entity: Int64, _ revision: Int = 1) -> NewEvent {
        NewEvent(stream: "case", entity: entity, revision: revision, at: Instant(milliseconds: entity), type: "noted", body: [1])
    }

    private static func verified(_ store: any Store) async throws -> EventLog.Report {
        let report = try await store.read { try EventLog.verify(on: $0) }
        #expect(report.firstBroken == nil)
        return report
    }

    @Test(arguments: StoreKind.allCases)
    func aNestedPartThatFailsTakesItsEventsAlong(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            try await store.write { connection in
                try EventLog.append(Self.event(1), on: connection)
                let outer: Void? = try? connection.nested {
                    try EventLog.append(Self.event(2), on: connection)
                    let inner: Void? = try? connection.nested {
                        try EventLog.append(Self.event(3), on: connection)
                        throw Unwanted()
                    }
                    #expect(inner == nil)
                    try EventLog.append(Self.event(4), on: connection)
                    throw Unwanted()
                }
                #expect(outer == nil)
                try connection.nested { _ = try EventLog.append(Self.event(5), on: connection) }
                let again: Void? = try? connection.nested { _ = try EventLog.append(Self.event(5), on: connection) }
                #expect(again == nil)
                try EventLog.append(Self.event(6), on: connection)
                let head = try EventLog.head(on: connection)
                #expect(head.seq == 3)
            }
            let entities = try await store.read { try EventLog.events(after: 0, most: 9, on: $0).map(\.entity) }
            #expect(entities == [1, 5, 6])
            #expect(try await Self.verified(store).count == 3)
        }
    }

    /// Whoever fails only at the commit fails alone, and is told why.
    @Test(arguments: StoreKind.allCases)
    func aLateFailureIsItsOwn(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: [Self.migration]) { store async throws in
            try await store.write { _ = try $0.execute("insert into marks (id) values (0)") }
            let outcomes = await withTaskGroup(of: (Int64, SQLError.Kind?).self) { group in
                for number in 1...60 as ClosedRange<Int64> {
                    group.addTask {
                        do {
                            try await store.write { connection in
                                try EventLog.append(Self.event(number), on: connection)
                                // Every seventh writes what is there already.
                                try connection.later("insert into marks (id) values (\(number % 7 == 0 ? 0 : number))")
                            }
                            return (number, nil)
                        } catch {
                            return (number, (error as? SQLError)?.kind ?? .other)
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = $1.1 } as [Int64: SQLError.Kind?]
            }
            for (number, failure) in outcomes { #expect(failure == (number % 7 == 0 ? .unique : nil), "\(number)") }
            #expect(try await Self.verified(store).count == 52)
        }
    }

    /// In memory all reading is done by the writer, between bodies that have not written what they gathered.
    @Test func readersSeeWhatIsGathered() async throws {
        let store = try SQLiteStore(path: nil)
        try await store.migrate([])
        await withTaskGroup(of: Void.self) { group in
            for number in 1...80 as ClosedRange<Int64> {
                group.addTask { _ = try? await store.write { try EventLog.append(Self.event(number), on: $0) } }
                group.addTask {
                    await #expect(throws: Unwanted.self) {
                        try await store.read { connection in
                            let head = try EventLog.head(on: connection).seq
                            let last = try connection.row("select coalesce(max(seq), 0) from events") { try $0.integer(0) }
                            #expect(head == last)
                            throw Unwanted()
                        }
                    }
                }
            }
        }
        #expect(try await Self.verified(store).count == 80)
        store.close()
    }

    @Test(arguments: StoreKind.allCases)
    func whoeverReadsGathersNothing(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            await #expect(throws: SQLError.self) { try await store.read { _ = try EventLog.append(Self.event(1), on: $0) } }
            #expect(try await Self.verified(store).count == 0)
        }
    }
}
