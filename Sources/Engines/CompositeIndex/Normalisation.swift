/// How a column becomes comparable; the direction is applied first.
public enum Normalisation: Sendable, Hashable {
    /// (x − min) ÷ (max − min) onto lower … upper.
    case minMax(lower: Double, upper: Double)
    /// z-score with the sample deviation, onto the given mean and deviation.
    case zScore(mean: Double, deviation: Double)
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

    static func extent(_ column: [Double]) -> (low: Double, high: Double) {
        var (low, high) = (Double.nan, Double.nan)
        for v in column where !v.isNaN {
            if low.isNaN || v < low { low = v }
            if high.isNaN || v > high { high = v }
        }
        return (low, high)
    }

    /// Normalises one column. A column without spread gives NaN (the caller says so).
    public func apply(_ column: [Double], direction: Double) -> [Double] {
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
        case .fractionOfMax: return x.map { $0 / high }
        case .distanceToMax:
            guard high > low else { return x.map { _ in .nan } }
            return x.map { 1 - (high - $0) / (high - low) }
        case .rank: return Normalisation.lowestRanks(x)
        case .borda: return Normalisation.lowestRanks(x).map { $0 - 1 }
        case .percentileRank:
            let n = Double(x.count { !$0.isNaN })
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
