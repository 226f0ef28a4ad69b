internal import Ground

/// First-order and total sensitivity indices from N (d + 2) values in the order A, B, then A with column i from B.
///
/// V is the sample variance over A and B; S = mean(yB (yABi − yA)) ÷ V (Saltelli 2010), ST = Σ (yA − yABi)² ÷ 2NV
/// (Jansen 1999).
public struct SobolIndices: Sendable, Hashable {
    public var first: [Double]
    public var total: [Double]

    /// nil where the count of values is not samples × (factors + 2), or nothing varies.
    public init?(_ y: [Double], samples n: Int, factors d: Int) {
        guard n > 0, d > 0, y.count == n * (d + 2) else { return nil }
        let variance = Statistics.variance(Array(y[..<(2 * n)]))
        guard variance > 0 else { return nil }
        (first, total) = ([], [])
        for factor in 0..<d {
            let base = (factor + 2) * n
            var (s, t) = (0.0, 0.0)
            for row in 0..<n {
                s += y[n + row] * (y[base + row] - y[row])
                t += (y[row] - y[base + row]) * (y[row] - y[base + row])
            }
            first.append(s / Double(n) / variance)
            total.append(t / (2 * Double(n) * variance))
        }
    }
}

extension SobolIndices {
    /// Intervals by drawing the rows of the blocks anew; V is not estimated again, as in the reference program.
    public struct Intervals: Sendable, Hashable {
        /// The 5 % and 95 % quantiles per factor.
        public var first: [ClosedRange<Double>]
        public var total: [ClosedRange<Double>]
    }

    /// nil where the indices themselves are.
    public static func intervals(
        _ y: [Double], samples n: Int, factors d: Int, draws: Int = 1000, seed: UInt64 = 1
    ) -> Intervals? {
        guard SobolIndices(y, samples: n, factors: d) != nil, draws > 0 else { return nil }
        let variance = Statistics.variance(Array(y[..<(2 * n)]))
        var random = SeededRandom(seed: seed)
        var first = [[Double]](repeating: [], count: d)
        var total = first
        for _ in 0..<draws {
            let rows = (0..<n).map { _ in random.below(n) }
            for factor in 0..<d {
                let base = (factor + 2) * n
                var (s, t) = (0.0, 0.0)
                for row in rows {
                    let gap = y[base + row] - y[row]
                    (s, t) = (s + y[n + row] * gap, t + gap * gap)
                }
                first[factor].append(s / Double(n) / variance)
                total[factor].append(t / (2 * Double(n) * variance))
            }
        }
        func range(_ values: [Double]) -> ClosedRange<Double> {
            Statistics.quantile(values, 0.05)...Statistics.quantile(values, 0.95)
        }
        return Intervals(first: first.map(range), total: total.map(range))
    }
}

/// How a number u in 0 ..< 1 picks one of n alternatives.
public enum DiscreteDraw: Sendable {
    /// floor(u n): every alternative equally likely.
    case unbiased
    /// ceil((u − min) ÷ (max − min) · n) over the observed column, at least 1: as the reference program does.
    case observedRange

    /// Positions 0 ..< n for a column of draws; what is no number picks the first.
    public func positions(_ column: [Double], among n: Int) -> [Int] {
        let (low, high) = Normalisation.extent(column)
        return column.map { u in
            guard u.isFinite else { return 0 }
            return switch self {
            case .unbiased: min(n - 1, max(0, Int(min(1, max(0, u)) * Double(n))))
            case .observedRange:
                high > low ? min(n, max(1, Int(((u - low) / (high - low) * Double(n)).rounded(.up)))) - 1 : 0
            }
        }
    }
}
