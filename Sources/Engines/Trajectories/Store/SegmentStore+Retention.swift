extension SegmentStore {
    /// The days that are older than so many, the earliest first; today is the first of those that are kept.
    public func days(beyond days: Int) -> [UInt32] {
        let today = (now() - settings.dayStart) / 86_400_000
        return keptDays.filter { Int64($0) <= today - Int64(max(1, days)) }
    }

    /// Drops the days that are older than so many. It costs as much whatever the days hold.
    /// - Returns: the days that went.
    @discardableResult
    public func keep(days: Int) async throws -> [UInt32] {
        let gone = self.days(beyond: days)
        for day in gone { try await drop(day: day) }
        return gone
    }
}
