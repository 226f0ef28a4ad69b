import Foundation
import StoreTestSupport
import Synchronization

/// An `OfficeWriter` that is killed after it has said so much.
struct WriterProcess: Sendable {
    var url: String
    var city: String
    var seed: UInt64
    /// Milliseconds since 1970.
    var start: Int64
    var speed: Int64 = 60_000
    var clerks = 8

    /// The writer ended by itself: it must be killed.
    struct Ended: Error {
        var words: String
    }

    /// Runs it until it has acknowledged so many commands, kills it, and gives all that it said.
    func run(until acknowledged: Int) async throws -> Words {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try self.runHere(until: acknowledged) }) }
        }
    }

    private func runHere(until most: Int) throws -> Words {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("OfficeWriter")
        process.arguments = [url, city, "\(seed)", "\(start)", "\(speed)", "\(clerks)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var bytes: [UInt8] = []
        var count = 0
        var isKilled = false
        while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            let old = bytes.count
            bytes += data
            for index in old..<bytes.count where bytes[index] == UInt8(ascii: "A") && (index == 0 || bytes[index - 1] == 10) {
                count += 1
            }
            if count >= most, !isKilled {
                kill(process.processIdentifier, SIGKILL)
                isKilled = true
            }
        }
        process.waitUntilExit()
        guard isKilled else { throw Ended(words: String(decoding: bytes.suffix(2000), as: UTF8.self)) }
        return Words(bytes)
    }
}

/// What writers said.
struct Words: Sendable {
    struct Acknowledged: Sendable, Hashable {
        var key: String
        var entity: Int64
        var revision: Int
    }

    var acknowledged: [Acknowledged] = []
    /// The revisions delivered of each case, in the order of their arrival.
    var delivered: [Int64: [Int]] = [:]
    var deliveries = 0
    var conflicts = 0
    var refused: [String: Int] = [:]
    var faults: [String] = []

    init() {}

    init(_ bytes: [UInt8]) {
        // The last line may be cut off: then nobody has heard it.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        for line in lines {
            let text = String(decoding: line, as: UTF8.self)
            let parts = text.split(separator: " ")
            switch parts.first {
            case "A" where parts.count == 4:
                guard let entity = Int64(parts[2]), let revision = Int(parts[3]) else { fallthrough }
                acknowledged.append(Acknowledged(key: String(parts[1]), entity: entity, revision: revision))
            case "D" where parts.count == 3:
                guard let entity = Int64(parts[1]), let revision = Int(parts[2]) else { fallthrough }
                delivered[entity, default: []].append(revision)
                deliveries += 1
            case "R" where parts.count > 1:
                if parts[1] == "conflict" { conflicts += 1 } else { refused[String(text.dropFirst(2)), default: 0] += 1 }
            default: faults.append(text)
            }
        }
    }

    static func += (a: inout Words, b: Words) {
        a.acknowledged += b.acknowledged
        for (entity, revisions) in b.delivered { a.delivered[entity, default: []] += revisions }
        a.deliveries += b.deliveries
        a.conflicts += b.conflicts
        a.refused.merge(b.refused, uniquingKeysWith: +)
        a.faults += b.faults
    }
}
