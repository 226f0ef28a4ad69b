import Ground
import Testing
import WorkingTime

@Suite("Due times")
struct DueTests {
    let calendar: WorkCalendar

    init() throws { calendar = try Sample.kunming() }

    @Test(
        "By hand",
        arguments: [
            ("3 working days", "2026-09-30T16:00+08:00", "2026-10-10T17:00+08:00"),
            ("1 working day", "2026-10-03T12:00+08:00", "2026-10-08T17:00+08:00"),
            ("4 working hours", "2026-09-30T16:00+08:00", "2026-10-08T12:00+08:00"),
            ("4 working hours", "2026-09-30T09:00+08:00", "2026-09-30T14:00+08:00"),
            ("3 working hours", "2026-09-29T02:00+08:00", "2026-09-29T12:00+08:00"),
            ("7 working hours", "2026-10-09T17:00+08:00", "2026-10-10T17:00+08:00"),
            ("1 working minute", "2026-09-29T12:30+08:00", "2026-09-29T13:01+08:00"),
            ("30 working minutes", "2026-09-29T11:45:00.250+08:00", "2026-09-29T13:15:00.250+08:00"),
            ("2 days", "2026-09-30T16:00+08:00", "2026-10-02T16:00+08:00"),
            ("1 working day", "2026-09-18T09:00+08:00", "2026-09-20T17:00+08:00"),
        ])
    func byHand(allowance: String, start: String, due: String) throws {
        let found = calendar.due(try #require(Allowance(allowance)), from: Sample.at(start))
        #expect(found == WorkCalendar.Due(instant: Sample.at(due), isProvisional: false))
    }

    @Test("A year without arrangement is provisional, for office time only")
    func provisional() {
        let start = Sample.at("2026-12-31T16:00+08:00")
        #expect(calendar.due(.workingMinutes(60), from: start)?.isProvisional == false)
        let due = calendar.due(.workingDays(1), from: start)
        #expect(due == WorkCalendar.Due(instant: Sample.at("2027-01-01T17:00+08:00"), isProvisional: true))
        #expect(calendar.due(.workingMinutes(61), from: start)?.isProvisional == true)
        #expect(calendar.due(.clockMinutes(99_999), from: start)?.isProvisional == false)
        #expect(calendar.isProvisional(year: 2027))
        #expect(!calendar.isProvisional(year: 2026))
    }

    @Test("Pauses: their office time, their closes of office, their clock time")
    func pauses() {
        func pause(_ from: String, _ to: String?) -> WorkCalendar.Pause {
            WorkCalendar.Pause(from: Sample.at(from), to: to.map(Sample.at))
        }
        let monday = Sample.at("2026-09-21T10:00+08:00")
        let long = pause("2026-09-22T10:00+08:00", "2026-09-24T10:00+08:00")
        #expect(
            calendar.due(.workingDays(3), from: monday, pauses: [long])?.instant == Sample.at("2026-09-28T17:00+08:00"))
        let noon = pause("2026-09-22T10:00+08:00", "2026-09-22T15:00+08:00")
        #expect(
            calendar.due(.workingDays(3), from: monday, pauses: [noon])?.instant == Sample.at("2026-09-24T17:00+08:00"))
        let minutes = calendar.due(.workingMinutes(600), from: monday, pauses: [noon, noon, noon])?.instant
        #expect(minutes == Sample.at("2026-09-23T10:00+08:00"))
        #expect(
            calendar.due(.clockMinutes(1500), from: monday, pauses: [noon])?.instant
                == Sample.at("2026-09-22T16:00+08:00"))
        let open = pause("2026-09-22T17:00+08:00", nil)
        #expect(calendar.due(.workingDays(2), from: monday, pauses: [open]) == nil)
        #expect(
            calendar.due(.workingDays(1), from: monday, pauses: [open])?.instant == Sample.at("2026-09-22T17:00+08:00"))
        #expect(calendar.due(.workingMinutes(61), from: Sample.at("2026-09-22T16:00+08:00"), pauses: [open]) == nil)
        #expect(calendar.due(.workingMinutes(60), from: Sample.at("2026-09-22T16:00+08:00"), pauses: [open]) != nil)
    }

    @Test("Backwards and nothing")
    func backwards() {
        let start = Sample.at("2026-10-08T10:00+08:00")
        #expect(calendar.due(.workingMinutes(-60), from: start)?.instant == Sample.at("2026-10-08T09:00+08:00"))
        #expect(calendar.due(.workingMinutes(-120), from: start)?.instant == Sample.at("2026-09-30T16:00+08:00"))
        #expect(calendar.due(.workingDays(-1), from: start)?.instant == Sample.at("2026-09-30T17:00+08:00"))
        #expect(calendar.due(.workingDays(0), from: start)?.instant == start)
        #expect(calendar.due(.workingMinutes(0), from: start)?.instant == start)
    }

    @Test("No moment and no count traps; what lies beyond 2100 is cut")
    func ends() throws {
        let end = Sample.at("2101-01-01T00:00+08:00")
        let moments: [Int64] = [.min, .min + 1, -1, 0, 1, end.milliseconds - 1, end.milliseconds, .max - 1, .max]
        let counts = [Int.min, -100_000_000, -1, 0, 1, 100_000_000, .max]
        for moment in moments.map(Instant.init(milliseconds:)) {
            for count in counts {
                for allowance in [Allowance.workingDays(count), .workingMinutes(count), .clockMinutes(count)] {
                    let pauses = moments.map {
                        WorkCalendar.Pause(from: Instant(milliseconds: $0), to: Instant(milliseconds: $0 / 2))
                    }
                    for list in [[], pauses] {
                        let due = try #require(calendar.due(allowance, from: moment, pauses: list))
                        if count >= 0 { #expect(due.instant >= moment) } else { #expect(due.instant <= moment) }
                    }
                    _ = calendar.due(allowance, from: moment, pauses: [WorkCalendar.Pause(from: moment, to: nil)])
                }
            }
            for other in moments.map(Instant.init(milliseconds:)) {
                #expect(
                    calendar.workingMinutes(from: moment, to: other) == -calendar.workingMinutes(
                        from: other, to: moment))
                #expect(calendar.workingDays(from: moment, to: other) == -calendar.workingDays(from: other, to: moment))
                #expect(calendar.elapsed(from: moment, to: other).clockMilliseconds >= 0)
            }
            _ = calendar.isWorkday(calendar.localDate(moment))
            #expect(calendar.offsetSeconds(at: moment) == 28_800)
            #expect(!calendar.isOpen(at: moment))
        }
        _ = calendar.isWorkday(CivilDate(daysSinceEpoch: .max))
        _ = calendar.isWorkday(CivilDate(daysSinceEpoch: .min))
        let cut = calendar.due(.workingDays(100_000), from: Sample.at("2026-01-05T09:00+08:00"))
        #expect(cut == WorkCalendar.Due(instant: end, isProvisional: true))
    }
}
