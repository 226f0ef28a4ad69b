internal import Foundation

/// Probabilities and quantiles of the distributions that intervals rest on, to about twelve digits.
public enum Distribution {
    /// P(Z ≤ z) of the standard normal distribution.
    public static func normal(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// The standard normal quantile of a probability between 0 and 1; NaN outside.
    public static func normalQuantile(_ p: Double) -> Double {
        guard p > 0, p < 1 else { return .nan }
        if p > 0.5 { return -normalQuantile(1 - p) }
        return bisect(-40, 0) { normal($0) < p }
    }

    /// The quantile of Student's t; infinite degrees of freedom give the normal one. NaN for df ≤ 0.
    public static func tQuantile(_ p: Double, df: Double) -> Double {
        guard p > 0, p < 1, df > 0 else { return .nan }
        if df == .infinity { return normalQuantile(p) }
        if p < 0.5 { return -tQuantile(1 - p, df: df) }
        if df > 5_000 { return expandedTQuantile(p, df: df) }
        let tail = 2 * (1 - p)
        var high = 1.0
        func twoSided(_ t: Double) -> Double { incompleteBeta(df / (df + t * t), df / 2, 0.5) }
        while twoSided(high) > tail, high < 1e150 { high *= 2 }
        return bisect(0, high) { twoSided($0) > tail }
    }

    /// Near the normal distribution the beta function loses digits and the expansion gains them.
    /// Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, 26.7.5.
    private static func expandedTQuantile(_ p: Double, df: Double) -> Double {
        let z = normalQuantile(p)
        let s = z * z
        let first = z * (s + 1) / 4
        let second = z * ((5 * s + 16) * s + 3) / 96
        let third = z * (((3 * s + 19) * s + 17) * s - 15) / 384
        return z + (first + (second + third / df) / df) / df
    }

    /// P(F > x) with `numerator` and `denominator` degrees of freedom.
    public static func fUpperTail(_ x: Double, numerator: Double, denominator: Double) -> Double {
        guard x > 0 else { return 1 }
        return incompleteBeta(denominator / (denominator + numerator * x), denominator / 2, numerator / 2)
    }

    /// The quantile of the beta distribution; a shape of 0 puts all mass at the end it belongs to.
    public static func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
        if a <= 0 { return 0 }
        if b <= 0 { return 1 }
        guard p > 0, p < 1 else { return p <= 0 ? 0 : (p >= 1 ? 1 : .nan) }
        return bisect(0, 1) { incompleteBeta($0, a, b) < p }
    }

    /// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction.
    /// Source: NIST Digital Library of Mathematical Functions, 8.17.22.
    public static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard !x.isNaN, a > 0, b > 0 else { return .nan }
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ v: Double) -> Double { abs(v) < tiny ? tiny : v }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var h = d
        for step in 1...20_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            h *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return h
    }

    /// Stirling's series after shifting the argument beyond 15.
    static func logGamma(_ value: Double) -> Double {
        var x = value
        var shift = 0.0
        while x < 15 {
            shift += log(x)
            x += 1
        }
        let r = 1 / (x * x)
        let series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / x
        return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - shift
    }

    /// The point where `isBelow` turns false.
    static func bisect(_ from: Double, _ to: Double, _ isBelow: (Double) -> Bool) -> Double {
        var (low, high) = (from, to)
        for _ in 0..<2_000 {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { break }
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }
}
