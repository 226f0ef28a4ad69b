import Foundation
import Ground
import Store
import StoreTestSupport
import Testing

/// A writer is killed at random moments, round after round: nothing that it acknowledged is lost, nothing is half-written.
@Suite struct KillTests {
    static let migration = Migration(
        "facts", ["create table facts (id bigint primary key, half bigint not null)"])

    @Test(arguments: StoreKind.allCases)
    func nothingAcknowledgedIsLost(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: [Self.migration]) { url async throws in
            var random = SeededRandom(seed: 9)
            var acknowledged: Set<Int64> = []
            for round in 1...8 {
                // After a random number of acknowledgements, so that the moment does not depend on the machine's speed.
                let most = 1 + random.below(400)
                acknowledged.formUnion(try await Self.round(url, start: Int64(round) * 1_000_000, most: most))
            }
            #expect(acknowledged.count >= 8)
            let store = try await TestStores.open(url)
            let (facts, events, messages, report) = try await store.read { connection in
                (
                    try connection.rows("select id, half from facts") { (try $0.integer(0), try $0.int(1)) },
                    try connection.rows("select entity from events") { try $0.integer(0) },
                    try connection.rows("select id from outbox") { try $0.integer(0) }, try EventLog.verify(on: connection)
                )
            }
            await TestStores.close(store)
            let kept = Set(facts.map(\.0))
            #expect(kept.isSuperset(of: acknowledged))
            #expect(facts.allSatisfy { $0.1 == 2 })
            #expect(Set(events) == kept)
            #expect(Set(messages) == kept)
            #expect(report.count == kept.count && report.firstBroken == nil)
        }
    }

    /// Runs a writer until it has acknowledged so much, kills it, and gives everything that it acknowledged.
    private static func round(_ url: String, start: Int64, most: Int) async throws -> [Int64] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try run(url, start: start, most: most) })
            }
        }
    }

    private static func run(_ url: String, start: Int64, most: Int) throws -> [Int64] {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let writer = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("StoreWriter")
        let process = Process()
        process.executableURL = writer
        process.arguments = [url, String(start)]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var bytes: [UInt8] = []
        var lines = 0
        var isKilled = false
        while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            bytes += data
            lines += data.count { $0 == UInt8(ascii: "\n") }
            if lines >= most, !isKilled {
                kill(process.processIdentifier, SIGKILL)
                isKilled = true
            }
        }
        process.waitUntilExit()
        guard isKilled else { throw Ended(acknowledged: lines) }
        // The last line may be cut off: then nobody has read the acknowledgement.
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
            .compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
    }

    struct Ended: Error {
        var acknowledged: Int
    }
}
