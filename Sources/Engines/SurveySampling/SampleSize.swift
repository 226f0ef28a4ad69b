public import Ground

/// How many units a survey needs so that its interval is as narrow as asked.
public struct SampleSize: Sendable, Hashable {
    /// What is estimated.
    public enum Aim: Sendable, Hashable {
        /// A proportion expected to be p, 0 < p < 1; one half is the safe choice.
        case proportion(Double)
        /// A mean of values with this standard deviation.
        case mean(deviation: Double)

        var variance: Double {
            switch self {
            case .proportion(let p): p * (1 - p)
            case .mean(let deviation): deviation * deviation
            }
        }
    }

    /// What a survey is like, apart from its size.
    public struct Conditions: Sendable, Hashable {
        /// Units in the population; nil for an endless one.
        public var population: Double?
        /// The variance of the design over that of a simple sample.
        public var designEffect: Double
        /// The share of the units approached that answer.
        public var responseRate: Double
        /// Of the interval.
        public var level: Double

        public init(population: Double? = nil, designEffect: Double = 1, responseRate: Double = 1, level: Double = 0.95) {
            self.population = population
            self.designEffect = designEffect
            self.responseRate = responseRate
            self.level = level
        }

        /// 1 + (m − 1)ρ: the design effect of clusters of m units that are alike by the intraclass correlation ρ.
        public static func designEffect(clusterSize m: Double, correlation: Double) -> Double { 1 + (m - 1) * correlation }

        /// The normal quantile of the level.
        func multiplier() throws(RejectedInput) -> Double {
            var found = Diagnostics()
            func demand(_ holds: Bool, _ option: String, _ message: String) {
                if !holds { found.error(message, at: Place(option)) }
            }
            demand(population.map { $0 >= 1 && $0 < 1e15 } ?? true, "--population", "must be at least 1")
            demand(designEffect > 0 && designEffect <= 1e6, "--deff", "must lie above 0 and be at most a million")
            demand(responseRate > 1e-4 && responseRate <= 1, "--response-rate", "must lie above 0.0001 and be at most 1")
            demand(level > 0 && level < 1, "--level", "must lie between 0 and 1")
            if found.hasErrors { throw RejectedInput(found) }
            let z = Distribution.normalQuantile(1 - (1 - level) / 2)
            guard z.isFinite, z > 0 else { throw RejectedInput("is too near to 0 or 1", at: Place("--level")) }
            return z
        }
    }

    /// z²S²/e², for a simple sample of an endless population; S² is p(1 − p) for a proportion.
    public let simple: Double
    /// `simple` times the design effect.
    public let withDesignEffect: Double
    /// n / (1 + (n − 1)/N): after the correction for a finite population.
    public let withPopulation: Double
    /// Whole completed interviews.
    public let completed: Int
    /// Units to approach at the expected response rate.
    public let approached: Int

    /// - Parameter margin: half the width of the interval, above 0; for a proportion below 1.
    public init(_ aim: Aim, margin e: Double, _ conditions: Conditions = .init()) throws(RejectedInput) {
        try SampleSize.check(aim)
        var isMargin = e > 0 && e < 1e100
        if case .proportion = aim { isMargin = e > 1e-7 && e < 1 }
        guard isMargin else {
            throw RejectedInput("must lie above 0, for a proportion between 0.0000001 and 1", at: Place("--margin"))
        }
        let z = try conditions.multiplier()
        simple = z * z * aim.variance / (e * e)
        withDesignEffect = simple * conditions.designEffect
        let n = withDesignEffect
        withPopulation = conditions.population.map { n / (1 + (n - 1) / $0) } ?? n
        guard withPopulation < 1e12 else {
            throw RejectedInput("asks for more than a million million units", at: Place("--margin"))
        }
        // A hair of rounding must not cost a whole interview.
        completed = max(1, Int((withPopulation - 1e-9).rounded(.up)))
        approached = Int((Double(completed) / conditions.responseRate - 1e-9).rounded(.up))
    }

    /// Half the width of the interval that so many completed interviews give: the inverse of `init`.
    public static func margin(
        of completed: Double, _ aim: Aim, _ conditions: Conditions = .init()
    ) throws(RejectedInput) -> Double {
        try check(aim)
        let z = try conditions.multiplier()
        guard completed >= 1, completed < 1e15, completed <= conditions.population ?? .infinity else {
            throw RejectedInput("must lie between 1 and the population", at: Place("--completed"))
        }
        let endless = conditions.population.map { completed * ($0 - 1) / ($0 - completed) } ?? completed
        return z * (aim.variance * conditions.designEffect / endless).squareRoot()
    }

    private static func check(_ aim: Aim) throws(RejectedInput) {
        switch aim {
        case .proportion(let p):
            if !(p > 0 && p < 1) { throw RejectedInput("must lie between 0 and 1", at: Place("--proportion")) }
        case .mean(let deviation):
            if !(deviation > 0 && deviation < 1e100) { throw RejectedInput("must lie above 0", at: Place("--deviation")) }
        }
    }
}
