/// Missing cells as the expectation under a normal law whose mean and covariance are fitted to what is there.
///
/// Columns are standardised; the covariance is drawn towards the identity by `ridge`, since an index often has nearly as many
/// indicators as units. Source of the iteration: Little & Rubin, Statistical Analysis with Missing Data, chapter 11.
enum ExpectationMaximisation {
    private static let ridge = 0.05
    private static let tolerance = 1e-6
    private static let limit = 200

    /// All cells: present ones as they are, missing ones filled; a column without any value or spread stays as it is.
    static func fill(_ columns: [[Double]]) -> [[Double]] {
        let means = columns.map(Statistics.mean)
        let spreads = columns.map { Statistics.variance($0).squareRoot() }
        let used = columns.indices.filter { spreads[$0] > 0 && spreads[$0].isFinite }
        guard let rows = columns.first?.count, used.count > 1 else {
            return zip(columns, means).map { column, mean in column.map { $0.isNaN ? mean : $0 } }
        }
        let z = used.map { index in columns[index].map { ($0 - means[index]) / spreads[index] } }
        let filled = iterate(z, rows)
        var result = zip(columns, means).map { column, mean in column.map { $0.isNaN ? mean : $0 } }
        for (position, index) in used.enumerated() {
            for row in 0..<rows where columns[index][row].isNaN {
                result[index][row] = filled[position][row] * spreads[index] + means[index]
            }
        }
        return result
    }

    private static func iterate(_ z: [[Double]], _ rows: Int) -> [[Double]] {
        let order = z.count
        var filled = z.map { column in column.map { $0.isNaN ? 0 : $0 } }
        let missing = (0..<rows).map { row in (0..<order).filter { z[$0][row].isNaN } }
        var extra = SymmetricMatrix(order: order)
        for _ in 0..<limit {
            let mean = filled.map { $0.reduce(0, +) / Double(rows) }
            var covariance = SymmetricMatrix(order: order)
            for i in 0..<order {
                for j in 0...i {
                    var sum = extra[i, j]
                    for row in 0..<rows { sum += (filled[i][row] - mean[i]) * (filled[j][row] - mean[j]) }
                    covariance[i, j] = sum / Double(rows) * (1 - ridge) + (i == j ? ridge : 0)
                }
            }
            extra = SymmetricMatrix(order: order)
            var change = 0.0
            for row in 0..<rows where !missing[row].isEmpty {
                change = max(change, expect(row, missing[row], mean, covariance, &filled, &extra))
            }
            if change < tolerance { break }
        }
        return filled
    }

    /// Expects the missing cells of one row and adds their conditional covariance; the greatest change of a cell.
    private static func expect(
        _ row: Int, _ missing: [Int], _ mean: [Double], _ covariance: SymmetricMatrix, _ filled: inout [[Double]],
        _ extra: inout SymmetricMatrix
    ) -> Double {
        let present = filled.indices.filter { !missing.contains($0) }
        let n = present.count
        var own = SymmetricMatrix(order: n)
        for i in 0..<n { for j in 0...i { own[i, j] = covariance[present[i], present[j]] } }
        guard let factor = own.cholesky() else { return 0 }
        let distance = SymmetricMatrix.solve(factor, n, present.map { filled[$0][row] - mean[$0] })
        var change = 0.0
        let slopes = missing.map { m in SymmetricMatrix.solve(factor, n, present.map { covariance[m, $0] }) }
        for (a, m) in missing.enumerated() {
            var value = mean[m]
            for k in 0..<n { value += covariance[m, present[k]] * distance[k] }
            change = max(change, abs(value - filled[m][row]))
            filled[m][row] = value
            for (b, other) in missing[...a].enumerated() {
                var rest = covariance[m, other]
                for k in 0..<n { rest -= slopes[b][k] * covariance[m, present[k]] }
                extra[m, other] += rest
            }
        }
        return change
    }
}
