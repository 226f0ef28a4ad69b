public import CompositeIndex
internal import Ground

/// Every cell with what became of it: what an outsider needs to compute the index again.
public enum CellExport {
    /// One line per unit, period and indicator: raw (of a rate its numerator), its denominator, the rate, filled, treated, normalised,
    /// weight, source, status. Where values are synthetic, a last column without values is named after the mark.
    public static func csv(_ folder: IndexFolder, _ build: IndexBuild) -> String {
        let (mark, blank) = marks(folder)
        var text = CSV.line(
            [
                "unit", "period", "indicator", "raw", "divided_by", "divided", "filled", "treatment", "treated", "normalised", "effective_weight", "source",
                "status",
            ] + mark)
        let shares = build.structure.effectiveWeights
        var records: [String: ValueRecord] = [:]
        for record in folder.records {
            let key = record.unit + "\u{1}" + record.period + "\u{1}" + record.indicator
            if records[key] == nil || !record.chosenBecause.isEmpty { records[key] = record }
        }
        func number(_ x: Double) -> String { x.isFinite ? "\(x)" : "" }
        let traces = build.traces()
        let rows = build.inputRows
        for row in 0..<build.normalised.rowCount {
            let (unit, period) = (build.normalised.units[row], build.normalised.periods[row])
            for (index, element) in build.structure.indicators.enumerated() {
                let trace = traces[row * build.structure.indicatorCount + index]
                let isPublished = folder.publishedCells.contains(.init(unit: unit, period: period, indicator: element.code))
                let code = isPublished ? element.code : folder.numerators[element.code] ?? element.code
                let record = records[unit + "\u{1}" + period + "\u{1}" + code]
                let divisor = element.denominator.flatMap { folder.denominators[$0]?[rows[row]] }
                let treatment =
                    switch trace.change {
                    case .none: ""
                    case .winsorised: "winsorised"
                    case .transformed: "transformed"
                    }
                let cell = [
                    unit, period, element.code, number(trace.raw), divisor.map(number) ?? "", number(trace.denominated), trace.filled.map(number) ?? "",
                    treatment,
                    number(build.treated.columns[index][row]), number(trace.normalised), number(shares[index]), record?.source ?? "",
                    record?.status.rawValue ?? "",
                ]
                text += CSV.line(cell + blank)
            }
        }
        return text
    }

    /// What the mark adds to the header, and to every other line.
    private static func marks(_ folder: IndexFolder) -> ([String], [String]) {
        folder.hasSyntheticValues ? ([IndexExport.syntheticMark], [""]) : ([], [])
    }

    /// One line per element: its parent, weight and share of the top; marked likewise, as weights may come from the values.
    public static func weights(_ folder: IndexFolder, _ build: IndexBuild) -> String {
        let (mark, blank) = marks(folder)
        var text = CSV.line(["code", "parent", "weight", "effective_weight"] + mark)
        for (element, share) in zip(build.structure.elements, build.structure.effectiveWeights) {
            text += CSV.line([element.code, element.parent ?? "", "\(element.weight)", "\(share)"] + blank)
        }
        return text
    }
}
