import Crypto
import Ground
import Store
import StoreTestSupport
import Testing

@Suite struct EventLogTests {
    private static func event(_ entity: Int64, _ revision: Int) -> NewEvent {
        NewEvent(
            stream: "case", entity: entity, revision: revision, at: Instant(milliseconds: 1_790_000_000_000 + Int64(revision)),
            type: "noted", body: Array("第\(entity)件 \(revision)".utf8))
    }

    private static func verify(_ store: any Store) async throws -> EventLog.Report {
        try await store.read { try EventLog.verify(on: $0) }
    }

    @Test(arguments: StoreKind.allCases)
    func oneOrderWithoutGaps(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            struct Unwanted: Error {}
            let empty = try await Self.verify(store)
            #expect(empty.count == 0 && empty.firstBroken == nil)
            await withTaskGroup(of: Void.self) { group in
                for entity in 0..<40 as Range<Int64> {
                    group.addTask {
                        for revision in 1...5 {
                            // Every third body fails after it has appended: its places are given again.
                            _ = try? await store.write { connection in
                                try EventLog.append([Self.event(entity, revision)], on: connection)
                                if entity % 3 == 0 { throw Unwanted() }
                            }
                        }
                    }
                }
            }
            let report = try await Self.verify(store)
            #expect(report.count == 26 * 5)
            #expect(report.firstBroken == nil)
            let (events, all, head) = try await store.read { connection in
                (
                    try EventLog.events(stream: "case", entity: 7, on: connection),
                    try EventLog.events(after: 0, most: 1000, on: connection), try EventLog.head(on: connection)
                )
            }
            #expect(events.map(\.revision) == [1, 2, 3, 4, 5])
            #expect(events.map(\.body) == (1...5).map { Array("第7件 \($0)".utf8) })
            #expect(all.map(\.seq) == Array(1...130))
            #expect(head.seq == 130 && head.hash == report.head)
            let later = try await store.read { try EventLog.events(stream: "case", entity: 7, after: 3, on: $0) }
            #expect(later.map(\.revision) == [4, 5])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aRevisionIsGivenOnce(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            try await store.write { _ = try EventLog.append([Self.event(1, 1), Self.event(1, 2)], on: $0) }
            await #expect { try await store.write { _ = try EventLog.append([Self.event(1, 2)], on: $0) } } throws: {
                ($0 as? SQLError)?.kind == .unique
            }
            let report = try await Self.verify(store)
            #expect(report.count == 2 && report.firstBroken == nil)
        }
    }

    /// The hash of the first event, computed here by hand from the documented encoding.
    @Test func theHashIsThatOfTheDocumentedBytes() async throws {
        try await TestStores.with(.sqlite) { store async throws in
            try await store.write {
                _ = try EventLog.append(
                    [NewEvent(stream: "s", entity: 2, revision: 3, at: Instant(milliseconds: 4), type: "t", body: [9])],
                    on: $0)
            }
            func integer(_ number: UInt8, _ value: UInt8) -> [UInt8] { [number, 1, 0, 0, 0, 0, 0, 0, 0, value] }
            var bytes = integer(1, 1)
            bytes += [2, 3, 1, UInt8(ascii: "s")]
            bytes += integer(3, 2) + integer(4, 3) + integer(5, 4)
            bytes += [6, 3, 1, UInt8(ascii: "t"), 7, 4, 1, 9, 8, 4, 32]
            bytes += [UInt8](repeating: 0, count: 32)
            let head = try await store.read { try EventLog.head(on: $0) }
            #expect(head.hash == Array(SHA256.hash(data: bytes)))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func whateverIsChangedIsNamed(_ kind: StoreKind) async throws {
        let changes: [(SQL, Int64)] = [
            ("update events set body = \([0] as [UInt8]) where seq = 1500", 1500),
            ("update events set at = at + 1 where seq = 2", 2),
            ("update events set entity = 99999, type = 'other' where seq = 2100", 2100),
            ("delete from events where seq = 1001", 1001),
            ("delete from events where seq >= 2200", 2200),
            ("update events set previous = hash where seq = 1", 1),
            ("update event_head set seq = 5000", 2201),
        ]
        try await TestStores.with(kind) { store async throws in
            let events = (1...2200).map { Self.event(1, $0) }
            try await store.write { _ = try EventLog.append(events, on: $0) }
            for (change, seq) in changes {
                struct Undo: Error { var report: EventLog.Report }
                do {
                    try await store.write { connection in
                        try connection.execute(change)
                        throw Undo(report: try EventLog.verify(on: connection))
                    }
                } catch let undo as Undo {
                    #expect(undo.report.firstBroken == seq)
                    #expect(undo.report.reason != nil)
                }
            }
            let report = try await Self.verify(store)
            #expect(report.count == 2200 && report.firstBroken == nil)
        }
    }
}
