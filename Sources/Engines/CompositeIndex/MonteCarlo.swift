/// Many builds that differ in filling, treatment, normalisation, aggregation and weights.
///
/// What runs share is computed once, when first asked for: filled tables, treated columns, normalised columns, and for each mean
/// those carried through its inward function, with every aggregate whose weights below never vary. A run with one mean throughout
/// then only adds up the aggregates that vary, into buffers that are reused: it allocates nothing and calls no function between
/// levels, since f(f⁻¹(mean)) is the mean. Runs with several rules, or with Copeland's, are aggregated from the shared normalised
/// columns.
public struct MonteCarlo: Sendable {
    /// The choices of one run, as positions in the lists given to `init`.
    public struct Choice: Sendable, Hashable {
        public var filling: Int
        public var treatment: Int
        public var normalisation: Int
        public var aggregation: Int
        /// The set of weights: a position in the list of sets.
        public var weights: Int

        public init(filling: Int = 0, treatment: Int, normalisation: Int, aggregation: Int, weights: Int) {
            (self.filling, self.treatment, self.normalisation) = (filling, treatment, normalisation)
            (self.aggregation, self.weights) = (aggregation, weights)
        }
    }

    private let structure: IndexStructure
    private let method: IndexMethod
    private let rows: Int
    private let ranges: [Range<Int>]
    private let tables: [IndexTable]
    private let treatments: [Treatment?]
    private let normalisations: [Normalisation?]
    private let aggregations: [AggregationPlan]
    private let varies: [Bool]
    /// Per filling × treatment × normalisation: the normalised columns.
    private var normalised: [[[Double]]?]
    /// Per combination: the inward values of every element at the structure's weights, element after element.
    private var prepared: [[Double]?]
    private var work: [Double]
    private var weightSums: [Double]
    /// The top's score of every row in the last run.
    public private(set) var scores: [Double]
    /// The rank of every row within its period in the last run.
    public private(set) var ranks: [Int]

    /// - Parameters:
    ///   - method: what is not among the alternatives: goalposts, availability, scope of treatment.
    ///   - tables: filled data, one table per way of filling, of the same rows.
    ///   - treatments: nil stands for the method's own.
    ///   - normalisations: nil stands for the method's own, goalposts among them; another one takes the goalposts' place too.
    ///   - varying: per element, whether its weight may differ from the structure's. A weight of 0 must stay 0.
    public init(
        _ structure: IndexStructure, method: IndexMethod, tables: [IndexTable], treatments: [Treatment?],
        normalisations: [Normalisation?], aggregations: [AggregationPlan], varying: [Bool]
    ) {
        precondition(varying.count == structure.elements.count, "one flag per element")
        precondition(!tables.isEmpty && !treatments.isEmpty && !normalisations.isEmpty && !aggregations.isEmpty, "no alternatives")
        (self.structure, self.method, self.tables) = (structure, method, tables)
        (self.treatments, self.normalisations, self.aggregations) = (treatments, normalisations, aggregations)
        let rows = tables[0].rowCount
        self.rows = rows
        ranges = tables[0].periodRanges
        var varies = [Bool](repeating: false, count: structure.elements.count)
        for index in structure.indicatorCount..<structure.elements.count {
            varies[index] = structure.children[index].contains { varying[$0] || varies[$0] }
        }
        self.varies = varies
        normalised = [[[Double]]?](repeating: nil, count: tables.count * treatments.count * normalisations.count)
        prepared = [[Double]?](repeating: nil, count: normalised.count * aggregations.count)
        work = [Double](repeating: 0, count: rows * structure.elements.count)
        weightSums = [Double](repeating: 0, count: rows)
        scores = [Double](repeating: .nan, count: rows)
        ranks = [Int](repeating: 0, count: rows)
    }

    /// One table, one mean per alternative.
    public init(
        _ structure: IndexStructure, table: IndexTable, treatments: [Treatment], normalisations: [Normalisation],
        aggregations: [Aggregation], varying: [Bool]
    ) {
        self.init(
            structure, method: IndexMethod(), tables: [table], treatments: treatments, normalisations: normalisations,
            aggregations: aggregations.map { AggregationPlan($0) }, varying: varying)
    }

    /// Runs one choice; afterwards `scores` and `ranks` hold the result.
    /// - Parameters:
    ///   - weights: one weight per element of the structure.
    ///   - plan: other rules than the alternative's, for a parameter that varies continuously.
    public mutating func run(_ choice: Choice, weights: [Double], plan: AggregationPlan? = nil) {
        let shared = (choice.filling * treatments.count + choice.treatment) * normalisations.count + choice.normalisation
        let rules = plan ?? aggregations[choice.aggregation]
        if plan == nil, rules.isOneMean {
            let combination = shared * aggregations.count + choice.aggregation
            if prepared[combination] == nil { prepared[combination] = prepare(shared, rules) }
            addUp(combination, rules.rule, weights)
        } else {
            var own = method
            (own.aggregation, own.aggregationOf) = (rules.rule, rules.of)
            scores = IndexBuild.aggregate(structure, own, normalised: columns(shared), weights: weights, periods: ranges)[structure.top]
        }
        Statistics.rank(scores, within: ranges, into: &ranks)
    }

    private mutating func columns(_ shared: Int) -> [[Double]] {
        if let ready = normalised[shared] { return ready }
        let normalisation = normalisations[shared % normalisations.count]
        let treatment = treatments[shared / normalisations.count % treatments.count]
        var own = method
        if let treatment { (own.treatment, own.treatmentOf) = (treatment, [:]) }
        if let normalisation { (own.normalisation, own.normalisationOf, own.goalposts) = (normalisation, [:], [:]) }
        var table = tables[shared / normalisations.count / treatments.count]
        table.columns = IndexBuild.treat(structure, own, table).map(\.values)
        let result = IndexBuild.normalise(structure, own, table)
        normalised[shared] = result
        return result
    }

    private mutating func prepare(_ shared: Int, _ rules: AggregationPlan) -> [Double] {
        var own = method
        (own.aggregation, own.aggregationOf) = (rules.rule, [:])
        let all = IndexBuild.aggregate(structure, own, normalised: columns(shared))
        return all.flatMap { column in column.map(rules.rule.inward) }
    }

    private mutating func addUp(_ combination: Int, _ rule: Aggregation, _ weights: [Double]) {
        guard let fixed = prepared[combination] else { return }
        let (rows, top) = (rows, structure.top)
        fixed.withUnsafeBufferPointer { fixed in
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
                        // Where the shared build has no value (too few children, a logarithm of nothing) no weight makes one.
                        for row in 0..<rows {
                            let isThere = fixed[base + row] == fixed[base + row]
                            work[base + row] = isThere ? work[base + row] / sums[row] : .nan
                        }
                    }
                    let source = varies[top] ? UnsafeBufferPointer(work) : fixed
                    for row in 0..<rows { scores[row] = rule.outward(source[top * rows + row]) }
                }
            }
        }
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

    /// - Parameter counts: how often each rank (a position; 0 where there was none) occurred.
    public init(counts: [Int]) {
        let total = counts.reduce(0, +)
        mean = total > 0 ? counts.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) } / Double(total) : .nan
        func value(at position: Int) -> Double {
            var left = position
            for (rank, count) in counts.enumerated() {
                if left < count { return Double(rank) }
                left -= count
            }
            return .nan
        }
        func quantile(_ p: Double) -> Double {
            guard total > 0 else { return .nan }
            let h = Double(total - 1) * p
            let low = Int(h)
            let (a, b) = (value(at: low), low + 1 < total ? value(at: low + 1) : value(at: low))
            return a + (h - Double(low)) * (b - a)
        }
        (median, q5, q95) = (quantile(0.5), quantile(0.05), quantile(0.95))
    }
}
