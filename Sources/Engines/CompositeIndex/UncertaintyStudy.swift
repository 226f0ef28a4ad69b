#if canImport(Glibc)
    internal import Glibc
#endif
internal import Ground

/// How far ranks depend on the choices of the method: many runs over a design, their spread and each factor's share.
public struct UncertaintyStudy: Sendable {
    public let factors: [StudyPlan.Factor]
    /// Per row of the build's tables: ranks over all runs (but for the blocks that repeat A with one column of B).
    public private(set) var spreads: [RankSpread] = []
    /// What part of the mean absolute rank change each factor makes; nil where nothing varies or the design has no blocks.
    public private(set) var indices: SobolIndices?
    /// How many runs were made; less than the design's rows where the study was broken off.
    public private(set) var runs = 0
    /// Per run the mean absolute change of the ranks against the nominal ones.
    public private(set) var target: [Double] = []

    /// One run as it is reported: the number, what was chosen, the ranks and scores of all rows.
    public struct Run {
        public let number: Int
        public let draw: [Double]
        public let choice: MonteCarlo.Choice
        public let weights: [Double]
        /// The exponent, where that is a factor.
        public let exponent: Double?
        public let scores: [Double]
        public let ranks: [Int]
        public let rankChange: Double
    }

    /// - Parameters:
    ///   - weightSets: given sets of weights (one weight per element) instead of drawn ones.
    ///   - seed: of drawn sets of weights.
    ///   - observe: sees every run.
    ///   - isCancelled: asked now and then; a study that is broken off before its blocks are whole has no indices.
    public init(
        _ build: IndexBuild, _ plan: StudyPlan, _ design: StudyDesign, weightSets: [[Double]]? = nil, seed: UInt64 = 1,
        progress: (Int, Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }, observe: (Run) -> Void = { _ in }
    ) {
        let tree = build.structure
        factors = plan.factors
        let given = tree.elements.map(\.weight)
        let sets = weightSets ?? UncertaintyStudy.noisy(given, plan, seed)
        let isFree = !plan.weightNoiseOf.isEmpty
        var engine = MonteCarlo(
            tree, method: build.method, tables: UncertaintyStudy.tables(build, plan.fillings),
            treatments: plan.treatments.isEmpty ? [nil] : plan.treatments,
            normalisations: plan.normalisations.isEmpty ? [nil] : plan.normalisations,
            aggregations: plan.aggregations.isEmpty
                ? [AggregationPlan(build.method.aggregation, of: build.method.aggregationOf)] : plan.aggregations,
            varying: given.indices.map { index in isFree || sets.contains { $0[index] != given[index] } })
        let draws = Draws(plan, factors, design, setCount: sets.count, tree)
        let rows = build.imputed.rowCount
        let blocks = design.samples.map { $0 * (factors.count + 2) }
        let repeating = design.samples.map { 2 * $0..<$0 * (factors.count + 2) } ?? 0..<0
        let mostRank = (build.normalised.periodRanges.map(\.count).max() ?? 0) + 1
        var counts = [Int](repeating: 0, count: rows * mostRank)
        for (number, row) in design.rows.enumerated() where row.count == factors.count {
            if number % 256 == 0 {
                if isCancelled() { break }
                progress(number, design.rows.count)
            }
            let choice = draws.choice(number)
            let exponent = draws.exponent(row)
            let weights = draws.weights(row, from: sets[choice.weights])
            engine.run(choice, weights: weights, plan: exponent.map { AggregationPlan(UncertaintyStudy.mean($0)) })
            var change = 0
            for index in 0..<rows {
                change += abs(engine.ranks[index] - build.ranks[index])
                if !repeating.contains(number) { counts[index * mostRank + engine.ranks[index]] += 1 }
            }
            let mean = Double(change) / Double(max(1, rows))
            target.append(mean)
            observe(
                Run(
                    number: number + 1, draw: row, choice: choice, weights: weights, exponent: exponent, scores: engine.scores,
                    ranks: engine.ranks, rankChange: mean))
        }
        runs = target.count
        spreads = (0..<rows).map { RankSpread(counts: Array(counts[($0 * mostRank)..<(($0 + 1) * mostRank)])) }
        if let samples = design.samples, let blocks, target.count >= blocks {
            indices = SobolIndices(Array(target[..<blocks]), samples: samples, factors: factors.count)
        }
        progress(runs, design.rows.count)
    }

    /// Sets of weights, each weight varied on its own.
    static func noisy(_ weights: [Double], _ plan: StudyPlan, _ seed: UInt64) -> [[Double]] {
        guard plan.weightNoise > 0 else { return [weights] }
        var random = SeededRandom(seed: seed)
        return (0..<plan.weightSets).map { _ in weights.map { $0 * (1 + plan.weightNoise * (2 * random.unit() - 1)) } }
    }

    /// The kept rows filled in every way; the build's own where none is asked for.
    private static func tables(_ build: IndexBuild, _ fillings: [Preparation.Filling]) -> [IndexTable] {
        guard !fillings.isEmpty else { return [build.imputed] }
        var open = build.method
        (open.screen, open.filling) = (nil, nil)
        let all = IndexBuild.prepare(build.structure, open, build.input).denominated
        let directions = build.structure.indicators.map(\.direction)
        return fillings.map {
            Preparation.impute(all, $0, groups: build.input.groups, directions: directions).table.keeping(build.kept)
        }
    }

    /// The power mean, at exponent 0 its limit.
    private static func mean(_ exponent: Double) -> Aggregation {
        abs(exponent) < 1e-6 ? .geometric(shift: 0) : exponent == 1 ? .arithmetic : .power(exponent)
    }

    /// The bounds within which 90 % of the scores lie when every weight varies by up to `noise` and all else is as in the method.
    public static func scoreBand(_ build: IndexBuild, noise: Double = 0.25, runs: Int = 1000, seed: UInt64 = 1) -> [ClosedRange<Double>?] {
        let given = build.structure.elements.map(\.weight)
        let sets = noisy(given, StudyPlan(weightNoise: noise, weightSets: runs), seed)
        var engine = MonteCarlo(
            build.structure, method: build.method, tables: [build.imputed], treatments: [nil], normalisations: [nil],
            aggregations: [AggregationPlan(build.method.aggregation, of: build.method.aggregationOf)],
            varying: given.map { _ in true })
        var scores = [[Double]](repeating: [], count: build.imputed.rowCount)
        for weights in sets {
            engine.run(.init(treatment: 0, normalisation: 0, aggregation: 0, weights: 0), weights: weights)
            for row in scores.indices { scores[row].append(engine.scores[row]) }
        }
        return scores.map { row in
            let sorted = row.filter(\.isFinite).sorted()
            guard !sorted.isEmpty else { return nil }
            return Statistics.quantile(sorted: sorted, 0.05)...Statistics.quantile(sorted: sorted, 0.95)
        }
    }
}

/// What a design's numbers mean for a plan.
private struct Draws {
    private let plan: StudyPlan
    private let columns: [StudyPlan.Factor: Int]
    private let picked: [StudyPlan.Factor: [Int]]
    private let position: [String: Int]

    init(_ plan: StudyPlan, _ factors: [StudyPlan.Factor], _ design: StudyDesign, setCount: Int, _ tree: IndexStructure) {
        self.plan = plan
        columns = Dictionary(uniqueKeysWithValues: factors.enumerated().map { ($1, $0) })
        let sizes: [StudyPlan.Factor: Int] = [
            .filling: plan.fillings.count, .treatment: plan.treatments.count, .normalisation: plan.normalisations.count,
            .weights: setCount, .aggregation: plan.aggregations.count,
        ]
        var picked: [StudyPlan.Factor: [Int]] = [:]
        for (column, factor) in factors.enumerated() {
            guard let size = sizes[factor] else { continue }
            picked[factor] = design.draw.positions(design.rows.map { $0.indices.contains(column) ? $0[column] : 0 }, among: size)
        }
        self.picked = picked
        position = Dictionary(tree.elements.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { a, _ in a })
    }

    func choice(_ row: Int) -> MonteCarlo.Choice {
        func pick(_ factor: StudyPlan.Factor) -> Int { picked[factor]?[row] ?? 0 }
        return MonteCarlo.Choice(
            filling: pick(.filling), treatment: pick(.treatment), normalisation: pick(.normalisation),
            aggregation: pick(.aggregation), weights: pick(.weights))
    }

    func exponent(_ row: [Double]) -> Double? {
        guard let range = plan.exponent, let column = columns[.exponent] else { return nil }
        return range.lowerBound + row[column] * (range.upperBound - range.lowerBound)
    }

    func weights(_ row: [Double], from set: [Double]) -> [Double] {
        guard !plan.weightNoiseOf.isEmpty else { return set }
        var result = set
        for (code, noise) in plan.weightNoiseOf {
            guard let at = position[code], let column = columns[.weight(code)] else { continue }
            result[at] *= 1 + noise * (2 * row[column] - 1)
        }
        return result
    }
}
