internal import ArgumentParser
internal import BudgetVoting
internal import Ground

/// Counts a published bundle again and compares.
struct RecountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recount", abstract: "Count a published bundle again and say whether the result is equal.",
        discussion: "Exit code 0: equal. 1: not equal, with the differences. 2: the bundle cannot be read.")

    @Argument(help: "The folder that `concentric tally --bundle` wrote.")
    var dir: String

    @Option(help: "Language of the words: zh or en.")
    var lang: PlainLanguage = .en

    func run() throws {
        var differences: [String] = []
        try orExit(dir) {
            let bundle = try RecountBundle.read(from: dir)
            let outcome = try ProgressLine.count(bundle.election, by: bundle.rule, isQuiet: false, language: lang)
            let comparison = RecountComparison(bundle, RecountBundle(bundle.election, bundle.rule, outcome), lang)
            differences = comparison.differences
            for note in comparison.notes { print(note) }
            if differences.isEmpty {
                print(comparison.confirmation)
            } else {
                print(lang == .zh ? "不一致：" : "not equal:")
                for difference in differences { print("  " + difference) }
            }
        }
        if !differences.isEmpty { throw ExitCode(1) }
    }
}
