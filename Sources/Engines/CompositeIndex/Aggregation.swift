#if canImport(Glibc)
    internal import Glibc
#endif

/// How children become their parent: f⁻¹(Σ w f(x) ÷ Σ w) over the children that are present, or Copeland's rule.
public enum Aggregation: Sendable, Hashable {
    case arithmetic
    /// With x + shift under the logarithm and − shift after; the shift is a stated parameter.
    /// With shift 0 a zero child makes the parent zero; a negative one makes it missing.
    case geometric(shift: Double)
    case harmonic
    case power(Double)
    /// For every other row of the period +1 where this row wins more than half of the weight (ties count half), −1 where less.
    case copeland

    /// Whether a row's value depends on that row alone.
    public var isMean: Bool { self != .copeland }

    @inline(__always)
    func inward(_ x: Double) -> Double {
        switch self {
        case .arithmetic, .copeland: x
        case .geometric(let shift): log(x + shift)
        case .harmonic: 1 / x
        case .power(let p): pow(x, p)
        }
    }

    @inline(__always)
    func outward(_ y: Double) -> Double {
        switch self {
        case .arithmetic, .copeland: y
        case .geometric(let shift): exp(y) - shift
        case .harmonic: 1 / y
        case .power(let p): pow(y, 1 / p)
        }
    }

    /// One parent from its children. A row with less than `availability` of its children present stays missing.
    /// - Parameter periods: runs of rows that are compared with each other (Copeland); nil compares all.
    public func apply(
        _ children: [[Double]], weights: [Double], availability: Double = 0, periods: [Range<Int>]? = nil
    ) -> [Double] {
        guard let rows = children.first?.count else { return [] }
        let columns = children.count
        var result = [Double](repeating: .nan, count: rows)
        func enough(_ row: Int) -> Bool {
            availability <= 0 || Double(children.count { !$0[row].isNaN }) / Double(columns) >= availability
        }
        if self == .copeland {
            for range in periods ?? [0..<rows] {
                for row in range where enough(row) { result[row] = Aggregation.copeland(children, weights, row, among: range) }
            }
            return result
        }
        for row in 0..<rows where enough(row) {
            var (sum, weight) = (0.0, 0.0)
            for column in 0..<columns where !children[column][row].isNaN && weights[column] > 0 {
                let w = weights[column]
                (sum, weight) = (sum + w * inward(children[column][row]), weight + w)
            }
            if weight > 0 { result[row] = outward(sum / weight) }
        }
        return result
    }

    /// Copeland's rule over one list of rows; a column where either cell is missing does not count between the two.
    public static func copeland(_ children: [[Double]], weights: [Double]) -> [Double] {
        Aggregation.copeland.apply(children, weights: weights)
    }

    private static func copeland(_ children: [[Double]], _ weights: [Double], _ a: Int, among range: Range<Int>) -> Double {
        guard children.contains(where: { !$0[a].isNaN }) else { return .nan }
        var score = 0.0
        for b in range where b != a {
            var (share, total) = (0.0, 0.0)
            for (child, w) in zip(children, weights) where !child[a].isNaN && !child[b].isNaN {
                share += child[a] > child[b] ? w : child[a] == child[b] ? w / 2 : 0
                total += w
            }
            score += share > total / 2 ? 1 : share < total / 2 ? -1 : 0
        }
        return score
    }
}
