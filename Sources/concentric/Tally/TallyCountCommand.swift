internal import ArgumentParser
internal import BudgetVoting
internal import Ground

/// Counts one election by one rule.
struct TallyCountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count one election by one rule; the word may be left out.")

    @OptionGroup var file: ElectionFileOptions
    @OptionGroup var options: RuleOptions

    @Flag(help: "Say for every project why it won or lost.")
    var explain = false

    @Flag(help: "Print one JSON object.")
    var json = false

    @Option(help: ArgumentHelp("Write what anybody needs to recount into this folder.", valueName: "dir"))
    var bundle: String?

    @Option(help: "Language of the words: zh or en.")
    var lang: PlainLanguage = .en

    func run() throws {
        let path = file.existingPath
        try orExit(path) {
            let election = try file.read()
            let rule = try options.rule(for: election)
            ProgressLine.adviseStep(election, rule, file: path, language: lang)
            let outcome = try ProgressLine.count(election, by: rule, isQuiet: json, language: lang)
            let explanation = try Explanation(outcome, of: election)
            if let bundle { try RecountBundle(election, rule, outcome).write(to: bundle) }
            let report = TallyReport(election: election, outcome: outcome, explanation: explanation, asked: rule)
            if json {
                print(report.json(language: lang))
            } else {
                print(report.text(language: lang, explains: explain), terminator: "")
            }
        }
    }
}
