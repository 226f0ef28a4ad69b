/// Rankings of rows by other schools of decision making; columns of benefits, one weight per column.
public enum DecisionMethods {
    /// TOPSIS: d⁻ ÷ (d⁺ + d⁻) from the best and worst of the min–max columns; greater is better.
    public static func closeness(_ columns: [[Double]], weights: [Double]) -> [Double] {
        let unit = unitColumns(columns)
        return rows(columns).map { row in
            var (best, worst) = (0.0, 0.0)
            for (column, w) in zip(unit, weights) {
                best += w * w * (1 - column[row]) * (1 - column[row])
                worst += w * w * column[row] * column[row]
            }
            return worst.squareRoot() / (best.squareRoot() + worst.squareRoot())
        }
    }

    /// VIKOR: `balance` of the summed and the greatest regret, each min–max over the rows; smaller is better.
    public static func compromise(_ columns: [[Double]], weights: [Double], balance: Double = 0.5) -> [Double] {
        let unit = unitColumns(columns)
        let regrets = rows(columns).map { row in zip(unit, weights).map { $1 * (1 - $0[row]) } }
        let sums = regrets.map { $0.reduce(0, +) }
        let greatest = regrets.map { $0.max() ?? .nan }
        let whole = Normalisation.minMax(lower: 0, upper: 1)
        return zip(whole.apply(sums, direction: 1), whole.apply(greatest, direction: 1)).map {
            balance * $0 + (1 - balance) * $1
        }
    }

    /// PROMETHEE II with the usual preference: net flow over the other rows; greater is better.
    public static func netFlow(_ columns: [[Double]], weights: [Double]) -> [Double] {
        let all = rows(columns)
        return all.map { a in
            var flow = 0.0
            for b in all where b != a {
                for (column, w) in zip(columns, weights) {
                    flow += column[a] > column[b] ? w : column[a] < column[b] ? -w : 0
                }
            }
            return flow / Double(all.count - 1)
        }
    }

    /// EDAS: mean of the shares of distance above and below the average row; greater is better.
    public static func distanceFromAverage(_ columns: [[Double]], weights: [Double]) -> [Double] {
        let means = columns.map(Statistics.mean)
        func distance(_ sign: Double) -> [Double] {
            rows(columns).map { row in
                columns.indices.reduce(0) { $0 + weights[$1] * max(0, sign * (columns[$1][row] - means[$1])) / means[$1] }
            }
        }
        let (above, below) = (distance(1), distance(-1))
        let (most, least) = (above.max() ?? .nan, below.max() ?? .nan)
        return zip(above, below).map { ($0 / most + 1 - $1 / least) / 2 }
    }

    private static func rows(_ columns: [[Double]]) -> Range<Int> { columns.first?.indices ?? 0..<0 }

    private static func unitColumns(_ columns: [[Double]]) -> [[Double]] {
        columns.map { Normalisation.minMax(lower: 0, upper: 1).apply($0, direction: 1) }
    }
}
