public import Ground

/// Where a value stands between official and made up.
public enum ValueStatus: String, Sendable, CaseIterable {
    case official, survey, platform, estimate, proposal, synthetic
}

/// One value as it stands in `index-data/*.csv`.
public struct ValueRecord: Sendable, Hashable {
    public var unit: String
    public var period: String
    public var indicator: String
    public var value: Double
    public var source: String
    public var status: ValueStatus
    public var asOf: String
    public var enteredBy: String
    /// Why this one counts where several sources give one cell; empty for the others.
    public var chosenBecause: String
    /// Where the records can be seen that a value with status `platform` was counted from; empty for others.
    public var records: String
    public var place: Place
}
