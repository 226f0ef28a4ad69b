#if canImport(Glibc)
    internal import Glibc
#endif

/// How the weights of one aggregate's children arise.
public enum Weighting: Sendable, Hashable {
    /// As the structure gives them.
    case given
    case equal
    /// The first principal component's loadings; the sign is fixed so that their sum is positive, what is still negative gets 0.
    case principalComponent
    /// 1 − the normalised entropy of the shares x ÷ Σx.
    case entropy
    /// The sample deviation of the min–max column.
    case deviation
    /// The deviation times the sum of 1 − r with the others.
    case critic
    /// Weights of at least 0 for which the children's correlations with their mean stand to each other as these targets.
    case optimised(targets: [Double])
    /// Stated in the method, by the children's order.
    case fixed([Double])

    /// Weights that sum to 1, one per column; nil where the columns do not determine them (then the given ones stand).
    /// - Parameters:
    ///   - columns: the children's normalised values.
    ///   - given: the structure's weights.
    public func weights(_ columns: [[Double]], given: [Double]) -> [Double]? {
        let raw: [Double]? =
            switch self {
            case .given: given
            case .equal: columns.map { _ in 1 }
            case .fixed(let own): own.count == columns.count ? own : nil
            case .principalComponent: Coherence(columns).loadings.map { $0.isNaN ? .nan : max(0, $0) }
            case .entropy: Self.entropy(columns.map(Self.aboveZero))
            case .deviation: Self.deviation(columns)
            case .critic: Self.critic(columns)
            case .optimised(let targets):
                targets.count == columns.count ? WeightOptimisation.towards(targets, columns) : nil
            }
        guard let raw, raw.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
        let sum = raw.reduce(0, +)
        return sum > 0 ? raw.map { $0 / sum } : nil
    }

    /// Entropy needs numbers above 0: 1 + 100 × the min–max share.
    private static func aboveZero(_ column: [Double]) -> [Double] {
        Normalisation.minMax(lower: 1, upper: 101).apply(column, direction: 1)
    }

    static func shares(_ raw: [Double]) -> [Double] {
        let sum = raw.reduce(0, +)
        return raw.map { $0 / sum }
    }

    /// Shares by 1 − e, e = −Σ p ln p ÷ ln m, of columns of positive numbers.
    public static func entropy(_ columns: [[Double]]) -> [Double] {
        shares(
            columns.map { column in
                let present = column.filter { $0 > 0 }
                let sum = present.reduce(0, +)
                let e = -present.reduce(0) { $0 + $1 / sum * log($1 / sum) } / log(Double(present.count))
                return 1 - e
            })
    }

    /// Shares by the deviation of the min–max columns.
    public static func deviation(_ columns: [[Double]]) -> [Double] {
        shares(unitColumns(columns).map { Statistics.variance($0).squareRoot() })
    }

    /// Shares by the variance of the min–max columns.
    public static func variance(_ columns: [[Double]]) -> [Double] { shares(unitColumns(columns).map(Statistics.variance)) }

    /// CRITIC: the deviation of the min–max column times Σ (1 − r) with all columns.
    public static func critic(_ columns: [[Double]]) -> [Double] {
        let unit = unitColumns(columns)
        return shares(
            unit.indices.map { own in
                let conflict = unit.indices.reduce(0) { $0 + ($1 == own ? 0 : 1 - Statistics.pearson(unit[own], unit[$1])) }
                return Statistics.variance(unit[own]).squareRoot() * conflict
            })
    }

    private static func unitColumns(_ columns: [[Double]]) -> [[Double]] {
        columns.map { Normalisation.minMax(lower: 0, upper: 1).apply($0, direction: 1) }
    }

    /// MEREC (removal effects): how much ln(1 + Σ |ln(min ÷ x)| ÷ n) of the rows changes without the column; positive columns.
    public static func removalEffects(_ columns: [[Double]]) -> [Double] {
        let logs = columns.map { column in
            let low = column.min() ?? .nan
            return column.map { abs(log(low / $0)) }
        }
        let (n, rows) = (Double(columns.count), columns.first?.indices ?? 0..<0)
        let sums = rows.map { row in logs.reduce(0) { $0 + $1[row] } }
        return shares(
            logs.map { own in
                rows.reduce(0) { $0 + abs(log(1 + (sums[$1] - own[$1]) / n) - log(1 + sums[$1] / n)) }
            })
    }

    /// Shares by the angle between a column and the constant one; positive columns.
    public static func angle(_ columns: [[Double]]) -> [Double] {
        shares(
            columns.map { column in
                let m = Double(column.count)
                let (sum, squares) = column.reduce((0.0, 0.0)) { ($0.0 + $1, $0.1 + $1 * $1) }
                return acos(min(1, sum / m / (squares / m).squareRoot()))
            })
    }

    /// Shares by Gini's coefficient; positive columns.
    public static func gini(_ columns: [[Double]]) -> [Double] {
        shares(
            columns.map { column in
                let m = Double(column.count)
                var sum = 0.0
                for a in column { for b in column { sum += abs(a - b) } }
                return sum / (2 * m * m * Statistics.mean(column))
            })
    }

    /// CILOS (impact loss): the solution of F w = 0, F from what each column loses where another is at its best; positive columns.
    public static func impactLoss(_ columns: [[Double]]) -> [Double] {
        let n = columns.count
        let parts = columns.map(shares)
        let best = parts.map { part in part.indices.max { (part[$0], $1) < (part[$1], $0) } ?? 0 }
        var f = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        for j in 0..<n {
            let top = parts[j][best[j]]
            for i in 0..<n { f[i][j] = (top - parts[j][best[i]]) / top }
            f[j][j] -= f.reduce(0) { $0 + $1[j] }
        }
        // The columns of F sum to 0, so one equation is spare: Σ w = 1 stands in its place.
        f[n - 1] = [Double](repeating: 1, count: n)
        var right = [Double](repeating: 0, count: n)
        right[n - 1] = 1
        return shares(LinearSystem.solve(f, right) ?? [Double](repeating: .nan, count: n))
    }
}

/// Small dense systems of equations.
enum LinearSystem {
    /// x with A x = b by elimination with row exchange; nil where A is singular.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var (a, b) = (matrix, right)
        let n = b.count
        for column in 0..<n {
            guard let pivot = (column..<n).max(by: { abs(a[$0][column]) < abs(a[$1][column]) }), a[pivot][column] != 0 else {
                return nil
            }
            a.swapAt(column, pivot)
            b.swapAt(column, pivot)
            for row in 0..<n where row != column && a[row][column] != 0 {
                let factor = a[row][column] / a[column][column]
                for k in column..<n { a[row][k] -= factor * a[column][k] }
                b[row] -= factor * b[column]
            }
        }
        return (0..<n).map { b[$0] / a[$0][$0] }
    }
}
