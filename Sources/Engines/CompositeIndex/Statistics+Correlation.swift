#if canImport(Glibc)
    internal import Glibc
#endif

extension Statistics {
    /// The columns reduced to the rows where all are present.
    public static func completeRows(_ columns: [[Double]]) -> [[Double]] {
        guard let rows = columns.first?.indices else { return columns }
        let complete = rows.filter { row in columns.allSatisfy { !$0[row].isNaN } }
        return columns.map { column in complete.map { column[$0] } }
    }

    /// (x − mean) ÷ sample deviation; NaN without spread.
    static func standardised(_ x: [Double]) -> [Double] {
        let (m, s) = (mean(x), variance(x).squareRoot())
        return x.map { s > 0 ? ($0 - m) / s : .nan }
    }

    /// The two-sided p-value of a Pearson correlation over `count` rows: I(1 − r²; (n − 2) ÷ 2, ½).
    public static func correlationPValue(_ r: Double, count: Int) -> Double {
        guard count > 2, abs(r) <= 1 else { return abs(r) > 1 && count > 2 ? 0 : .nan }
        return incompleteBeta((1 - r) * (1 + r), Double(count - 2) / 2, 0.5)
    }

    /// The regularised incomplete beta function, by its continued fraction (modified Lentz).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func safe(_ v: Double) -> Double { abs(v) < 1e-300 ? 1e-300 : v }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var h = d
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / safe(1 + even * d)
            c = safe(1 + even / c)
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / safe(1 + odd * d)
            c = safe(1 + odd / c)
            h *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return h
    }
}
