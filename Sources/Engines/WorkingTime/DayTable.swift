internal import Ground

/// Prefix sums of office time and working days over every local day of the years 1970 to 2100.
///
/// The office is open at each moment whose wall clock reads within the hours of its date. A day of the table begins when the
/// wall clock first reaches its date and ends where the next begins, so that days follow one another without gap also where
/// clocks are changed. All moments are milliseconds since 1970-01-01T00:00:00Z; all sums are milliseconds of real time.
struct DayTable: Sendable {
    /// A stretch of open office: from and to counted from the beginning of the day, and the office time before it on that day.
    struct Span: Sendable, Hashable {
        var from: Int64
        var to: Int64
        var before: Int64
    }

    /// 1970-01-01 to 2100-12-31, in days since 1970-01-01.
    static let dates = 0..<47_847
    static let millisecondsPerDay: Int64 = 86_400_000

    /// The beginning of each day, and the end of the last.
    let dayStart: [Int64]
    /// The office time before each day, and the sum of all.
    let officeBefore: [Int64]
    /// The working days before each day, and the sum of all.
    let workdaysBefore: [Int32]
    /// The days of years without arrangement before each day, and the sum of all.
    let provisionalBefore: [Int32]
    /// The pattern of each day: an index into `patternStart`.
    private let pattern: [UInt16]
    /// The first span of each pattern, and the number of all spans.
    private let patternStart: [Int32]
    private let spans: [Span]
    /// The days on which there is any office time, and the office time before each.
    private let openDays: [Int32]
    private let openBefore: [Int64]
    /// The working days in order.
    let workdays: [Int32]
    /// For each multiple of `bucketWidth` of office time, the last open day that begins at or before it.
    private let buckets: [Int32]
    private let bucketWidth: Int64

    var first: Int64 { dayStart[0] }
    var last: Int64 { dayStart[dayStart.count - 1] }
    var totalOffice: Int64 { officeBefore[officeBefore.count - 1] }

    init(hours: OfficeHours, zone: ZoneOffsets, isProvisional: (Int) -> Bool) {
        let starts = DayTable.dayStarts(zone)
        var builder = PatternBuilder(hours: hours, zone: zone)
        var (pattern, office, workdays, provisional) = ([UInt16](), [Int64(0)], [Int32(0)], [Int32(0)])
        var (openDays, openBefore, workdayList) = ([Int32](), [Int64](), [Int32]())
        var (yearEnd, yearIsProvisional) = (0, false)
        for day in DayTable.dates {
            if day >= yearEnd {
                let year = CivilDate(daysSinceEpoch: day).year
                yearIsProvisional = isProvisional(year)
                yearEnd = CivilDate(year: year + 1, month: 1, day: 1)?.daysSinceEpoch ?? DayTable.dates.upperBound
            }
            let (index, time) = builder.pattern(day: day, from: starts[day], to: starts[day + 1])
            pattern.append(index)
            if time > 0 {
                openDays.append(Int32(day))
                openBefore.append(office[day])
            }
            let isWorkday = hours.isWorkday(CivilDate(daysSinceEpoch: day))
            if isWorkday { workdayList.append(Int32(day)) }
            office.append(office[day] + time)
            workdays.append(workdays[day] + (isWorkday ? 1 : 0))
            provisional.append(provisional[day] + (yearIsProvisional ? 1 : 0))
        }
        (dayStart, officeBefore, workdaysBefore, provisionalBefore) = (starts, office, workdays, provisional)
        (self.pattern, patternStart, spans) = (pattern, builder.starts, builder.spans)
        (self.openDays, self.openBefore, self.workdays) = (openDays, openBefore, workdayList)
        bucketWidth = max(1, office[office.count - 1] / Int64(max(1, openDays.count)))
        buckets = DayTable.buckets(openBefore, total: office[office.count - 1], width: bucketWidth)
    }

    private static func dayStarts(_ zone: ZoneOffsets) -> [Int64] {
        var starts: [Int64] = []
        starts.reserveCapacity(dates.count + 1)
        for stretch in 0..<zone.count {
            let (offset, end) = (zone.offsets[stretch], zone.end(of: stretch))
            while starts.count <= dates.count {
                let midnight = Int64(starts.count) * millisecondsPerDay - offset
                guard midnight < end else { break }
                // A clock put forward over midnight reaches the date at the change itself.
                starts.append(max(midnight, zone.starts[stretch]))
            }
        }
        return starts
    }

    private static func buckets(_ before: [Int64], total: Int64, width: Int64) -> [Int32] {
        var buckets: [Int32] = []
        var open = 0
        for multiple in 0...(total / width + 1) {
            while open + 1 < before.count, before[open + 1] <= multiple * width { open += 1 }
            buckets.append(Int32(open))
        }
        return buckets
    }

    /// The day in which a moment lies; moments outside the table belong to its first or last day.
    func day(at moment: Int64) -> Int {
        let clamped = min(max(moment, first), last - 1)
        var day = min(Int((clamped - first) / DayTable.millisecondsPerDay), DayTable.dates.upperBound - 1)
        while dayStart[day] > clamped { day -= 1 }
        while dayStart[day + 1] <= clamped { day += 1 }
        return day
    }

    private func spans(of day: Int) -> Range<Int> {
        let index = Int(pattern[day])
        return Int(patternStart[index])..<Int(patternStart[index + 1])
    }

    /// The office time from the beginning of the table to a moment.
    func office(until moment: Int64) -> Int64 {
        guard moment > first else { return 0 }
        guard moment < last else { return totalOffice }
        let day = day(at: moment)
        let time = moment - dayStart[day]
        var sum = officeBefore[day]
        for index in spans(of: day) {
            let span = spans[index]
            guard time > span.from else { break }
            sum += min(time, span.to) - span.from
        }
        return sum
    }

    /// The earliest moment by which so much office time has passed; the end of the table where it never has.
    func earliest(office target: Int64) -> Int64 {
        guard target > 0 else { return first }
        guard target <= totalOffice else { return last }
        let open = openDay(target: target - 1)
        let day = Int(openDays[open])
        let rest = target - openBefore[open]
        for index in spans(of: day) {
            let span = spans[index]
            let moment = span.from + (rest - span.before)
            if moment <= span.to { return dayStart[day] + moment }
        }
        return dayStart[day + 1]
    }

    /// The latest moment by which only so much office time has passed; the beginning of the table where more always has.
    func latest(office target: Int64) -> Int64 {
        guard target >= 0 else { return first }
        guard target < totalOffice else { return last }
        let open = openDay(target: target)
        let day = Int(openDays[open])
        let rest = target - openBefore[open]
        for index in spans(of: day) {
            let span = spans[index]
            let moment = span.from + (rest - span.before)
            if moment < span.to { return dayStart[day] + moment }
        }
        return dayStart[day + 1]
    }

    /// The open day in which this office time passes: the last that begins with no more; `target` is not negative.
    private func openDay(target: Int64) -> Int {
        let bucket = Int(target / bucketWidth)
        var (low, high) = (Int(buckets[bucket]), Int(buckets[bucket + 1]))
        while low < high {
            let middle = (low + high + 1) / 2
            if openBefore[middle] <= target { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The close of office of a working day; its end where a change of clocks swallows its hours.
    func close(of day: Int) -> Int64 {
        guard let last = spans(of: day).last else { return dayStart[day + 1] }
        return dayStart[day] + spans[last].to
    }

    /// How many working days have closed by a moment.
    func closes(until moment: Int64) -> Int {
        guard moment > first else { return 0 }
        guard moment < last else { return workdays.count }
        let day = day(at: moment)
        let before = Int(workdaysBefore[day])
        guard workdaysBefore[day + 1] > workdaysBefore[day], close(of: day) <= moment else { return before }
        return before + 1
    }

    /// Whether any day between two days, both included, lies in a year without arrangement.
    func isProvisional(from: Int, to: Int) -> Bool { provisionalBefore[to + 1] > provisionalBefore[from] }
}
