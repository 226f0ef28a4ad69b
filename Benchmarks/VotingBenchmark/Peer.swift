import Foundation

/// The same counts by pabutools, in an environment of its own that is made on the first run (see `Benchmarks/VotingPeer`).
///
/// `PEER=none` leaves it out, `PEER_PYTHON` names an interpreter that has it already, `PEER_SECONDS` raises the size up to which
/// its Add1 is counted: that takes minutes on large files, so it is asked for only where one count stays below this.
enum Peer {
    private static let scripts = "Benchmarks/VotingPeer"
    private static let environment = ".build/voting-peer"

    static func run(_ paths: [String]) {
        let variables = ProcessInfo.processInfo.environment
        if variables["PEER"] == "none" { return }
        let files = paths.filter { FileManager.default.fileExists(atPath: $0) }
        var python = variables["PEER_PYTHON"]
        if python == nil {
            guard FileManager.default.fileExists(atPath: scripts + "/setup") else {
                print("\npabutools: not compared, because this is not run from the root of the repository.")
                return
            }
            if execute(["bash", scripts + "/setup", environment]) { python = environment + "/bin/python" }
        }
        guard let python, execute([python, "-c", "import pabutools"]) else {
            print("\npabutools: not compared, because it could not be installed (the reason stands above).")
            return
        }
        print("\nThe same files with pabutools 1.2.3, CPU time:")
        fflush(nil)
        let seconds = variables["PEER_SECONDS"] ?? "1"
        if !execute([python, "-W", "ignore", scripts + "/count.py", seconds] + files) {
            print("  pabutools ended with an error.")
        }
    }

    private static func execute(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
