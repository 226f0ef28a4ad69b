extension SurveyDesign {
    /// The variance of any function of the weights, each primary unit left out in turn: JK1 for one stratum, JKn for several.
    ///
    /// Deviations are taken from the mean of the replicates, as R's `svrepdesign` does by default. Calibration is not
    /// repeated in the replicates.
    public func jackknife(
        level: Double = 0.95, _ estimator: (_ weights: [Double]) -> Double
    ) -> Estimate {
        var thetas: [Double] = []
        var scales: [Double] = []
        for stratum in tree where stratum.units.count > 1 {
            let n = Double(stratum.units.count)
            for left in stratum.units.indices {
                var replicate = weights
                for (index, rows) in stratum.units.enumerated() {
                    for row in rows { replicate[row] = index == left ? 0 : weights[row] * n / (n - 1) }
                }
                thetas.append(estimator(replicate))
                scales.append((n - 1) / n * stratum.open)
            }
        }
        let centre = thetas.reduce(0, +) / Double(thetas.count)
        let variance = zip(thetas, scales).reduce(0) { $0 + ($1.0 - centre) * ($1.0 - centre) * $1.1 }
        let value = estimator(weights)
        let df = degreesOfFreedom()
        let t = Distribution.tQuantile(1 - (1 - level) / 2, df: Double(df))
        let error = variance.squareRoot()
        return Estimate(
            value: value, standardError: error, degreesOfFreedom: df, interval: .around(value, t * error),
            designEffect: nil, count: count)
    }
}
