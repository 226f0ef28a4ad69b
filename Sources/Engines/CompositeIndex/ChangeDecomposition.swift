/// Why a unit's score changed: moves of its indicators, cells that came or went, the others' moves, and the method.
///
/// The parts sum to the change exactly.
public struct ChangeDecomposition: Sendable {
    /// What one indicator did.
    public struct Move: Sendable, Hashable {
        public var indicator: Int
        /// Denominated values, filled where they were missing; NaN where there is none.
        public var before: Double
        public var after: Double
        /// Points of the top's score.
        public var points: Double
        public var wasFilled: Bool
        public var isFilled: Bool
    }

    /// One step of the method that is not what it was.
    public enum Step: String, Sendable, CaseIterable {
        case data, tree, filling, treatment, normalisation, weights, aggregation
    }

    /// The whole change.
    public let total: Double
    /// In the order of the structure.
    public let moves: [Move]
    /// Cells that are there in one of the rows only: the change of what is averaged.
    public let coverage: Double
    /// The others' moves, where each period has its own parameters.
    public let others: Double
    /// Steps of the method that differ, in the order of the pipeline.
    public let method: [(step: Step, points: Double)]

    /// Two rows of one build.
    public init?(_ build: IndexBuild, from earlier: Int, to later: Int) {
        self.init(build, from: earlier, to: later, method: [], methodTotal: 0)
    }

    /// Rows of two editions of an index; the earlier unit and period must be in the later edition's data too.
    ///
    /// The method's effects are measured on the earlier data, one step after another; then the data move under the new method.
    public init?(from old: IndexBuild, row: Int, to new: IndexBuild, row later: Int) {
        guard old.normalised.units.indices.contains(row),
            let before = ChangeDecomposition.row(of: old.normalised.units[row], old.normalised.periods[row], in: new)
        else { return nil }
        let (a, b) = (old.scores[old.structure.top][row], new.scores[new.structure.top][before])
        guard !a.isNaN, !b.isNaN else { return nil }
        let steps = ChangeDecomposition.steps(old, row, new)
        self.init(new, from: before, to: later, method: steps, methodTotal: b - a)
    }

    private init?(
        _ build: IndexBuild, from earlier: Int, to later: Int, method: [(step: Step, points: Double)], methodTotal: Double
    ) {
        let (tree, rows) = (build.structure, build.normalised.units.indices)
        let model = RowModel(tree: tree, method: build.method)
        guard rows.contains(earlier), rows.contains(later), model.isOfMeans else { return nil }
        let a = (0..<tree.indicatorCount).map { build.scores[$0][earlier] }
        let b = (0..<tree.indicatorCount).map { build.scores[$0][later] }
        let (from, to) = (build.scores[tree.top][earlier], build.scores[tree.top][later])
        guard !from.isNaN, !to.isNaN else { return nil }
        // With parameters of each period the unit's own moves are what it would have gained had all others stood still.
        let own = ChangeDecomposition.ownMoves(build, earlier, later)
        let end = own.map { $0.values } ?? b
        others = own.map { to - $0.score } ?? 0
        let common = zip(a, end).map { !$0.isNaN && !$1.isNaN }
        let first = zip(a, common).map { $1 ? $0 : .nan }
        let last = zip(end, common).map { $1 ? $0 : .nan }
        let points = model.shares(from: first, to: last)
        let measured = (own?.score ?? to) - from
        coverage = common.contains(false) && zip(a, end).contains { $0.isNaN != $1.isNaN } ? measured - points.reduce(0, +) : 0
        let slack = coverage == 0 ? measured - points.reduce(0, +) : 0
        let filled = Set(build.filled.map { [$0.row, $0.indicator] })
        let largest = points.indices.max { abs(points[$0]) < abs(points[$1]) }
        moves = points.indices.map { index in
            Move(
                indicator: index, before: build.imputed.columns[index][earlier], after: build.imputed.columns[index][later],
                // Rounding goes to the largest move, so that the sum is the change.
                points: points[index] + (index == largest ? slack : 0), wasFilled: filled.contains([earlier, index]),
                isFilled: filled.contains([later, index]))
        }
        self.method = method
        total = to - from + methodTotal
    }

    private static func row(of unit: String, _ period: String, in build: IndexBuild) -> Int? {
        build.normalised.units.indices.first { build.normalised.units[$0] == unit && build.normalised.periods[$0] == period }
    }

    /// The earlier row with the later one's data, all others as they were; nil where one set of parameters serves all periods.
    private static func ownMoves(_ build: IndexBuild, _ earlier: Int, _ later: Int) -> (values: [Double], score: Double)? {
        let method = build.method
        guard method.normalisesEachPeriod || method.treatsEachPeriod, build.normalised.periods[earlier] != build.normalised.periods[later]
        else { return nil }
        var table = build.imputed
        for index in table.columns.indices { table.columns[index][earlier] = build.imputed.columns[index][later] }
        table.columns = IndexBuild.treat(build.structure, method, table).map(\.values)
        let normalised = IndexBuild.normalise(build.structure, method, table)
        let values = normalised.map { $0[earlier] }
        return (values, RowModel(tree: build.structure, method: method).scores(values)[build.structure.top])
    }

    /// The earlier row's score while the old edition becomes the new one, step by step.
    private static func steps(_ old: IndexBuild, _ row: Int, _ new: IndexBuild) -> [(step: Step, points: Double)] {
        let (unit, period) = (old.normalised.units[row], old.normalised.periods[row])
        let (a, b) = (old.method, new.method)
        let areSame = old.given.indicators.map(\.code) == new.given.indicators.map(\.code)
        var (structure, method) = (areSame ? old.given : new.given, a)
        let input = new.input
        var last = old.scores[old.structure.top][row]
        var result: [(step: Step, points: Double)] = []
        func measure(_ step: Step) {
            let build = IndexBuild(structure, method, input)
            guard let at = ChangeDecomposition.row(of: unit, period, in: build) else { return }
            let score = build.scores[build.structure.top][at]
            guard !score.isNaN else { return }
            if abs(score - last) > 1e-12 * max(1, abs(last)) { result.append((step, score - last)) }
            last = score
        }
        measure(areSame ? .data : .tree)
        if areSame {
            structure = new.given
            measure(.tree)
        }
        (method.filling, method.screen, method.screensBeforeFilling) = (b.filling, b.screen, b.screensBeforeFilling)
        measure(.filling)
        (method.treatment, method.treatmentOf, method.treatsEachPeriod) = (b.treatment, b.treatmentOf, b.treatsEachPeriod)
        measure(.treatment)
        (method.normalisation, method.normalisationOf) = (b.normalisation, b.normalisationOf)
        (method.normalisesEachPeriod, method.goalposts, method.goalpostScale) = (b.normalisesEachPeriod, b.goalposts, b.goalpostScale)
        measure(.normalisation)
        (method.weighting, method.weightingOf) = (b.weighting, b.weightingOf)
        measure(.weights)
        method = b
        measure(.aggregation)
        return result
    }
}
