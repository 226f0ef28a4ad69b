public import CompositeIndex
internal import Ground

/// How much ranks and scores owe to the choices of the method: draws over treatment, normalisation, weights and aggregation.
public struct IndexStudy: Sendable {
    /// The choices that are drawn, in the order of the indices.
    public static let factors = ["treatment", "normalisation", "weights", "aggregation"]

    /// Per row of the imputed table: ranks over all runs of the first two blocks.
    public var spreads: [RankSpread] = []
    /// What part of the mean absolute rank change each factor makes; nil where nothing varies.
    public var indices: SobolIndices?
    /// How many runs were made.
    public var runs = 0

    /// - Parameters:
    ///   - samples: runs per block; (factors + 2) blocks are made.
    ///   - weightNoise: weights vary by up to this share.
    ///   - isCancelled: asked now and then; a study that is broken off has no indices.
    public init(
        _ build: IndexBuild, samples: Int, weightNoise: Double = 0.25, seed: UInt64,
        progress: (Int, Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
    ) {
        let samples = max(2, samples)
        let (tree, factors) = (build.structure, Self.factors.count)
        var random = SeededRandom(seed: seed)
        let noisy = (0..<100).map { _ in tree.elements.map { $0.weight * (1 + weightNoise * (2 * random.unit() - 1)) } }
        let draws = (0..<2).map { _ in (0..<samples).map { _ in (0..<factors).map { _ in random.unit() } } }
        let treatments = (1...5).map { Treatment(winsoriseAtMost: $0) }
        var study = MonteCarlo(
            tree, table: build.imputed, treatments: treatments,
            // Both stay above zero, where the geometric mean lives.
            normalisations: [.minMax(lower: 1, upper: 100), .zScore(mean: 10, deviation: 2)],
            aggregations: [.arithmetic, .geometric(shift: 0)], varying: tree.elements.map { _ in true })
        let rows = build.imputed.rowCount
        var ranks = [[Double]](repeating: [], count: rows)
        var target: [Double] = []
        let total = samples * (factors + 2)
        for run in 0..<total {
            let (block, row) = (run / samples, run % samples)
            if run % 256 == 0 {
                if isCancelled() { break }
                progress(run, total)
            }
            var draw = draws[block == 1 ? 1 : 0][row]
            if block >= 2 { draw[block - 2] = draws[1][row][block - 2] }
            func pick(_ factor: Int, _ n: Int) -> Int { min(n - 1, Int(draw[factor] * Double(n))) }
            let set = pick(2, 100)
            study.run(
                .init(treatment: pick(0, 5), normalisation: pick(1, 2), aggregation: pick(3, 2), weights: set),
                weights: noisy[set])
            var change = 0
            for index in 0..<rows {
                change += abs(study.ranks[index] - build.ranks[index])
                if block < 2 { ranks[index].append(Double(study.ranks[index])) }
            }
            target.append(Double(change) / Double(max(1, rows)))
        }
        runs = target.count
        spreads = ranks.map(RankSpread.init)
        indices = SobolIndices(target, samples: samples, factors: factors)
        progress(runs, total)
    }
}
