internal import ArgumentParser

/// `concentric tally FILE …` counts; `concentric tally compare FILE RULE RULE` sets two rules beside each other.
struct TallyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally",
        abstract: "Count a participatory-budget vote and explain the result.",
        discussion: """
            Reads Pabulib files (.pb, .pb.gz). Every result can be recounted: --bundle writes what is needed.
              concentric tally Wieliczka.pb --rule equal-shares --utility cost --completion add1-last --explain
              concentric tally compare Wieliczka.pb equal-shares greedy --html compare.html
            All options of a count: concentric help tally count
            """,
        subcommands: [TallyCountCommand.self, TallyCompareCommand.self],
        defaultSubcommand: TallyCountCommand.self)
}
