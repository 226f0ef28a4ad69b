/// Many builds that differ in treatment, normalisation, aggregation and weights.
///
/// What runs share is computed once: treated columns per treatment, normalised per treatment × normalisation, carried
/// through the inward function of each aggregation, and every aggregate whose weights below never vary. A run then only adds
/// up the aggregates that vary, into buffers that are reused: it allocates nothing.
public struct MonteCarlo: Sendable {
    /// The choices of one run, as positions in the lists given to `init`.
    public struct Choice: Sendable, Hashable {
        public var treatment: Int
        public var normalisation: Int
        public var aggregation: Int
        /// The set of weights: a position in the list of sets.
        public var weights: Int

        public init(treatment: Int, normalisation: Int, aggregation: Int, weights: Int) {
            (self.treatment, self.normalisation) = (treatment, normalisation)
            (self.aggregation, self.weights) = (aggregation, weights)
        }
    }

    private let structure: IndexStructure
    private let rows: Int
    private let ranges: [Range<Int>]
    private let aggregations: [Aggregation]
    private let normalisations: Int
    private let varies: [Bool]
    /// Per combination: the inward values of every element that never varies, element after element.
    private let prepared: [[Double]]
    private var work: [Double]
    private var weightSums: [Double]
    /// The top's score of every row in the last run.
    public private(set) var scores: [Double]
    /// The rank of every row within its period in the last run.
    public private(set) var ranks: [Int]

    /// - Parameters:
    ///   - table: imputed data.
    ///   - varying: per element, whether its weight may differ from the structure's.
    public init(
        _ structure: IndexStructure, table: IndexTable, treatments: [Treatment], normalisations: [Normalisation],
        aggregations: [Aggregation], varying: [Bool]
    ) {
        precondition(varying.count == structure.elements.count, "one flag per element")
        self.structure = structure
        self.aggregations = aggregations
        self.normalisations = normalisations.count
        let rows = table.rowCount
        self.rows = rows
        ranges = table.periodRanges
        var varies = [Bool](repeating: false, count: structure.elements.count)
        for index in structure.indicatorCount..<structure.elements.count {
            varies[index] = structure.children[index].contains { varying[$0] || varies[$0] }
        }
        self.varies = varies
        var prepared: [[Double]] = []
        for treatment in treatments {
            let treated = table.columns.map { treatment.apply($0).values }
            for normalisation in normalisations {
                let normal = zip(treated, structure.indicators).map { normalisation.apply($0, direction: $1.direction) }
                for aggregation in aggregations {
                    let scores = IndexBuild.aggregate(structure, IndexMethod(aggregation: aggregation), normalised: normal)
                    prepared.append(scores.flatMap { column in column.map(aggregation.inward) })
                }
            }
        }
        self.prepared = prepared
        work = [Double](repeating: 0, count: rows * structure.elements.count)
        weightSums = [Double](repeating: 0, count: rows)
        scores = [Double](repeating: .nan, count: rows)
        ranks = [Int](repeating: 0, count: rows)
    }

    /// Runs one choice; afterwards `scores` and `ranks` hold the result.
    /// - Parameter weights: one weight per element of the structure.
    public mutating func run(_ choice: Choice, weights: [Double]) {
        let combination =
            (choice.treatment * normalisations + choice.normalisation) * aggregations.count
            + choice.aggregation
        let aggregation = aggregations[choice.aggregation]
        let (rows, top) = (rows, structure.top)
        prepared[combination].withUnsafeBufferPointer { fixed in
            work.withUnsafeMutableBufferPointer { work in
                weightSums.withUnsafeMutableBufferPointer { sums in
                    for index in structure.indicatorCount...top where varies[index] {
                        let base = index * rows
                        for row in 0..<rows { (work[base + row], sums[row]) = (0, 0) }
                        for child in structure.children[index] {
                            let weight = weights[child]
                            guard weight > 0 else { continue }
                            let source = varies[child] ? UnsafeBufferPointer(work) : fixed
                            let from = child * rows
                            for row in 0..<rows {
                                let value = source[from + row]
                                let isPresent = value == value
                                work[base + row] += isPresent ? weight * value : 0
                                sums[row] += isPresent ? weight : 0
                            }
                        }
                        for row in 0..<rows { work[base + row] /= sums[row] }
                        // Inward values of a parent are the means themselves, unless a shift or sign loses them:
                        // f(f⁻¹(mean)) = mean for every rule here, so no function is called between levels.
                    }
                    let source = varies[top] ? UnsafeBufferPointer(work) : fixed
                    for row in 0..<rows { scores[row] = aggregation.outward(source[top * rows + row]) }
                }
            }
        }
        Statistics.rank(scores, within: ranges, into: &ranks)
    }
}

/// What many runs say about one row.
public struct RankSpread: Sendable, Hashable {
    public var mean: Double
    public var median: Double
    /// Quantiles of type 7.
    public var q5: Double
    public var q95: Double

    public init(_ ranks: [Double]) {
        let sorted = ranks.sorted()
        mean = Statistics.mean(sorted)
        median = Statistics.quantile(sorted: sorted, 0.5)
        (q5, q95) = (Statistics.quantile(sorted: sorted, 0.05), Statistics.quantile(sorted: sorted, 0.95))
    }
}
