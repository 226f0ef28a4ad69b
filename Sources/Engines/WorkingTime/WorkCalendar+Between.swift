public import Ground

extension WorkCalendar {
    /// The office time between two moments in milliseconds; negative where `to` is the earlier.
    public func workingMilliseconds(from: Instant, to: Instant) -> Int64 {
        table.office(until: to.milliseconds) - table.office(until: from.milliseconds)
    }

    /// The whole minutes of office time between two moments, cut towards zero; negative where `to` is the earlier.
    public func workingMinutes(from: Instant, to: Instant) -> Int {
        Int(workingMilliseconds(from: from, to: to) / 60_000)
    }

    /// The working days after the day of `from`, up to and with the day of `to`; negative where `to` is the earlier.
    public func workingDays(from: Instant, to: Instant) -> Int {
        workdays(through: to.milliseconds) - workdays(through: from.milliseconds)
    }

    private func workdays(through moment: Int64) -> Int {
        moment < table.first ? 0 : Int(table.workdaysBefore[table.day(at: moment) + 1])
    }

    /// What a clock has run, by every measure.
    public struct Elapsed: Sendable, Hashable {
        public var clockMilliseconds: Int64
        public var workingMilliseconds: Int64
        /// Working days after the day of the start that have closed.
        public var workingDays: Int

        public init(clockMilliseconds: Int64, workingMilliseconds: Int64, workingDays: Int) {
            self.clockMilliseconds = clockMilliseconds
            self.workingMilliseconds = workingMilliseconds
            self.workingDays = workingDays
        }

        /// Whether an allowance of more than nothing has run out.
        public func covers(_ allowance: Allowance) -> Bool {
            switch allowance {
            case .workingMinutes(let count): workingMilliseconds / 60_000 >= count
            case .workingDays(let count): workingDays >= count
            case .clockMinutes(let count): clockMilliseconds / 60_000 >= count
            }
        }
    }

    /// What a clock that started at `from` has run by `to`, without the pauses (united where they overlap, cut to the time
    /// asked for; an open one lasts until `to`). It covers an allowance from the moment at which that is due. Nothing where
    /// `to` is the earlier.
    public func elapsed(from: Instant, to: Instant, pauses: [Pause] = []) -> Elapsed {
        guard from < to else { return Elapsed(clockMilliseconds: 0, workingMilliseconds: 0, workingDays: 0) }
        let closed = workdays(through: from.milliseconds)
        func closes(_ moment: Int64) -> Int { max(closed, table.closes(until: moment)) }
        var elapsed = Elapsed(
            clockMilliseconds: to.milliseconds.subtractingSaturating(from.milliseconds),
            workingMilliseconds: workingMilliseconds(from: from, to: to),
            workingDays: closes(to.milliseconds) - closed)
        for pause in UnitedPauses(pauses, from: from.milliseconds).stretches where pause.from < to.milliseconds {
            let end = min(pause.to, to.milliseconds)
            elapsed.clockMilliseconds -= end.subtractingSaturating(pause.from)
            elapsed.workingMilliseconds -= table.office(until: end) - table.office(until: pause.from)
            elapsed.workingDays -= closes(end) - closes(pause.from)
        }
        return elapsed
    }
}
