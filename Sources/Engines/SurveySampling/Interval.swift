/// A confidence interval.
public struct Interval: Sendable, Hashable, Codable {
    public var low: Double
    public var high: Double

    public init(_ low: Double, _ high: Double) {
        self.low = low
        self.high = high
    }

    /// value ± multiplier · standard error.
    static func around(_ value: Double, _ margin: Double) -> Interval { Interval(value - margin, value + margin) }
}
