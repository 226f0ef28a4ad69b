import Foundation

/// A real browser for the tests of pages: Debian's Chromium, driven by a Python script with Playwright and axe.
///
/// A script lies in `Tests/Browser`, imports `house` (which starts the browser as a telephone and collects what is wrong) and prints what it
/// found as a JSON array of sentences; a test expects none:
///
///     @Suite(.enabled(if: Browser.isExpected, "skipped: needs chromium, python3-venv and the package index"))
///     struct PageInBrowserTests {
///         @Test func everythingCanBeTapped() async throws { #expect(try await Browser.run(script: "page.py", arguments: [address]) == []) }
///     }
///
/// Where the environment says `CI=true` the suites run without the browser too, and fail.
public enum Browser {
    /// Every package with the hashes of its files; nothing else is installed. The driver comes in Playwright's wheel, axe-core in the other.
    private static let requirements = """
        playwright==1.65.2 \
        --hash=sha256:58932d35f56767ab7ebcdd3d4a733bfb3e62a1a5bc43c08e28b9fa9b3e61cf33 \
        --hash=sha256:dd3e54b6a926fc6510f272797eec0707dc34ae04d564e74a7056c4a813e53270
        axe-playwright-python==0.1.8 --hash=sha256:fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8
        greenlet==3.5.6 \
        --hash=sha256:1c20ea32a73d17b9b60e3371240e17b0068120c98a5ec01a224a7dd8c89733ba \
        --hash=sha256:45bfd2b51e38aaa5f9849f114d9c7c1d75f69187c849b3549cd64c465283abfa \
        --hash=sha256:975736b002ed080d124cf81a79cb7e05cb26d6b3f5c7a7b651c0fcce70353aa1 \
        --hash=sha256:f98e8215e172f567ce80eeaed9107fb4d32b6c44f26983d9b8334658136a205a

        """

    private static let folder = FileManager.default.currentDirectoryPath + "/.build/browser-1.65.2"

    /// The browser's program; nil where none is installed.
    public static let chromium: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Python with Playwright and axe, installed at the first use; nil where that is not possible here.
    public static let python: String? = {
        let program = folder + "/bin/python"
        let mark = folder + "/installed"
        if FileManager.default.fileExists(atPath: mark) { return program }
        let list = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID().uuidString).txt").path
        guard (try? requirements.write(toFile: list, atomically: true, encoding: .utf8)) != nil else { return nil }
        defer { try? FileManager.default.removeItem(atPath: list) }
        // Two runs of the tests may begin at the same time.
        let steps = """
            test -e "$1/installed" && exit 0
            python3 -m venv "$1" \
            && "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes -r "$2" \
            && touch "$1/installed"
            """
        let install = call("flock", [folder + ".lock", "sh", "-c", steps, "sh", folder, list], seconds: 600)
        return install?.status == 0 ? program : nil
    }()

    public static let isPresent = chromium != nil && python != nil

    /// Whether suites with a browser run: where there is one, and in continuous integration always.
    public static let isExpected = ProcessInfo.processInfo.environment["CI"] == "true" || isPresent

    public struct Missing: Error, CustomStringConvertible {
        public var description: String
    }

    /// Runs a script of `Tests/Browser`.
    /// - Parameters:
    ///   - arguments: what the script reads from `sys.argv`, such as the address of the page.
    ///   - seconds: after which it is ended; generous, as machines may be busy.
    /// - Returns: what is wrong, one sentence each; a script that breaks is a finding too, with its last words.
    /// - Throws: where there is no browser.
    public static func run(script: String, arguments: [String] = [], seconds: Int = 900) async throws -> [String] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try findings(of: script, arguments, seconds) }) }
        }
    }

    private static func findings(of script: String, _ arguments: [String], _ seconds: Int) throws -> [String] {
        guard chromium != nil else { throw Missing(description: "chromium is not installed (scripts/setup test installs it)") }
        guard let python else { throw Missing(description: "playwright could not be installed: python3-venv and the package index are needed") }
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path + "/Browser/"
        guard let answer = call(python, [scripts + script] + arguments, seconds: seconds) else {
            throw Missing(description: "\(script) could not be started")
        }
        let findings = answer.output.split(separator: "\n").last.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) }
        if let findings, answer.status == 0 { return findings }
        return ["\(script) ended with \(answer.status): \(answer.errors.suffix(3000))"]
    }

    /// Runs a program to its end, at most so long; it and what it has started are ended then.
    private static func call(_ program: String, _ arguments: [String], seconds: Int) -> (status: Int32, output: String, errors: String)? {
        let name = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID().uuidString)").path
        let paths = [name + ".out", name + ".err"]
        for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["timeout", "--kill-after=10", "\(seconds)", program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", "CHROMIUM": chromium ?? ""], uniquingKeysWith: { $1 })
        process.standardOutput = FileHandle(forWritingAtPath: paths[0])
        process.standardError = FileHandle(forWritingAtPath: paths[1])
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        let texts = paths.map { String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self) }
        return (process.terminationStatus, texts[0], texts[1])
    }
}
