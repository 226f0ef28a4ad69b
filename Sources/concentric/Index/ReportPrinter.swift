internal import Dispatch
internal import Foundation
internal import Ground
internal import Indicators

/// Prints a report with a browser without a window, twice: the second time the contents know their pages.
struct ReportPrinter {
    /// The browser that the user names; else one that is on the path.
    let browser: String?

    private static let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell"]
    /// Seconds after which a browser that does not end is ended.
    private static let patience = 180

    func print(_ report: IndexReport, to path: String) throws(RejectedInput) {
        let program = try find()
        try checkFonts()
        let folder = NSTemporaryDirectory() + "concentric-report-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw RejectedInput("cannot be made", at: Place(folder))
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try printed(report.html, program, folder)
        let pages = PrintedPages.read(first)
        try OutputFile.write(pages.isEmpty ? first : try printed(report.html(pages: pages), program, folder), to: path)
    }

    private func find() throws(RejectedInput) -> String {
        let manager = FileManager.default
        if let browser {
            if manager.isExecutableFile(atPath: browser) { return browser }
            throw RejectedInput("is not a program that can be run", at: Place(browser))
        }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        for name in Self.names {
            for folder in folders where manager.isExecutableFile(atPath: "\(folder)/\(name)") { return "\(folder)/\(name)" }
        }
        throw RejectedInput(
            "no browser was found to print with (\(Self.names.joined(separator: ", ")))", at: Place("PATH"),
            advice: "apt-get install --no-install-recommends chromium, or give --browser PATH")
    }

    /// A Chinese font is needed; one that is no TrueType font is drawn as pictures, which makes the file large and its text hard to search.
    private func checkFonts() throws(RejectedInput) {
        let advice = "apt-get install --no-install-recommends fonts-wqy-zenhei"
        guard let list = try? run("/usr/bin/env", ["fc-list", ":lang=zh-cn", "family", "fontformat"], seconds: 20) else {
            FileHandle.standardError.write(Data("fc-list: warning: fonts cannot be checked – apt-get install fontconfig\n".utf8))
            return
        }
        let text = String(decoding: list, as: UTF8.self)
        if text.allSatisfy(\.isWhitespace) { throw RejectedInput("there is no font with Chinese characters", at: Place("fc-list"), advice: advice) }
        if !text.contains("TrueType") {
            FileHandle.standardError.write(Data("fc-list: warning: there is no Chinese TrueType font, so text is drawn as shapes – \(advice)\n".utf8))
        }
    }

    private func printed(_ html: String, _ program: String, _ folder: String) throws(RejectedInput) -> [UInt8] {
        let (page, sheet) = (folder + "/report.html", folder + "/report.pdf")
        try OutputFile.write(html, to: page)
        try? FileManager.default.removeItem(atPath: sheet)
        var options = [
            "--headless", "--disable-gpu", "--no-pdf-header-footer", "--disable-dev-shm-usage", "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder)/profile", "--print-to-pdf=\(sheet)",
        ]
        // A browser that runs as root refuses its own sandbox.
        if getuid() == 0 { options.append("--no-sandbox") }
        do {
            _ = try run(program, options + ["file://" + (page.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? page)], seconds: Self.patience)
        } catch {
            throw RejectedInput("could not print: \(error)", at: Place(program))
        }
        guard let bytes = try? InputFile.read(sheet), bytes.starts(with: Array("%PDF-".utf8)) else {
            throw RejectedInput("ended without having printed", at: Place(program), advice: "run it by hand on the page to see why")
        }
        return bytes
    }

    private struct Ended: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program, its output as bytes; throws where it fails or takes too long.
    private func run(_ program: String, _ arguments: [String], seconds: Int) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        (process.standardOutput, process.standardError, process.standardInput) = (pipe, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        let identifier = process.processIdentifier
        let alarm = DispatchSource.makeTimerSource(queue: .global())
        alarm.schedule(deadline: .now() + .seconds(seconds))
        alarm.setEventHandler { kill(identifier, SIGKILL) }
        alarm.resume()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        alarm.cancel()
        guard process.terminationReason == .exit else { throw Ended(description: "it was ended after \(seconds) seconds or crashed") }
        guard process.terminationStatus == 0 else { throw Ended(description: "it ended with code \(process.terminationStatus)") }
        return output
    }
}
