import Ground
import TestSupport
import Testing
import WorkingTime

@Suite("Calendar files")
struct CalendarFileTests {
    @Test("Faults name their line")
    func faults() {
        let text = """
            date,name,is_workday
            2026-10-01,国庆节,false
            2026-02-30,x,false
            2026-10-01,国庆节,true
            2026-10-10,国庆节,yes
            2026-10-12,国庆节,true
            1969-12-31,x,false
            2026-10-02
            """
        var diagnostics = Diagnostics()
        let days = WorkCalendar.days(csv: Array(text.utf8), file: "calendar.csv", diagnostics: &diagnostics)
        #expect(days.count == 2)
        #expect(Set(diagnostics.errors.compactMap(\.place.line)) == [3, 4, 5, 7, 8])
        #expect(diagnostics.all.contains { $0.severity == .note && $0.place.line == 6 })
        var missing = Diagnostics()
        #expect(WorkCalendar.days(csv: Array("date,name\n".utf8), file: "c", diagnostics: &missing).isEmpty)
        #expect(missing.text.contains("is_workday"))
    }

    @Test("Random damage never traps and never goes unnoticed as a day outside the calendar")
    func fuzz() {
        let seed = Array("date,name,is_workday\n2026-10-01,国庆节,false\n\"2026-10-10\",\"国,庆\",true\r\n".utf8)
        var random = SeededRandom(seed: 5)
        for _ in 0..<5_000 {
            var bytes = seed
            for _ in 0...random.below(6) where !bytes.isEmpty {
                let position = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[position] = UInt8(random.below(256))
                case 1: bytes.remove(at: position)
                default: bytes.insert(contentsOf: seed[random.below(seed.count)...].prefix(9), at: position)
                }
            }
            var diagnostics = Diagnostics()
            let days = WorkCalendar.days(csv: bytes, file: "fuzz", diagnostics: &diagnostics)
            #expect(days.keys.allSatisfy { (1970...2100).contains($0.year) })
        }
    }

    @Test("Hours that make no sense are refused")
    func hours() {
        func refusal(_ hours: [Int: [Range<Int>]], zone: String = "Asia/Shanghai") -> String {
            do {
                _ = try WorkCalendar(timeZone: zone, hours: hours, days: [:], provisionalAfter: [])
                return ""
            } catch { return error.description }
        }
        #expect(refusal([1: [540..<720]]) == "")
        #expect(refusal([1: [540..<720]], zone: "Asia/Nowhere").contains("time zone"))
        #expect(refusal([8: [540..<720]]).contains("weekday 8"))
        #expect(refusal([1: [540..<1441]]).contains("540..<1441"))
        #expect(refusal([1: [-1..<5]]).contains("interval"))
        #expect(refusal([1: [5..<5]]).contains("interval"))
        #expect(refusal([1: [540..<720, 600..<800]]).contains("overlap"))
        #expect(refusal([1: []]).contains("no weekday"))
        #expect(refusal([1: [Int.min..<Int.max]]).contains("interval"))
        let outside = CivilDate(daysSinceEpoch: .max)
        #expect(throws: RejectedInput.self) {
            try WorkCalendar(
                timeZone: "UTC", hours: [1: [0..<1]], days: [outside: .holiday(name: "")], provisionalAfter: [])
        }
    }

    @Test("Every day of the state's arrangements, 2018 to 2026", .enabled(if: Reference.isPresent))
    func arrangements() throws {
        var diagnostics = Diagnostics()
        let path = Reference.path("city/holidays.csv")
        let bytes = try InputFile.read(path)
        let days = WorkCalendar.days(csv: bytes, file: path, diagnostics: &diagnostics)
        #expect(!diagnostics.hasErrors, "\(diagnostics.text)")
        #expect(days.count == 315)
        let arranged = WorkCalendar.arrangedYears(days)
        #expect(arranged == Set(2018...2026))
        let calendar = try WorkCalendar(
            timeZone: "Asia/Shanghai", hours: Sample.hours, days: days, provisionalAfter: arranged)
        let first = try #require(CivilDate("2018-01-01")).daysSinceEpoch
        let last = try #require(CivilDate("2027-12-31")).daysSinceEpoch
        var makeUps = 0
        for day in first...last {
            let date = CivilDate(daysSinceEpoch: day)
            var expected = date.weekday <= 5
            switch days[date] {
            case .holiday: expected = false
            case .makeUpWorkday:
                expected = true
                makeUps += 1
            case nil: break
            }
            #expect(calendar.isWorkday(date) == expected)
            let midnight = Instant(date, offsetSeconds: 28_800)
            let minutes = calendar.workingMinutes(from: midnight, to: midnight.advanced(milliseconds: 86_400_000))
            #expect(minutes == (expected ? 420 : 0), "\(date)")
            let close = midnight.advanced(milliseconds: 17 * 3_600_000)
            #expect(calendar.closeOfOffice(on: date) == (expected ? close : nil))
            // The next working day by looking at one day after the other.
            var next = day + 1
            while !calendar.isWorkday(CivilDate(daysSinceEpoch: next)) { next += 1 }
            let due = try #require(calendar.due(.workingDays(1), from: close))
            #expect(due.instant == Instant(CivilDate(daysSinceEpoch: next), hour: 17, offsetSeconds: 28_800))
            #expect(due.isProvisional == (CivilDate(daysSinceEpoch: next).year > 2026))
        }
        #expect(makeUps == 60)
    }
}
