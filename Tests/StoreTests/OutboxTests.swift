import Ground
import Store
import StoreTestSupport
import Synchronization
import Testing

@Suite struct OutboxTests {
    struct Refused: Error {}

    private static func moment(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

    private static func enqueue(_ count: Int, entities: Int, in store: any Store) async throws {
        try await store.write { connection in
            for number in 1...count {
                // Ids fall, as with a server whose clock is behind: order is that of writing.
                try Outbox.enqueue(
                    topic: "case", entity: Int64(number % entities), body: "\(number)", at: moment(0), id: Int64(10_000 - number),
                    on: connection)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func onlyTheOldestOfAnEntityCanBeClaimed(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            try await Self.enqueue(6, entities: 2, in: store)
            @Sendable func claim(_ claimant: Int64, at seconds: Int64) async throws -> [String] {
                try await store.write {
                    try Outbox.claim(
                        batch: 10, by: claimant, now: Self.moment(seconds), until: Self.moment(seconds + 60), on: $0
                    ).map(\.body).sorted()
                }
            }
            let first = try await claim(1, at: 1)
            let taken = try await claim(2, at: 2)
            // The first claimant never comes back.
            let expired = try await claim(2, at: 62)
            let late = try await store.write { try Outbox.deliver(9999, by: 1, at: Self.moment(63), on: $0) }
            let delivered = try await store.write { try Outbox.deliver(9999, by: 2, at: Self.moment(64), on: $0) }
            let next = try await claim(3, at: 65)
            #expect(first == ["1", "2"])
            #expect(taken == [])
            #expect(expired == ["1", "2"])
            #expect(!late)
            #expect(delivered)
            #expect(next == ["3"])
        }
    }

    /// Four runners, two servers, deliveries that fail at random: each message arrives, in order, never twice at a time.
    @Test(arguments: StoreKind.allCases)
    func everythingArrivesInOrder(_ kind: StoreKind) async throws {
        let (count, entities) = (300, 7)
        try await TestStores.withURL(kind) { url async throws in
            let servers = [try await TestStores.open(url), try await TestStores.open(url)]
            try await Self.enqueue(count, entities: entities, in: servers[0])
            let arrivals = Arrivals()
            let now = Counter()
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        let random = Mutex(SeededRandom(seed: UInt64(number)))
                        let runner = OutboxRunner(
                            store: servers[number % 2], claimant: Int64(number + 1), batch: 5, lease: 60_000_000,
                            patience: .init(firstDelay: 1, longestDelay: 1, mostAttempts: 1000),
                            now: { Instant(milliseconds: 1000 + Int64(now.next()) * 10) }
                        ) { message in
                            try await arrivals.deliver(message, fails: random.withLock { $0.below(4) } == 0)
                        }
                        while await arrivals.count < count {
                            do { try await runner.runOnce() } catch { Issue.record(error) }
                        }
                    }
                }
            }
            let (waiting, dead) = try await servers[0].read { (try Outbox.waiting(on: $0), try Outbox.deadLetters(on: $0)) }
            let delivered = await arrivals.delivered
            #expect(waiting == 0 && dead.isEmpty)
            #expect(delivered.count == entities)
            for (entity, bodies) in delivered { #expect(bodies == (1...count).filter { $0 % entities == entity }) }
            #expect(await arrivals.overlaps == 0)
            for server in servers { await TestStores.close(server) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func whatFailsWaitsLongerAndIsGivenUp(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            try await Self.enqueue(2, entities: 1, in: store)
            let seconds = Counter()
            let tries = Mutex<[String]>([])
            let runner = OutboxRunner(
                store: store, claimant: 1, patience: .init(firstDelay: 10_000, longestDelay: 25_000, mostAttempts: 4),
                now: { Self.moment(Int64(seconds.count)) }
            ) { message in
                tries.withLock { $0.append("\(message.body)@\(seconds.count)") }
                if message.body == "1" { throw Refused() }
            }
            for _ in 0..<100 {
                try await runner.runOnce()
                seconds.next()
            }
            // After 10, 20 and 25 seconds; then the one behind it goes.
            #expect(tries.withLock { $0 } == ["1@0", "1@10", "1@30", "1@55", "2@56"])
            let dead = try await store.read { try Outbox.deadLetters(on: $0) }
            #expect(dead.map(\.message.body) == ["1"])
            #expect(dead.first?.lastError.contains("Refused") == true)
            #expect(dead.first?.message.attempts == 4)
            let revived = try await store.write { try Outbox.revive(9999, at: Self.moment(200), on: $0) }
            let again = try await store.write {
                try Outbox.claim(batch: 9, by: 5, now: Self.moment(200), until: Self.moment(300), on: $0).map(\.body)
            }
            #expect(revived && again == ["1"])
            let swept = try await store.write { try Outbox.sweep(before: Self.moment(1000), on: $0) }
            #expect(swept == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func topicsAreTakenApart(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            let found = try await store.write { connection in
                for (id, topic) in [(1, "mail"), (2, "case"), (3, "hook")] as [(Int64, String)] {
                    try Outbox.enqueue(topic: topic, entity: 1, body: topic, at: Self.moment(0), id: id, on: connection)
                }
                return try ([["mail", "hook"], []] as [[String]]).map { topics in
                    try Outbox.claim(
                        batch: 9, by: 1, now: Self.moment(1), until: Self.moment(2), topics: topics, on: connection
                    ).map(\.body)
                }
            }
            #expect(found == [["mail", "hook"], []])
        }
    }

    /// Claiming looks at what is due, not at all that was ever sent.
    @Test(arguments: StoreKind.allCases)
    func claimingUsesTheIndexes(_ kind: StoreKind) async throws {
        try await TestStores.with(kind) { store async throws in
            let columns: [StaticString] = [
                "id", "topic", "entity", "position", "body", "created", "due", "delivered",
            ]
            let plan = try await store.write { connection in
                let rows = (0..<20_000).lazy.map { id -> [SQLValue] in
                    let delivered: Int? = id % 10 == 0 ? nil : 5
                    return [
                        id.sqlValue, "case".sqlValue, (id % 500).sqlValue, id.sqlValue, "".sqlValue, 0.sqlValue, id.sqlValue,
                        delivered.sqlValue,
                    ]
                }
                try connection.copy(into: "outbox", columns: columns, rows: rows)
                try connection.execute("analyze outbox")
                let query = Outbox.claimQuery(batch: 10, now: Self.moment(5), topics: nil, kind: kind)
                return try connection.explain(query).joined(separator: "\n")
            }
            #expect(plan.contains("outbox_due"), "\(plan)")
            #expect(plan.contains("outbox_of_entity"), "\(plan)")
        }
    }

    @Test func patienceGrowsToItsEnd() {
        let patience = Outbox.Patience(firstDelay: 1000, longestDelay: 3_600_000)
        #expect((1...14).map { patience.delay(after: $0) / 1000 } == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600])
        #expect(patience.delay(after: .max / 2) == 3_600_000)
    }

    actor Arrivals {
        var delivered: [Int: [Int]] = [:]
        var overlaps = 0
        private var underWay: Set<Int64> = []

        var count: Int { delivered.values.reduce(0) { $0 + $1.count } }

        func deliver(_ message: Outbox.Message, fails: Bool) async throws {
            if !underWay.insert(message.entity).inserted { overlaps += 1 }
            for _ in 0..<5 { await Task.yield() }
            underWay.remove(message.entity)
            if fails { throw Refused() }
            delivered[Int(message.entity), default: []].append(Int(message.body) ?? -1)
        }
    }
}
