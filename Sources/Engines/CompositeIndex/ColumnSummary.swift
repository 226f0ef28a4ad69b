/// Plain statistics of one indicator with the customary flags.
public struct ColumnSummary: Sendable, Hashable {
    public let count: Int
    public let available: Int
    public let nonZero: Int
    public let unique: Int
    /// How often the most frequent value occurs.
    public let same: Int
    public let minimum: Double
    public let maximum: Double
    public let mean: Double
    public let median: Double
    /// Sample deviation (n − 1).
    public let deviation: Double
    /// Type 2 (G1, G2), as everywhere here.
    public let skew: Double
    public let kurtosis: Double

    public init(_ column: [Double]) {
        let present = column.filter { !$0.isNaN }
        count = column.count
        available = present.count
        nonZero = present.count { $0 != 0 }
        var runs: [Double: Int] = [:]
        for v in present { runs[v, default: 0] += 1 }
        (unique, same) = (runs.count, runs.values.max() ?? 0)
        (minimum, maximum) = Normalisation.extent(present)
        (mean, median) = (Statistics.mean(present), Statistics.median(present))
        deviation = Statistics.variance(present).squareRoot()
        (skew, kurtosis) = Statistics.skewKurtosis(present)
    }

    public var availableShare: Double { Double(available) / Double(count) }
    public var nonZeroShare: Double { Double(nonZero) / Double(available) }
    public var uniqueShare: Double { Double(unique) / Double(available) }
    public var sameShare: Double { Double(same) / Double(available) }

    /// Too few values: below 65 %.
    public var isScarce: Bool { availableShare < 0.65 }
    /// Mostly zeros: less than half is not zero.
    public var isMostlyZero: Bool { nonZeroShare < 0.5 }
    /// Few different values: less than half are unique.
    public var isRepetitive: Bool { uniqueShare < 0.5 }
    /// |skew| above 2 with a kurtosis above 3.5.
    public var hasOutliers: Bool { abs(skew) > 2 && kurtosis > 3.5 }
}

/// How much of a unit's (or group's) data is there.
public struct RowAvailability: Sendable, Hashable {
    public let count: Int
    public let missing: Int
    public let zero: Int

    /// - Parameter columns: the columns that count.
    public init(_ columns: [[Double]], row: Int) {
        count = columns.count
        missing = columns.count { $0[row].isNaN }
        zero = columns.count { $0[row] == 0 }
    }

    public var availableShare: Double { Double(count - missing) / Double(count) }
    /// Of what is there, the share that is not zero.
    public var nonZeroShare: Double { Double(count - missing - zero) / Double(count - missing) }
}
