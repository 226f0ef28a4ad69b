/// Intervals for `x` successes of `n` independent trials.
public enum BinomialInterval: String, Sendable, CaseIterable {
    case wald, wilson, wilsonContinuity, clopperPearson, agrestiCoull

    /// The interval; `n` may be an effective size and need not be whole. NaN where n ≤ 0 or x is outside 0…n.
    public func interval(x: Double, n: Double, level: Double = 0.95) -> Interval {
        guard n > 0, x >= 0, x <= n, level > 0, level < 1 else { return Interval(.nan, .nan) }
        let p = x / n
        let z = Distribution.normalQuantile(1 - (1 - level) / 2)
        switch self {
        case .wald: return .around(p, z * (p * (1 - p) / n).squareRoot())
        case .wilson: return BinomialInterval.wilson(p: p, n: n, z: z)
        case .wilsonContinuity: return BinomialInterval.continuity(p: p, n: n, z: z)
        case .clopperPearson:
            let tail = (1 - level) / 2
            return Interval(
                Distribution.betaQuantile(tail, x, n - x + 1), Distribution.betaQuantile(1 - tail, x + 1, n - x))
        case .agrestiCoull:
            let larger = n + z * z
            let q = (x + z * z / 2) / larger
            return .around(q, z * (q * (1 - q) / larger).squareRoot())
        }
    }

    private static func wilson(p: Double, n: Double, z: Double) -> Interval {
        let centre = p + z * z / (2 * n)
        let margin = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return Interval(p == 0 ? 0 : (centre - margin) / scale, p == 1 ? 1 : (centre + margin) / scale)
    }

    /// R's `prop.test`: the correction is at most the distance of x from n/2, so it vanishes at one half.
    private static func continuity(p: Double, n: Double, z: Double) -> Interval {
        let yates = min(0.5, abs(p * n - n * 0.5))
        let scale = 1 + z * z / n
        let below = p - yates / n
        let above = p + yates / n
        let low = below + z * z / (2 * n) - z * (below * (1 - below) / n + z * z / (4 * n * n)).squareRoot()
        let high = above + z * z / (2 * n) + z * (above * (1 - above) / n + z * z / (4 * n * n)).squareRoot()
        return Interval(p == 0 ? 0 : max(0, low / scale), p == 1 ? 1 : min(1, high / scale))
    }
}
