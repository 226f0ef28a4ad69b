/// What the index would be with the weight of one element at 0.
public struct LeaveOneOut: Sendable {
    /// The position of the element left out.
    public let element: Int
    public let scores: [Double]
    public let ranks: [Int]
    /// The mean absolute change of the ranks.
    public let meanRankChange: Double

    public init(_ build: IndexBuild, without element: Int) {
        self.element = element
        let tree = build.structure
        var weights = tree.elements.map(\.weight)
        weights[element] = 0
        let columns = IndexBuild.aggregate(
            tree, build.method, normalised: build.normalised.columns, weights: weights, periods: build.normalised.periodRanges)
        scores = columns[tree.top]
        var ranks = [Int](repeating: 0, count: scores.count)
        Statistics.rank(scores, within: build.normalised.periodRanges, into: &ranks)
        self.ranks = ranks
        let moved = zip(ranks, build.ranks).reduce(0) { $0 + abs($1.0 - $1.1) }
        meanRankChange = Double(moved) / Double(max(1, ranks.count))
    }
}
