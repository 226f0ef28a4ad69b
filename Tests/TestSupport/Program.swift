import Foundation

/// The program `concentric` as it was built, run as people run it.
public enum Program {
    /// What a run gave.
    public struct Answer: Sendable {
        /// The exit code; of a run that a signal ended, the signal's number with a minus.
        public let code: Int32
        public let output: String
        public let errors: String

        public var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

        public func json<T: Decodable>(_ type: T.Type) throws -> T { try JSONDecoder().decode(type, from: Data(output.utf8)) }
    }

    public struct TookTooLong: Error {
        public let words: [String]
        public let seconds: Int
    }

    /// Runs `concentric WORDS…` and waits for its end.
    /// - Parameters:
    ///   - folder: where it runs.
    ///   - input: what it reads on standard input.
    ///   - environment: added to that of the tests.
    ///   - limit: seconds after which it is killed and the test fails; far more than any run needs on a busy machine.
    public static func run(
        _ words: [String], in folder: String, input: String = "", environment: [String: String] = [:], limit: Int = 600
    ) throws -> Answer {
        // Test bundle and program lie in the same folder.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("concentric")
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        if !environment.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }

        // Files, not pipes: whatever is written first, nobody waits for a reader. They lie beside the folder, which tests may list.
        let streams = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        func stream(_ name: String, _ content: String = "") throws -> URL {
            let url = streams.appendingPathComponent(name)
            try Data(content.utf8).write(to: url)
            return url
        }
        let (output, errors) = (try stream("output"), try stream("errors"))
        process.standardInput = try FileHandle(forReadingFrom: try stream("input", input))
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let number = process.processIdentifier
        let watch = DispatchWorkItem { _ = kill(number, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limit), execute: watch)
        process.waitUntilExit()
        watch.cancel()
        let hasExited = process.terminationReason == .exit
        if !hasExited, process.terminationStatus == SIGKILL { throw TookTooLong(words: words, seconds: limit) }
        return Answer(
            code: hasExited ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}
