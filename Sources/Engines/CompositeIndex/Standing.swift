/// How one unit stands in every indicator: against its peers, its past and the targets.
public struct Standing: Sendable {
    public struct Line: Sendable, Hashable {
        /// The indicator's position in the structure.
        public var indicator: Int
        /// Denominated, filled where it was missing; NaN where there is none.
        public var value: Double
        /// Within the period, 1 the best by the indicator's direction; 0 where there is no value.
        public var rank: Int
        public var count: Int
        /// Of the peers in the same period, in the indicator's unit; NaN without peers.
        public var peerMedian: Double
        /// What the top's score would gain with the peers' median value here; below 0 where the unit is ahead.
        public var pointsToPeers: Double
        /// The earlier value; NaN where there is none.
        public var past: Double
        /// Growth since then in the indicator's good direction, as a share of the earlier value; nil from 0 or where one is missing.
        public var growth: Double?
        /// What is missing to the target in the indicator's unit, 0 where it is reached; nil without a target.
        public var toTarget: Double?
        /// What the top's score would gain with the target reached and all else as it is; nil without a target.
        public var pointsToTarget: Double?
    }

    public enum Growth: String, Sendable, CaseIterable {
        /// 10 % or more.
        case strong
        /// Above 0 %, below 10 %.
        case some
        case flatOrDown = "flat-or-down"

        public init(_ share: Double) { self = share >= 0.1 ? .strong : share > 0 ? .some : .flatOrDown }
    }

    /// In the order of the structure.
    public let lines: [Line]

    /// - Parameters:
    ///   - peers: units to compare with; empty means all others of the period.
    ///   - past: the same unit's row in an earlier period.
    public init?(_ build: IndexBuild, row: Int, peers: [String] = [], past: Int? = nil) {
        let (tree, table) = (build.structure, build.imputed)
        guard table.units.indices.contains(row), past.map(table.units.indices.contains) ?? true,
            let period = table.periodRanges.first(where: { $0.contains(row) })
        else { return nil }
        let chosen = Set(peers)
        let others = period.filter { $0 != row && (chosen.isEmpty || chosen.contains(table.units[$0])) }
        let model = RowModel(tree: tree, method: build.method)
        let own = (0..<tree.indicatorCount).map { build.normalised.columns[$0][row] }
        let score = model.isOfMeans ? model.scores(own)[tree.top] : .nan
        lines = (0..<tree.indicatorCount).map { index in
            let (column, element) = (table.columns[index], tree.elements[index])
            let (value, up) = (column[row], element.direction)
            var raised = own
            raised[index] = Statistics.median(others.map { build.normalised.columns[index][$0] })
            let toTarget = element.target.flatMap { value.isNaN ? nil : max(0, ($0 - value) * up) }
            let before = past.map { column[$0] } ?? .nan
            let atTarget = toTarget.map { left in
                left == 0 ? 0 : Standing.score(build, model, row, index, with: element.target ?? value) - score
            }
            return Line(
                indicator: index, value: value, rank: value.isNaN ? 0 : 1 + period.count { column[$0] * up > value * up },
                count: period.count { !column[$0].isNaN }, peerMedian: Statistics.median(others.map { column[$0] }),
                pointsToPeers: raised[index].isNaN ? .nan : model.scores(raised)[tree.top] - score, past: before,
                growth: before.isNaN || value.isNaN || before == 0 ? nil : (value - before) * up / abs(before), toTarget: toTarget,
                pointsToTarget: atTarget)
        }
    }

    /// The row's score with another value of one indicator, treated and normalised anew.
    private static func score(_ build: IndexBuild, _ model: RowModel, _ row: Int, _ index: Int, with value: Double) -> Double {
        var column = build.imputed.columns[index]
        column[row] = value
        let element = build.structure.elements[index]
        let own = IndexBuild.oneColumn(element, build.method, column, build.imputed, build.imputed.periodRanges)
        var values = (0..<build.structure.indicatorCount).map { build.normalised.columns[$0][row] }
        values[index] = own[row]
        return model.scores(values)[build.structure.top]
    }

    /// Indicators whose target is missed, the greatest gain in points of the score first.
    public func missedTargets(_ count: Int) -> [Line] {
        let missed = lines.filter { ($0.toTarget ?? 0) > 0 }
        return Array(missed.sorted { ($1.pointsToTarget ?? 0, $0.indicator) < ($0.pointsToTarget ?? 0, $1.indicator) }.prefix(count))
    }

    /// Indicators that moved in their good (or, `falling`, bad) direction since the earlier row, the greatest growth first.
    public func moved(_ count: Int, falling: Bool = false) -> [Line] {
        let own = lines.compactMap { line in line.growth.map { (line, falling ? -$0 : $0) } }.filter { $0.1 > 0 }
        return Array(own.sorted { ($1.1, $0.0.indicator) < ($0.1, $1.0.indicator) }.prefix(count).map(\.0))
    }

    /// Indicators in which the unit is ahead of its peers, the greatest lead in points of the score first.
    public func strengths(_ count: Int) -> [Line] {
        Array(lines.filter { $0.pointsToPeers < 0 }.sorted { ($0.pointsToPeers, $0.indicator) < ($1.pointsToPeers, $1.indicator) }.prefix(count))
    }

    /// Indicators in which the unit is behind its peers, the greatest gap in points of the score first.
    public func gaps(_ count: Int) -> [Line] {
        Array(lines.filter { $0.pointsToPeers > 0 }.sorted { ($1.pointsToPeers, $0.indicator) < ($0.pointsToPeers, $1.indicator) }.prefix(count))
    }

    /// Best and worst indicators by rank alone, ties by the structure's order.
    /// - Parameter leavesOutLast: leaves out indicators in which the unit shares the last place (the reference program does so).
    public static func byRank(
        _ columns: [[Double]], _ tree: IndexStructure, row: Int, count: Int, leavesOutLast: Bool = false
    ) -> (best: [(indicator: Int, rank: Int)], worst: [(indicator: Int, rank: Int)]) {
        var ranked: [(indicator: Int, rank: Int)] = []
        for (index, element) in tree.indicators.enumerated() where !columns[index][row].isNaN {
            let ranks = Statistics.ranks(columns[index].map { $0 * element.direction })
            if leavesOutLast, ranks[row] == ranks.max(), ranks[row] > 1 { continue }
            ranked.append((index, ranks[row]))
        }
        ranked.sort { ($0.rank, $0.indicator) < ($1.rank, $1.indicator) }
        return (Array(ranked.prefix(count)), Array(ranked.suffix(count)))
    }
}
