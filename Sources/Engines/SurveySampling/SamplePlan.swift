/// How a sample is drawn from a frame: in strata, rows or whole clusters, with equal chances or in proportion to size, and
/// in a second stage some rows of each cluster.
public struct SamplePlan: Sendable {
    /// The stratum of each row of the frame; nil for a single stratum.
    public var strata: [String]?
    /// The cluster of each row; clusters are then drawn first. The same label in two strata means two clusters. Nil where rows
    /// are drawn.
    public var clusters: [String]?
    /// The size of each row; chances are in proportion to it, a cluster's being the sum of its rows. Nil for equal chances.
    public var sizes: [Double]?
    /// The rows drawn in each cluster; nil for all of them.
    public var within: Int?
    /// Rows of the frame.
    public let count: Int

    /// - Parameter count: rows of the frame; every array must have an entry for each.
    public init(
        count: Int, strata: [String]? = nil, clusters: [String]? = nil, sizes: [Double]? = nil, within: Int? = nil
    ) {
        let lengths = [strata?.count, clusters?.count, sizes?.count].compactMap { $0 }
        precondition(lengths.allSatisfy { $0 == count }, "a column of the frame has not one entry a row")
        self.count = count
        self.strata = strata
        self.clusters = clusters
        self.sizes = sizes
        self.within = within
    }

    /// A stratum of the frame: its rows, gathered into the units that are drawn.
    struct Stratum {
        let name: String
        let units: [[Int]]
    }

    /// The strata in order of name, the units of each in the order of the frame.
    var frame: [Stratum] {
        let rows = Array(0..<count)
        let groups = DesignStratum.grouped(rows, by: strata).filter { !$0.isEmpty }
        let named = groups.map { group in
            Stratum(
                name: strata.map { $0[group[0]] } ?? "",
                units: clusters == nil ? group.map { [$0] } : DesignStratum.grouped(group, by: clusters))
        }
        return named.sorted { $0.name < $1.name }
    }

    /// The strata with their number of units and, of a measure of the rows, the standard deviation among the units.
    public func summaries(measure: [Double]? = nil) -> [StratumSummary] {
        frame.map { stratum in
            let totals = measure.map { measure in
                stratum.units.map { rows in rows.reduce(0) { $0 + measure[$1] } }
            }
            return StratumSummary(
                name: stratum.name, units: Double(stratum.units.count), deviation: totals.flatMap(SamplePlan.deviation))
        }
    }

    /// The standard deviation with n − 1; nil for fewer than two values, unless the single one is the whole stratum.
    private static func deviation(_ values: [Double]) -> Double? {
        guard values.count > 1 else { return values.isEmpty ? nil : 0 }
        let n = Double(values.count)
        let mean = values.reduce(0, +) / n
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    }
}
