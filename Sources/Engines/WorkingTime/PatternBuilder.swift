internal import Ground

/// Collects the patterns of open spans that days have: one for every list of hours, one for every day of a change of clocks.
struct PatternBuilder {
    private let hours: OfficeHours
    private let zone: ZoneOffsets
    private var known: [[DayTable.Span]: UInt16] = [:]
    /// The patterns of ordinary days by their hours: looked up before any span is made.
    private var ordinary: [[Range<Int>]: UInt16] = [:]
    private var stretch = 0
    private(set) var starts: [Int32] = [0]
    private(set) var spans: [DayTable.Span] = []

    init(hours: OfficeHours, zone: ZoneOffsets) {
        self.hours = hours
        self.zone = zone
    }

    /// The pattern of a day that lasts from one moment to another, and its office time. Days are asked for in order.
    mutating func pattern(day: Int, from: Int64, to: Int64) -> (index: UInt16, time: Int64) {
        while zone.end(of: stretch) <= from { stretch += 1 }
        let midnight = Int64(day) * DayTable.millisecondsPerDay
        let isOrdinary =
            from + zone.offsets[stretch] == midnight && to - from == DayTable.millisecondsPerDay
            && zone.end(of: stretch) >= to
        if isOrdinary {
            let intervals = hours.intervals(on: CivilDate(daysSinceEpoch: day))
            if let index = ordinary[intervals] { return (index, time(of: index)) }
            let index = add(intervals.map { (Int64($0.lowerBound) * 60_000, Int64($0.upperBound) * 60_000) })
            ordinary[intervals] = index
            return (index, time(of: index))
        }
        let index = add(open(from: from, to: to).map { ($0.from - from, $0.to - from) })
        return (index, time(of: index))
    }

    /// The open stretches between two moments, as the wall clock shows them.
    private func open(from: Int64, to: Int64) -> [(from: Int64, to: Int64)] {
        var found: [(from: Int64, to: Int64)] = []
        var index = stretch
        var moment = from
        while moment < to {
            let end = min(to, zone.end(of: index))
            let offset = zone.offsets[index]
            var date = Int((moment + offset) / DayTable.millisecondsPerDay) - 1
            while Int64(date) * DayTable.millisecondsPerDay < end + offset {
                let midnight = Int64(date) * DayTable.millisecondsPerDay - offset
                for interval in hours.intervals(on: CivilDate(daysSinceEpoch: date)) {
                    let opens = max(moment, midnight + Int64(interval.lowerBound) * 60_000)
                    let closes = min(end, midnight + Int64(interval.upperBound) * 60_000)
                    if opens < closes { found.append((opens, closes)) }
                }
                date += 1
            }
            moment = end
            index += 1
        }
        return found
    }

    private mutating func add(_ open: [(from: Int64, to: Int64)]) -> UInt16 {
        var list: [DayTable.Span] = []
        var before: Int64 = 0
        for (from, to) in open {
            list.append(DayTable.Span(from: from, to: to, before: before))
            before += to - from
        }
        if let index = known[list] { return index }
        // At most one new pattern a day of a change of clocks: a few hundred in 131 years.
        let index = UInt16(starts.count - 1)
        spans.append(contentsOf: list)
        starts.append(Int32(spans.count))
        known[list] = index
        return index
    }

    private func time(of index: UInt16) -> Int64 {
        let (first, end) = (Int(starts[Int(index)]), Int(starts[Int(index) + 1]))
        guard end > first else { return 0 }
        return spans[end - 1].before + spans[end - 1].to - spans[end - 1].from
    }
}
