internal import City
internal import Ground
internal import WorkingTime

/// Times as people read them: in the city's zone, with a machine-readable value.
enum Moments {
    static func html(_ instant: Instant, in calendar: WorkCalendar) -> HTML {
        let offset = calendar.offsetSeconds(at: instant)
        let text = instant.iso8601(offsetSeconds: offset)
        return "<time datetime=\"\(text)\">\(String(text.prefix(16)).replacing("T", with: " "))</time>"
    }
}
