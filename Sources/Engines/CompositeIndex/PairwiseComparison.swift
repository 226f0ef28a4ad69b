#if canImport(Glibc)
    internal import Glibc
#endif

/// Weights from judgements "i is so many times as important as j" (the Analytic Hierarchy Process, Saaty 1980).
public struct PairwiseComparison: Sendable, Hashable {
    /// The principal eigenvector, summing to 1.
    public let eigenvectorWeights: [Double]
    /// The geometric means of the rows, summing to 1.
    public let geometricWeights: [Double]
    /// The principal eigenvalue λ.
    public let eigenvalue: Double
    /// (λ − n) ÷ (n − 1).
    public let consistencyIndex: Double
    /// The index over that of random judgements; above 0.1 the judgements contradict each other too much.
    public let consistencyRatio: Double

    public var isConsistent: Bool { consistencyRatio <= 0.1 }

    /// Saaty's mean index of random matrices of order 1, 2, 3 …
    private static let random = [0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59]

    /// nil where the matrix is not square, of order 1 to 15, or holds what is not a finite number above 0.
    public init?(_ matrix: [[Double]]) {
        let n = matrix.count
        guard (1...15).contains(n), matrix.allSatisfy({ $0.count == n && $0.allSatisfy { $0 > 0 && $0.isFinite } }) else {
            return nil
        }
        var w = [Double](repeating: 1 / Double(n), count: n)
        var lambda = Double(n)
        // A positive matrix: the power method converges (Perron–Frobenius).
        for _ in 0..<10_000 {
            let product = matrix.map { row in zip(row, w).reduce(0) { $0 + $1.0 * $1.1 } }
            let sum = product.reduce(0, +)
            let next = product.map { $0 / sum }
            let change = zip(next, w).reduce(0) { max($0, abs($1.0 - $1.1)) }
            (w, lambda) = (next, sum)
            if change < 1e-16 { break }
        }
        eigenvectorWeights = w
        eigenvalue = lambda
        let means = matrix.map { row in exp(row.reduce(0) { $0 + log($1) } / Double(n)) }
        geometricWeights = Weighting.shares(means)
        consistencyIndex = n > 1 ? (lambda - Double(n)) / Double(n - 1) : 0
        consistencyRatio = n > 2 ? consistencyIndex / Self.random[n - 1] : 0
    }

    /// Pairs (i, j) whose judgements are not each other's inverse: what a person who filled the matrix should see.
    public static func contradictions(_ matrix: [[Double]]) -> [(row: Int, column: Int)] {
        var found: [(row: Int, column: Int)] = []
        for i in matrix.indices {
            for j in matrix[i].indices where j <= i && matrix.indices.contains(j) && matrix[j].indices.contains(i) {
                if abs(matrix[i][j] * matrix[j][i] - 1) > 0.01 { found.append((i, j)) }
            }
        }
        return found
    }
}
