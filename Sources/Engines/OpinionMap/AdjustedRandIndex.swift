/// How far two groupings of the same things agree: 1 when equal but for names, about 0 by chance.
///
/// Source: L. Hubert, P. Arabie, "Comparing partitions", J. Classification 2 (1985).
public enum AdjustedRandIndex {
    /// - Parameters: the groups of the same things in the same order.
    /// - Returns: 1 where both put everything together or everything apart.
    public static func of(_ a: [Int], _ b: [Int]) -> Double {
        precondition(a.count == b.count, "two groupings of the same things have the same length")
        var cells: [[Int]: Int] = [:]
        var (rows, columns): ([Int: Int], [Int: Int]) = ([:], [:])
        for (x, y) in zip(a, b) {
            cells[[x, y], default: 0] += 1
            rows[x, default: 0] += 1
            columns[y, default: 0] += 1
        }
        func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 } }
        let together = pairs(cells.values)
        let (inRows, inColumns) = (pairs(rows.values), pairs(columns.values))
        let all = Double(a.count) * Double(a.count - 1) / 2
        guard all > 0 else { return 1 }
        let expected = inRows * inColumns / all
        let most = (inRows + inColumns) / 2
        return most == expected ? 1 : (together - expected) / (most - expected)
    }
}
