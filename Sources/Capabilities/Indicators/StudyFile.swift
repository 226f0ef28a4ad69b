public import Ground

/// A design of a study as a CSV file: one column per factor, by its name or with “u ” before it.
public enum StudyFile {
    /// Rows of numbers from 0 to below 1, in the factors' order; throws every fault with its line.
    public static func read(_ bytes: [UInt8], file: String, factors: [String]) throws(RejectedInput) -> [[Double]] {
        var faults = Diagnostics()
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        var columns: [Int] = []
        for name in factors {
            if let column = csv.column("u \(name)") ?? csv.requiredColumn(name, diagnostics: &faults) { columns.append(column) }
        }
        var rows: [[Double]] = []
        for row in csv.rows where columns.count == factors.count {
            var values: [Double] = []
            for (column, name) in zip(columns, factors) {
                if let value = Double(decimal: row.fields[column]), value >= 0, value <= 1 {
                    values.append(value)
                } else {
                    faults.error("“\(row.fields[column])” of \(name) is no number from 0 to 1", at: Place(file, line: row.line))
                }
            }
            rows.append(values)
        }
        if rows.isEmpty { faults.error("there are no runs", at: Place(file)) }
        if faults.hasErrors { throw RejectedInput(faults) }
        return rows
    }

    /// The length of a block where the rows are A, B, then A with column i from B for each factor, and after them at most as many plain
    /// draws as make no larger blocks; else nil.
    public static func samples(_ rows: [[Double]]) -> Int? {
        guard let factors = rows.first?.count, factors > 0, rows.count >= 2 * (factors + 2) else { return nil }
        let n = rows.count / (factors + 2)
        for factor in 0..<factors {
            for row in 0..<n {
                var expected = rows[row]
                expected[factor] = rows[n + row][factor]
                if rows[(factor + 2) * n + row] != expected { return nil }
            }
        }
        return n
    }
}
