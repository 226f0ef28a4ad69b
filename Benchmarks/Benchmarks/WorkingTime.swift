internal import Foundation
internal import Ground
internal import WorkingTime

/// Due times per CPU second, and how much the slow obvious way needs for the same work in the same run.
enum WorkingTimeBenchmark {
    static func run() {
        let hours: [Int: [Range<Int>]] = Dictionary(
            uniqueKeysWithValues: (1...5).map { ($0, [540..<720, 780..<1020]) })
        var days: [CivilDate: WorkCalendar.DayKind] = [:]
        for year in 2018...2026 {
            for (month, first, length) in [(1, 1, 1), (2, 10, 7), (5, 1, 5), (10, 1, 7)] {
                for day in first..<(first + length) {
                    if let date = CivilDate(year: year, month: month, day: day) { days[date] = .holiday(name: "") }
                }
            }
        }
        guard
            let calendar = try? WorkCalendar(
                timeZone: "Asia/Shanghai", hours: hours, days: days, provisionalAfter: Set(2018...2026))
        else { return print("working time: the time zone Asia/Shanghai is not installed") }

        let count = 1 << 20
        var random = SeededRandom(seed: 1)
        let first = Instant(CivilDate(daysSinceEpoch: 17_532))
        let starts = (0..<count).map { _ in
            first.advanced(milliseconds: Int64(random.below(8 * 365)) * 86_400_000 + Int64(random.below(86_400_000)))
        }
        let kinds: [(String, Allowance)] = [
            ("4 working hours", .workingMinutes(240)), ("5 working days", .workingDays(5)),
            ("30 working days' hours", .workingMinutes(12_600)),
        ]
        let slow = DayWalker(hours: hours, days: days, offset: 28_800_000)
        for (name, allowance) in kinds {
            var sum: Int64 = 0
            let fast = seconds {
                for start in starts { sum &+= calendar.due(allowance, from: start)?.instant.milliseconds ?? 0 }
            }
            var (walked, agree) = (Int64(0), true)
            let sample = starts.prefix(count / 16)
            let obvious = seconds {
                for start in sample { walked &+= slow.due(allowance, from: start.milliseconds) }
            }
            for start in sample.prefix(20_000) {
                agree =
                    agree
                    && calendar.due(allowance, from: start)?.instant.milliseconds
                        == slow.due(allowance, from: start.milliseconds)
            }
            let rate = Double(count) / fast
            let slowRate = Double(sample.count) / obvious
            print(
                "working time: \(name): \(decimals(rate / 1e6, 1)) M due times per CPU second,"
                    + " \(decimals(rate / slowRate, 1)) × day by day (\(decimals(slowRate / 1e6, 2)) M)"
                    + "\(agree ? "" : " – THE RESULTS DIFFER")")
            keep(sum &+ walked)
        }
    }

    /// Keeps the optimiser from leaving out work whose result nobody reads.
    @inline(never) @_optimize(none)
    private static func keep(_ value: Int64) {}

    private static func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

    private static func seconds(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        work()
        return max(now() - start, 1e-9)
    }
}

/// The obvious way at a fixed offset: from one day to the next until the allowance is used up.
private struct DayWalker {
    let hours: [Int: [Range<Int>]]
    let days: [CivilDate: WorkCalendar.DayKind]
    let offset: Int64

    func intervals(_ date: CivilDate) -> [Range<Int>] {
        switch days[date] {
        case .holiday: []
        case .makeUpWorkday: hours[1] ?? []
        case nil: hours[date.weekday] ?? []
        }
    }

    func due(_ allowance: Allowance, from start: Int64) -> Int64 {
        var day = (start + offset) / 86_400_000
        switch allowance {
        case .clockMinutes(let count): return start + Int64(count) * 60_000
        case .workingDays(var count):
            while true {
                day += 1
                guard let close = intervals(CivilDate(daysSinceEpoch: Int(day))).last?.upperBound else { continue }
                count -= 1
                if count == 0 { return day * 86_400_000 + Int64(close) * 60_000 - offset }
            }
        case .workingMinutes(let count):
            var rest = Int64(count) * 60_000
            while true {
                let midnight = day * 86_400_000 - offset
                for interval in intervals(CivilDate(daysSinceEpoch: Int(day))) {
                    let opens = max(start, midnight + Int64(interval.lowerBound) * 60_000)
                    let closes = midnight + Int64(interval.upperBound) * 60_000
                    guard opens < closes else { continue }
                    if closes - opens >= rest { return opens + rest }
                    rest -= closes - opens
                }
                day += 1
            }
        }
    }
}
