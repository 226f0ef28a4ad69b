/// What became of one cell, step by step.
public struct CellTrace: Sendable, Hashable {
    public enum Change: Sendable, Hashable {
        case none
        case winsorised(from: Double, to: Double)
        /// On another scale after a logarithm or Box-Cox.
        case transformed(from: Double, to: Double)
    }

    /// As it came; NaN where it was missing.
    public let raw: Double
    public let denominated: Double
    /// What was filled in, where it was missing.
    public let filled: Double?
    public let change: Change
    public let normalised: Double
}

extension IndexBuild {
    /// The rows of the input that were kept, in the order of the tables after screening.
    public var inputRows: [Int] { kept.count == input.raw.rowCount ? kept.indices.filter { kept[$0] } : [] }

    /// - Parameters:
    ///   - row: a row of `imputed`.
    ///   - indicator: a position in the structure.
    public func trace(row: Int, indicator: Int) -> CellTrace? {
        let rows = inputRows
        guard rows.indices.contains(row), (0..<structure.indicatorCount).contains(indicator) else { return nil }
        let cell = filled.first { $0.row == row && $0.indicator == indicator }
        return trace(row, indicator, raw: input.raw.columns[indicator][rows[row]], filled: cell?.value)
    }

    /// The traces of all cells, row after row.
    public func traces() -> [CellTrace] {
        let rows = inputRows
        var cells: [Int: Double] = [:]
        for cell in filled { cells[cell.row * structure.indicatorCount + cell.indicator] = cell.value }
        return rows.indices.flatMap { row in
            (0..<structure.indicatorCount).map { indicator in
                trace(
                    row, indicator, raw: input.raw.columns[indicator][rows[row]],
                    filled: cells[row * structure.indicatorCount + indicator])
            }
        }
    }

    private func trace(_ row: Int, _ indicator: Int, raw: Double, filled: Double?) -> CellTrace {
        let (before, after) = (imputed.columns[indicator][row], treated.columns[indicator][row])
        var change = CellTrace.Change.none
        if isTransformed(row, indicator), !before.isNaN {
            change = .transformed(from: before, to: after)
        } else if before != after, !before.isNaN {
            change = .winsorised(from: before, to: after)
        }
        return CellTrace(
            raw: raw, denominated: filled == nil ? before : .nan, filled: filled, change: change,
            normalised: normalised.columns[indicator][row])
    }

    private func isTransformed(_ row: Int, _ indicator: Int) -> Bool {
        guard method.treatsEachPeriod, imputed.periodRanges.count > 1 else { return treatments[indicator].isTransformed }
        return treatments[indicator].transformedPeriods.contains { imputed.periodRanges[$0].contains(row) }
    }

    /// The winsorised cells of one indicator: row, from what, to what.
    public func winsorised(_ indicator: Int) -> [(row: Int, from: Double, to: Double)] {
        guard (0..<structure.indicatorCount).contains(indicator) else { return [] }
        let (before, after) = (imputed.columns[indicator], treated.columns[indicator])
        return before.indices.filter { before[$0] != after[$0] && !before[$0].isNaN && !isTransformed($0, indicator) }.map { ($0, before[$0], after[$0]) }
    }
}
