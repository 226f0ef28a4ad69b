internal import Ground

/// Data of an index: a row is one unit in one period, a column is one indicator; a missing cell is NaN.
public struct IndexTable: Sendable {
    /// The unit code of each row.
    public var units: [String]
    /// The period of each row; rows of one period stand together.
    public var periods: [String]
    /// One column per indicator of the structure, in its order, as long as `units`.
    public var columns: [[Double]]

    public init(units: [String], periods: [String], columns: [[Double]]) {
        (self.units, self.periods, self.columns) = (units, periods, columns)
    }

    public var rowCount: Int { units.count }

    /// Runs of rows with the same period.
    public var periodRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for row in 0..<rowCount where row + 1 == rowCount || periods[row + 1] != periods[row] {
            ranges.append(start..<row + 1)
            start = row + 1
        }
        return ranges
    }

    /// The table with the marked rows only.
    public func keeping(_ keep: [Bool]) -> IndexTable {
        func chosen<T>(_ values: [T]) -> [T] { zip(values, keep).filter(\.1).map(\.0) }
        return IndexTable(units: chosen(units), periods: chosen(periods), columns: columns.map(chosen))
    }
}
