import Ground
import Testing

@Suite struct CivilDateTests {
    @Test func everyDayOfFourCenturiesRoundTrips() throws {
        var previous = try #require(CivilDate(year: 1799, month: 12, day: 31))
        for number in (previous.daysSinceEpoch + 1)...(previous.daysSinceEpoch + 146_097) {
            let date = CivilDate(daysSinceEpoch: number)
            let (year, month, day) = date.components
            #expect(CivilDate(year: year, month: month, day: day) == date)
            #expect(date.weekday == previous.weekday % 7 + 1)
            previous = date
        }
        #expect(CivilDate("2026-11-21")?.weekday == 6)
        #expect(previous.description == "2199-12-31")
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "0000-01-01", "2026-04-31", "", "2026-04-301"])
    func daysThatDoNotExist(text: String) { #expect(CivilDate(text) == nil) }
}

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("2026-09-30T16:00+08:00", 1_790_755_200_000), ("1970-01-01T00:00:00Z", 0),
            ("2018-09-10T10:20:29-04:00", 1_536_589_229_000), ("2026-09-30 16:00:05.25Z", 1_790_784_005_250),
            ("1969-12-31T23:59:59.999Z", -1),
        ] as [(String, Int64)])
    func readsAndWrites(text: String, milliseconds: Int64) throws {
        let instant = try #require(Instant(iso8601: text))
        #expect(instant.milliseconds == milliseconds)
        for offset in [0, 28_800, -14_400, 20_700] {
            #expect(Instant(iso8601: instant.iso8601(offsetSeconds: offset)) == instant)
        }
    }

    /// Every place of the writing, leading zeros and years of other lengths.
    @Test(
        arguments: [
            (-1, 0, "1969-12-31T23:59:59.999Z"), (5, 0, "1970-01-01T00:00:00.005Z"), (60_050, -900, "1969-12-31T23:46:00.050-00:15"),
            (1_790_755_209_000, 28_800, "2026-09-30T16:00:09+08:00"), (1_790_755_200_000, -34_200, "2026-09-29T22:30:00-09:30"),
            (-62_135_596_800_000, 0, "0001-01-01T00:00:00Z"), (-62_167_219_200_001, 0, "00-1-12-31T23:59:59.999Z"),
            (253_402_300_800_000, 0, "10000-01-01T00:00:00Z"), (-58_979_923_200_000, 3600, "0101-01-01T01:00:00+01:00"),
        ] as [(Int64, Int, String)])
    func writesEveryPlace(milliseconds: Int64, offset: Int, text: String) {
        #expect(Instant(milliseconds: milliseconds).iso8601(offsetSeconds: offset) == text)
    }

    @Test(arguments: [
        "2026-09-30T16:00", "2026-09-30T24:00Z", "2026-09-30T16:00:60Z", "2026-09-30T16:00:00.Z", "x", "",
    ])
    func refusesWhatIsNotAMoment(text: String) { #expect(Instant(iso8601: text) == nil) }
}

@Suite struct AllowanceTests {
    @Test(arguments: [
        ("4 working hours", Allowance.workingMinutes(240)), ("3 工作日", .workingDays(3)),
        ("7 days", .clockMinutes(10_080)),
        ("30 分钟", .clockMinutes(30)), ("1 working day", .workingDays(1)), ("90 working minutes", .workingMinutes(90)),
    ])
    func reads(text: String, allowance: Allowance) {
        #expect(Allowance(text) == allowance)
        #expect(Allowance(allowance.description) == allowance)
    }

    @Test(arguments: ["0 days", "-1 day", "days", "3", "3 fortnights", "99999999999999999999 days", "200000 days", ""])
    func refuses(text: String) { #expect(Allowance(text) == nil) }
}
