/// The vote matrix as the principal axes see it: what was said less the statement's mean, for votes seen.
///
/// Where a statement was not seen, the matrix is completed with the statement's mean, so that nothing remains: the completed and
/// centred matrix is as sparse as the votes. Statements moderated out count as 0 said by everybody; nothing remains of them either.
struct Residuals: Sendable {
    /// Mean of what was seen, by column; 0 for statements moderated out.
    let centre: [Double]
    /// Places in `columns` and `values` at which a row begins, and the end.
    private(set) var starts: [Int]
    private(set) var columns: [Int32]
    private(set) var values: [Double]
    /// How often a row counts.
    let weights: [Double]

    /// - Parameters:
    ///   - isOut: whether a column is moderated out.
    ///   - weights: how often each row counts, or nil for once.
    init(_ table: VoteTable, isOut: [Bool], weights: [Double]? = nil) {
        let centre = Residuals.centre(table, isOut: isOut, weights: weights)
        let count = table.count
        var (starts, columns, values): ([Int], [Int32], [Double]) = ([0], [], [])
        starts.reserveCapacity(table.rows.count + 1)
        columns.reserveCapacity(count)
        values.reserveCapacity(count)
        for row in table.rows {
            for cell in row where !isOut[Int(cell.column)] {
                columns.append(cell.column)
                values.append(Double(cell.stance.rawValue) - centre[Int(cell.column)])
            }
            starts.append(columns.count)
        }
        self.centre = centre
        self.starts = starts
        self.columns = columns
        self.values = values
        self.weights = weights ?? [Double](repeating: 1, count: table.rows.count)
    }

    private static func centre(_ table: VoteTable, isOut: [Bool], weights: [Double]?) -> [Double] {
        guard let weights else { return table.tallies.enumerated().map { isOut[$0] ? 0 : $1.mean } }
        var sums = [Double](repeating: 0, count: isOut.count)
        var seen = sums
        for (row, weight) in zip(table.rows, weights) where weight != 0 {
            for cell in row {
                sums[Int(cell.column)] += weight * Double(cell.stance.rawValue)
                seen[Int(cell.column)] += weight
            }
        }
        return sums.indices.map { isOut[$0] || seen[$0] == 0 ? 0 : sums[$0] / seen[$0] }
    }

    /// Sum of squares in each column.
    var spread: [Double] {
        var squares = [Double](repeating: 0, count: centre.count)
        for row in weights.indices {
            for entry in starts[row]..<starts[row + 1] {
                squares[Int(columns[entry])] += weights[row] * values[entry] * values[entry]
            }
        }
        return squares
    }

    /// Multiplies four vectors at once by the matrix and then by its transpose: V ↦ XᵀWX V.
    func applied(to block: [SIMD4<Double>]) -> [SIMD4<Double>] {
        var result = [SIMD4<Double>](repeating: .zero, count: block.count)
        result.withUnsafeMutableBufferPointer { result in
            block.withUnsafeBufferPointer { block in
                columns.withUnsafeBufferPointer { columns in
                    values.withUnsafeBufferPointer { values in
                        for row in weights.indices {
                            let (start, end) = (starts[row], starts[row + 1])
                            // Two sums at once: an addition need not wait for the one before.
                            var (dot, other) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
                            var entry = start
                            while entry + 1 < end {
                                dot += block[Int(columns[entry])] * values[entry]
                                other += block[Int(columns[entry + 1])] * values[entry + 1]
                                entry += 2
                            }
                            if entry < end { dot += block[Int(columns[entry])] * values[entry] }
                            dot = (dot + other) * weights[row]
                            for entry in start..<end { result[Int(columns[entry])] += dot * values[entry] }
                        }
                    }
                }
            }
        }
        return result
    }
}
