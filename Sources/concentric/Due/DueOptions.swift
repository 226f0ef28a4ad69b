import ArgumentParser
import Ground
import WorkingTime

/// Start, allowance, calendar and pauses as the command line gives them.
struct DueOptions: ParsableArguments {
    @Option(help: "Calendar file with the columns date, name, is_workday.")
    var calendar: String?

    @Option(help: "Start, for example 2026-09-30T16:00+08:00.")
    var from: String

    @Option(help: "Allowance in working days: due at the close of office of the n-th working day after the start's.")
    var workingDays: Int?

    @Option(help: "Allowance in hours of open office.")
    var workingHours: Int?

    @Option(help: "Allowance in minutes of open office.")
    var workingMinutes: Int?

    @Option(help: "Allowance in hours by the clock.")
    var hours: Int?

    @Option(help: "Allowance in days by the clock.")
    var days: Int?

    @Option(help: "A pause, START/END; END may be left out while it is open. Can be repeated.")
    var pause: [String] = []

    @Option(help: "Time zone.")
    var timeZone = "Asia/Shanghai"

    @Option(help: "Office hours of Monday to Friday; the gaps are breaks.")
    var office = "09:00-12:00,13:00-17:00"

    static let provisionalNote =
        "note: provisional – the holidays of a year on the way are not in the calendar; its Mondays to Fridays count"

    /// The calendar, its warnings told on standard error.
    func workCalendar() throws(RejectedInput) -> WorkCalendar {
        var diagnostics = Diagnostics()
        var special: [CivilDate: WorkCalendar.DayKind] = [:]
        if let calendar {
            let bytes = try InputFile.read(calendar, limit: 1 << 24)
            special = WorkCalendar.days(csv: bytes, file: calendar, diagnostics: &diagnostics)
        }
        if diagnostics.hasErrors { throw RejectedInput(diagnostics) }
        for warning in diagnostics.warnings { Terminal.note(warning.description) }
        let intervals = try officeIntervals()
        let week = Dictionary(uniqueKeysWithValues: (1...5).map { ($0, intervals) })
        return try WorkCalendar(
            timeZone: timeZone, hours: week, days: special, provisionalAfter: WorkCalendar.arrangedYears(special))
    }

    /// The due time of the one allowance given.
    func due(in calendar: WorkCalendar) throws(RejectedInput) -> WorkCalendar.Due {
        try due(try allowance(), in: calendar)
    }

    /// Whether an allowance is among the options.
    var hasAllowance: Bool { [workingDays, workingHours, workingMinutes, hours, days].contains { $0 != nil } }

    /// The due time of an allowance from the start given, with the pauses given.
    func due(_ allowance: Allowance, in calendar: WorkCalendar) throws(RejectedInput) -> WorkCalendar.Due {
        let start = try DueOptions.instant(from, option: "--from")
        let pauses = try self.pauses()
        guard let due = calendar.due(allowance, from: start, pauses: pauses) else {
            throw RejectedInput(
                "a pause without end keeps the allowance from running out", at: Place("--pause"),
                advice: "write START/END")
        }
        return due
    }

    private func allowance() throws(RejectedInput) -> Allowance {
        let given: [(count: Int?, unit: String)] = [
            (workingDays, "working days"), (workingHours, "working hours"), (workingMinutes, "working minutes"),
            (hours, "hours"), (days, "days"),
        ]
        let chosen = given.filter { $0.count != nil }
        guard chosen.count == 1, let count = chosen[0].count else {
            throw RejectedInput(
                chosen.isEmpty ? "no allowance is given" : "more than one allowance is given", at: Place("options"),
                advice: "give one of --working-days, --working-hours, --working-minutes, --hours, --days")
        }
        guard let allowance = Allowance("\(count) \(chosen[0].unit)") else {
            throw RejectedInput(
                "\(count) \(chosen[0].unit) is no allowance", at: Place("options"),
                advice: "give a whole number from 1 to 100000")
        }
        return allowance
    }

    private func pauses() throws(RejectedInput) -> [WorkCalendar.Pause] {
        var pauses: [WorkCalendar.Pause] = []
        for text in pause {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let from = try DueOptions.instant(String(parts[0]), option: "--pause")
            guard parts.count == 2, !parts[1].isEmpty else {
                pauses.append(WorkCalendar.Pause(from: from, to: nil))
                continue
            }
            let to = try DueOptions.instant(String(parts[1]), option: "--pause")
            guard from <= to else {
                throw RejectedInput("\u{201C}\(text)\u{201D} ends before it begins", at: Place("--pause"))
            }
            pauses.append(WorkCalendar.Pause(from: from, to: to))
        }
        return pauses
    }

    private func officeIntervals() throws(RejectedInput) -> [Range<Int>] {
        var intervals: [Range<Int>] = []
        for text in office.split(separator: ",") {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(DueOptions.minute)
            guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
                throw RejectedInput(
                    "\u{201C}\(text)\u{201D} is no interval", at: Place("--office"), advice: "write 09:00-12:00")
            }
            intervals.append(from..<to)
        }
        return intervals
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private static func instant(_ text: String, option: String) throws(RejectedInput) -> Instant {
        guard let instant = Instant(iso8601: text) else {
            throw RejectedInput(
                "\u{201C}\(text)\u{201D} is no moment with a zone", at: Place(option),
                advice: "write it as 2026-09-30T16:00+08:00")
        }
        return instant
    }
}
