/// The rules of a whole tree: one for all aggregates, others for some.
public struct AggregationPlan: Sendable, Hashable {
    public var rule: Aggregation
    /// By the aggregate's code.
    public var of: [String: Aggregation]

    public init(_ rule: Aggregation, of: [String: Aggregation] = [:]) {
        (self.rule, self.of) = (rule, of)
    }

    /// Whether one mean serves everywhere.
    var isOneMean: Bool { rule.isMean && of.values.allSatisfy { $0 == rule } }

    /// In words: `arithmetic`, `geometric 1`, `power 2`; with a star where some aggregates differ.
    public var name: String {
        let word =
            switch rule {
            case .arithmetic: "arithmetic"
            case .geometric(let shift): shift == 0 ? "geometric" : "geometric \(shift)"
            case .harmonic: "harmonic"
            case .power(let p): "power \(p)"
            case .copeland: "copeland"
            }
        return of.isEmpty ? word : word + "*"
    }
}
