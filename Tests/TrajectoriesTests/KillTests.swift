import Foundation
import Ground
import Testing
import Trajectories

/// A writer is killed at random moments, again and again on the same folder: every acknowledged point is there once and in order, and what
/// is there was sealed to its owner.
@Suite struct KillTests {
    private static let devices = 6

    @Test func aKilledWriterLosesNothingAcknowledged() async throws {
        let folder = TestFolder()
        var random = SeededRandom(seed: 12)
        var acknowledged = [Set<Int64>](repeating: [], count: Self.devices)
        for round in 0..<5 {
            let said = try await run(folder.path, first: Int64(round) * 1_000_000, until: 20 + random.below(300))
            for (device, number) in said { acknowledged[device].insert(number) }
        }
        let clock = TestClock(Int64(Date().timeIntervalSince1970 * 1000))
        let store = try SegmentStore(folder.path, now: { clock.now })
        #expect(acknowledged.map(\.count).reduce(0, +) > 300)
        for number in 0..<Self.devices {
            let device = try #require(DeviceID("bike-\(number)"))
            let owner = try #require(OwnerKeys(seed: [UInt8](repeating: UInt8(number), count: 32)))
            let request = try ReadRequest(device, .min ... .max, by: .owner, purpose: "test", at: clock.now, signedBy: owner)
            let times = try await store.read(request).points(with: owner).map { ($0.time - 1_789_000_000_000) / 1000 }
            #expect(times == times.sorted())
            #expect(Set(times).count == times.count)
            #expect(acknowledged[number].isSubset(of: times))
            // What was written and not yet acknowledged when the writer died may be there; at most one message a round.
            #expect(times.count <= acknowledged[number].count + 5 * 3)
        }
    }

    /// Runs a writer until it has said so much, kills it, and gives what it said: device and number of each acknowledged point.
    private func run(_ folder: String, first: Int64, until most: Int) async throws -> [(Int, Int64)] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try Self.runHere(folder, first, most) }) }
        }
    }

    private struct EndedByItself: Error {}

    private static func runHere(_ folder: String, _ first: Int64, _ most: Int) throws -> [(Int, Int64)] {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("TrackWriter")
        process.arguments = [folder, "\(devices)", "\(first)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var bytes: [UInt8] = []
        var isKilled = false
        while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            bytes += data
            let lines = bytes.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
            if lines >= most, !isKilled {
                kill(process.processIdentifier, SIGKILL)
                isKilled = true
            }
        }
        process.waitUntilExit()
        guard isKilled else { throw EndedByItself() }
        // The last line may be cut off: then nobody has heard it.
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).dropLast()
        var said: [(Int, Int64)] = []
        for line in lines {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { Int64($0) }
            guard words.count == 3 else { continue }
            for more in 0..<words[2] { said.append((Int(words[0]), words[1] + more)) }
        }
        return said
    }
}
