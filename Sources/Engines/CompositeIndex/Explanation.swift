/// What a row's score is made of, where every mean up the tree is arithmetic and nothing is missing: then the parts add up exactly.
public struct Explanation: Sendable {
    public struct Part: Sendable, Hashable {
        /// The indicator's position in the structure.
        public var indicator: Int
        /// The normalised value.
        public var value: Double
        /// Points of the top's score: effective weight × normalised value.
        public var points: Double
        /// Points gained since the earlier row; nil where there is none.
        public var change: Double?
        /// The rank of the value within its period, 1 the best.
        public var rank: Int
    }

    /// In the order of the structure.
    public var parts: [Part]
    /// Points gained since the earlier row; nil where there is none.
    public var change: Double?

    /// nil where parts would not add up to the score (another mean than the arithmetic, a missing cell) or `row` is not there.
    /// - Parameter earlier: the same unit's row in an earlier period.
    public init?(_ build: IndexBuild, row: Int, since earlier: Int? = nil) {
        let tree = build.structure
        let rows = build.normalised.rowCount
        guard build.method.aggregation == .arithmetic, build.method.aggregationOf.values.allSatisfy({ $0 == .arithmetic }),
            (0..<rows).contains(row), earlier.map((0..<rows).contains) ?? true,
            let period = build.normalised.periodRanges.first(where: { $0.contains(row) })
        else { return nil }
        let shares = tree.effectiveWeights
        var parts: [Part] = []
        for index in 0..<tree.indicatorCount {
            let column = build.scores[index]
            let before = earlier.map { column[$0] }
            guard !column[row].isNaN, before?.isNaN != true else { return nil }
            parts.append(
                Part(
                    indicator: index, value: column[row], points: shares[index] * column[row],
                    change: before.map { shares[index] * (column[row] - $0) },
                    rank: 1 + period.count { column[$0] > column[row] }))
        }
        self.parts = parts
        change = earlier.map { build.scores[tree.top][row] - build.scores[tree.top][$0] }
    }
}
