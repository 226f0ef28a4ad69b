/// What a row's score is made of, under any means up the tree.
///
/// Every mean here is homogeneous of degree 1, so by Euler's theorem the score is the sum over indicators of value × slope: under
/// arithmetic means that is effective weight × normalised value. A missing cell has no part; the others' weights make up for it.
public struct Explanation: Sendable {
    public struct Part: Sendable, Hashable {
        /// The indicator's position in the structure.
        public var indicator: Int
        /// The normalised value; NaN where it is missing.
        public var value: Double
        /// Points of the top's score.
        public var points: Double
        /// Points gained since the earlier row; nil where there is none.
        public var change: Double?
        /// The rank of the value within its period, 1 the best; 0 where it is missing.
        public var rank: Int
    }

    /// In the order of the structure.
    public var parts: [Part]
    /// What the parts leave over: nothing, unless geometric means have a shift.
    public var remainder: Double
    /// Points gained since the earlier row; nil where there is none.
    public var change: Double?

    /// nil where `row` is not there or has no score, or Copeland's rule makes it depend on others.
    /// - Parameter earlier: the same unit's row in an earlier period.
    public init?(_ build: IndexBuild, row: Int, since earlier: Int? = nil) {
        let tree = build.structure
        let rows = build.normalised.rowCount
        let model = RowModel(tree: tree, method: build.method)
        guard model.isOfMeans, (0..<rows).contains(row), earlier.map((0..<rows).contains) ?? true,
            !build.scores[tree.top][row].isNaN,
            let period = build.normalised.periodRanges.first(where: { $0.contains(row) })
        else { return nil }
        let columns = build.scores[..<tree.indicatorCount]
        let values = columns.map { $0[row] }
        let scores = model.scores(values)
        let slope = model.gradient(scores)
        let moves = earlier.flatMap { ChangeDecomposition(build, from: $0, to: row) }
        parts = columns.enumerated().map { index, column in
            Part(
                indicator: index, value: values[index], points: values[index].isNaN ? 0 : slope[index] * values[index],
                change: moves?.moves[index].points,
                rank: values[index].isNaN ? 0 : 1 + period.count { column[$0] > values[index] })
        }
        remainder = scores[tree.top] - parts.reduce(0) { $0 + $1.points }
        change = moves?.total
    }
}
