public import Ground

/// Office hours, holidays and make-up workdays of one place: what is due when, and how much working time lies between.
///
/// The calendar covers the years 1970 to 2100 of its time zone. Moments before are treated as its beginning and moments after
/// as its end; a due time that lies beyond is given as the end of 2100 (or as the start, if that is later) and is
/// provisional. No moment whatever traps. Every question is answered in time that does not grow with the span asked for.
public struct WorkCalendar: Sendable {
    /// What the calendar file says of a day that is not as its weekday.
    public enum DayKind: Sendable, Hashable {
        /// A day off, whatever the weekday.
        case holiday(name: String)
        /// A working day, also on a Saturday or Sunday.
        case makeUpWorkday(name: String)
    }

    public let timeZone: String
    let hours: OfficeHours
    let zone: ZoneOffsets
    let table: DayTable
    private let arrangedYears: Set<Int>

    /// - Parameters:
    ///   - timeZone: a name of the IANA zone data, such as `Asia/Shanghai`.
    ///   - hours: for each weekday (1 = Monday … 7 = Sunday) the open intervals in minutes of the day; what lies between is a
    ///     break; a weekday without intervals is no working day.
    ///   - makeUpDayHours: the intervals of make-up workdays; without them Monday's.
    ///   - days: holidays and make-up workdays of the years 1970 to 2100.
    ///   - arrangedYears: the years of which the holidays are known; every other year is as its weekdays and provisional.
    /// - Throws: `RejectedInput` for an unknown zone, intervals outside the day, empty or overlapping, no hours at all, or a
    ///   special day outside 1970 to 2100.
    public init(
        timeZone: String, hours: [Int: [Range<Int>]], makeUpDayHours: [Range<Int>]? = nil, days: [CivilDate: DayKind],
        provisionalAfter arrangedYears: Set<Int>
    ) throws(RejectedInput) {
        // A day and a half more on both sides holds every offset of the world.
        let margin = DayTable.millisecondsPerDay * 3 / 2
        let end = Int64(DayTable.dates.upperBound) * DayTable.millisecondsPerDay + margin
        guard let zone = ZoneOffsets(identifier: timeZone, from: -margin, to: end) else {
            throw RejectedInput(
                "there is no time zone \u{201C}\(timeZone)\u{201D}", at: Place("time zone"),
                advice: "write a name such as Asia/Shanghai")
        }
        self.timeZone = timeZone
        self.zone = zone
        self.hours = try OfficeHours(week: hours, makeUp: makeUpDayHours, days: days)
        self.arrangedYears = arrangedYears
        table = DayTable(hours: self.hours, zone: zone) { !arrangedYears.contains($0) }
    }

    /// Whether a date is a working day; outside 1970 to 2100 as its weekday is.
    public func isWorkday(_ date: CivilDate) -> Bool { hours.isWorkday(date) }

    /// Whether the holidays of a year are not known, so that due times that touch it may still move.
    public func isProvisional(year: Int) -> Bool { !arrangedYears.contains(year) }

    /// What the wall clock is ahead of UTC, in seconds.
    public func offsetSeconds(at instant: Instant) -> Int {
        Int(zone.offsets[zone.index(at: instant.milliseconds)] / 1000)
    }

    /// The date on the wall calendar.
    public func localDate(_ instant: Instant) -> CivilDate {
        let length = DayTable.millisecondsPerDay
        var day = instant.milliseconds / length
        var rest = instant.milliseconds % length + zone.offsets[zone.index(at: instant.milliseconds)]
        while rest < 0 { (day, rest) = (day - 1, rest + length) }
        while rest >= length { (day, rest) = (day + 1, rest - length) }
        return CivilDate(daysSinceEpoch: Int(day))
    }

    /// The close of office on a working day of 1970 to 2100; nil on other days.
    public func closeOfOffice(on date: CivilDate) -> Instant? {
        guard DayTable.dates.contains(date.daysSinceEpoch), isWorkday(date) else { return nil }
        return Instant(milliseconds: table.close(of: date.daysSinceEpoch))
    }

    /// Whether the office is open at a moment; the moment of opening is within, the moment of closing is not.
    public func isOpen(at instant: Instant) -> Bool {
        let next = instant.advanced(milliseconds: 1).milliseconds
        return table.office(until: next) > table.office(until: instant.milliseconds)
    }
}
