/// The choices of one index.
public struct IndexMethod: Sendable {
    /// Units with too little data are left out; nil keeps all.
    public var screen: Preparation.Screen?
    /// Whether screening counts cells as they came, before filling (true), or what is left missing after it.
    public var screensBeforeFilling: Bool
    public var filling: Preparation.Filling?
    public var treatment: Treatment
    /// Treatment of single indicators by code, instead of the one above.
    public var treatmentOf: [String: Treatment]
    /// Whether each period is treated alone; else one treatment over all periods, so that years compare.
    public var treatsEachPeriod: Bool
    public var normalisation: Normalisation
    /// Normalisation of single indicators by code, instead of the one above.
    public var normalisationOf: [String: Normalisation]
    /// Whether each period has its own minimum, maximum, mean …; else one set of parameters over all periods.
    public var normalisesEachPeriod: Bool
    /// Fixed goalposts by indicator code instead of the methods above; onto 0 … `goalpostScale`. Such indicators are not treated.
    public var goalposts: [String: Goalposts]
    public var goalpostScale: Double
    /// How weights arise in the groups that `weightingOf` does not name.
    public var weighting: Weighting
    /// By the aggregate's code: how the weights of its children arise.
    public var weightingOf: [String: Weighting]
    /// The rule of every aggregate that `aggregationOf` does not name.
    public var aggregation: Aggregation
    public var aggregationOf: [String: Aggregation]
    /// The least share of children that must be present.
    public var availability: Double
    /// The same for single aggregates by code.
    public var availabilityOf: [String: Double]

    public init(
        screen: Preparation.Screen? = nil, screensBeforeFilling: Bool = true, filling: Preparation.Filling? = nil,
        treatment: Treatment = Treatment(winsoriseAtMost: nil), treatmentOf: [String: Treatment] = [:],
        treatsEachPeriod: Bool = false, normalisation: Normalisation = .minMax(lower: 0, upper: 100),
        normalisationOf: [String: Normalisation] = [:], normalisesEachPeriod: Bool = false,
        goalposts: [String: Goalposts] = [:], goalpostScale: Double = 100, weighting: Weighting = .given,
        weightingOf: [String: Weighting] = [:], aggregation: Aggregation = .arithmetic,
        aggregationOf: [String: Aggregation] = [:], availability: Double = 0, availabilityOf: [String: Double] = [:]
    ) {
        (self.screen, self.screensBeforeFilling, self.filling) = (screen, screensBeforeFilling, filling)
        (self.treatment, self.treatmentOf, self.treatsEachPeriod) = (treatment, treatmentOf, treatsEachPeriod)
        (self.normalisation, self.normalisationOf) = (normalisation, normalisationOf)
        (self.normalisesEachPeriod, self.goalposts, self.goalpostScale) = (normalisesEachPeriod, goalposts, goalpostScale)
        (self.weighting, self.weightingOf) = (weighting, weightingOf)
        (self.aggregation, self.aggregationOf) = (aggregation, aggregationOf)
        (self.availability, self.availabilityOf) = (availability, availabilityOf)
    }

    func rule(of code: String) -> Aggregation { aggregationOf[code] ?? aggregation }
    func least(of code: String) -> Double { availabilityOf[code] ?? availability }
}
