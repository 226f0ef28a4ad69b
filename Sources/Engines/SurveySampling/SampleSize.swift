public import Ground

/// How many units a survey of a proportion needs.
public struct SampleSize: Sendable, Hashable, Codable {
    /// z²p(1−p)/e², for a simple sample of an endless population.
    public let simple: Double
    /// `simple` times the design effect.
    public let withDesignEffect: Double
    /// n / (1 + (n − 1)/N): after the correction for a finite population.
    public let withPopulation: Double
    /// Whole completed interviews.
    public let completed: Int
    /// Units to approach at the expected response rate.
    public let approached: Int

    /// - Parameters:
    ///   - proportion: the expected proportion, 0 < p < 1; one half is the safe choice.
    ///   - margin: half the width of the interval, 0 < e < 1.
    ///   - population: units in the population; nil for an endless one.
    public init(
        proportion p: Double = 0.5, margin e: Double, population: Double? = nil, designEffect: Double = 1,
        responseRate: Double = 1, level: Double = 0.95
    ) throws(RejectedInput) {
        var found = Diagnostics()
        func demand(_ holds: Bool, _ option: String, _ message: String) {
            if !holds { found.error(message, at: Place(option)) }
        }
        demand(p > 0 && p < 1, "--proportion", "must lie between 0 and 1")
        demand(e > 1e-7 && e < 1, "--margin", "must lie between 0.0000001 and 1")
        demand(population.map { $0 >= 1 && $0.isFinite } ?? true, "--population", "must be at least 1")
        demand(designEffect > 0 && designEffect <= 1e6, "--deff", "must lie above 0 and be at most a million")
        demand(responseRate > 1e-4 && responseRate <= 1, "--response-rate", "must lie above 0.0001 and be at most 1")
        demand(level > 0 && level < 1, "--level", "must lie between 0 and 1")
        if found.hasErrors { throw RejectedInput(found) }
        let z = Distribution.normalQuantile(1 - (1 - level) / 2)
        guard z.isFinite else { throw RejectedInput("is too near to 1", at: Place("--level")) }
        simple = z * z * p * (1 - p) / (e * e)
        withDesignEffect = simple * designEffect
        withPopulation = population.map { [n = withDesignEffect] size in n / (1 + (n - 1) / size) } ?? withDesignEffect
        guard withPopulation < 1e12 else {
            throw RejectedInput("asks for more than a million million units", at: Place("--margin"))
        }
        // A hair of rounding must not cost a whole interview.
        let whole = (withPopulation - 1e-9).rounded(.up)
        completed = max(1, Int(whole))
        approached = Int((Double(completed) / responseRate - 1e-9).rounded(.up))
    }
}
