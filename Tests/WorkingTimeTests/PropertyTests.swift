import Ground
import Testing
import WorkingTime

@Suite("Against the obvious way, minute by minute")
struct PropertyTests {
    static let allDay: [Int: [Range<Int>]] = [
        1: [0..<1440], 2: [30..<150, 400..<401], 3: [540..<720, 780..<1020], 6: [90..<180], 7: [0..<100, 110..<240],
    ]

    /// Zone, hours, and a day near which starts are drawn.
    static let settings: [(String, [Int: [Range<Int>]], String)] = [
        ("Asia/Shanghai", Sample.hours, "2026-09-25"),
        ("Asia/Shanghai", allDay, "2026-09-15"),
        ("Asia/Shanghai", allDay, "1988-04-15"),
        ("America/New_York", Sample.hours, "2026-03-05"),
        ("America/New_York", allDay, "2026-03-06"),
        ("America/New_York", allDay, "2026-10-30"),
        ("America/New_York", allDay, "2018-11-02"),
        ("America/Havana", allDay, "2026-03-06"),
    ]

    @Test("Due times with pauses", arguments: 0..<settings.count)
    func due(setting: Int) throws {
        let (zone, hours, near) = PropertyTests.settings[setting]
        let calendar = try WorkCalendar(timeZone: zone, hours: hours, days: Sample.days, provisionalAfter: [2026])
        let slow = SlowOffice(timeZone: zone, hours: hours, days: Sample.days)
        var random = SeededRandom(seed: UInt64(setting) + 1)
        let base = Instant(try #require(CivilDate(near)))
        func moment(_ random: inout SeededRandom) -> Instant {
            base.advanced(milliseconds: Int64(random.below(8 * 1440)) * 60_000)
        }
        for _ in 0..<12 {
            let start = moment(&random)
            let pauses = (0..<random.below(4)).map { _ in
                let from = moment(&random)
                return WorkCalendar.Pause(
                    from: from, to: from.advanced(milliseconds: Int64(random.below(3000)) * 60_000))
            }
            let allowances: [Allowance] = [
                .workingMinutes(1 + random.below(900)), .workingDays(1 + random.below(4)),
                .clockMinutes(1 + random.below(4000)),
            ]
            for allowance in allowances {
                let expected = slow.due(allowance, from: start.milliseconds, pauses: pauses)
                let found = try #require(calendar.due(allowance, from: start, pauses: pauses)).instant
                #expect(found.milliseconds == expected, "\(zone) \(allowance) from \(start) with \(pauses)")
                let elapsed = calendar.elapsed(from: start, to: found, pauses: pauses)
                #expect(elapsed.covers(allowance))
                let before = calendar.elapsed(from: start, to: found.advanced(milliseconds: -1), pauses: pauses)
                #expect(!before.covers(allowance))
            }
        }
    }

    @Test("Office time between moments, and whether the office is open", arguments: 0..<settings.count)
    func between(setting: Int) throws {
        let (zone, hours, near) = PropertyTests.settings[setting]
        let calendar = try WorkCalendar(timeZone: zone, hours: hours, days: Sample.days, provisionalAfter: [2026])
        let slow = SlowOffice(timeZone: zone, hours: hours, days: Sample.days)
        let base = Instant(try #require(CivilDate(near)))
        var open = 0
        for minute in 0..<(8 * 1440) {
            let instant = base.advanced(milliseconds: Int64(minute) * 60_000)
            guard calendar.workingMinutes(from: base, to: instant) == open,
                calendar.isOpen(at: instant) == slow.isOpen(instant.milliseconds),
                calendar.localDate(instant) == slow.wall(instant.milliseconds).date
            else {
                Issue.record("\(zone) at \(instant)")
                return
            }
            if slow.isOpen(instant.milliseconds) { open += 1 }
        }
        #expect(open > 0)
    }

    @Test("What is added can be taken away, over all years, to the millisecond")
    func inverse() throws {
        let calendar = try WorkCalendar(
            timeZone: "America/New_York", hours: PropertyTests.allDay, days: Sample.days, provisionalAfter: [2026])
        var random = SeededRandom(seed: 99)
        for _ in 0..<20_000 {
            let start = Instant(milliseconds: Int64(random.below(4_000_000_000_000)))
            let count = 1 + random.below(20_000)
            let due = try #require(calendar.due(.workingMinutes(count), from: start)).instant
            #expect(calendar.workingMilliseconds(from: start, to: due) == Int64(count) * 60_000)
            #expect(calendar.isOpen(at: due.advanced(milliseconds: -1)))
            let back = try #require(calendar.due(.workingMinutes(-count), from: due)).instant
            #expect(back >= start && calendar.workingMilliseconds(from: start, to: back) == 0)
            let days = 1 + random.below(300)
            let day = try #require(calendar.due(.workingDays(days), from: start)).instant
            #expect(calendar.elapsed(from: start, to: day).workingDays == days)
            // A close of office at midnight is already the next date.
            #expect(calendar.workingDays(from: start, to: day.advanced(milliseconds: -1)) == days)
        }
    }

    @Test("Changes of clocks in New York")
    func changes() throws {
        let calendar = try WorkCalendar(
            timeZone: "America/New_York", hours: [7: [60..<240]], days: [:], provisionalAfter: [2026])
        #expect(calendar.offsetSeconds(at: Sample.at("2026-03-08T06:59:59Z")) == -18_000)
        #expect(calendar.offsetSeconds(at: Sample.at("2026-03-08T07:00:00Z")) == -14_400)
        #expect(calendar.offsetSeconds(at: Sample.at("2026-11-01T06:00:00Z")) == -18_000)
        #expect(calendar.offsetSeconds(at: Sample.at("2099-07-01T06:00:00Z")) == -14_400)
        func minutes(_ from: String, _ to: String) -> Int {
            calendar.workingMinutes(from: Sample.at(from), to: Sample.at(to))
        }
        #expect(minutes("2026-03-08T00:00-05:00", "2026-03-09T00:00-04:00") == 120)
        #expect(minutes("2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00") == 240)
        #expect(minutes("2026-11-08T00:00-05:00", "2026-11-09T00:00-05:00") == 180)
        let shanghai = try Sample.kunming()
        #expect(shanghai.offsetSeconds(at: Sample.at("1988-07-01T00:00Z")) == 32_400)
    }
}
