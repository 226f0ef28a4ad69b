public import CompositeIndex
internal import Ground

/// How much ranks owe to the choices of the method, with the folder's plan (or the customary one) and drawn runs.
public struct IndexStudy: Sendable {
    /// The names of what was drawn, in the order of the indices.
    public let factors: [String]
    /// Per row of the imputed table: ranks over all runs of the first two blocks.
    public let spreads: [RankSpread]
    /// What part of the mean absolute rank change each factor makes; nil where nothing varies.
    public let indices: SobolIndices?
    /// Their 90 % intervals.
    public let intervals: SobolIndices.Intervals?
    /// How many runs were made.
    public let runs: Int
    /// How many runs make a block; nil where there are no blocks, and so no indices.
    public let samples: Int?

    /// - Parameters:
    ///   - samples: runs per block; (factors + 2) blocks are made.
    ///   - kind: random draws or the sequence of Sobol'; where that has too few dimensions, random ones.
    ///   - isCancelled: asked now and then; a study that is broken off has no indices.
    public init(
        _ build: IndexBuild, plan: StudyPlan = .customary, kind: StudyDesign.Kind = .random, samples: Int, seed: UInt64,
        progress: (Int, Int) -> Void = { _, _ in }, isCancelled: () -> Bool = { false },
        observe: (UncertaintyStudy.Run) -> Void = { _ in }
    ) {
        let count = plan.factors.count
        let design =
            StudyDesign(kind, factors: count, samples: max(2, samples), seed: seed)
            ?? StudyDesign(.random, factors: count, samples: max(2, samples), seed: seed) ?? StudyDesign(rows: [])
        self.init(
            build, plan: plan, design: design, seed: seed, progress: progress, isCancelled: isCancelled, observe: observe)
    }

    /// Exactly so many runs: blocks as large as fit, and plain draws for what is left over.
    public init(
        _ build: IndexBuild, plan: StudyPlan, kind: StudyDesign.Kind, runs: Int, seed: UInt64, progress: (Int, Int) -> Void = { _, _ in },
        isCancelled: () -> Bool = { false }, observe: (UncertaintyStudy.Run) -> Void = { _ in }
    ) {
        let count = plan.factors.count
        let design =
            StudyDesign(kind, factors: count, runs: runs, seed: seed) ?? StudyDesign(.random, factors: count, runs: runs, seed: seed)
            ?? StudyDesign(rows: [])
        self.init(
            build, plan: plan, design: design, seed: seed, progress: progress, isCancelled: isCancelled, observe: observe)
    }

    /// Replays a given design.
    public init(
        _ build: IndexBuild, plan: StudyPlan, design: StudyDesign, seed: UInt64, progress: (Int, Int) -> Void = { _, _ in },
        isCancelled: () -> Bool = { false }, observe: (UncertaintyStudy.Run) -> Void = { _ in }
    ) {
        let study = UncertaintyStudy(
            build, plan, design, seed: seed, progress: progress, isCancelled: isCancelled, observe: observe)
        factors = study.factors.map(\.name)
        (spreads, indices, runs) = (study.spreads, study.indices, study.runs)
        samples = design.samples
        intervals = design.samples.flatMap { samples in
            let blocks = samples * (study.factors.count + 2)
            guard study.target.count >= blocks else { return nil }
            return SobolIndices.intervals(Array(study.target[..<blocks]), samples: samples, factors: study.factors.count, seed: seed)
        }
    }
}
