/// Rao and Scott's second-order test of independence of two columns.
public struct IndependenceTest: Sendable, Hashable {
    public var f: Double
    public var numeratorDF: Double
    public var denominatorDF: Double
    public var p: Double
}

extension SurveyDesign {
    /// The most cells of a table that is tested.
    public static let mostCells = 400

    /// Whether two columns are independent in the population; nil where one of them has a single value, the table has more than
    /// `mostCells` cells (fewer for more than 50,000 rows), or the design leaves no variance to test with.
    ///
    /// Source: J. N. K. Rao, A. J. Scott, "On chi-squared tests for multiway contingency tables", Ann. Statist. 12 (1984).
    public func independence(_ rows: [String], _ columns: [String]) -> IndependenceTest? {
        let (names, others) = (Set(rows).sorted(), Set(columns).sorted())
        let (height, width) = (names.count, others.count)
        let cells = height.multipliedReportingOverflow(by: width)
        guard height > 1, width > 1, !cells.overflow, cells.partialValue <= SurveyDesign.mostCells else { return nil }
        guard cells.partialValue * count <= SurveyDesign.mostCells * 50_000 else { return nil }
        let row = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let column = Dictionary(uniqueKeysWithValues: others.enumerated().map { ($1, $0) })
        let cell = rows.indices.map { (row[rows[$0]] ?? 0) * width + (column[columns[$0]] ?? 0) }
        let sum = weights.reduce(0, +)
        var shares = [Double](repeating: 0, count: height * width)
        for (index, weight) in zip(cell, weights) { shares[index] += weight / sum }
        let influences = shares.indices.map { c in
            weights.indices.map { weights[$0] * ((cell[$0] == c ? 1 : 0) - shares[c]) / sum }
        }
        let v = covariance(influences)
        let inverse = shares.map { $0 > 0 ? 1 / $0 : 0 }
        let contrasts = SurveyDesign.contrasts(height, width)
        let n = Double(count)
        func form(_ a: [Double], _ b: [Double], _ entry: (Int, Int) -> Double) -> Double {
            var result = 0.0
            for i in a.indices where a[i] != 0 {
                for j in b.indices where b[j] != 0 { result += a[i] * b[j] * entry(i, j) }
            }
            return result
        }
        let denominator = contrasts.map { a in contrasts.map { b in form(a, b) { $0 == $1 ? inverse[$0] / n : 0 } } }
        let numerator = contrasts.map { a in
            contrasts.map { b in form(a, b) { inverse[$0] * v[$0][$1] * inverse[$1] } }
        }
        guard let delta = SurveyDesign.solve(denominator, numerator) else { return nil }
        let trace = delta.indices.reduce(0) { $0 + delta[$1][$1] }
        var squares = 0.0
        for i in delta.indices { for j in delta.indices { squares += delta[i][j] * delta[j][i] } }
        let pearson = SurveyDesign.pearson(shares, height, width) * n
        guard trace > 0, squares > 0 else { return nil }
        let df = trace * trace / squares
        let nu = df * Double(degreesOfFreedom())
        let f = pearson / trace
        return IndependenceTest(
            f: f, numeratorDF: df, denominatorDF: nu,
            p: Distribution.fUpperTail(f, numerator: df, denominator: nu))
    }

    /// A basis of the interactions: what neither margin explains.
    private static func contrasts(_ height: Int, _ width: Int) -> [[Double]] {
        var result: [[Double]] = []
        for i in 0..<(height - 1) {
            for j in 0..<(width - 1) {
                var contrast = [Double](repeating: 0, count: height * width)
                contrast[i * width + j] = 1
                contrast[i * width + width - 1] = -1
                contrast[(height - 1) * width + j] = -1
                contrast[height * width - 1] = 1
                result.append(contrast)
            }
        }
        return result
    }

    private static func pearson(_ shares: [Double], _ height: Int, _ width: Int) -> Double {
        var result = 0.0
        for i in 0..<height {
            let across = (0..<width).reduce(0) { $0 + shares[i * width + $1] }
            for j in 0..<width {
                let down = (0..<height).reduce(0) { $0 + shares[$1 * width + j] }
                let expected = across * down
                if expected > 0 {
                    let difference = shares[i * width + j] - expected
                    result += difference * difference / expected
                }
            }
        }
        return result
    }

    /// a⁻¹b by elimination with pivots; nil where a is singular.
    private static func solve(_ a: [[Double]], _ b: [[Double]]) -> [[Double]]? {
        var (left, right) = (a, b)
        for k in left.indices {
            guard let pivot = (k..<left.count).max(by: { abs(left[$0][k]) < abs(left[$1][k]) }) else { return nil }
            guard abs(left[pivot][k]) > 1e-300 else { return nil }
            left.swapAt(k, pivot)
            right.swapAt(k, pivot)
            let scale = left[k][k]
            left[k] = left[k].map { $0 / scale }
            right[k] = right[k].map { $0 / scale }
            for i in left.indices where i != k && left[i][k] != 0 {
                let factor = left[i][k]
                for j in left.indices {
                    left[i][j] -= factor * left[k][j]
                    right[i][j] -= factor * right[k][j]
                }
            }
        }
        return right
    }
}
