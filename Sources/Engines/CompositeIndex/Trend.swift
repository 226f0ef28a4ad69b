#if canImport(Glibc)
    internal import Glibc
#endif

/// How one series moves over time.
public enum Trend {
    /// The compound growth per unit of time: (last ÷ first)^(1 ÷ (t₁ − t₀)) − 1 over the first and last present values.
    /// Infinite where the start is 0, NaN where the sign changes or less than two values are there.
    public static func compoundGrowth(_ times: [Double], _ values: [Double]) -> Double {
        let present = zip(times, values).filter { !$1.isNaN }
        guard let first = present.first, let last = present.last, last.0 > first.0 else { return .nan }
        return pow(last.1 / first.1, 1 / (last.0 - first.0)) - 1
    }

    /// The slope per unit of time in percent of the first fitted value (least squares; of the first value where only two are there).
    public static func percentChange(_ times: [Double], _ values: [Double]) -> Double {
        let present = zip(times, values).filter { !$1.isNaN }
        guard present.count > 1 else { return .nan }
        let (t, y) = (Statistics.mean(present.map(\.0)), Statistics.mean(present.map(\.1)))
        var (sxy, sxx) = (0.0, 0.0)
        for (a, b) in present { (sxy, sxx) = (sxy + (a - t) * (b - y), sxx + (a - t) * (a - t)) }
        guard sxx > 0 else { return .nan }
        let slope = sxy / sxx
        return slope / (y + slope * (present[0].0 - t)) * 100
    }
}
