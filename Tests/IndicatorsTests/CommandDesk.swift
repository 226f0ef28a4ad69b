import Foundation
import Ground

/// A folder of its own for each test of commands, and the program as people run it.
struct CommandDesk: ~Copyable {
    let path = NSTemporaryDirectory() + "/index-\(UUID().uuidString)"

    static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A copy of the demonstration that may be changed.
    func kunming() throws {
        try FileManager.default.copyItem(atPath: Self.root + "/cities/kunming", toPath: path + "/kunming")
    }

    func text(_ name: String) throws -> String { String(decoding: try InputFile.read(path + "/" + name), as: UTF8.self) }
    func write(_ text: String, _ name: String) throws {
        let folder = URL(fileURLWithPath: path + "/" + name).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try OutputFile.write(text, to: path + "/" + name)
    }

    /// Every file below, hidden ones too, by path: what a command that refuses must leave alone.
    func state() throws -> [String: [UInt8]] {
        var result: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            result[name] = try InputFile.read(path + "/" + name)
        }
        return result
    }

    struct Answer {
        let code: Int32
        let output: String
        let errors: String
        var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    }

    /// `concentric index WORDS…`, run in the folder.
    func run(_ words: String...) throws -> Answer { try run(words) }

    /// - Parameter isInterrupted: asked with all that has been said on standard error so far; where true, Control-C is sent once.
    func run(_ words: [String], isInterrupted: ((String) -> Bool)? = nil) throws -> Answer {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("concentric")
        process.arguments = ["index"] + words
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        let outputPath = NSTemporaryDirectory() + "/output-\(UUID().uuidString)"
        _ = FileManager.default.createFile(atPath: outputPath, contents: nil)
        defer { try? FileManager.default.removeItem(atPath: outputPath) }
        let pipe = Pipe()
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var errors = Data()
        var isSent = isInterrupted == nil
        while true {
            let part = pipe.fileHandleForReading.availableData
            if part.isEmpty { break }
            errors += part
            if !isSent, isInterrupted?(String(decoding: errors, as: UTF8.self)) == true {
                isSent = true
                process.interrupt()
            }
        }
        process.waitUntilExit()
        return Answer(
            code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: try InputFile.read(outputPath), as: UTF8.self), errors: String(decoding: errors, as: UTF8.self))
    }
}
