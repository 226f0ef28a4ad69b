internal import City
internal import Ground
internal import WorkingTime

/// Times as people read them: in the city's zone, with a machine-readable value.
enum Moments {
    /// The day and the time; the year only where it is not this one.
    static func html(_ instant: Instant, in calendar: WorkCalendar, _ reader: Reader) -> HTML {
        let exact = instant.iso8601(offsetSeconds: calendar.offsetSeconds(at: instant))
        let isThisYear = calendar.localDate(instant).year == calendar.localDate(reader.now).year
        // Of 2026-11-21T18:36:00+08:00 the day and the minutes.
        let day = Substring(exact.utf8.prefix(10).dropFirst(isThisYear ? 5 : 0))
        let time = Substring(exact.utf8.dropFirst(11).prefix(5))
        return "<time datetime=\"\(exact)\">\(day) \(time)</time>"
    }

    /// A limit, and how far it is away by the clock.
    static func due(_ instant: Instant, in calendar: WorkCalendar, _ reader: Reader) -> HTML {
        let isLate = instant <= reader.now
        let span = span(reader.now.milliseconds, instant.milliseconds)
        let words = reader.say((isLate ? Phrase.late : .left).with(reader.say(span)))
        let mark: HTML = isLate ? "away late" : "away"
        return "\(html(instant, in: calendar, reader)) <span class=\"\(mark)\">\(words)</span>"
    }

    /// The largest whole unit between two times.
    static func span(_ a: Int64, _ b: Int64) -> Phrase {
        let (difference, overflow) = a.subtractingReportingOverflow(b)
        let minutes = overflow ? Int64.max / 60_000 : Int64(difference.magnitude / 60_000)
        if minutes >= 48 * 60 { return .days.with("\(minutes / 1440)") }
        if minutes >= 120 { return .hours.with("\(minutes / 60)") }
        return .minutes.with("\(minutes)")
    }
}
