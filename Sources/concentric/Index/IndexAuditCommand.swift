internal import ArgumentParser
internal import CompositeIndex
internal import Foundation
internal import Indicators

/// `concentric index audit DIR`.
struct IndexAuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Say what is weak in an index: coverage, outliers, coherence, components, size, redundancy, influence.")

    @Argument(help: "The folder.") var folder = "."
    @Option(help: "en or zh.") var lang = "en"
    @Option(help: "The least severity: note, warning or serious.") var least = "note"

    func validate() throws {
        guard ["en", "zh"].contains(lang) else { throw ValidationError("--lang must be en or zh") }
        guard IndexAudit.Severity(rawValue: least) != nil else { throw ValidationError("--least must be note, warning or serious") }
    }

    func run() throws {
        let index = try IndexFolder.orExit(folder)
        if index.hasSyntheticValues { print("! \(IndexExport.syntheticMark)") }
        let lowest = IndexAudit.Severity(rawValue: least) ?? .note
        let findings = IndexAudit(index.build()).findings.filter { $0.severity >= lowest }
        for finding in findings.sorted(by: { $0.severity > $1.severity }) {
            let value = finding.value.isFinite ? String(format: "%.3f", finding.value) : "–"
            let word = lang == "zh" ? finding.severity.chinese : finding.severity.rawValue
            let (element, text) = index.words(of: finding, isChinese: lang == "zh")
            print("\(word): \(element) (\(value)): \(text)")
        }
        if lowest == .note {
            for sentence in Provenance(index).sentences(isChinese: lang == "zh") {
                print((lang == "zh" ? "\(IndexAudit.Severity.note.chinese): 数据 (–): " : "note: data (–): ") + sentence)
            }
        }
        let counts = IndexAudit.Severity.allCases.reversed().map { severity in
            "\(findings.count { $0.severity == severity }) \(lang == "zh" ? severity.chinese : severity.rawValue)"
        }
        print(counts.joined(separator: ", "))
    }
}
