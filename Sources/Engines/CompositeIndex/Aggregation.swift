#if canImport(Glibc)
    internal import Glibc
#endif

/// How children become their parent: f⁻¹(Σ w f(x) ÷ Σ w) over the children that are present.
public enum Aggregation: Sendable, Hashable {
    case arithmetic
    /// With x + shift under the logarithm and − shift after; the shift is a stated parameter.
    /// With shift 0 a zero child makes the parent zero; a negative one makes it missing.
    case geometric(shift: Double)
    case harmonic
    case power(Double)

    @inline(__always)
    func inward(_ x: Double) -> Double {
        switch self {
        case .arithmetic: x
        case .geometric(let shift): log(x + shift)
        case .harmonic: 1 / x
        case .power(let p): pow(x, p)
        }
    }

    @inline(__always)
    func outward(_ y: Double) -> Double {
        switch self {
        case .arithmetic: y
        case .geometric(let shift): exp(y) - shift
        case .harmonic: 1 / y
        case .power(let p): pow(y, 1 / p)
        }
    }

    /// One parent from its children. A row with less than `availability` of its children present stays missing.
    public func apply(_ children: [[Double]], weights: [Double], availability: Double = 0) -> [Double] {
        guard let rows = children.first?.count else { return [] }
        return (0..<rows).map { row in
            var (sum, weight, present) = (0.0, 0.0, 0.0)
            for (child, w) in zip(children, weights) where !child[row].isNaN {
                present += 1
                guard w > 0 else { continue }
                (sum, weight) = (sum + w * inward(child[row]), weight + w)
            }
            guard weight > 0, present / Double(children.count) >= availability else { return .nan }
            return outward(sum / weight)
        }
    }

    /// Copeland's rule: for every other row +1 where this row wins more than half of the weight
    /// (ties count half), −1 where less.
    public static func copeland(_ children: [[Double]], weights: [Double]) -> [Double] {
        guard let rows = children.first?.count else { return [] }
        let total = weights.reduce(0, +)
        var scores = [Double](repeating: 0, count: rows)
        for a in 0..<rows {
            for b in 0..<rows where a != b {
                var share = 0.0
                for (child, w) in zip(children, weights) {
                    share += child[a] > child[b] ? w : child[a] == child[b] ? w / 2 : 0
                }
                scores[a] += share > total / 2 ? 1 : share < total / 2 ? -1 : 0
            }
        }
        return scores
    }
}
