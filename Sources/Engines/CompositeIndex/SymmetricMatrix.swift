#if canImport(Glibc)
    internal import Glibc
#endif

/// A small dense symmetric matrix: what correlations, covariances and their eigenvalues need.
public struct SymmetricMatrix: Sendable, Hashable {
    public let order: Int
    /// Row after row; both triangles are filled.
    var cells: [Double]

    /// All zero.
    public init(order: Int) {
        self.order = max(0, order)
        cells = [Double](repeating: 0, count: self.order * self.order)
    }

    /// Setting a cell sets its mirror too.
    public subscript(_ row: Int, _ column: Int) -> Double {
        get { cells[row * order + column] }
        set {
            cells[row * order + column] = newValue
            cells[column * order + row] = newValue
        }
    }

    /// Pearson correlations of columns over the rows where all are present.
    public static func correlations(_ columns: [[Double]]) -> SymmetricMatrix {
        let complete = Statistics.completeRows(columns)
        let items = complete.map(Statistics.standardised)
        let rows = complete.first?.count ?? 0
        var result = SymmetricMatrix(order: columns.count)
        for i in items.indices {
            result[i, i] = 1
            for j in 0..<i {
                var sum = 0.0
                for row in 0..<rows { sum += items[i][row] * items[j][row] }
                result[i, j] = rows > 1 ? sum / Double(rows - 1) : .nan
            }
        }
        return result
    }

    /// Eigenvalues, the greatest first, and their unit vectors, by Jacobi's rotations; nil where a cell is no finite number.
    public func eigen() -> (values: [Double], vectors: [[Double]])? {
        guard cells.allSatisfy(\.isFinite) else { return nil }
        let n = order
        var a = cells
        var v = [Double](repeating: 0, count: n * n)
        for i in 0..<n { v[i * n + i] = 1 }
        for _ in 0..<100 {
            var off = 0.0
            var scale = 0.0
            for i in 0..<n {
                scale += a[i * n + i] * a[i * n + i]
                for j in 0..<i { off += a[i * n + j] * a[i * n + j] }
            }
            if off <= 1e-34 * max(scale, off) || off == 0 { break }
            for p in 0..<n {
                for q in (p + 1)..<max(n, p + 1) { SymmetricMatrix.rotate(&a, &v, n, p, q) }
            }
        }
        let order = (0..<n).sorted { (a[$1 * n + $1], $0) < (a[$0 * n + $0], $1) }
        return (order.map { a[$0 * n + $0] }, order.map { column in (0..<n).map { v[$0 * n + column] } })
    }

    /// One rotation that makes cell (p, q) zero.
    private static func rotate(_ a: inout [Double], _ v: inout [Double], _ n: Int, _ p: Int, _ q: Int) {
        let apq = a[p * n + q]
        guard apq != 0 else { return }
        let theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
        let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<n {
            let (x, y) = (a[k * n + p], a[k * n + q])
            (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y)
        }
        for k in 0..<n {
            let (x, y) = (a[p * n + k], a[q * n + k])
            (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y)
        }
        for k in 0..<n {
            let (x, y) = (v[k * n + p], v[k * n + q])
            (v[k * n + p], v[k * n + q]) = (c * x - s * y, s * x + c * y)
        }
    }

    /// The Cholesky factor (lower triangle, row after row); nil where the matrix is not positive definite.
    func cholesky() -> [Double]? {
        let n = order
        var l = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0...i {
                var sum = cells[i * n + j]
                for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
                if i == j {
                    guard sum > 0 else { return nil }
                    l[i * n + i] = sum.squareRoot()
                } else {
                    l[i * n + j] = sum / l[j * n + j]
                }
            }
        }
        return l
    }

    /// x with A x = b, given A's Cholesky factor.
    static func solve(_ l: [Double], _ n: Int, _ b: [Double]) -> [Double] {
        var x = b
        for i in 0..<n {
            for k in 0..<i { x[i] -= l[i * n + k] * x[k] }
            x[i] /= l[i * n + i]
        }
        for i in stride(from: n - 1, through: 0, by: -1) {
            for k in (i + 1)..<max(n, i + 1) { x[i] -= l[k * n + i] * x[k] }
            x[i] /= l[i * n + i]
        }
        return x
    }

    /// The inverse; nil where the matrix is not positive definite.
    public func inverse() -> SymmetricMatrix? {
        guard let l = cholesky() else { return nil }
        var result = SymmetricMatrix(order: order)
        for j in 0..<order {
            var unit = [Double](repeating: 0, count: order)
            unit[j] = 1
            let x = SymmetricMatrix.solve(l, order, unit)
            for i in 0...j { result[i, j] = x[i] }
        }
        return result
    }
}
