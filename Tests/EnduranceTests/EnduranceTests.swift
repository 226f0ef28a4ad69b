import Accounts
import Cases
import City
import Foundation
import Ground
import Store
import StoreTestSupport
import Synchronization
import Testing

/// An office at work is killed at random moments, round after round on the same database: nothing that it acknowledged is
/// lost, nothing is half-written, no clock runs out twice, and every change is told to the world outside at least once and in
/// order. On PostgreSQL two servers are at work at the same time.
///
/// `ENDURANCE_ROUNDS` and `ENDURANCE_COMMANDS` (the most acknowledged commands of a round) make it longer; the figures are
/// printed then.
@Suite struct EnduranceTests {
    private static let rounds = number("ENDURANCE_ROUNDS") ?? 3
    private static let commands = number("ENDURANCE_COMMANDS") ?? 250
    private static let isLong = number("ENDURANCE_ROUNDS") != nil
    private static let city = root + "/cities/kunming"
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    /// 6 January 2020: a round begins forty days after the one before, and all lie in the past of the outbox.
    private static let start: Int64 = 1_578_268_800_000
    private static let day: Int64 = 86_400_000

    private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    @Test(arguments: StoreKind.allCases)
    func anOfficeKilledAgainAndAgainLosesNothing(_ kind: StoreKind) async throws {
        let migrations = AccountsSchema.migrations + CasesSchema.migrations
        try await TestStores.withURL(kind, migrations: migrations) { url async throws in
            var random = SeededRandom(seed: 11)
            var said = Words()
            var deliveries = Deliveries()
            for round in 1...Self.rounds {
                let streams = try await Self.round(round, url, servers: kind == .sqlite ? 1 : 2, &random)
                deliveries.add(streams.map(\.delivered))
                for words in streams { said += words }
                #expect(said.faults == [])
            }
            let (outcome, rest) = try await Self.inspect(url, said)
            deliveries.add([rest.delivered])
            #expect(outcome.faults.prefix(10) == [])
            #expect(deliveries.faults.prefix(10) == [])
            #expect(deliveries.count == outcome.messages)
            #expect(said.acknowledged.count >= Self.rounds)
            #expect(outcome.firings > 0)
            if Self.isLong { Self.report(kind, said, outcome, deliveries) }
        }
    }

    private static func round(
        _ round: Int, _ url: String, servers: Int, _ random: inout SeededRandom
    ) async throws -> [Words] {
        // After a random number of acknowledgements, so that the moment does not depend on the machine's speed.
        let plans = (0..<servers).map { server in
            (
                WriterProcess(
                    url: url, city: city, seed: UInt64(round * 1000 + server * 100), start: start + Int64(round) * 40 * day),
                1 + random.below(commands)
            )
        }
        return try await withThrowingTaskGroup(of: Words.self) { group in
            for (process, most) in plans { group.addTask { try await process.run(until: most) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Delivers what still waits, then looks at everything.
    private static func inspect(_ url: String, _ said: Words) async throws -> (Inspection.Outcome, Words) {
        let store = try await TestStores.open(url)
        let loaded = City.load(city).city
        let city = try #require(loaded)
        // Beyond every claim that a killed server still holds.
        let late = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + day)
        let office = try await CaseOffice.open(city: city, store: store, now: { late }, hasFile: { _ in true })
        let rest = Mutex(Words())
        let runner = OutboxRunner(store: store, claimant: office.ids.next(), now: { late }) { message in
            let told = try JSONDecoder().decode(CaseMessage.self, from: Data(message.body.utf8))
            rest.withLock { $0.delivered[told.caseID.rawValue, default: []].append(told.revision) }
        }
        while try await runner.runOnce() > 0 {}
        let outcome = try await Inspection(office: office).outcome(acknowledged: said.acknowledged)
        await TestStores.close(store)
        return (outcome, rest.withLock { $0 })
    }

    private static func report(_ kind: StoreKind, _ said: Words, _ outcome: Inspection.Outcome, _ deliveries: Deliveries) {
        print(
            """
            endurance: \(kind): killed \(rounds) times, \(said.acknowledged.count) commands acknowledged, \(outcome.events) events \
            of \(outcome.cases) cases, \(outcome.firings) clocks ran out, \(said.conflicts) conflicts, \
            \(said.refused.values.reduce(0, +)) refused, \(deliveries.count) messages delivered and \(deliveries.again) of them \
            again; lost, half-written, twice, out of order: \(outcome.faults.count + deliveries.faults.count)
            """)
        for (words, count) in said.refused.sorted(by: { $0.value > $1.value }).prefix(8) { print("endurance: refused \(count) × \(words)") }
    }
}

/// What the world outside has been told, round after round.
struct Deliveries {
    private var told: [Int64: Set<Int>] = [:]
    private var last: [Int64: Int] = [:]
    private(set) var again = 0
    private(set) var faults: [String] = []

    /// Different messages delivered.
    var count: Int { told.values.reduce(0) { $0 + $1.count } }

    /// One round: what each server delivered, in its order. A message may come again, but never after a later one.
    mutating func add(_ servers: [[Int64: [Int]]]) {
        let before = last
        for delivered in servers {
            for (entity, revisions) in delivered {
                var reached = before[entity] ?? 0
                for revision in revisions {
                    if revision < reached { faults.append("case \(entity): \(revision) came after \(reached)") }
                    if told[entity, default: []].insert(revision).inserted == false { again += 1 }
                    reached = max(reached, revision)
                }
                last[entity] = max(last[entity] ?? 0, reached)
            }
        }
    }
}
