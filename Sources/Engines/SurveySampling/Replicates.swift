public import Ground

/// Samples like the one at hand, made of it: their spread shows the uncertainty of any statistic, however it is computed.
///
/// They are made when asked for. Only the primary units are varied; calibration is done again in each replicate. The finite
/// population of the first stage counts where there are no further stages, and is left out where there are, which is on the
/// safe side.
public struct Replicates: Sendable {
    public enum Method: Sendable, Hashable {
        /// Each primary unit left out in turn: JK1 for a single stratum, JKn for several.
        case jackknife
        /// Primary units drawn anew with replacement, one fewer than there are in each stratum.
        ///
        /// Source: J. N. K. Rao, C. F. J. Wu, "Resampling inference with complex survey data", JASA 83 (1988).
        case bootstrap(count: Int, seed: UInt64)
        /// Balanced half-samples (BRR) of a design with two primary units in each stratum.
        ///
        /// Source: P. J. McCarthy, "Pseudo-replication: half samples", Rev. Int. Stat. Inst. 37 (1969).
        case halfSamples
    }

    public let method: Method
    /// The number of replicates.
    public let count: Int
    private let design: SurveyDesign
    private let strata: [DesignStratum]
    /// For the jackknife: which unit of which stratum is left out.
    private let left: [(stratum: Int, unit: Int)]

    init(_ design: SurveyDesign, _ method: Method) throws(RejectedInput) {
        self.design = design
        self.method = method
        let place = Place("--replicates")
        strata = design.tree
        guard strata.contains(where: { $0.units.count > 1 }) else {
            throw RejectedInput("no stratum has two sampled units", at: place)
        }
        var left: [(Int, Int)] = []
        switch method {
        case .jackknife:
            for (index, stratum) in strata.enumerated() where stratum.units.count > 1 {
                for unit in stratum.units.indices { left.append((index, unit)) }
            }
            count = left.count
        case .bootstrap(let number, _):
            guard (2...100_000).contains(number) else {
                throw RejectedInput("between 2 and 100000 replicates can be drawn", at: place)
            }
            count = number
        case .halfSamples:
            for stratum in strata where stratum.units.count != 2 {
                let row = stratum.units.first?.first ?? 0
                throw RejectedInput(
                    "balanced half-samples need two sampled units in each stratum; here are \(stratum.units.count)",
                    at: design.places[row], advice: "use the jackknife or the bootstrap")
            }
            guard strata.count < 1 << 14 else { throw RejectedInput("\(strata.count) strata are too many", at: place) }
            var order = 1
            while order <= strata.count { order *= 2 }
            count = order
        }
        self.left = left
        guard Double(count) * Double(design.count) <= 2e10 else {
            throw RejectedInput(
                "\(count) replicates of \(design.count) rows are too many", at: place,
                advice: "use the bootstrap, or no replicates: the formula is as good")
        }
    }

    /// The weights of a replicate.
    public func weights(_ index: Int) -> [Double] {
        var weights = design.base
        switch method {
        case .jackknife: leaveOut(left[index], of: &weights)
        case .bootstrap(_, let seed):
            // Seeds far apart, so that each replicate can be made by itself.
            var random = SeededRandom(seed: seed &+ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
            for stratum in strata where stratum.units.count > 1 { drawAnew(stratum, of: &weights, using: &random) }
        case .halfSamples:
            for (position, stratum) in strata.enumerated() {
                // Sylvester's Hadamard matrix without its first column.
                let isSame = (index & (position + 1)).nonzeroBitCount.isMultiple(of: 2)
                let change = open(stratum).squareRoot()
                for (unit, rows) in stratum.units.enumerated() {
                    let factor = (unit == 0) == isSame ? 1 + change : 1 - change
                    for row in rows { weights[row] *= factor }
                }
            }
        }
        for calibration in design.calibrations {
            var calibration = calibration
            _ = calibration.calibrate(&weights)
        }
        return weights
    }

    /// What the squared deviation of a replicate counts.
    func scale(_ index: Int) -> Double {
        guard case .jackknife = method else { return 1 / Double(count) }
        let stratum = strata[left[index].stratum]
        let n = Double(stratum.units.count)
        return (n - 1) / n * open(stratum)
    }

    private func leaveOut(_ left: (stratum: Int, unit: Int), of weights: inout [Double]) {
        let units = strata[left.stratum].units
        let factor = Double(units.count) / Double(units.count - 1)
        for (index, rows) in units.enumerated() {
            for row in rows { weights[row] *= index == left.unit ? 0 : factor }
        }
    }

    private func drawAnew(_ stratum: DesignStratum, of weights: inout [Double], using random: inout SeededRandom) {
        let n = stratum.units.count
        var times = [Int](repeating: 0, count: n)
        for _ in 1..<n { times[random.below(n)] += 1 }
        let share = open(stratum).squareRoot()
        for (rows, time) in zip(stratum.units, times) {
            let factor = 1 - share + share * Double(n) / Double(n - 1) * Double(time)
            for row in rows { weights[row] *= factor }
        }
    }

    private func open(_ stratum: DesignStratum) -> Double {
        stratum.next.contains { !$0.isEmpty } ? 1 : stratum.open
    }
}

extension SurveyDesign {
    /// Samples like this one.
    public func replicates(_ method: Replicates.Method) throws(RejectedInput) -> Replicates {
        try Replicates(self, method)
    }

    /// A statistic with the error that the replicates show: deviations are taken from the mean of the replicates, as R's
    /// `svrepdesign` does by default. Replicates in which the statistic has no value are left out.
    public func estimate(
        _ statistic: Statistic, by replicates: Replicates, domain: [Bool]? = nil, level: Double = 0.95,
        reference: IntervalReference = .student
    ) -> Estimate {
        func inside(_ weights: [Double]) -> [Double] {
            domain.map { domain in zip(weights, domain).map { $1 ? $0 : 0 } } ?? weights
        }
        var found: [(value: Double, scale: Double)] = []
        for index in 0..<replicates.count {
            let value = statistic.value(inside(replicates.weights(index)))
            if value.isFinite { found.append((value, replicates.scale(index))) }
        }
        let centre = found.reduce(0) { $0 + $1.value } / Double(found.count)
        let variance = found.reduce(0) { $0 + ($1.value - centre) * ($1.value - centre) * $1.scale }
        let lost = Double(replicates.count) / Double(found.count)
        let plain = estimate(statistic, domain: domain, level: level, reference: reference)
        let error = (variance * lost).squareRoot()
        let freedom = reference == .normal ? Double.infinity : Double(plain.degreesOfFreedom)
        let multiplier = Distribution.tQuantile(1 - (1 - level) / 2, df: freedom)
        var result = plain
        result.designEffect = plain.designEffect.map { $0 * (error * error) / (plain.standardError * plain.standardError) }
        if result.designEffect?.isFinite == false { result.designEffect = nil }
        result.standardError = error
        result.interval = .around(plain.value, multiplier * error)
        return result
    }
}
