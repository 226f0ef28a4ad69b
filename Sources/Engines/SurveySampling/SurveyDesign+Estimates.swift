extension SurveyDesign {
    /// The estimated mean, Σwy/Σw, with its Taylor-linearised error.
    /// - Parameter domain: the rows that count; the others still belong to the design.
    public func mean(
        _ values: [Double], domain: [Bool]? = nil, level: Double = 0.95, reference: IntervalReference = .student
    ) -> Estimate {
        let inside = self.inside(domain)
        let sum = inside.reduce(0, +)
        let mean = zip(inside, values).reduce(0) { $0 + $1.0 * $1.1 } / sum
        let influence = values.indices.map { inside[$0] * (values[$0] - mean) / sum }
        let n = inside.count { $0 > 0 }
        let simple = spread(values, inside, mean) * (sum - Double(n)) / (sum * Double(n))
        return estimate(mean, variance(influence), simple, domain, n, level, reference)
    }

    /// The estimated total, Σwy.
    public func total(
        _ values: [Double], domain: [Bool]? = nil, level: Double = 0.95, reference: IntervalReference = .student
    ) -> Estimate {
        let inside = self.inside(domain)
        let sum = inside.reduce(0, +)
        let weighted = zip(inside, values).map { $0 * $1 }
        let total = weighted.reduce(0, +)
        let n = inside.count { $0 > 0 }
        let simple = spread(values, inside, total / sum) * sum * (sum - Double(n)) / Double(n)
        return estimate(total, variance(weighted), simple, domain, n, level, reference)
    }

    /// The ratio of two totals, Σwy/Σwx.
    public func ratio(
        _ numerator: [Double], _ denominator: [Double], domain: [Bool]? = nil, level: Double = 0.95,
        reference: IntervalReference = .student
    ) -> Estimate {
        let inside = self.inside(domain)
        let below = zip(inside, denominator).reduce(0) { $0 + $1.0 * $1.1 }
        let ratio = zip(inside, numerator).reduce(0) { $0 + $1.0 * $1.1 } / below
        let influence = inside.indices.map { inside[$0] * (numerator[$0] - ratio * denominator[$0]) / below }
        let n = inside.count { $0 > 0 }
        return estimate(ratio, variance(influence), nil, domain, n, level, reference)
    }

    /// A quantile: the smallest value at which the estimated distribution reaches `share`, with Woodruff's interval.
    ///
    /// The standard error is the width of the interval over twice the t multiplier. An end that the sample does not
    /// reach is NaN.
    public func quantile(
        _ values: [Double], at share: Double, domain: [Bool]? = nil, level: Double = 0.95
    ) -> Estimate {
        let inside = self.inside(domain)
        let order = values.indices.filter { inside[$0] > 0 }.sorted { values[$0] < values[$1] }
        let sum = order.reduce(0) { $0 + inside[$1] }
        var running: [Double] = []
        var reached = 0.0
        for row in order {
            reached += inside[row]
            running.append(reached)
        }
        func value(_ p: Double) -> Double {
            guard p >= 0, p <= 1 else { return .nan }
            // Equal weights meet shares such as one quarter exactly but for rounding.
            let position = running.firstIndex { $0 >= p * sum * (1 - 1e-12) }
            return position.map { values[order[$0]] } ?? .nan
        }
        let point = value(share)
        let below = mean(values.map { $0 <= point ? 1 : 0 }, domain: domain, level: level)
        let interval = Interval(value(below.interval.low), value(below.interval.high))
        let t = Distribution.tQuantile(1 - (1 - level) / 2, df: Double(below.degreesOfFreedom))
        return Estimate(
            value: point, standardError: (interval.high - interval.low) / (2 * t),
            degreesOfFreedom: below.degreesOfFreedom, interval: interval, designEffect: nil, count: order.count)
    }

    /// The weights in the domain, zero outside.
    func inside(_ domain: [Bool]?) -> [Double] {
        guard let domain else { return weights }
        return zip(weights, domain).map { $1 ? $0 : 0 }
    }

    /// The estimated variance of the values in the population, with n − 1.
    private func spread(_ values: [Double], _ inside: [Double], _ mean: Double) -> Double {
        let sum = inside.reduce(0, +)
        let n = Double(inside.count { $0 > 0 })
        return zip(inside, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / sum * n / (n - 1)
    }

    private func estimate(
        _ value: Double, _ variance: Double, _ simple: Double?, _ domain: [Bool]?, _ n: Int, _ level: Double,
        _ reference: IntervalReference
    ) -> Estimate {
        let error = variance.squareRoot()
        let df = degreesOfFreedom(in: reference == .student ? domain : nil)
        let freedom = reference == .normal ? Double.infinity : Double(df)
        let multiplier = Distribution.tQuantile(1 - (1 - level) / 2, df: freedom)
        let effect = simple.flatMap { $0 > 0 && $0.isFinite ? variance / $0 : nil }
        return Estimate(
            value: value, standardError: error, degreesOfFreedom: df, interval: .around(value, multiplier * error),
            designEffect: effect, count: n)
    }
}
