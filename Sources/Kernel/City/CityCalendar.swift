internal import Documents
internal import Ground
internal import WorkingTime

/// Reads the office hours of `city.yaml` and the days of `calendar.csv`.
enum CityCalendar {
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// A city without `calendar.csv` has no days off but those of its week, and no year is provisional.
    static func read(
        _ files: CityFiles, head: SettingsReader.Head?, diagnostics: inout Diagnostics
    ) -> WorkCalendar? {
        let name = "calendar.csv"
        var days: [CivilDate: WorkCalendar.DayKind] = [:]
        var arranged = Set(1970...2100)
        if let bytes = files.bytes(name, diagnostics: &diagnostics) {
            days = WorkCalendar.days(csv: bytes, file: files.path(name), diagnostics: &diagnostics)
            arranged = WorkCalendar.arrangedYears(days)
        }
        guard let head else { return nil }
        guard let entry = head.hours else {
            diagnostics.error(
                "\u{201C}hours\u{201D} is missing in the document", at: Place(files.path("city.yaml")),
                advice: "write the office hours of each weekday, such as monday: 09:00-12:00")
            return nil
        }
        guard let (hours, makeUp) = hours(entry, &diagnostics) else { return nil }
        do {
            return try WorkCalendar(
                timeZone: head.timeZone, hours: hours, makeUpDayHours: makeUp, days: days,
                provisionalAfter: arranged)
        } catch {
            for diagnostic in error.diagnostics.all {
                var diagnostic = diagnostic
                diagnostic.place = diagnostic.place.file == "time zone" ? head.timeZonePlace : entry.place
                diagnostics.append(diagnostic)
            }
            return nil
        }
    }

    private static func hours(
        _ entry: Entry, _ diagnostics: inout Diagnostics
    ) -> (week: [Int: [Range<Int>]], makeUp: [Range<Int>]?)? {
        var faults = Diagnostics()
        let record = entry.record(weekdays + ["make-up"], &faults)
        var week: [Int: [Range<Int>]] = [:]
        for (index, name) in weekdays.enumerated() {
            guard let day = record[name] else { continue }
            week[index + 1] = intervals(day, &faults)
        }
        let makeUp = record["make-up"].map { intervals($0, &faults) }
        diagnostics.append(contentsOf: faults)
        return faults.hasErrors ? nil : (week, makeUp)
    }

    private static func intervals(_ entry: Entry, _ diagnostics: inout Diagnostics) -> [Range<Int>] {
        var intervals: [Range<Int>] = []
        for item in entry.list(&diagnostics) {
            guard let text = item.text(&diagnostics) else { continue }
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { minute($0) }
            if ends.count == 2, let from = ends[0], let to = ends[1], from < to {
                intervals.append(from..<to)
            } else {
                diagnostics.error(
                    "\u{201C}\(text)\u{201D} is no interval of office hours", at: item.place,
                    advice: "write it as 09:00-12:00")
            }
        }
        return intervals
    }

    /// The minute of the day of `09:00`; `24:00` is its end.
    private static func minute(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}
