internal import Ground

/// What a weekday or a special day of the calendar has in office hours, and which hours hold on which date.
struct OfficeHours: Sendable {
    /// Seven lists of open intervals in minutes of the day, Monday first.
    private let week: [[Range<Int>]]
    private let makeUp: [Range<Int>]
    private let days: [CivilDate: WorkCalendar.DayKind]

    init(
        week hours: [Int: [Range<Int>]], makeUp: [Range<Int>]?, days: [CivilDate: WorkCalendar.DayKind]
    ) throws(RejectedInput) {
        var faults = Diagnostics()
        let place = Place("office hours")
        for weekday in hours.keys.sorted() where !(1...7).contains(weekday) {
            faults.error(
                "there is no weekday \(weekday)", at: place, advice: "weekdays count from 1 for Monday to 7 for Sunday")
        }
        week = (1...7).map { OfficeHours.checked(hours[$0] ?? [], name: "weekday \($0)", faults: &faults) }
        self.makeUp = makeUp.map { OfficeHours.checked($0, name: "make-up workdays", faults: &faults) } ?? week[0]
        if week.allSatisfy(\.isEmpty) {
            faults.error("no weekday has office hours", at: place, advice: "give at least one weekday an interval")
        }
        for date in days.keys.sorted() where !DayTable.dates.contains(date.daysSinceEpoch) {
            faults.error(
                "day \(date.daysSinceEpoch) after 1970-01-01 lies outside the calendar", at: place,
                advice: "special days lie in the years 1970 to 2100")
        }
        self.days = days
        guard !faults.hasErrors else { throw RejectedInput(faults) }
    }

    private static func checked(_ list: [Range<Int>], name: String, faults: inout Diagnostics) -> [Range<Int>] {
        let sorted = list.sorted { $0.lowerBound < $1.lowerBound }
        var last = 0
        for interval in sorted {
            let isSound = interval.lowerBound >= 0 && interval.upperBound <= 1440 && !interval.isEmpty
            if !isSound {
                faults.error(
                    "\(name): \(interval) is no interval of a day", at: Place("office hours"),
                    advice: "an interval lies within minutes 0 to 1440 and is not empty")
            } else if interval.lowerBound < last {
                faults.error(
                    "\(name): two intervals overlap at minute \(interval.lowerBound)", at: Place("office hours"))
            }
            last = max(last, interval.upperBound)
        }
        return sorted
    }

    /// The open intervals of a date, in minutes of the day.
    func intervals(on date: CivilDate) -> [Range<Int>] {
        switch days[date] {
        case .holiday: []
        case .makeUpWorkday: makeUp
        // Not `CivilDate.weekday`, which adds before it divides and so overflows at the ends of the scale.
        case nil: week[(date.daysSinceEpoch % 7 + 10) % 7]
        }
    }

    func isWorkday(_ date: CivilDate) -> Bool { !intervals(on: date).isEmpty }
}
