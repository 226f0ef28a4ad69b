/// A number estimated from a sample, with its uncertainty.
public struct Estimate: Sendable, Hashable {
    public var value: Double
    public var standardError: Double
    /// Primary units less strata, as the interval used them; those of the whole design under a normal interval.
    public var degreesOfFreedom: Int
    public var interval: Interval
    /// The variance over that of a simple sample of the same size without replacement; nil where it is not defined.
    public var designEffect: Double?
    /// Rows in the domain.
    public var count: Int

    /// Rows of a simple sample that would be as precise.
    public var effectiveSize: Double? { designEffect.flatMap { $0 > 1e-12 ? Double(count) / $0 : nil } }
}

/// From which distribution an interval takes its multiplier.
public enum IntervalReference: String, Sendable, CaseIterable {
    /// Student's t with the primary units less the strata of the domain.
    case student
    /// Student's t with those of the whole design, whatever the domain.
    case studentOfDesign
    /// The normal distribution.
    case normal
}
