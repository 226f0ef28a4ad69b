import Foundation
import Testing

/// `concentric gateway` as a process of its own, to be killed.
final class GatewayProcess: Sendable {
    /// The ports it listens on, by the name of the protocol.
    let ports: [String: Int]
    /// What it said until it was ready.
    let greeting: String
    private let process: Process
    private let output: Pipe

    /// Beside the tests when the package is built.
    static let program: String? = {
        guard let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
        let path = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("concentric").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    struct DidNotStart: Error {}

    /// Starts it and waits until all its ports are open.
    static func start(tracks: String, devices: String, broker: Int?, more: [String] = []) async throws -> GatewayProcess {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try GatewayProcess(tracks, devices, broker, more) }) }
        }
    }

    private init(_ tracks: String, _ devices: String, _ broker: Int?, _ more: [String]) throws {
        process = Process()
        output = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(GatewayProcess.program))
        process.arguments = ["gateway", "--tracks", tracks, "--devices", devices, "--host", "127.0.0.1", "--jt808", "0", "--gt06", "0", "--osmand", "0"]
        process.arguments? += more
        if let broker { process.arguments? += ["--mqtt", "127.0.0.1:\(broker)"] }
        process.standardOutput = output
        process.standardError = output
        try process.run()
        var said = ""
        while !said.contains("ready\n") || (broker != nil && !said.contains("subscribed")) {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw DidNotStart() }
            said += String(decoding: data, as: UTF8.self)
        }
        var ports: [String: Int] = [:]
        for line in said.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, let port = Int(words[1]) { ports[String(words[0])] = port }
        }
        self.ports = ports
        greeting = said
    }

    var processIdentifier: Int32 { process.processIdentifier }

    /// As a failure of power does.
    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Ends it as an operator does.
    /// - Returns: what it said since it was ready.
    func end() async -> String {
        Foundation.kill(process.processIdentifier, SIGTERM)
        return await gone()
    }

    /// Waits until it is gone and its folder is free; a killed one is gone soon.
    /// - Returns: what it said since it was ready.
    @discardableResult func gone() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var said = ""
                while case let data = output.fileHandleForReading.availableData, !data.isEmpty { said += String(decoding: data, as: UTF8.self) }
                process.waitUntilExit()
                continuation.resume(returning: said)
            }
        }
    }
}
