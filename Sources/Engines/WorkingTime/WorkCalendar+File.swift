public import Ground

extension WorkCalendar {
    /// Reads a calendar file: columns `date` (`2026-10-10`), `name` and `is_workday` (`true` for a make-up workday, `false`
    /// for a day off). Lines with faults are reported and left out.
    public static func days(csv bytes: [UInt8], file: String, diagnostics: inout Diagnostics) -> [CivilDate: DayKind] {
        let table = CSV(bytes, file: file, diagnostics: &diagnostics)
        guard !table.header.isEmpty else { return [:] }
        let columns = ["date", "name", "is_workday"].map { table.requiredColumn($0, diagnostics: &diagnostics) }
        guard let date = columns[0], let name = columns[1], let isWorkday = columns[2] else { return [:] }
        var days: [CivilDate: DayKind] = [:]
        for row in table.rows {
            let place = Place(file, line: row.line)
            guard let day = CivilDate(row.fields[date]), DayTable.dates.contains(day.daysSinceEpoch) else {
                diagnostics.error(
                    "date: \u{201C}\(row.fields[date])\u{201D} is no day of the years 1970 to 2100", at: place,
                    advice: "write it as 2026-10-01")
                continue
            }
            guard days[day] == nil else {
                diagnostics.error("date: \(day) stands twice", at: place, advice: "keep one of the lines")
                continue
            }
            switch row.fields[isWorkday] {
            case "true":
                if day.weekday <= 5 {
                    diagnostics.note(
                        "date: \(day) is a make-up workday but no Saturday or Sunday", at: place,
                        advice: "check the date")
                }
                days[day] = .makeUpWorkday(name: row.fields[name])
            case "false": days[day] = .holiday(name: row.fields[name])
            default:
                diagnostics.error(
                    "is_workday: \u{201C}\(row.fields[isWorkday])\u{201D} is neither true nor false", at: place,
                    advice: "write true for a make-up workday and false for a day off")
            }
        }
        return days
    }

    /// The years that a list of special days arranges: those with a day after January. The arrangement of a year may reach
    /// into the first days of the next, which is not arranged by that.
    public static func arrangedYears(_ days: [CivilDate: DayKind]) -> Set<Int> {
        Set(days.keys.lazy.map(\.components).filter { $0.month > 1 }.map(\.year))
    }
}
