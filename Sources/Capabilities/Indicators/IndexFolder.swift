public import CompositeIndex
public import Ground

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
    /// Whether the method's indicators are our proposal, by code.
    public var proposals: Set<String>

    public var hasSyntheticValues: Bool { records.contains { $0.status == .synthetic } }

    /// The computed index.
    public func build() -> IndexBuild {
        IndexBuild(structure, method, raw: table, groups: groups, denominators: denominators)
    }
}
