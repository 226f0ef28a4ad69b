extension SurveyDesign {
    /// A statistic with its Taylor-linearised error; a quantile with Woodruff's interval.
    /// - Parameters:
    ///   - domain: the rows that count; the others still belong to the design.
    ///   - level: of the interval, between 0 and 1.
    public func estimate(
        _ statistic: Statistic, domain: [Bool]? = nil, level: Double = 0.95, reference: IntervalReference = .student
    ) -> Estimate {
        switch statistic {
        case .mean(let values): mean(values, domain: domain, level: level, reference: reference)
        case .total(let values): total(values, domain: domain, level: level, reference: reference)
        case .ratio(let above, let below): ratio(above, below, domain: domain, level: level, reference: reference)
        case .quantile(let values, let share):
            quantile(values, at: share, domain: domain, level: level, reference: reference)
        }
    }

    /// The estimated mean, Σwy/Σw.
    public func mean(
        _ values: [Double], domain: [Bool]? = nil, level: Double = 0.95, reference: IntervalReference = .student
    ) -> Estimate {
        let inside = self.inside(domain)
        let sum = inside.reduce(0, +)
        let mean = Statistic.mean(values).value(inside)
        let influence = values.indices.map { inside[$0] * (values[$0] - mean) / sum }
        let simple = spread(values, inside, mean) * SurveyDesign.open(inside) / Double(inside.count { $0 > 0 })
        return estimate(mean, variance(influence), simple, domain, level, reference)
    }

    /// The estimated total, Σwy.
    public func total(
        _ values: [Double], domain: [Bool]? = nil, level: Double = 0.95, reference: IntervalReference = .student
    ) -> Estimate {
        let inside = self.inside(domain)
        let sum = inside.reduce(0, +)
        let weighted = zip(inside, values).map { $0 * $1 }
        let total = weighted.reduce(0, +)
        let n = Double(inside.count { $0 > 0 })
        let simple = spread(values, inside, total / sum) * sum * sum * SurveyDesign.open(inside) / n
        return estimate(total, variance(weighted), simple, domain, level, reference)
    }

    /// The ratio of two totals, Σwy/Σwx; its design effect is not defined.
    public func ratio(
        _ numerator: [Double], _ denominator: [Double], domain: [Bool]? = nil, level: Double = 0.95,
        reference: IntervalReference = .student
    ) -> Estimate {
        let inside = self.inside(domain)
        let below = Statistic.total(denominator).value(inside)
        let ratio = Statistic.ratio(numerator, over: denominator).value(inside)
        let influence = inside.indices.map { inside[$0] * (numerator[$0] - ratio * denominator[$0]) / below }
        return estimate(ratio, variance(influence), nil, domain, level, reference)
    }

    /// A quantile: the smallest value at which the estimated distribution reaches `share`, with Woodruff's interval.
    ///
    /// The standard error is the width of the interval over twice the multiplier. An end that the sample does not reach is NaN.
    /// Source: R. S. Woodruff, "Confidence intervals for medians and other position measures", JASA 47 (1952).
    public func quantile(
        _ values: [Double], at share: Double, domain: [Bool]? = nil, level: Double = 0.95,
        reference: IntervalReference = .student
    ) -> Estimate {
        let sample = Distribution.Sample(values, inside(domain))
        let point = sample.value(share)
        var result = mean(values.map { $0 <= point ? 1 : 0 }, domain: domain, level: level, reference: reference)
        let freedom = reference == .normal ? Double.infinity : Double(result.degreesOfFreedom)
        let multiplier = Distribution.tQuantile(1 - (1 - level) / 2, df: freedom)
        result.value = point
        result.interval = Interval(sample.value(result.interval.low), sample.value(result.interval.high))
        result.standardError = (result.interval.high - result.interval.low) / (2 * multiplier)
        result.designEffect = nil
        return result
    }

    /// The weights in the domain, zero outside.
    func inside(_ domain: [Bool]?) -> [Double] {
        guard let domain else { return weights }
        return zip(weights, domain).map { $1 ? $0 : 0 }
    }

    /// The share of the population outside the sample; where the weights sum to no more than the rows, they are no counts of
    /// a population, and a simple sample with replacement is meant.
    private static func open(_ inside: [Double]) -> Double {
        let sum = inside.reduce(0, +)
        let n = Double(inside.count { $0 > 0 })
        return sum > n * (1 + 1e-9) ? (sum - n) / sum : 1
    }

    /// The estimated variance of the values in the population, with n − 1.
    private func spread(_ values: [Double], _ inside: [Double], _ mean: Double) -> Double {
        var (sum, squares, n) = (0.0, 0.0, 0.0)
        for (weight, value) in zip(inside, values) where weight > 0 {
            sum += weight
            squares += weight * (value - mean) * (value - mean)
            n += 1
        }
        return squares / sum * n / (n - 1)
    }

    private func estimate(
        _ value: Double, _ variance: Double, _ simple: Double?, _ domain: [Bool]?, _ level: Double,
        _ reference: IntervalReference
    ) -> Estimate {
        let error = variance.squareRoot()
        let df = degreesOfFreedom(in: reference == .student ? domain : nil)
        let freedom = reference == .normal ? Double.infinity : Double(df)
        let multiplier = Distribution.tQuantile(1 - (1 - level) / 2, df: freedom)
        let effect = simple.flatMap { $0 > 0 && $0.isFinite ? variance / $0 : nil }
        return Estimate(
            value: value, standardError: error, degreesOfFreedom: df, interval: .around(value, multiplier * error),
            designEffect: effect, count: domain.map { $0.count { $0 } } ?? count)
    }
}
