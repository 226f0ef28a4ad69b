#if canImport(Glibc)
    internal import Glibc
#endif

/// How a column becomes comparable; the direction is applied first (to the column, its target and its reference).
public enum Normalisation: Sendable, Hashable {
    /// (x − min) ÷ (max − min) onto lower … upper.
    case minMax(lower: Double, upper: Double)
    /// z-score with the sample deviation, onto the given mean and deviation.
    case zScore(mean: Double, deviation: Double)
    /// (x − lower) ÷ (upper − lower) · 100, whatever the data.
    case scaled(lower: Double, upper: Double)
    /// x ÷ max.
    case fractionOfMax
    /// (rank − 1) ÷ (n − 1), ties the lowest.
    case percentileRank
    /// Ascending rank, ties the lowest.
    case rank
    /// Ascending rank − 1.
    case borda
    /// 1 − (max − x) ÷ (max − min).
    case distanceToMax
    /// (x − min) ÷ (reference − min): the reference is a unit's value (its latest, where one set of parameters serves all periods).
    case distanceToReference(unit: String, cap: Bool)
    /// (x − min) ÷ (target − min), the indicator's own target; with `cap` at most 1.
    case distanceToTarget(cap: Bool)

    static func extent(_ column: [Double]) -> (low: Double, high: Double) {
        var (low, high) = (Double.nan, Double.nan)
        for v in column where !v.isNaN {
            if low.isNaN || v < low { low = v }
            if high.isNaN || v > high { high = v }
        }
        return (low, high)
    }

    /// Normalises one column. A column without spread gives NaN (the caller says so).
    /// - Parameter aim: the target or the reference unit's value, in the column's own unit, where the method needs one.
    public func apply(_ column: [Double], direction: Double, aim: Double? = nil) -> [Double] {
        let x = direction < 0 ? column.map { -$0 } : column
        let (low, high) = Normalisation.extent(x)
        switch self {
        case .minMax(let lower, let upper):
            guard high > low else { return x.map { _ in .nan } }
            return x.map { ($0 - low) / (high - low) * (upper - lower) + lower }
        case .zScore(let mean, let deviation):
            let own = Statistics.mean(x)
            let spread = Statistics.variance(x).squareRoot()
            guard spread > 0 else { return x.map { _ in .nan } }
            return x.map { ($0 - own) / spread * deviation + mean }
        case .scaled(let lower, let upper): return x.map { ($0 - lower) / (upper - lower) * 100 }
        case .fractionOfMax: return x.map { $0 / high }
        case .distanceToMax:
            guard high > low else { return x.map { _ in .nan } }
            return x.map { 1 - (high - $0) / (high - low) }
        case .distanceToReference(_, let cap), .distanceToTarget(let cap):
            guard let aim else { return x.map { _ in .nan } }
            let end = direction < 0 ? -aim : aim
            guard end > low else { return x.map { _ in .nan } }
            return x.map { v in
                let share = (v - low) / (end - low)
                return cap && share > 1 ? 1 : share
            }
        case .rank: return Normalisation.lowestRanks(x)
        case .borda: return Normalisation.lowestRanks(x).map { $0 - 1 }
        case .percentileRank:
            let n = Double(x.count { !$0.isNaN })
            guard n > 1 else { return x.map { _ in .nan } }
            return Normalisation.lowestRanks(x).map { ($0 - 1) / (n - 1) }
        }
    }

    /// Fixed goalposts: cut to low … high, then onto 0 … `scale`.
    public static func goalposts(
        _ column: [Double], low: Double, high: Double, scale: Double, direction: Double = 1
    ) -> [Double] {
        column.map { v in
            guard !v.isNaN, high > low else { return .nan }
            let share = (min(high, max(low, v)) - low) / (high - low)
            return (direction < 0 ? 1 - share : share) * scale
        }
    }

    private static func lowestRanks(_ x: [Double]) -> [Double] {
        x.map { v in v.isNaN ? .nan : Double(x.count { $0 < v } + 1) }
    }
}

/// Fixed ends of an indicator, as the Human Development Index has them.
public struct Goalposts: Sendable, Hashable {
    public var low: Double
    public var high: Double
    /// Whether the share between the ends is taken of logarithms; then both ends are above 0.
    public var isLogarithmic: Bool

    public init(low: Double, high: Double, isLogarithmic: Bool = false) {
        (self.low, self.high, self.isLogarithmic) = (low, high, isLogarithmic)
    }

    /// Onto 0 … `scale`, cut at the ends; under a logarithm what is not above 0 lies at the low end.
    public func apply(_ column: [Double], scale: Double, direction: Double) -> [Double] {
        guard isLogarithmic else {
            return Normalisation.goalposts(column, low: low, high: high, scale: scale, direction: direction)
        }
        let logs = column.map { $0.isNaN ? .nan : log(max($0, low)) }
        return Normalisation.goalposts(logs, low: log(low), high: log(high), scale: scale, direction: direction)
    }
}
