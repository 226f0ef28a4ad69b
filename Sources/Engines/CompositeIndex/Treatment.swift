#if canImport(Glibc)
    internal import Glibc
#endif

/// Treatment of outliers: winsorise, then a transformation of the original where that did not suffice.
public struct Treatment: Sendable, Hashable {
    /// What follows where winsorising did not suffice; a function of the original column, order-preserving.
    public enum Transformation: Sendable, Hashable {
        /// None: the winsorised column stays.
        case nothing
        /// ln(x − min + 0.01 (max − min)).
        case logarithm
        /// ln(x − min + 1).
        case logarithmOfDistance
        /// ln((max − 1)(x − min) ÷ (max − min) + 1), as the Global Innovation Index does; needs max > 1.
        case logarithmOfShare
        /// The first logarithm for a positive skew, its mirror −ln(max − x + 0.01 (max − min)) for a negative one.
        case logarithmBySkew
        /// (x'^λ − 1) ÷ λ of x' = x − min + 1; without λ the one of greatest likelihood in −5 … 5.
        case boxCox(Double?)
    }

    /// The most steps of winsorising per indicator; nil leaves the data as they are.
    public var winsoriseAtMost: Int?
    /// A column passes where |skew| is below this or the kurtosis below the other.
    public var skewLimit: Double
    public var kurtosisLimit: Double
    public var otherwise: Transformation

    public init(
        winsoriseAtMost: Int?, skewLimit: Double = 2, kurtosisLimit: Double = 3.5, otherwise: Transformation = .logarithm
    ) {
        (self.winsoriseAtMost, self.skewLimit, self.kurtosisLimit) = (winsoriseAtMost, skewLimit, kurtosisLimit)
        self.otherwise = otherwise
    }

    /// What happened to one column.
    public struct Outcome: Sendable {
        public var values: [Double]
        /// Steps of winsorising.
        public var steps: Int
        /// Whether the values are now transformed (on another scale than the data).
        public var isTransformed: Bool
        /// Where periods are treated one by one: which of them are transformed.
        public var transformedPeriods: [Int] = []
        public var skew: Double
        public var kurtosis: Double
        public var passes: Bool
    }

    public func passes(_ skew: Double, _ kurtosis: Double) -> Bool {
        // Without spread or below four values there is nothing to test: the column passes.
        skew.isNaN || abs(skew) < skewLimit || kurtosis < kurtosisLimit
    }

    /// Treats one column; missing cells stay missing.
    public func apply(_ column: [Double]) -> Outcome {
        var (skew, kurtosis) = Statistics.skewKurtosis(column)
        var values = column
        var steps = 0
        let limit = winsoriseAtMost ?? 0
        while steps < limit, !passes(skew, kurtosis) {
            guard Treatment.winsoriseOnce(&values, high: skew > 0) else { break }
            steps += 1
            (skew, kurtosis) = Statistics.skewKurtosis(values)
        }
        let sound = passes(skew, kurtosis)
        let plain = Outcome(values: values, steps: steps, isTransformed: false, skew: skew, kurtosis: kurtosis, passes: sound)
        guard !sound, winsoriseAtMost != nil, let transformed = otherwise.apply(column) else { return plain }
        (skew, kurtosis) = Statistics.skewKurtosis(transformed)
        return Outcome(
            values: transformed, steps: 0, isTransformed: true, skew: skew, kurtosis: kurtosis, passes: passes(skew, kurtosis))
    }

    /// Sets the extreme (all ties of it) to the next value.
    private static func winsoriseOnce(_ values: inout [Double], high: Bool) -> Bool {
        let (low, top) = Normalisation.extent(values)
        let extreme = high ? top : low
        var next = Double.nan
        for v in values where !v.isNaN && v != extreme {
            if next.isNaN || (high ? v > next : v < next) { next = v }
        }
        guard !next.isNaN else { return false }
        for index in values.indices where values[index] == extreme { values[index] = next }
        return true
    }
}

extension Treatment.Transformation {
    /// The transformed column; nil where the form does not fit it (no spread, or a maximum that the form cannot bear).
    public func apply(_ column: [Double]) -> [Double]? {
        let (low, high) = Normalisation.extent(column)
        let spread = high - low
        guard spread > 0, spread.isFinite else { return nil }
        switch self {
        case .nothing: return nil
        case .logarithm: return column.map { log($0 - low + 0.01 * spread) }
        case .logarithmOfDistance: return column.map { log($0 - low + 1) }
        case .logarithmOfShare:
            guard high > 1 else { return nil }
            return column.map { log((high - 1) * ($0 - low) / spread + 1) }
        case .logarithmBySkew:
            if Statistics.skewKurtosis(column).skew < 0 { return column.map { -log(high - $0 + 0.01 * spread) } }
            return column.map { log($0 - low + 0.01 * spread) }
        case .boxCox(let lambda):
            let shifted = column.map { $0 - low + 1 }
            return Self.boxCox(shifted, lambda ?? Self.likeliestLambda(shifted))
        }
    }

    private static func boxCox(_ x: [Double], _ lambda: Double) -> [Double] {
        abs(lambda) < 1e-9 ? x.map { log($0) } : x.map { (pow($0, lambda) - 1) / lambda }
    }

    /// The λ in −5 … 5 of greatest profile likelihood under the normal law: a scan of 0.25, then a golden section.
    private static func likeliestLambda(_ x: [Double]) -> Double {
        let logs = Statistics.mean(x.map { log($0) })
        let n = Double(x.count { !$0.isNaN })
        func likelihood(_ lambda: Double) -> Double {
            let v = Statistics.variance(boxCox(x, lambda)) * (n - 1) / n
            return v > 0 && v.isFinite ? -n / 2 * log(v) + (lambda - 1) * n * logs : -.infinity
        }
        var best = -5.0
        for step in 0...40 {
            let candidate = -5 + 0.25 * Double(step)
            if likelihood(candidate) > likelihood(best) { best = candidate }
        }
        var (a, b) = (best - 0.25, best + 0.25)
        let golden = 0.618_033_988_749_894_9
        for _ in 0..<60 {
            let (c, d) = (b - golden * (b - a), a + golden * (b - a))
            if likelihood(c) > likelihood(d) { b = d } else { a = c }
        }
        return (a + b) / 2
    }
}
