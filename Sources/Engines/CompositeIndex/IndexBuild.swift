/// One computed index: the input and output of every step.
public struct IndexBuild: Sendable {
    /// What a build starts from.
    public struct Input: Sendable {
        public var raw: IndexTable
        /// One group name per row, for filling by group; empty where there are none.
        public var groups: [String]
        /// Code → one value per row.
        public var denominators: [String: [Double]]

        public init(raw: IndexTable, groups: [String] = [], denominators: [String: [Double]] = [:]) {
            (self.raw, self.groups, self.denominators) = (raw, groups, denominators)
        }
    }

    /// The tree with the weights that it was given.
    public let given: IndexStructure
    /// The tree; where the method computes weights, with these.
    public let structure: IndexStructure
    public let method: IndexMethod
    public let input: Input
    public let denominated: IndexTable
    /// Which rows of the input were kept.
    public let kept: [Bool]
    public let imputed: IndexTable
    /// The cells that were missing, by rows of `imputed`.
    public let filled: [Preparation.FilledCell]
    public let treated: IndexTable
    /// Per indicator; where periods are treated one by one, the most steps of any and the skew of the last.
    public let treatments: [Treatment.Outcome]
    public let normalised: IndexTable
    /// A column per element of the structure (indicators normalised, then aggregates).
    public let scores: [[Double]]
    /// The rank of each row within its period by the top's score; 0 where it has none.
    public let ranks: [Int]

    /// - Parameters:
    ///   - groups: one group name per row, for filling by group.
    ///   - denominators: code → one value per row.
    public init(
        _ structure: IndexStructure, _ method: IndexMethod, raw: IndexTable, groups: [String] = [],
        denominators: [String: [Double]] = [:]
    ) {
        self.init(structure, method, Input(raw: raw, groups: groups, denominators: denominators))
    }

    public init(_ structure: IndexStructure, _ method: IndexMethod, _ input: Input) {
        (self.method, self.input, given) = (method, input, structure)
        let prepared = IndexBuild.prepare(structure, method, input)
        (denominated, kept) = (prepared.denominated, prepared.kept)
        (imputed, filled) = (prepared.imputed, prepared.filled)
        treatments = IndexBuild.treat(structure, method, imputed)
        var table = imputed
        table.columns = treatments.map(\.values)
        treated = table
        table.columns = IndexBuild.normalise(structure, method, treated)
        normalised = table
        let composed = IndexBuild.compose(structure, method, normalised: table.columns, periods: table.periodRanges)
        scores = composed.scores
        self.structure = structure.weighted(composed.weights)
        var ranks = [Int](repeating: 0, count: table.rowCount)
        Statistics.rank(scores[structure.top], within: table.periodRanges, into: &ranks)
        self.ranks = ranks
    }

    /// Denominated, screened and filled data.
    struct Prepared {
        var denominated: IndexTable
        var kept: [Bool]
        var imputed: IndexTable
        var filled: [Preparation.FilledCell]
    }

    static func prepare(_ structure: IndexStructure, _ method: IndexMethod, _ input: Input) -> Prepared {
        let divided = Preparation.denominate(input.raw, structure, by: input.denominators)
        let all = [Bool](repeating: true, count: input.raw.rowCount)
        let isFirst = method.screensBeforeFilling
        let before = isFirst ? method.screen?.keeps(divided) ?? all : all
        let denominated = divided.keeping(before)
        let groups = input.groups.count == before.count ? zip(input.groups, before).filter(\.1).map(\.0) : []
        var (whole, cells) = (denominated, [Preparation.FilledCell]())
        if let filling = method.filling {
            let directions = structure.indicators.map(\.direction)
            (whole, cells) = Preparation.impute(denominated, filling, groups: groups, directions: directions)
        }
        guard !isFirst, let screen = method.screen else {
            return Prepared(denominated: denominated, kept: before, imputed: whole, filled: cells)
        }
        let after = screen.keeps(whole)
        // Where rows go, the rows of the cells move up.
        var moved = [Int](repeating: 0, count: after.count)
        for row in after.indices.dropFirst() { moved[row] = moved[row - 1] + (after[row - 1] ? 1 : 0) }
        cells = cells.filter { after[$0.row] }.map {
            Preparation.FilledCell(row: moved[$0.row], indicator: $0.indicator, value: $0.value)
        }
        return Prepared(denominated: denominated, kept: after, imputed: whole.keeping(after), filled: cells)
    }

    /// The treatment of every indicator.
    static func treat(_ structure: IndexStructure, _ method: IndexMethod, _ table: IndexTable) -> [Treatment.Outcome] {
        let ranges = table.periodRanges
        return zip(structure.indicators, table.columns).map { treat($0, method, $1, ranges) }
    }

    private static func treat(
        _ element: IndexElement, _ method: IndexMethod, _ column: [Double], _ ranges: [Range<Int>]
    ) -> Treatment.Outcome {
        let fixed = method.goalposts[element.code] != nil
        let treatment = fixed ? Treatment(winsoriseAtMost: nil) : method.treatmentOf[element.code] ?? method.treatment
        guard method.treatsEachPeriod, ranges.count > 1 else { return treatment.apply(column) }
        let parts = ranges.map { treatment.apply(Array(column[$0])) }
        var whole = parts[parts.count - 1]
        whole.values = parts.flatMap(\.values)
        whole.steps = parts.map(\.steps).max() ?? 0
        whole.passes = parts.allSatisfy(\.passes)
        whole.transformedPeriods = parts.indices.filter { parts[$0].isTransformed }
        whole.isTransformed = !whole.transformedPeriods.isEmpty
        return whole
    }

    /// Every indicator's normalised column.
    static func normalise(_ structure: IndexStructure, _ method: IndexMethod, _ table: IndexTable) -> [[Double]] {
        let ranges = method.normalisesEachPeriod ? table.periodRanges : [0..<table.rowCount]
        return zip(structure.indicators, table.columns).map { normalise($0, method, $1, table, ranges) }
    }

    private static func normalise(
        _ element: IndexElement, _ method: IndexMethod, _ column: [Double], _ table: IndexTable, _ ranges: [Range<Int>]
    ) -> [Double] {
        if let posts = method.goalposts[element.code] {
            return posts.apply(column, scale: method.goalpostScale, direction: element.direction)
        }
        let rule = method.normalisationOf[element.code] ?? method.normalisation
        return ranges.flatMap { range in
            let aim = IndexBuild.aim(rule, element, column, table, range)
            return rule.apply(range.count == column.count ? column : Array(column[range]), direction: element.direction, aim: aim)
        }
    }

    /// One filled column treated and normalised.
    static func oneColumn(
        _ element: IndexElement, _ method: IndexMethod, _ column: [Double], _ table: IndexTable, _ periods: [Range<Int>]
    ) -> [Double] {
        let treated = treat(element, method, column, periods).values
        return normalise(element, method, treated, table, method.normalisesEachPeriod ? periods : [0..<column.count])
    }

    private static func aim(
        _ rule: Normalisation, _ element: IndexElement, _ column: [Double], _ table: IndexTable, _ range: Range<Int>
    ) -> Double? {
        switch rule {
        case .distanceToTarget: element.target
        case .distanceToReference(let unit, _):
            range.last { table.units[$0] == unit && !column[$0].isNaN }.map { column[$0] }
        default: nil
        }
    }

    /// Aggregates normalised columns up the tree, weights first where the method computes them.
    static func compose(
        _ structure: IndexStructure, _ method: IndexMethod, normalised: [[Double]], periods: [Range<Int>]
    ) -> (scores: [[Double]], weights: [Double]) {
        var scores = normalised
        var weights = structure.elements.map(\.weight)
        for index in structure.indicatorCount..<structure.elements.count {
            let below = structure.children[index]
            let code = structure.elements[index].code
            let columns = below.map { scores[$0] }
            let weighting = method.weightingOf[code] ?? method.weighting
            if weighting != .given, let own = weighting.weights(columns, given: below.map { weights[$0] }) {
                for (child, weight) in zip(below, own) { weights[child] = weight }
            }
            scores.append(
                method.rule(of: code).apply(
                    columns, weights: below.map { weights[$0] }, availability: method.least(of: code), periods: periods))
        }
        return (scores, weights)
    }

    /// Aggregates normalised columns up the tree with the given weights; a column per element.
    public static func aggregate(
        _ structure: IndexStructure, _ method: IndexMethod, normalised: [[Double]], weights: [Double]? = nil,
        periods: [Range<Int>]? = nil
    ) -> [[Double]] {
        var scores = normalised
        let weights = weights ?? structure.elements.map(\.weight)
        for index in structure.indicatorCount..<structure.elements.count {
            let below = structure.children[index]
            let code = structure.elements[index].code
            scores.append(
                method.rule(of: code).apply(
                    below.map { scores[$0] }, weights: below.map { weights[$0] }, availability: method.least(of: code),
                    periods: periods))
        }
        return scores
    }
}
