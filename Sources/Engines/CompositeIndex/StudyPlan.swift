/// Which choices of the method a study varies. A list with less than two entries is not a factor.
public struct StudyPlan: Sendable {
    /// Ways of filling.
    public var fillings: [Preparation.Filling]
    public var treatments: [Treatment]
    /// nil stands for the method's own normalisation, goalposts among them; another one takes the goalposts' place too.
    public var normalisations: [Normalisation?]
    public var aggregations: [AggregationPlan]
    /// A continuous choice: the exponent of one power mean throughout (−1 harmonic, 0 geometric, 1 arithmetic, 2 quadratic).
    public var exponent: ClosedRange<Double>?
    /// All weights vary by up to this share, each on its own: one of `weightSets` sets is drawn.
    public var weightNoise: Double
    public var weightSets: Int
    /// Continuous choices: the weight of one element by code, varied by up to this share.
    public var weightNoiseOf: [String: Double]

    public init(
        fillings: [Preparation.Filling] = [], treatments: [Treatment] = [], normalisations: [Normalisation?] = [],
        aggregations: [AggregationPlan] = [], exponent: ClosedRange<Double>? = nil, weightNoise: Double = 0,
        weightSets: Int = 100, weightNoiseOf: [String: Double] = [:]
    ) {
        (self.fillings, self.treatments, self.normalisations) = (fillings, treatments, normalisations)
        (self.aggregations, self.exponent, self.weightNoise) = (aggregations, exponent, weightNoise)
        (self.weightSets, self.weightNoiseOf) = (max(1, weightSets), weightNoiseOf)
    }

    /// What is customary: winsorising at most 1–5 steps, two normalisations above zero, arithmetic or geometric, weights ±25 %.
    public static let customary = StudyPlan(
        treatments: (1...5).map { Treatment(winsoriseAtMost: $0) },
        normalisations: [.minMax(lower: 1, upper: 100), .zScore(mean: 10, deviation: 2)],
        aggregations: [AggregationPlan(.arithmetic), AggregationPlan(.geometric(shift: 0))], weightNoise: 0.25)

    /// One thing that a study draws.
    public enum Factor: Sendable, Hashable {
        case filling, treatment, normalisation, weights, aggregation, exponent
        case weight(String)

        public var name: String {
            switch self {
            case .filling: "filling"
            case .treatment: "treatment"
            case .normalisation: "normalisation"
            case .weights: "weights"
            case .aggregation: "aggregation"
            case .exponent: "exponent"
            case .weight(let code): "weight of \(code)"
            }
        }
    }

    /// The factors in the order of a design's columns.
    public var factors: [Factor] {
        var result: [Factor] = []
        if fillings.count > 1 { result.append(.filling) }
        if treatments.count > 1 { result.append(.treatment) }
        if normalisations.count > 1 { result.append(.normalisation) }
        if weightNoise > 0 { result.append(.weights) }
        if exponent != nil { result.append(.exponent) } else if aggregations.count > 1 { result.append(.aggregation) }
        return result + weightNoiseOf.filter { $0.value > 0 }.keys.sorted().map { .weight($0) }
    }
}
