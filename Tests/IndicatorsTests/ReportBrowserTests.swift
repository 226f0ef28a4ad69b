import Foundation
import Ground
import Indicators
import TestSupport
import Testing

/// The report of the demonstration city, made by the program and used in Chromium.
@Suite("concentric index report in a browser", .enabled(if: Browser.isExpected, "skipped: needs chromium, python3-venv and the package index"))
struct ReportBrowserTests {
    private static let demonstration = CommandDesk.root + "/cities/kunming"

    @Test("Axe, narrow and wide; charts by pointer and keys; a table under each", arguments: ReportLanguage.allCases)
    func page(language: ReportLanguage) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString).html").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let answer = try CommandDesk().run("report", Self.demonstration, path, "--lang", language.rawValue)
        #expect(answer.code == 0, "\(answer.errors)")
        let findings = try await Browser.run(script: "index_report.py", arguments: [path, language.rawValue])
        #expect(findings == [], "\(findings)")
    }

    @Test("The print: numbered pages, contents that are right, the mark on every page") func print() throws {
        let desk = try CommandDesk()
        let answer = try desk.run("report", Self.demonstration, "r.html", "--lang", "en", "--pdf", "r.pdf", "--browser", Browser.chromium ?? "chromium")
        #expect(answer.code == 0, "\(answer.errors)")
        let pages = PrintedPages.read(try InputFile.read(desk.path + "/r.pdf"))
        let sheets = try Self.text(desk.path + "/r.pdf").split(separator: "\u{0C}", omittingEmptySubsequences: false).dropLast().map(String.init)
        #expect(sheets.count > 10 && pages.count == 11, "\(sheets.count) \(pages)")
        for (number, sheet) in sheets.enumerated() {
            #expect(sheet.contains("synthetic values 含合成数据"), "page \(number + 1)")
            #expect(number == 0 || sheet.contains("page \(number + 1) of \(sheets.count)"), "page \(number + 1)")
        }
        // The contents stand on the second page; each line's number is that of the page on which its heading is.
        for (id, heading) in [("growth", "Growth of the indicators"), ("audit", "Audit of the index"), ("data", "Annex B")] {
            let page = try #require(pages[id])
            #expect(sheets[page - 1].contains(heading) && sheets[1].contains(heading), "\(id)")
            let line = try #require(sheets[1].split(separator: "\n").first { $0.contains(heading) })
            #expect(line.split(separator: " ").last == "\(page)", "\(line)")
        }
    }

    /// The text of a PDF, page by page.
    private static func text(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pdftotext", "-layout", "-enc", "UTF-8", path, "-"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "pdftotext of poppler-utils")
        return String(decoding: data, as: UTF8.self)
    }
}
