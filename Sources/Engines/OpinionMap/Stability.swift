internal import Ground

/// Whether the groups would come out again if other residents of the same kind had voted.
///
/// The bootstrap: participants are drawn with replacement, the whole map is made of them, again and again.
public struct Stability: Sendable, Hashable {
    /// How many maps were made.
    public let resamples: Int
    /// The number of groups of the map in question.
    public let k: Int
    /// How many of the maps stand apart best in so many groups, by number of groups.
    public let counts: [Int: Int]
    /// Mean adjusted Rand index between the map's groups and those of each resample in as many groups:
    /// 1 always the same, 0 as by chance.
    public let agreement: Double

    /// Share of the maps with the same number of groups, 0 to 1.
    public var share: Double { resamples == 0 ? 0 : Double(counts[k] ?? 0) / Double(resamples) }
}

extension Conversation {
    /// - Parameters:
    ///   - k: number of groups, or nil for the best.
    ///   - seed: the same seed draws the same.
    public func stability(resamples: Int, seed: UInt64, groupCount k: Int? = nil) -> Stability {
        let survey = Survey(table, statements)
        let grouping = survey.grouping()
        let k = k ?? grouping.best
        let labels = Dictionary(uniqueKeysWithValues: zip(survey.placed, grouping.labels(k)))
        let voters = table.participants.indices.filter { table.votes(inRow: $0) > 0 }
            .sorted { table.participants[$0] < table.participants[$1] }
        var random = SeededRandom(seed: seed)
        var counts: [Int: Int] = [:]
        var agreement = 0.0
        for _ in 0..<max(0, resamples) where !voters.isEmpty {
            var weights = [Double](repeating: 0, count: table.participants.count)
            for _ in voters { weights[voters[random.below(voters.count)]] += 1 }
            let sample = Survey(
                table, statements, after: survey.axes.block, weights: weights, tolerance: Stability.tolerance, placed: survey.placed)
            let drawn = sample.grouping(weights: weights)
            counts[drawn.best, default: 0] += 1
            let rows = sample.placed
            agreement += AdjustedRandIndex.of(rows.compactMap { labels[$0] }, drawn.labels(k))
        }
        let made = counts.values.reduce(0, +)
        return Stability(resamples: made, k: k, counts: counts, agreement: made == 0 ? 1 : agreement / Double(made))
    }
}

extension Stability {
    /// Axes of a resample need not be exact to the last digit.
    fileprivate static let tolerance = 1e-6
}
