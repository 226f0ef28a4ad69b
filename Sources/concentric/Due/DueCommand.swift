import ArgumentParser
import Ground
import WorkingTime

/// Prints what is due when, to check a calendar by hand.
struct DueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "Print the moment at which an allowance runs out.",
        discussion: """
            Example: concentric due --calendar cities/kunming/calendar.csv --from 2026-09-30T16:00+08:00 --working-days 3
            """)

    @OptionGroup var options: DueOptions

    func run() async throws {
        try await InputFault.reported {
            let calendar = try options.workCalendar()
            let due = try options.due(in: calendar)
            print(due.instant.iso8601(offsetSeconds: calendar.offsetSeconds(at: due.instant)))
            if due.isProvisional { Terminal.note(DueOptions.provisionalNote) }
        }
    }
}
