internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index report DIR OUT.html`.
struct IndexReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report about one unit: a self-contained page, and a PDF of it.",
        discussion: """
            The PDF is printed by Chromium (--browser names another) with a Chinese TrueType font; on Debian:
            apt-get install --no-install-recommends chromium fonts-wqy-zenhei
            """)

    @Argument(help: "The folder.") var folder = "."
    @Argument(help: "The page to write.") var out = "report.html"
    @Option(help: "The unit's code; not needed where city.yaml names one of the units, or there is one only.") var unit: String?
    @Option(help: "Units to compare with, with commas between; those of index.yaml where not given.") var peers: String?
    @Option(help: "zh or en.") var lang = "zh"
    @Option(help: "The day that stands on the cover: 2024-12-31; none where not given.") var date: String?
    @Option(help: "The PDF to print.") var pdf: String?
    @Option(help: "The browser that prints.") var browser: String?

    func validate() throws {
        guard ReportLanguage(rawValue: lang) != nil else { throw ValidationError("--lang must be zh or en") }
        if let date, CivilDate(date) == nil { throw ValidationError("--date must be a day such as 2024-12-31") }
    }

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        do throws(RejectedInput) {
            let known = Set(index.table.units)
            let chosen: String
            if let unit { chosen = unit } else { chosen = try index.usualUnit(folder) }
            let others = peers?.split(separator: ",").map { String($0.trimmingCharacters(in: .whitespaces)) }
            for code in others ?? [] where !known.contains(code) {
                throw RejectedInput("there is no unit “\(code)” to compare with", at: Place(folder))
            }
            guard let report = IndexReport(index, unit: chosen, language: ReportLanguage(rawValue: lang) ?? .zh, peers: others, date: date ?? "") else {
                throw RejectedInput(known.contains(chosen) ? "“\(chosen)” has no score in any period" : "there is no unit “\(chosen)”", at: Place(folder))
            }
            try OutputFile.write(report.html, to: out)
            if let pdf { try ReportPrinter(browser: browser).print(report, to: pdf) }
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
    }
}
