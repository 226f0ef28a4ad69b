/// Steps before treatment: denominate, screen, impute.
public enum Preparation {
    /// x ÷ denominator, cell by cell; columns without a denominator stay.
    /// - Parameter denominators: code → one value per row.
    public static func denominate(
        _ table: IndexTable, _ structure: IndexStructure, by denominators: [String: [Double]]
    ) -> IndexTable {
        var result = table
        for (index, element) in structure.indicators.enumerated() {
            guard let code = element.denominator, let divisor = denominators[code] else { continue }
            result.columns[index] = zip(table.columns[index], divisor).map { $1 == 0 ? .nan : $0 / $1 }
        }
        return result
    }

    /// Rows of which at least `share` of the cells are present.
    public static func available(_ table: IndexTable, atLeast share: Double) -> [Bool] {
        let count = Double(max(1, table.columns.count))
        return (0..<table.rowCount).map { row in
            Double(table.columns.count { !$0[row].isNaN }) / count >= share
        }
    }

    /// What fills a missing cell of a column.
    public enum Filling: String, Sendable, CaseIterable {
        case mean, median
        case groupMean = "group-mean"
        case groupMedian = "group-median"
        /// The unit's nearest earlier period.
        case latest
        /// Straight lines between the unit's periods; the nearest value beyond the ends.
        case linear
    }

    /// One filled cell.
    public struct FilledCell: Sendable, Hashable {
        public var row: Int
        public var indicator: Int
        public var value: Double
    }

    /// Fills missing cells and lists them. A cell for which the group (or column) has no value stays missing.
    /// - Parameter groups: one group name per row, for the group methods.
    public static func impute(
        _ table: IndexTable, _ filling: Filling, groups: [String]
    ) -> (table: IndexTable, filled: [FilledCell]) {
        var result = table
        var filled: [FilledCell] = []
        for (index, column) in table.columns.enumerated() {
            for row in column.indices where column[row].isNaN {
                let value = Preparation.value(row, column, table, filling, groups)
                guard !value.isNaN else { continue }
                result.columns[index][row] = value
                filled.append(FilledCell(row: row, indicator: index, value: value))
            }
        }
        return (result, filled)
    }

    private static func value(
        _ row: Int, _ column: [Double], _ table: IndexTable, _ filling: Filling, _ groups: [String]
    ) -> Double {
        // Within one period only: another year's level is no estimate of this year's.
        let same = column.indices.filter { table.periods[$0] == table.periods[row] }
        switch filling {
        case .mean: return Statistics.mean(same.map { column[$0] })
        case .median: return Statistics.median(same.map { column[$0] })
        case .groupMean, .groupMedian:
            guard groups.count == column.count else { return .nan }
            let peers = same.filter { groups[$0] == groups[row] }.map { column[$0] }
            return filling == .groupMean ? Statistics.mean(peers) : Statistics.median(peers)
        case .latest, .linear:
            return overTime(row, column, table, filling)
        }
    }

    private static func overTime(_ row: Int, _ column: [Double], _ table: IndexTable, _ filling: Filling) -> Double {
        let own = column.indices.filter { table.units[$0] == table.units[row] && !column[$0].isNaN }
        let (before, after) = (own.last { $0 < row }, own.first { $0 > row })
        if filling == .latest { return before.map { column[$0] } ?? .nan }
        guard let before else { return after.map { column[$0] } ?? .nan }
        guard let after else { return column[before] }
        func time(_ r: Int) -> Double { Double(table.periods[r]) ?? Double(r) }
        let share = (time(row) - time(before)) / (time(after) - time(before))
        return column[before] + share * (column[after] - column[before])
    }
}
