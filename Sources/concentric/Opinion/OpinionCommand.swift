internal import ArgumentParser
internal import BudgetVoting
internal import Ground
internal import OpinionMap

/// Draws the map of opinions of one conversation.
struct OpinionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opinion", abstract: "Find groups of opinion, what tells them apart and what unites them.",
        discussion: """
            DIR holds participants-votes.csv or votes.csv or both, comments.csv and summary.csv, each also as .csv.gz.
            Flags are for moderators: they are printed, also as JSON, and are not in the page.
            """)

    enum Groups: String, ExpressibleByArgument, CaseIterable {
        case found, official
    }

    @Argument(help: ArgumentHelp("The folder of an export.", valueName: "dir"))
    var folder: String

    @Option(help: "Where groups come from: found, or official for the group ids of participants-votes.csv.")
    var groups: Groups = .found

    @Option(help: "What resamples are drawn by.")
    var seed: UInt64 = 1

    @Option(help: "How many resamples show the groups' stability; 0 for none.")
    var resamples = 50

    @Option(help: "No group with fewer members is shown.")
    var privacyFloor = 5

    @Flag(help: "Print one JSON object.")
    var json = false

    @Option(help: ArgumentHelp("Write a self-contained page with the map and its tables.", valueName: "out"))
    var html: String?

    @Option(help: "Language of the words: zh or en.")
    var lang: PlainLanguage = .en

    func validate() throws {
        guard (0...10_000).contains(resamples) else { throw ValidationError("--resamples is a number from 0 to 10000") }
        guard (1...VoteTable.mostParticipants).contains(privacyFloor) else { throw ValidationError("--privacy-floor is a positive number") }
    }

    func run() throws {
        try orExit {
            let export = try ExportFolder(folder).read()
            let report = try report(on: export)
            if let html { try OutputFile.write(OpinionPage(report).html, to: html) }
            if json { print(report.json) } else { print(report.text, terminator: "") }
        }
    }

    private func report(on export: PolisExport) throws(RejectedInput) -> OpinionReport {
        var options = Conversation.Options(privacyFloor: privacyFloor)
        if groups == .official {
            guard !export.officialGroups.isEmpty else {
                throw RejectedInput(
                    "no participant has a group-id", at: Place(folder), advice: "leave out --groups official to have groups found")
            }
            options.givenGroups = export.officialGroups
        }
        let landscape = export.conversation.landscape(options)
        var stability: Stability?
        if groups == .found, resamples > 0 {
            stability = export.conversation.stability(resamples: resamples, seed: seed)
        }
        return OpinionReport(
            topic: export.topic ?? folder, landscape: landscape, stability: stability, flags: Flags(export.conversation, landscape),
            language: lang, privacyFloor: privacyFloor, seed: seed, isOfficial: groups == .official)
    }
}
