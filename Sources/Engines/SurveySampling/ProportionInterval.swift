internal import Foundation

/// Intervals for a proportion in a complex sample, with t and the design's degrees of freedom.
public enum ProportionInterval: String, Sendable, CaseIterable {
    /// On the scale of log odds.
    case logit
    /// Where the scaled deviance reaches the quantile.
    case likelihood
    /// On the scale of the arcsine of the root.
    case asin
    /// Korn and Graubard: Clopper–Pearson with the effective size.
    case beta
    /// Value ± t·error.
    case mean
    /// Wilson with the effective size p(1−p)/V.
    case wilson

    /// - Parameters:
    ///   - p: the estimated proportion; `error` its standard error.
    ///   - n: rows of the sample.
    ///   - df: degrees of freedom of the design.
    public func interval(p: Double, error: Double, n: Int, df: Int, level: Double = 0.95) -> Interval {
        let tail = (1 - level) / 2
        let t = Distribution.tQuantile(1 - tail, df: Double(df))
        guard t.isFinite, n > 0, p >= 0, p <= 1 else { return Interval(.nan, .nan) }
        let spread = p * (1 - p)
        // At 0 and 1 the error is zero and says nothing; there the exact interval of n trials stands, fewer for few degrees
        // of freedom.
        if spread <= 1e-15 {
            let scale = n > 1 ? min(1, Distribution.tQuantile(1 - tail, df: Double(n - 1)) / t) : 1
            let trials = Double(n) * scale * scale
            let kind: BinomialInterval = self == .wilson ? .wilson : .clopperPearson
            return kind.interval(x: p < 0.5 ? 0 : trials, n: trials, level: level)
        }
        if error == 0 { return Interval(p, p) }
        switch self {
        case .mean: return .around(p, t * error)
        case .logit:
            let (odds, margin) = (log(p / (1 - p)), t * error / spread)
            return Interval(1 / (1 + exp(margin - odds)), 1 / (1 + exp(-margin - odds)))
        case .asin:
            let (angle, margin) = (Foundation.asin(p.squareRoot()), t * error / (2 * spread.squareRoot()))
            let (low, high) = (sin(max(0, angle - margin)), sin(min(Double.pi / 2, angle + margin)))
            return Interval(low * low, high * high)
        case .wilson:
            let effective = spread / (error * error)
            return BinomialInterval.wilson.interval(x: p * effective, n: effective, level: level)
        case .beta:
            let scale = Distribution.tQuantile(1 - tail, df: Double(n - 1)) / t
            let effective = spread / (error * error) * scale * scale
            return Interval(
                Distribution.betaQuantile(tail, effective * p, effective * (1 - p) + 1),
                Distribution.betaQuantile(1 - tail, effective * p + 1, effective * (1 - p)))
        case .likelihood:
            // The deviance 2n·KL(p, q), over the dispersion n/(n − 1) of the residuals and the misspecification
            // n·V/(p(1−p)), reaches t².
            let dispersion = Double(n) / Double(max(1, n - 1))
            let limit = dispersion * t * t * error * error / (2 * spread)
            func distance(_ q: Double) -> Double { p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)) }
            return Interval(
                Distribution.bisect(0, p) { distance($0) > limit }, Distribution.bisect(p, 1) { distance($0) < limit })
        }
    }
}

extension SurveyDesign {
    /// The share of the population with the property, with an interval that stays within 0 and 1 (`mean` excepted).
    public func proportion(
        _ holds: [Bool], domain: [Bool]? = nil, level: Double = 0.95, interval: ProportionInterval = .logit,
        by replicates: Replicates? = nil
    ) -> Estimate {
        let statistic = Statistic.mean(holds.map { $0 ? 1 : 0 })
        var result =
            if let replicates {
                estimate(statistic, by: replicates, domain: domain, level: level)
            } else {
                estimate(statistic, domain: domain, level: level)
            }
        result.interval = interval.interval(
            p: min(1, max(0, result.value)), error: result.standardError, n: result.count,
            df: result.degreesOfFreedom, level: level)
        return result
    }
}
