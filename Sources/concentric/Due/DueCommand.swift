import ArgumentParser
import Ground
import WorkingTime
import Workflows

/// Prints what is due when, to check a calendar by hand.
struct DueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "Print the moment at which an allowance, or every clock of a procedure, runs out.",
        discussion: """
            Examples:
              concentric due --calendar cities/kunming/calendar.csv --from 2026-09-30T16:00+08:00 --working-days 3
              concentric due cities/kunming/workflows/demand.yaml --calendar cities/kunming/calendar.csv \\
                --from 2026-09-30T16:00+08:00
            """)

    @Argument(help: "The file of a procedure: each of its clocks is computed, for every priority. Needs no allowance.")
    var workflow: String?

    @OptionGroup var options: DueOptions

    func run() async throws {
        try await InputFault.reported {
            let calendar = try options.workCalendar()
            guard let workflow else { return try printOne(calendar) }
            guard !options.hasAllowance else {
                throw RejectedInput("both a procedure and an allowance are given", at: Place("options"), advice: "give one of them")
            }
            try printClocks(of: try read(workflow), calendar)
        }
    }

    private func printOne(_ calendar: WorkCalendar) throws {
        let due = try options.due(in: calendar)
        print(text(due, calendar))
        if due.isProvisional { Terminal.note(DueOptions.provisionalNote) }
    }

    private func read(_ file: String) throws -> Workflow {
        var diagnostics = Diagnostics()
        let workflow = Workflow.read(try InputFile.text(file), file: file, diagnostics: &diagnostics)
        guard let workflow else { throw RejectedInput(diagnostics) }
        return workflow
    }

    private func printClocks(of workflow: Workflow, _ calendar: WorkCalendar) throws {
        var rows = [["clock", "limit", "due"]]
        var isProvisional = false
        for clock in workflow.clocks {
            for priority in Priority.allCases {
                guard let allowance = clock.limit.byPriority[priority] else { continue }
                let due = try options.due(allowance, in: calendar)
                isProvisional = isProvisional || due.isProvisional
                let source = clock.limit.fromClass ? "\(allowance), unless the class says otherwise" : "\(allowance)"
                rows.append(["\(clock.name.rawValue), \(priority.rawValue)", source, text(due, calendar)])
            }
        }
        print(Terminal.table(rows))
        if isProvisional { Terminal.note(DueOptions.provisionalNote) }
    }

    private func text(_ due: WorkCalendar.Due, _ calendar: WorkCalendar) -> String {
        due.instant.iso8601(offsetSeconds: calendar.offsetSeconds(at: due.instant))
    }
}
