public import CompositeIndex
internal import Ground

/// An index folder: `indicators.csv`, `index.yaml`, `index-data/*.csv`.
public struct IndexFolder: Sendable {
    public var structure: IndexStructure
    public var method: IndexMethod
    /// Every value with its source; a cell may stand several times.
    public var records: [ValueRecord]
    /// Values that are divisors, by code.
    public var denominators: [String: [Double]]
    /// One group name per row of `table`; empty where there are no groups.
    public var groups: [String]
    public var table: IndexTable
    /// The codes of the indicators that are our proposal.
    public var proposals: Set<String>
    /// What the platform counts for an indicator, by code.
    public var measures: [String: PlatformMeasure]
    /// Figures of others, shown beside the results.
    public var cited: [CitedStatistic]
    /// What is said about indicators besides what is computed, by code.
    public var notes: [String: IndicatorNote] = [:]
    /// The names of units by code, where `units.csv` gives them.
    public var unitNames: [String: UnitName] = [:]
    /// The units to compare with; empty means all others.
    public var peers: [String]
    /// What a study of uncertainty varies.
    public var plan: StudyPlan

    public var hasSyntheticValues: Bool { records.contains { $0.status == .synthetic } }

    /// What the computation starts from.
    public var input: IndexBuild.Input { IndexBuild.Input(raw: table, groups: groups, denominators: denominators) }

    /// The computed index.
    public func build() -> IndexBuild { IndexBuild(structure, method, input) }
}
