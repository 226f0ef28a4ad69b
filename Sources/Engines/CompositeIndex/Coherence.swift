/// How the items of one group hang together: reliability, principal components, sampling adequacy.
///
/// Rows with a missing cell are left out. Figures that cannot be computed are NaN.
public struct Coherence: Sendable, Hashable {
    /// Cronbach's alpha: k² · mean covariance ÷ sum of covariances.
    public let alpha: Double
    /// The same on standardised items: k r̄ ÷ (1 + (k − 1) r̄).
    public let standardisedAlpha: Double
    /// The mean correlation r̄ between different items.
    public let averageCorrelation: Double
    /// Eigenvalues of the correlation matrix, the greatest first.
    public let eigenvalues: [Double]
    /// The first component's loadings (a unit vector) with its sign fixed: their sum is not negative.
    public let loadings: [Double]
    /// The Kaiser–Meyer–Olkin measure: Σ r² ÷ (Σ r² + Σ partial²) over different items.
    public let samplingAdequacy: Double

    /// The share of the variance that the first component holds.
    public var firstShare: Double { (eigenvalues.first ?? .nan) / Double(eigenvalues.count) }
    /// How many components hold more than one item does.
    public var componentCount: Int { eigenvalues.count { $0 > 1 } }

    public init(_ columns: [[Double]]) {
        alpha = Statistics.cronbachAlpha(columns)
        let matrix = SymmetricMatrix.correlations(columns)
        let k = Double(columns.count)
        var sum = 0.0
        for i in columns.indices { for j in 0..<i { sum += matrix[i, j] } }
        let mean = columns.count > 1 ? sum / (k * (k - 1) / 2) : .nan
        averageCorrelation = mean
        standardisedAlpha = k * mean / (1 + (k - 1) * mean)
        if let (values, vectors) = matrix.eigen(), let first = vectors.first {
            eigenvalues = values
            let isNegative = first.reduce(0, +) < 0
            loadings = isNegative ? first.map { -$0 } : first
        } else {
            eigenvalues = []
            loadings = columns.map { _ in .nan }
        }
        samplingAdequacy = Coherence.adequacy(matrix)
    }

    private static func adequacy(_ r: SymmetricMatrix) -> Double {
        guard r.order > 1, r.cells.allSatisfy(\.isFinite), let inverse = r.inverse() else { return .nan }
        var (plain, partial) = (0.0, 0.0)
        for i in 0..<r.order {
            for j in 0..<i {
                let p = inverse[i, j] / (inverse[i, i] * inverse[j, j]).squareRoot()
                (plain, partial) = (plain + r[i, j] * r[i, j], partial + p * p)
            }
        }
        return plain / (plain + partial)
    }

    /// What one item does to its group.
    public struct Item: Sendable, Hashable {
        /// The item's correlation with the sum of the others.
        public var correlationWithRest: Double
        /// Alpha of the others.
        public var alphaWithout: Double
    }

    /// Per column, what the group would be without it.
    public static func items(_ columns: [[Double]]) -> [Item] {
        let complete = Statistics.completeRows(columns)
        guard let rows = complete.first?.indices else { return [] }
        return complete.indices.map { own in
            let others = complete.indices.filter { $0 != own }.map { complete[$0] }
            let rest = rows.map { row in others.reduce(0) { $0 + $1[row] } }
            return Item(
                correlationWithRest: Statistics.pearson(complete[own], rest), alphaWithout: Statistics.cronbachAlpha(others))
        }
    }
}
