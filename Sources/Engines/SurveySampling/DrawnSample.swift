/// A sample and what its analysis needs.
public struct DrawnSample: Sendable, Hashable {
    /// A drawn row of the frame.
    public struct Row: Sendable, Hashable {
        /// The position in the frame.
        public var index: Int
        /// One over the chance of selection.
        public var weight: Double
        /// Units of the population at each stage, in the stratum or cluster of this row; empty where the first stage was
        /// drawn with unequal chances, which is analysed as if with replacement.
        public var population: [Double]
    }

    /// What was drawn in one stratum.
    public struct Stratum: Sendable, Hashable {
        public var name: String
        /// Units of the population: rows or clusters.
        public var units: Int
        /// Units drawn.
        public var drawn: Int
        /// Units that were certain to be drawn because of their size.
        public var certain: Int
        /// Rows drawn.
        public var rows: Int
    }

    /// In the order of the frame.
    public var rows: [Row]
    /// In order of name.
    public var strata: [Stratum]

    /// Stages of which the population is known: 0 for unequal chances.
    public var stages: Int { rows.first?.population.count ?? 0 }
}
