public import Ground

/// How a sample was drawn: weights, and at each stage strata, units and the population they were drawn from.
///
/// Units are nested: the same label in two strata, or in two units of the stage above, means two units.
public struct SurveyDesign: Sendable {
    /// One stage of selection; every array has one entry a row.
    public struct Stage: Sendable {
        public var strata: [String]?
        /// The sampled units; nil where every row is a unit of its own.
        public var units: [String]?
        /// The number of units of the population in the row's stratum; nil for sampling with replacement.
        public var population: [Double]?

        public init(strata: [String]? = nil, units: [String]? = nil, population: [Double]? = nil) {
            self.strata = strata
            self.units = units
            self.population = population
        }
    }

    /// The current weights, after any calibration.
    public internal(set) var weights: [Double]
    /// The weights before any calibration.
    let base: [Double]
    let places: [Place]
    let tree: [DesignStratum]
    var calibrations: [Calibration] = []

    /// - Parameters:
    ///   - weights: one a row, above zero.
    ///   - places: where each row stands, for diagnostics.
    ///   - lonely: what becomes of strata with a single sampled unit.
    public init(
        weights: [Double], stages: [Stage], places: [Place], lonely: LonelyUnit = .refuse
    ) throws(RejectedInput) {
        var found = Diagnostics()
        let whole = places.first.map { Place($0.file) } ?? Place("data")
        guard !weights.isEmpty else {
            throw RejectedInput("there are no rows to estimate from", at: whole)
        }
        precondition(weights.count == places.count, "each row needs a place")
        for (weight, place) in zip(weights, places) where !(weight > 0 && weight < 1e100) {
            found.error("the weight \(weight) is not above zero", at: place)
        }
        let stages = stages.isEmpty ? [Stage()] : stages
        for stage in stages {
            let counts = [stage.strata?.count, stage.units?.count, stage.population?.count].compactMap { $0 }
            precondition(counts.allSatisfy { $0 == weights.count }, "a column of the design has not one entry a row")
        }
        var builder = DesignStratum.Builder(places: places, lonely: lonely)
        tree = builder.strata(of: Array(weights.indices), stages: stages[...])
        found.append(contentsOf: builder.diagnostics)
        if found.hasErrors { throw RejectedInput(found) }
        self.weights = weights
        base = weights
        self.places = places
    }

    public var count: Int { weights.count }

    /// Primary units less strata, counting those that hold a row of the domain.
    public func degreesOfFreedom(in domain: [Bool]? = nil) -> Int {
        var result = 0
        for stratum in tree {
            let used = stratum.units.count { rows in domain.map { domain in rows.contains { domain[$0] } } ?? true }
            if used > 0 { result += used - 1 }
        }
        return result
    }

    /// The covariance of totals of the given weighted linearised variables.
    func covariance(_ columns: [[Double]]) -> [[Double]] {
        let residuals = columns.map(residual)
        var result = [[Double]](repeating: [Double](repeating: 0, count: columns.count), count: columns.count)
        DesignStratum.add(tree, residuals, factor: 1, to: &result)
        return result
    }

    func variance(_ column: [Double]) -> Double { max(0, covariance([column])[0][0]) }

    /// What calibration explains does not vary, so it is taken out.
    private func residual(_ column: [Double]) -> [Double] {
        var values = column
        for calibration in calibrations { calibration.removeExplained(from: &values) }
        return values
    }
}
