/// An exact fraction of two integers in lowest terms; the denominator is positive.
public struct Fraction: Sendable, Hashable, CustomStringConvertible {
    public let numerator: Int
    public let denominator: Int

    /// - Parameter denominator: positive.
    public init(_ numerator: Int, over denominator: Int) {
        precondition(denominator > 0, "the denominator of a fraction must be positive")
        let divisor = Fraction.greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    public var approximation: Double { Double(numerator) / Double(denominator) }

    /// `1040052/3293`, or `12` for a whole number.
    public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

    static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (x, y) = (a.magnitude, b.magnitude)
        while y != 0 { (x, y) = (y, x % y) }
        return x == 0 ? 1 : Int(clamping: x)
    }
}
