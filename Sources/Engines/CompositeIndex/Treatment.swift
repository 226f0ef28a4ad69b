#if canImport(Glibc)
    internal import Glibc
#endif

/// Treatment of outliers: winsorise, then a logarithm of the original where that did not suffice.
public struct Treatment: Sendable, Hashable {
    /// The most steps of winsorising per indicator; nil leaves the data as they are.
    public var winsoriseAtMost: Int?
    /// A column passes where |skew| is below this or the kurtosis below the other.
    public var skewLimit: Double
    public var kurtosisLimit: Double

    public init(winsoriseAtMost: Int?, skewLimit: Double = 2, kurtosisLimit: Double = 3.5) {
        (self.winsoriseAtMost, self.skewLimit, self.kurtosisLimit) = (winsoriseAtMost, skewLimit, kurtosisLimit)
    }

    /// What happened to one column.
    public struct Outcome: Sendable {
        public var values: [Double]
        /// Steps of winsorising.
        public var steps: Int
        /// Whether the values are now logarithms: ln(x − min + 0.01 (max − min)).
        public var isLogarithm: Bool
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
        guard !sound, winsoriseAtMost != nil else {
            return Outcome(
                values: values, steps: steps, isLogarithm: false, skew: skew, kurtosis: kurtosis, passes: sound)
        }
        let logged = Treatment.logarithm(column)
        (skew, kurtosis) = Statistics.skewKurtosis(logged)
        return Outcome(
            values: logged, steps: 0, isLogarithm: true, skew: skew, kurtosis: kurtosis,
            passes: passes(skew, kurtosis))
    }

    /// ln(x − min + 0.01 (max − min)).
    public static func logarithm(_ column: [Double]) -> [Double] {
        let (low, high) = Normalisation.extent(column)
        return column.map { log($0 - low + 0.01 * (high - low)) }
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
