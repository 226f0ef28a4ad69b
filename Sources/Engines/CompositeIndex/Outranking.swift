/// Rows compared two by two: by what share of the weight one beats the other.
public enum Outranking {
    /// Cell (a, b): the share of the weight of columns where row a is greater than row b, ties half; 0 on the diagonal.
    /// Columns where either is missing do not count.
    public static func matrix(_ columns: [[Double]], weights: [Double]) -> [[Double]] {
        let rows = columns.first?.count ?? 0
        var result = [[Double]](repeating: [Double](repeating: 0, count: rows), count: rows)
        for a in 0..<rows {
            for b in 0..<rows where a != b {
                var (won, all) = (0.0, 0.0)
                for (column, weight) in zip(columns, weights) where !column[a].isNaN && !column[b].isNaN {
                    won += column[a] > column[b] ? weight : column[a] == column[b] ? weight / 2 : 0
                    all += weight
                }
                result[a][b] = all > 0 ? won / all : .nan
            }
        }
        return result
    }

    /// Pairs in which one row is at least as good everywhere and better somewhere.
    public static func dominations(_ columns: [[Double]]) -> Int {
        let rows = columns.first?.count ?? 0
        var count = 0
        for a in 0..<rows {
            for b in 0..<rows where a != b {
                let isNowhereWorse = columns.allSatisfy { $0[a] >= $0[b] }
                if isNowhereWorse, columns.contains(where: { $0[a] > $0[b] }) { count += 1 }
            }
        }
        return count
    }
}
