/// The smallest moves with which a unit would rise by some ranks in its period.
///
/// Filled data, weights and all other units stay as they are; treatment, normalisation, aggregation and ranks are computed anew for
/// every trial. An indicator moves at most to its best value: the goalpost, or the best that is observed in any period.
public struct SmallestMoves: Sendable {
    public struct Move: Sendable, Hashable {
        public var indicator: Int
        /// Denominated values, in the indicator's unit.
        public var from: Double
        public var to: Double
        /// Of the way to the best value, 0 … 1.
        public var share: Double
    }

    public let rank: Int
    public let target: Int
    /// Single indicators each of which suffices alone, the smallest share of the way first.
    public let alone: [Move]
    /// All indicators together, each by the same share of its way to the best; empty where even the best does not suffice.
    public let together: [Move]
    /// The least squares of shares weighed by what each indicator adds: those with the greatest effect move furthest.
    public let balanced: [Move]

    /// nil where the row has no rank or is first already.
    /// - Parameter places: how many ranks to rise.
    public init?(_ build: IndexBuild, row: Int, places: Int) {
        guard build.ranks.indices.contains(row), build.ranks[row] > 1, places > 0 else { return nil }
        rank = build.ranks[row]
        target = max(1, build.ranks[row] - places)
        let trial = Trial(build, row)
        let ways = trial.ways
        var single: [Move] = []
        for way in ways {
            if let share = trial.least({ [(way.indicator, way.value($0))] }, target) { single.append(way.move(share)) }
        }
        alone = single.sorted { ($0.share, $0.indicator) < ($1.share, $1.indicator) }
        if let share = trial.least({ t in ways.map { ($0.indicator, $0.value(t)) } }, target) {
            together = ways.map { $0.move(share) }
        } else {
            together = []
        }
        // Minimising Σ share² for a given gain moves each in proportion to what its whole way adds.
        let gains = ways.map { way in max(0, trial.score([(way.indicator, way.best)]) - trial.score([])) }
        let most = gains.max() ?? 0
        func shares(_ t: Double) -> [Double] { gains.map { most > 0 ? min(1, t * $0 / most) : 0 } }
        // Beyond t = 1 the largest are at their best and the others go on; far enough, all are.
        let limit = gains.filter { $0 > 0 }.min().map { min(1e6, most / $0) } ?? 1
        let found = trial.least({ t in zip(ways, shares(t * limit)).map { ($0.indicator, $0.value($1)) } }, target)
        balanced =
            found.map { t in
                zip(ways, shares(t * limit)).filter { $1 > 1e-6 }.map { $0.move($1) }.sorted { ($1.share, $0.indicator) < ($0.share, $1.indicator) }
            } ?? []
    }
}

/// One indicator's way from where it is to its best.
private struct Way {
    let indicator: Int
    let from: Double
    let best: Double

    func value(_ share: Double) -> Double { from + share * (best - from) }
    func move(_ share: Double) -> SmallestMoves.Move {
        SmallestMoves.Move(indicator: indicator, from: from, to: value(share), share: share)
    }
}

/// Computes the index anew with some cells of one row changed.
private struct Trial {
    private let build: IndexBuild
    private let row: Int
    private let periods: [Range<Int>]
    private let period: Range<Int>
    let ways: [Way]

    init(_ build: IndexBuild, _ row: Int) {
        (self.build, self.row) = (build, row)
        periods = build.imputed.periodRanges
        period = periods.first { $0.contains(row) } ?? 0..<0
        var ways: [Way] = []
        for (index, element) in build.structure.indicators.enumerated() {
            let column = build.imputed.columns[index]
            let (low, high) = Normalisation.extent(column)
            let posts = build.method.goalposts[element.code]
            let best = element.direction < 0 ? posts?.low ?? low : posts?.high ?? high
            let gain = (best - column[row]) * element.direction
            if gain > 0, gain.isFinite { ways.append(Way(indicator: index, from: column[row], best: best)) }
        }
        self.ways = ways
    }

    private func scores(_ changes: [(indicator: Int, value: Double)]) -> [Double] {
        let tree = build.structure
        var columns = build.normalised.columns
        for change in changes {
            let element = tree.elements[change.indicator]
            var column = build.imputed.columns[change.indicator]
            column[row] = change.value
            columns[change.indicator] = IndexBuild.oneColumn(element, build.method, column, build.imputed, periods)
        }
        return IndexBuild.aggregate(tree, build.method, normalised: columns, periods: periods)[tree.top]
    }

    func score(_ changes: [(indicator: Int, value: Double)]) -> Double { scores(changes)[row] }

    private func rank(_ changes: [(indicator: Int, value: Double)]) -> Int {
        let all = scores(changes)
        return all[row].isNaN ? Int.max : 1 + period.count { all[$0] > all[row] }
    }

    /// The least t in 0 … 1 (to a ten-thousandth of itself) with which the changes reach the rank; nil where 1 does not.
    func least(_ changes: (Double) -> [(indicator: Int, value: Double)], _ target: Int) -> Double? {
        guard rank(changes(1)) <= target else { return nil }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 where high - low > 1e-4 * high {
            let middle = (low + high) / 2
            if rank(changes(middle)) <= target { high = middle } else { low = middle }
        }
        return high
    }
}
