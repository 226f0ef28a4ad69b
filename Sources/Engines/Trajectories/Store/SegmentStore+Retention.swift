extension SegmentStore {
    /// Drops the days that are older than so many; today is the first of them. It costs as much whatever the days hold.
    /// - Returns: the days that went.
    @discardableResult
    public func keep(days: Int) async throws -> [UInt32] {
        let today = (now() - settings.dayStart) / 86_400_000
        let gone = keptDays.filter { Int64($0) <= today - Int64(max(1, days)) }
        for day in gone { try await drop(day: day) }
        return gone
    }
}
