public import CompositeIndex
internal import Ground

/// An index folder: `indicators.csv`, `index.yaml`, `index-data/*.csv`.
public struct IndexFolder: Sendable {
    public var structure: IndexStructure
    public var method: IndexMethod
    /// Every value with its source; a cell may stand several times.
    public var records: [ValueRecord]
    /// What rates are made of, in the order of the file.
    public var parts: [IndexPart] = []
    /// The numerators of rates, by the indicator's code.
    public var numerators: [String: String] = [:]
    /// Rates of which the sources publish nothing but the rate, by code.
    public var publishedRates: Set<String> = []
    /// Indicators of which `indicators.csv` says that they are no rates.
    public var plainIndicators: Set<String> = []
    /// Where a published rate counts instead of the computed one.
    var publishedCells: Set<ValueRecord.Cell> = []
    /// Values that are divisors, by code.
    public var denominators: [String: [Double]]
    /// One group name per row of `table`; empty where there are no groups.
    public var groups: [String]
    public var table: IndexTable
    /// The codes of the indicators that are our proposal.
    public var proposals: Set<String>
    /// What the platform counts for an indicator or a part, by code.
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

    /// All indicators with their rates computed: cells before anything else becomes of them.
    public var rates: IndexTable { Preparation.denominate(table, structure, by: denominators) }

    /// The computed index.
    public func build() -> IndexBuild { IndexBuild(structure, method, input) }
}
