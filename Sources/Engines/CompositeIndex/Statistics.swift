#if canImport(Glibc)
    internal import Glibc
#endif

/// Statistics over a column; NaN cells are left out.
public enum Statistics {
    /// The mean, summed with compensation (Neumaier), so that a filled cell ties with a value that it equals
    /// on paper only where it does.
    public static func mean(_ x: [Double]) -> Double {
        var (sum, lost, n) = (0.0, 0.0, 0.0)
        for v in x where !v.isNaN {
            let next = sum + v
            lost += abs(sum) >= abs(v) ? (sum - next) + v : (v - next) + sum
            (sum, n) = (next, n + 1)
        }
        return n > 0 ? (sum + lost) / n : .nan
    }

    /// The quantile of type 7 (linear between order statistics), `p` in 0 … 1.
    public static func quantile(_ x: [Double], _ p: Double) -> Double {
        quantile(sorted: x.filter { !$0.isNaN }.sorted(), p)
    }

    static func quantile(sorted x: [Double], _ p: Double) -> Double {
        guard !x.isEmpty, !p.isNaN else { return .nan }
        let h = Double(x.count - 1) * min(1, max(0, p))
        let low = Int(h)
        guard low + 1 < x.count else { return x[x.count - 1] }
        return x[low] + (h - Double(low)) * (x[low + 1] - x[low])
    }

    public static func median(_ x: [Double]) -> Double { quantile(x, 0.5) }

    /// The sample variance (n − 1).
    public static func variance(_ x: [Double]) -> Double {
        let m = mean(x)
        var (sum, n) = (0.0, 0.0)
        for v in x where !v.isNaN { (sum, n) = (sum + (v - m) * (v - m), n + 1) }
        return n > 1 ? sum / (n - 1) : .nan
    }

    /// Skewness G1 and excess kurtosis G2 (type 2, as SAS and SPSS); NaN below 4 values or without spread.
    public static func skewKurtosis(_ x: [Double]) -> (skew: Double, kurtosis: Double) {
        let m = mean(x)
        var (n, s2, s3, s4) = (0.0, 0.0, 0.0, 0.0)
        for v in x where !v.isNaN {
            let d = v - m
            let q = d * d
            (n, s2, s3, s4) = (n + 1, s2 + q, s3 + q * d, s4 + q * q)
        }
        guard n > 3, s2 > 0 else { return (.nan, .nan) }
        let g1 = n.squareRoot() * s3 / (s2 * s2.squareRoot()) * (n * (n - 1)).squareRoot() / (n - 2)
        let r = n * s4 / (s2 * s2)
        return (g1, ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))
    }

    /// Pearson's correlation over the rows where both are present.
    public static func pearson(_ x: [Double], _ y: [Double]) -> Double {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                let count = min(x.count, y.count)
                var (sumX, sumY, n) = (0.0, 0.0, 0.0)
                for row in 0..<count where !x[row].isNaN && !y[row].isNaN {
                    (sumX, sumY, n) = (sumX + x[row], sumY + y[row], n + 1)
                }
                let (a, b) = (sumX / n, sumY / n)
                var (sxy, sxx, syy, restX, restY) = (0.0, 0.0, 0.0, 0.0, 0.0)
                for row in 0..<count where !x[row].isNaN && !y[row].isNaN {
                    let (u, v) = (x[row] - a, y[row] - b)
                    (sxy, sxx, syy) = (sxy + u * v, sxx + u * u, syy + v * v)
                    (restX, restY) = (restX + u, restY + v)
                }
                // What rounding of the means left over.
                let xy = sxy - restX * restY / n
                return xy / ((sxx - restX * restX / n) * (syy - restY * restY / n)).squareRoot()
            }
        }
    }

    /// Ranks from 1 ascending; ties share the mean rank. NaN stays NaN.
    public static func meanRanks(_ x: [Double]) -> [Double] {
        x.map { v in
            v.isNaN ? .nan : Double(x.count { $0 < v }) + Double(x.count { $0 == v } + 1) / 2
        }
    }

    public static func spearman(_ x: [Double], _ y: [Double]) -> Double { pearson(meanRanks(x), meanRanks(y)) }

    /// Kendall's tau-b.
    public static func kendall(_ x: [Double], _ y: [Double]) -> Double {
        var (s, nx, ny) = (0.0, 0.0, 0.0)
        for i in x.indices {
            for j in 0..<i {
                let (a, b) = (sign(x[i] - x[j]), sign(y[i] - y[j]))
                (s, nx, ny) = (s + a * b, nx + a * a, ny + b * b)
            }
        }
        return s / (nx * ny).squareRoot()
    }

    private static func sign(_ v: Double) -> Double { v > 0 ? 1 : v < 0 ? -1 : 0 }

    /// Cronbach's alpha: k² · mean covariance ÷ sum of covariances, complete rows only.
    public static func cronbachAlpha(_ columns: [[Double]]) -> Double {
        guard let rows = columns.first?.indices, columns.count > 1 else { return .nan }
        let complete = rows.filter { row in columns.allSatisfy { !$0[row].isNaN } }
        let items = columns.map { column in complete.map { column[$0] } }
        let total = complete.indices.map { row in items.reduce(0) { $0 + $1[row] } }
        let k = Double(columns.count)
        let own = items.reduce(0) { $0 + variance($1) }
        return k / (k - 1) * (1 - own / variance(total))
    }

    /// Competition ranks, the greatest first, within each range; NaN scores get rank 0.
    static func rank(_ scores: [Double], within ranges: [Range<Int>], into ranks: inout [Int]) {
        scores.withUnsafeBufferPointer { s in
            for range in ranges {
                for i in range {
                    let own = s[i]
                    var better = 0
                    for j in range { better &+= s[j] > own ? 1 : 0 }
                    ranks[i] = own.isNaN ? 0 : better + 1
                }
            }
        }
    }

    /// Competition ranks among the rows of the same group.
    public static func ranks(_ scores: [Double], within groups: [String]) -> [Int] {
        scores.indices.map { row in
            guard !scores[row].isNaN, groups.indices.contains(row) else { return 0 }
            return 1 + scores.indices.count { groups[$0] == groups[row] && scores[$0] > scores[row] }
        }
    }

    /// Competition ranks, the greatest first; NaN scores get rank 0.
    public static func ranks(_ scores: [Double]) -> [Int] {
        var result = [Int](repeating: 0, count: scores.count)
        rank(scores, within: [0..<scores.count], into: &result)
        return result
    }
}
