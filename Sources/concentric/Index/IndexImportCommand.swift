internal import ArgumentParser
internal import Foundation
internal import Ground
internal import Indicators

/// `concentric index import FILE DIR`.
struct IndexImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring values and indicators from a CSV or XLSX file into an index folder.",
        discussion: """
            Without --apply only what would change is shown. Values have the columns unit, period, indicator, value, source, status, as_of,
            entered_by, chosen_because (or a column per indicator); sheets of indicators have code, kind, parent and so on. With --apply
            everything is written or nothing; --undo takes the last import back.
            """)

    @Argument(help: "The CSV or XLSX file; the folder where --undo is given.") var file: String
    @Argument(help: "The folder.") var folder: String?
    @Flag(help: "Write the changes.") var apply = false
    @Flag(help: "Take the last import of a folder back: concentric index import --undo DIR.") var undo = false
    @Flag(help: "Values of the file's sources that it no longer has are removed.") var replace = false
    @Option(help: "The source of values that name none.") var source = ""
    @Option(help: "The status of values that name none: official, survey, platform, estimate, proposal, synthetic.") var status = ""
    @Option(help: "The date of values that name none: 2024-12-31, 2024-12 or 2024.") var asOf = ""
    @Option(help: "Who enters values that name nobody.") var enteredBy = ""
    @Option(help: "Which value counts where two sources give one cell: incoming or existing.") var choose: String?
    @Option(help: "Why.") var because = ""
    @Option(help: "The file of index-data/ that new values go to.") var into = "imported.csv"
    @Flag(help: "Show every change, not the first hundred of each kind.") var all = false
    @Option(help: "en or zh.") var lang = "en"

    func validate() throws {
        guard ["en", "zh"].contains(lang) else { throw ValidationError("--lang must be en or zh") }
        if let choose {
            guard ["incoming", "existing"].contains(choose) else { throw ValidationError("--choose must be incoming or existing") }
            guard !because.isEmpty else { throw ValidationError("--choose needs a reason: --because REASON") }
        }
        let isPlain = !into.contains("/") && into.hasSuffix(".csv") && !into.hasPrefix(".")
        guard isPlain, !["groups.csv", "cited.csv"].contains(into) else { throw ValidationError("--into must be the plain name of a .csv file of values") }
        guard undo == (folder == nil) else { throw ValidationError(undo ? "--undo needs the folder alone" : "the folder is missing") }
    }

    func run() throws {
        do throws(RejectedInput) {
            if undo {
                print(try ImportJournal.undo(file).map { "restored: \($0)\n" }.joined(), terminator: "")
            } else {
                try bring(into: folder ?? ".")
            }
        } catch {
            FileHandle.standardError.write(Data(error.diagnostics.text.utf8))
            throw ExitCode(2)
        }
    }

    private func bring(into folder: String) throws(RejectedInput) {
        var options = IndexImport.Options()
        (options.replaces, options.target) = (replace, "index-data/" + into)
        (options.defaults.source, options.defaults.status) = (source, status)
        (options.defaults.asOf, options.defaults.enteredBy) = (asOf, enteredBy)
        if let choose { options.choice = choose == "incoming" ? .incoming(because: because) : .existing(because: because) }
        let plan = IndexImport(try InputFile.read(file), file: file, into: try IndexFiles.read(folder), options: options)
        try ImportDesk(folder: folder, lang: lang, showsAll: all, applies: apply).settle(plan)
    }
}
