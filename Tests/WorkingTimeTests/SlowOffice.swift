import Foundation
import Ground
import WorkingTime

/// The obvious way: walks minute by minute and asks Foundation's calendar what the wall clock shows.
struct SlowOffice {
    let calendar: Calendar
    let hours: [Int: [Range<Int>]]
    let days: [CivilDate: WorkCalendar.DayKind]

    init(timeZone: String, hours: [Int: [Range<Int>]], days: [CivilDate: WorkCalendar.DayKind]) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone)!
        self.calendar = calendar
        self.hours = hours
        self.days = days
    }

    func wall(_ instant: Int64) -> (date: CivilDate, minute: Int) {
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(instant) / 1000))
        return (CivilDate(year: parts.year!, month: parts.month!, day: parts.day!)!, parts.hour! * 60 + parts.minute!)
    }

    func intervals(_ date: CivilDate) -> [Range<Int>] {
        switch days[date] {
        case .holiday: []
        case .makeUpWorkday: hours[1] ?? []
        case nil: hours[date.weekday] ?? []
        }
    }

    func isOpen(_ instant: Int64) -> Bool {
        let (date, minute) = wall(instant)
        return intervals(date).contains { $0.contains(minute) }
    }

    func isPaused(_ instant: Int64, _ pauses: [WorkCalendar.Pause]) -> Bool {
        pauses.contains { $0.from.milliseconds <= instant && instant < $0.to?.milliseconds ?? .max }
    }

    /// All arguments on whole minutes; gives up after `limit` minutes.
    func due(_ allowance: Allowance, from start: Int64, pauses: [WorkCalendar.Pause], limit: Int = 60_000) -> Int64? {
        var moment = start
        var count = 0
        let startDate = wall(start).date
        for _ in 0..<limit {
            let next = moment + 60_000
            switch allowance {
            case .clockMinutes(let minutes):
                if !isPaused(moment, pauses) { count += 1 }
                if count == minutes { return next }
            case .workingMinutes(let minutes):
                if isOpen(moment), !isPaused(moment, pauses) { count += 1 }
                if count == minutes { return next }
            case .workingDays(let wanted):
                let (date, minute) = wall(moment)
                // The last open minute of a day's hours: its end is the close of office.
                if date > startDate, let close = intervals(date).last?.upperBound, minute == close - 1 {
                    if !isPaused(moment, pauses) { count += 1 }
                    if count == wanted { return next }
                }
            }
            moment = next
        }
        return nil
    }
}

/// Kunming's hours and the days of the state's arrangements, as far as the tests need them without reference data.
enum Sample {
    static let hours: [Int: [Range<Int>]] = Dictionary(
        uniqueKeysWithValues: (1...5).map { ($0, [540..<720, 780..<1020]) })

    static let days: [CivilDate: WorkCalendar.DayKind] = {
        var days: [CivilDate: WorkCalendar.DayKind] = [:]
        for day in 1...7 { days[CivilDate(year: 2026, month: 10, day: day)!] = .holiday(name: "国庆节") }
        days[CivilDate("2026-09-20")!] = .makeUpWorkday(name: "国庆节")
        days[CivilDate("2026-10-10")!] = .makeUpWorkday(name: "国庆节")
        return days
    }()

    static func kunming() throws -> WorkCalendar {
        try WorkCalendar(timeZone: "Asia/Shanghai", hours: hours, days: days, provisionalAfter: [2025, 2026])
    }

    static func at(_ text: String) -> Instant { Instant(iso8601: text)! }
}
