public import Ground

extension WorkCalendar {
    /// The moment at which an allowance runs out.
    public struct Due: Sendable, Hashable {
        public var instant: Instant
        /// Whether a year without known holidays lies between start and due time (both included), so that it may still move;
        /// never for clock time, which no holiday moves.
        public var isProvisional: Bool

        public init(instant: Instant, isProvisional: Bool) {
            self.instant = instant
            self.isProvisional = isProvisional
        }
    }

    /// When an allowance that begins at `start` runs out.
    ///
    /// * Working minutes run while the office is open: four hours from 16:00, with office until 17:00, run out at the end of
    ///   three office hours of the next working day. The earliest such moment is meant: 12:00, not the end of the noon break.
    /// * Working days: the n-th working day after the day of the start, at the close of office.
    /// * Clock minutes run always.
    ///
    /// Pauses, united where they overlap, stop the count from the moment they begin until they end. What a pause covers is
    /// the office time (working minutes) or clock time within it; in working days, the working days whose close of office
    /// lies after its beginning and not after its end – so a pause from Tuesday 10:00 to Thursday 10:00 moves the due time by
    /// two working days, and one from 10:00 to 15:00 by none. Only what lies between start and due time counts; a pause that
    /// begins at the due time or later changes nothing.
    ///
    /// Zero gives the start. Negative counts go backwards and disregard pauses: the latest moment from which so much office
    /// or clock time leads to the start; the n-th working day before, at the close of office.
    ///
    /// - Returns: nil while an open pause keeps the allowance from running out.
    public func due(_ allowance: Allowance, from start: Instant, pauses: [Pause] = []) -> Due? {
        switch allowance {
        case .workingMinutes(let count):
            return workingTimeDue(WorkCalendar.milliseconds(minutes: count), from: start.milliseconds, pauses: pauses)
        case .workingDays(let count):
            return workingDaysDue(count, from: start.milliseconds, pauses: pauses)
        case .clockMinutes(let count):
            return clockTimeDue(WorkCalendar.milliseconds(minutes: count), from: start, pauses: pauses)
        }
    }

    private static func milliseconds(minutes: Int) -> Int64 {
        let (product, overflow) = Int64(minutes).multipliedReportingOverflow(by: 60_000)
        return overflow ? (minutes < 0 ? .min : .max) : product
    }

    private func workingTimeDue(_ amount: Int64, from start: Int64, pauses: [Pause]) -> Due? {
        guard amount > 0 else {
            guard amount < 0 else { return due(start, from: start) }
            let target = table.office(until: start).subtractingSaturating(amount.magnitude)
            return due(min(start, table.latest(office: target)), from: start, isCut: target < 0)
        }
        var position = table.office(until: start)
        var rest = amount
        if !pauses.isEmpty {
            for pause in UnitedPauses(pauses, from: start).stretches {
                let ran = table.office(until: pause.from) - position
                if ran >= rest { break }
                if pause.isOpen { return nil }
                rest -= ran
                position = table.office(until: pause.to)
            }
        }
        let target = position.addingSaturating(rest)
        return due(max(start, table.earliest(office: target)), from: start, isCut: target > table.totalOffice)
    }

    private func workingDaysDue(_ count: Int, from start: Int64, pauses: [Pause]) -> Due? {
        guard count != 0 else { return due(start, from: start) }
        let day = table.day(at: start)
        if count < 0 {
            let index = Int(table.workdaysBefore[day]).subtractingSaturating(count.magnitude)
            guard index >= 0 else { return due(min(start, table.first), from: start, isCut: true) }
            return due(min(start, table.close(of: Int(table.workdays[index]))), from: start)
        }
        let closed = start < table.first ? 0 : Int(table.workdaysBefore[day + 1])
        // The number of closes by the due time, its own included.
        var target = closed.addingSaturating(count)
        if !pauses.isEmpty {
            for pause in UnitedPauses(pauses, from: start).stretches {
                let before = max(closed, table.closes(until: pause.from))
                if before >= target { break }
                if pause.isOpen { return nil }
                target = target.addingSaturating(max(before, table.closes(until: pause.to)) - before)
            }
        }
        guard target <= table.workdays.count else { return due(max(start, table.last), from: start, isCut: true) }
        return due(max(start, table.close(of: Int(table.workdays[target - 1]))), from: start)
    }

    private func clockTimeDue(_ amount: Int64, from start: Instant, pauses: [Pause]) -> Due? {
        guard amount > 0, !pauses.isEmpty else {
            return Due(instant: start.advanced(milliseconds: amount), isProvisional: false)
        }
        var position = start
        var rest = amount
        for pause in UnitedPauses(pauses, from: start.milliseconds).stretches {
            let ran = pause.from.subtractingSaturating(position.milliseconds)
            if ran >= rest { break }
            if pause.isOpen { return nil }
            rest -= ran
            position = Instant(milliseconds: pause.to)
        }
        return Due(instant: position.advanced(milliseconds: rest), isProvisional: false)
    }

    private func due(_ moment: Int64, from start: Int64, isCut: Bool = false) -> Due {
        let (a, b) = (table.day(at: min(start, moment)), table.day(at: max(start, moment)))
        return Due(
            instant: Instant(milliseconds: moment), isProvisional: isCut || table.isProvisional(from: a, to: b))
    }
}

extension FixedWidthInteger where Self: SignedInteger {
    /// The sum, or the end of the scale that it passes.
    func addingSaturating(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    /// The difference, or the end of the scale that it passes.
    func subtractingSaturating(_ other: Self) -> Self {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }

    /// The difference with a magnitude, or the lower end of the scale.
    func subtractingSaturating(_ other: Magnitude) -> Self {
        guard let other = Self(exactly: other) else { return .min }
        return subtractingSaturating(other)
    }
}
