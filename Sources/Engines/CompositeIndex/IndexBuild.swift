/// One computed index: the output of every step.
public struct IndexBuild: Sendable {
    public let structure: IndexStructure
    public let method: IndexMethod
    public let denominated: IndexTable
    /// Which rows of the input were kept.
    public let kept: [Bool]
    public let imputed: IndexTable
    public let filled: [Preparation.FilledCell]
    public let treated: IndexTable
    /// Per indicator.
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
        (self.structure, self.method) = (structure, method)
        let divided = Preparation.denominate(raw, structure, by: denominators)
        let all = [Bool](repeating: true, count: raw.rowCount)
        let isFirst = method.screensBeforeFilling
        let before = isFirst ? method.screen.map { Preparation.available(divided, atLeast: $0) } ?? all : all
        denominated = divided.keeping(before)
        let groups = groups.count == before.count ? zip(groups, before).filter(\.1).map(\.0) : []
        var (whole, cells) = (denominated, [Preparation.FilledCell]())
        if let filling = method.filling {
            (whole, cells) = Preparation.impute(denominated, filling, groups: groups)
        }
        if !isFirst, let share = method.screen {
            let after = Preparation.available(whole, atLeast: share)
            kept = after
            // Where rows go, the rows of the cells move up.
            var moved = [Int](repeating: 0, count: after.count)
            for row in after.indices.dropFirst() { moved[row] = moved[row - 1] + (after[row - 1] ? 1 : 0) }
            cells = cells.filter { after[$0.row] }.map {
                Preparation.FilledCell(row: moved[$0.row], indicator: $0.indicator, value: $0.value)
            }
            imputed = whole.keeping(after)
        } else {
            (kept, imputed) = (before, whole)
        }
        filled = cells
        treatments = imputed.columns.map(method.treatment.apply)
        var table = imputed
        table.columns = treatments.map(\.values)
        treated = table
        for (index, element) in structure.indicators.enumerated() {
            if let posts = method.goalposts[element.code] {
                table.columns[index] = Normalisation.goalposts(
                    treated.columns[index], low: posts.lowerBound, high: posts.upperBound,
                    scale: method.goalpostScale, direction: element.direction)
            } else {
                table.columns[index] = method.normalisation.apply(
                    treated.columns[index], direction: element.direction)
            }
        }
        normalised = table
        scores = IndexBuild.aggregate(structure, method, normalised: table.columns)
        var ranks = [Int](repeating: 0, count: table.rowCount)
        Statistics.rank(scores[structure.top], within: table.periodRanges, into: &ranks)
        self.ranks = ranks
    }

    /// Aggregates normalised columns up the tree; a column per element.
    public static func aggregate(
        _ structure: IndexStructure, _ method: IndexMethod, normalised: [[Double]]
    ) -> [[Double]] {
        var scores = normalised
        for index in structure.indicatorCount..<structure.elements.count {
            let below = structure.children[index]
            let rule = method.aggregationOf[structure.elements[index].code] ?? method.aggregation
            scores.append(
                rule.apply(
                    below.map { scores[$0] }, weights: below.map { structure.elements[$0].weight },
                    availability: method.availability))
        }
        return scores
    }
}
