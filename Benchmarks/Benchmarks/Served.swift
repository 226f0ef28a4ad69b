internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import StoreTestSupport

/// A router served on a free port of this machine, and the client process that sends it requests.
struct Served {
    let port: Int
    private let task: Task<Void, any Error>

    /// Serves until `stop`.
    static func start(_ router: Router<BasicRequestContext>) async throws -> Served {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                continuation.yield(channel.localAddress?.port ?? 0)
                continuation.finish()
            }, logger: logger)
        let task = Task { try await application.run() }
        for await port in ports where port > 0 { return Served(port: port, task: task) }
        task.cancel()
        throw Failure(words: "the server did not start")
    }

    func stop() { task.cancel() }

    struct Failure: Error, CustomStringConvertible {
        var words: String
        var description: String { words }
    }

    struct Outcome: Sendable {
        var count: Int
        var good: Int
        var seconds: Double
        var p50: Double
        var p99: Double
    }

    /// Lets a client send requests, and measures the CPU time meanwhile.
    /// - Parameter requests: the lines that `LoadClient` reads.
    func measure(
        _ requests: [String], count: Int, connections: Int = 32, server: PostgresServer? = nil
    ) async throws -> (Outcome, Meter.Reading) {
        // Each figure as soon as it is there, also into a file.
        fflush(nil)
        let file = NSTemporaryDirectory() + "concentric-requests-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try requests.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        process.arguments = ["client", "\(port)", "\(connections)", "\(count)", file]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard await Served.line(of: output) == "ready" else { throw Failure(words: "the client did not start") }
        let meter = try await Meter(server)
        try input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8))
        let answer = await Served.line(of: output)
        let reading = try await meter.read()
        process.waitUntilExit()
        let numbers = answer.split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 5 else { throw Failure(words: "the client said: \(answer)") }
        let outcome = Outcome(
            count: Int(numbers[0]), good: Int(numbers[1]), seconds: numbers[2], p50: numbers[3], p99: numbers[4])
        return (outcome, reading)
    }

    private static func line(of pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var bytes: [UInt8] = []
                while let byte = try? pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { bytes.append(byte) }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// In words: requests a second, CPU of each.
    static func text(_ outcome: Outcome, _ reading: Meter.Reading) -> String {
        var text = String(
            format: "%.0f/s, %@ each, 50 %% within %.1f ms, 99 %% within %.1f ms", Double(outcome.count) / outcome.seconds,
            reading.text(for: outcome.count), outcome.p50, outcome.p99)
        if outcome.good < outcome.count { text += " – \(outcome.count - outcome.good) WERE NOT ANSWERED AS HOPED" }
        return text
    }
}
