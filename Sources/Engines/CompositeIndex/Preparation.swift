/// Steps before treatment: denominate, screen, impute.
public enum Preparation {
    /// x ÷ denominator × `per`, cell by cell; columns without a denominator stay. A zero denominator leaves the cell missing.
    /// - Parameter denominators: code → one value per row.
    public static func denominate(
        _ table: IndexTable, _ structure: IndexStructure, by denominators: [String: [Double]]
    ) -> IndexTable {
        var result = table
        for (index, element) in structure.indicators.enumerated() {
            guard let code = element.denominator, let divisor = denominators[code] else { continue }
            let per = element.per
            result.columns[index] = zip(table.columns[index], divisor).map { $1 == 0 ? .nan : $0 / ($1 / per) }
        }
        return result
    }

    /// Which units are left out for want of data, and which are kept or left out by decision.
    public struct Screen: Sendable, Hashable {
        /// The least share of present cells; nil asks for none.
        public var available: Double?
        /// The least share of cells that are not 0, among those present; nil asks for none.
        public var nonZero: Double?
        /// Units that stay, and units that go, whatever their data.
        public var always: Set<String>
        public var never: Set<String>

        public init(available: Double? = nil, nonZero: Double? = nil, always: Set<String> = [], never: Set<String> = []) {
            (self.available, self.nonZero, self.always, self.never) = (available, nonZero, always, never)
        }

        /// Per row whether it is kept.
        public func keeps(_ table: IndexTable) -> [Bool] {
            (0..<table.rowCount).map { row in
                if never.contains(table.units[row]) { return false }
                if always.contains(table.units[row]) { return true }
                let own = RowAvailability(table.columns, row: row)
                if let available, own.availableShare < available { return false }
                return nonZero.map { own.nonZeroShare >= $0 } ?? true
            }
        }
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
        /// Of the period's other units.
        case mean, median
        /// Of the units of the same group and period.
        case groupMean = "group-mean"
        case groupMedian = "group-median"
        /// The mean (median) of the unit's other indicators, all on 0–1 by minimum, maximum and direction, carried back.
        case unitMean = "unit-mean"
        case unitMedian = "unit-median"
        /// The unit's nearest earlier period.
        case latest
        /// The unit's nearest earlier period, before the first one the first.
        case constant
        /// Straight lines between the unit's periods; the nearest value beyond the ends.
        case linear
        /// Straight lines between the unit's periods; nothing beyond the ends.
        case linearWithin = "linear-within"
        /// Expectation and maximisation under one normal law over all indicators.
        case expectationMaximisation = "em"
    }

    /// One filled cell.
    public struct FilledCell: Sendable, Hashable {
        public var row: Int
        public var indicator: Int
        public var value: Double
    }

    /// Fills missing cells and lists them. A cell for which there is nothing to fill it from stays missing.
    /// - Parameters:
    ///   - groups: one group name per row, for the group methods.
    ///   - directions: one per column, for the methods over a unit's other indicators; 1 where not given.
    public static func impute(
        _ table: IndexTable, _ filling: Filling, groups: [String], directions: [Double] = []
    ) -> (table: IndexTable, filled: [FilledCell]) {
        var result = table
        let whole: [[Double]]? =
            switch filling {
            case .expectationMaximisation: ExpectationMaximisation.fill(table.columns)
            case .unitMean, .unitMedian: fromOwnRow(table.columns, directions, byMedian: filling == .unitMedian)
            default: nil
            }
        var filled: [FilledCell] = []
        let neighbours = Neighbours(table, filling)
        for (index, column) in table.columns.enumerated() where column.contains(where: \.isNaN) {
            for row in column.indices where column[row].isNaN {
                let value = whole.map { $0[index][row] } ?? Preparation.value(row, column, neighbours, filling, groups)
                guard value.isFinite else { continue }
                result.columns[index][row] = value
                filled.append(FilledCell(row: row, indicator: index, value: value))
            }
        }
        return (result, filled)
    }

    /// The rows that a cell may be filled from: those of its period, or those of its unit.
    private struct Neighbours {
        var rows: [[Int]] = []
        var place: [Int] = []
        var times: [Double] = []

        init(_ table: IndexTable, _ filling: Filling) {
            let isOverTime = [.latest, .constant, .linear, .linearWithin].contains(filling)
            var known: [String: Int] = [:]
            // Within one period only: another year's level is no estimate of this year's.
            for (row, name) in (isOverTime ? table.units : table.periods).enumerated() {
                let at = known[name] ?? rows.count
                if at == rows.count {
                    known[name] = at
                    rows.append([])
                }
                rows[at].append(row)
                place.append(at)
            }
            times = isOverTime ? table.periods.enumerated().map { Double($0.element) ?? Double($0.offset) } : []
        }

        func of(_ row: Int) -> [Int] { rows[place[row]] }
    }

    private static func value(
        _ row: Int, _ column: [Double], _ neighbours: Neighbours, _ filling: Filling, _ groups: [String]
    ) -> Double {
        switch filling {
        case .latest, .constant, .linear, .linearWithin: return overTime(row, column, neighbours, filling)
        case .unitMean, .unitMedian, .expectationMaximisation: return .nan
        case .mean, .median, .groupMean, .groupMedian: break
        }
        let isGrouped = filling == .groupMean || filling == .groupMedian
        guard !isGrouped || groups.count == column.count else { return .nan }
        let peers = neighbours.of(row).filter { !isGrouped || groups[$0] == groups[row] }.map { column[$0] }
        return filling == .mean || filling == .groupMean ? Statistics.mean(peers) : Statistics.median(peers)
    }

    private static func overTime(_ row: Int, _ column: [Double], _ neighbours: Neighbours, _ filling: Filling) -> Double {
        let own = neighbours.of(row).filter { !column[$0].isNaN }
        let (before, after) = (own.last { $0 < row }, own.first { $0 > row })
        if filling == .latest { return before.map { column[$0] } ?? .nan }
        if filling == .constant { return (before ?? after).map { column[$0] } ?? .nan }
        guard let before, let after else {
            return filling == .linearWithin ? .nan : (before ?? after).map { column[$0] } ?? .nan
        }
        let time = neighbours.times
        let span = time[after] - time[before]
        let share = span == 0 ? 0.5 : (time[row] - time[before]) / span
        return column[before] + share * (column[after] - column[before])
    }

    /// All cells as a row's own other indicators suggest them.
    private static func fromOwnRow(_ columns: [[Double]], _ directions: [Double], byMedian: Bool) -> [[Double]] {
        let extents = columns.map(Normalisation.extent)
        func isDown(_ index: Int) -> Bool { directions.indices.contains(index) && directions[index] < 0 }
        func share(_ index: Int, _ v: Double) -> Double {
            let (low, high) = extents[index]
            guard high > low else { return .nan }
            return isDown(index) ? (high - v) / (high - low) : (v - low) / (high - low)
        }
        let rows = columns.first?.indices ?? 0..<0
        let level = rows.map { row in
            let shares = columns.indices.map { share($0, columns[$0][row]) }
            return byMedian ? Statistics.median(shares) : Statistics.mean(shares)
        }
        return columns.indices.map { index in
            let (low, high) = extents[index]
            return rows.map { isDown(index) ? high - level[$0] * (high - low) : low + level[$0] * (high - low) }
        }
    }
}
