/// The choices of one index.
public struct IndexMethod: Sendable {
    /// Units with less than this share of present cells are left out; nil keeps all.
    public var screen: Double?
    /// Whether screening counts cells as they came, before filling (true), or what is left missing after it.
    public var screensBeforeFilling: Bool
    public var filling: Preparation.Filling?
    public var treatment: Treatment
    public var normalisation: Normalisation
    /// Fixed goalposts by indicator code (low, high) instead of the method above; onto 0 … `goalpostScale`.
    public var goalposts: [String: ClosedRange<Double>]
    public var goalpostScale: Double
    /// The rule of every aggregate that `aggregationOf` does not name.
    public var aggregation: Aggregation
    public var aggregationOf: [String: Aggregation]
    /// The least share of children that must be present.
    public var availability: Double

    public init(
        screen: Double? = nil, screensBeforeFilling: Bool = true, filling: Preparation.Filling? = nil,
        treatment: Treatment = Treatment(winsoriseAtMost: nil),
        normalisation: Normalisation = .minMax(lower: 0, upper: 100), goalposts: [String: ClosedRange<Double>] = [:],
        goalpostScale: Double = 100, aggregation: Aggregation = .arithmetic,
        aggregationOf: [String: Aggregation] = [:], availability: Double = 0
    ) {
        self.screensBeforeFilling = screensBeforeFilling
        (self.screen, self.filling, self.treatment) = (screen, filling, treatment)
        (self.normalisation, self.goalposts, self.goalpostScale) = (normalisation, goalposts, goalpostScale)
        (self.aggregation, self.aggregationOf, self.availability) = (aggregation, aggregationOf, availability)
    }
}
