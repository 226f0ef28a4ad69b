internal import ArgumentParser
internal import BudgetVoting
internal import Ground

/// Sets two rules for one election beside each other.
struct TallyCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Show who gains and who loses between two rules.",
        discussion: """
            A RULE is a method with options joined by slashes: greedy, phragmen, maximin or equal-shares, then any of
            cost cardinality points points-cost, none add1-last add1-first, then-greedy, floor, step=N, no-skip, comparison,
            eligibility. `equal-shares` alone means equal-shares/cost/add1-last.
            """)

    @OptionGroup var file: ElectionFileOptions

    @Argument(help: "The first rule, for example equal-shares.")
    var first: String

    @Argument(help: "The second rule, for example greedy.")
    var second: String

    @Option(help: "Order in which ties fall: id, cost, votes or cost-votes.")
    var ties: TieWord = .costVotes

    @Option(help: "A published number that draws the lot for the ties that are left.")
    var lot: UInt64?

    @Option(help: ArgumentHelp("Write a self-contained page with charts and tables.", valueName: "out"))
    var html: String?

    @Option(help: "Language of the words: zh or en.")
    var lang: PlainLanguage = .en

    func run() throws {
        let path = file.existingPath
        try orExit(path) {
            let election = try file.read()
            let results = try [first, second].map { text in
                var order = ties.order
                order.lot = lot
                let rule = try RuleText.rule(text, election: election, ties: order)
                ProgressLine.adviseStep(election, rule, file: path, language: lang)
                return (text, try ProgressLine.count(election, by: rule, isQuiet: false, language: lang))
            }
            let comparison = try RuleComparison(election, results[0], results[1], language: lang)
            if let html { try OutputFile.write(comparison.page, to: html) }
            print(comparison.text, terminator: "")
        }
    }
}
