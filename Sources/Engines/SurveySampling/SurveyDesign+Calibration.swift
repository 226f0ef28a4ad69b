public import Ground

extension SurveyDesign {
    /// Known counts of the population by the values of one column of the sample.
    public struct Margin: Sendable {
        public var name: String
        public var labels: [String]
        public var counts: [String: Double]
        /// Where the counts stand, for diagnostics.
        public var place: Place

        public init(name: String, labels: [String], counts: [String: Double], place: Place) {
            self.name = name
            self.labels = labels
            self.counts = counts
            self.place = place
        }
    }

    /// Brings the weights to the counts of one margin.
    public func postStratified(_ margin: Margin) throws(RejectedInput) -> SurveyDesign {
        try raked([margin], tolerance: 1, rounds: 1)
    }

    /// Brings the weights to several margins in turn until no cell of their cross table moves by `tolerance`.
    /// - Parameter tolerance: in units of the population, as R's `rake`.
    public func raked(
        _ margins: [Margin], tolerance: Double = 1, rounds: Int = 100
    ) throws(RejectedInput) -> SurveyDesign {
        guard let first = margins.first else { return self }
        var groups: [Calibration.Groups] = []
        for margin in margins { groups.append(try self.groups(margin)) }
        let sums = margins.map { $0.counts.values.sorted().reduce(0, +) }
        for (margin, sum) in zip(margins, sums) where abs(sum - sums[0]) > max(1, sums[0] * 1e-6) {
            throw RejectedInput(
                "the margin \u{201C}\(margin.name)\u{201D} sums to \(sum), \u{201C}\(first.name)\u{201D} to \(sums[0])",
                at: margin.place, advice: "margins must be counts of the same population")
        }
        var result = self
        var calibration = Calibration(groups, tolerance: tolerance, rounds: rounds)
        guard calibration.calibrate(&result.weights), result.weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw RejectedInput(
                "raking has not converged in \(rounds) rounds", at: first.place,
                advice: "join rare values, or drop a margin")
        }
        result.calibrations.append(calibration)
        return result
    }

    /// Kish's n·Σw²/(Σw)²: what unequal weights cost.
    public var weightingEffect: Double {
        let sum = weights.reduce(0, +)
        return Double(weights.count) * weights.reduce(0) { $0 + $1 * $1 } / (sum * sum)
    }

    private func groups(_ margin: Margin) throws(RejectedInput) -> Calibration.Groups {
        precondition(margin.labels.count == count, "a margin needs a label for each row")
        let names = margin.counts.keys.sorted()
        let positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        var found = Diagnostics()
        var index: [Int] = []
        var unknown: Set<String> = []
        for label in margin.labels {
            if positions[label] == nil, unknown.insert(label).inserted {
                found.error(
                    "the sample has \u{201C}\(label)\u{201D} in \u{201C}\(margin.name)\u{201D}, the margin has not",
                    at: margin.place)
            }
            index.append(positions[label] ?? 0)
        }
        let present = Set(margin.labels)
        for name in names {
            let target = margin.counts[name] ?? 0
            if !(target > 0 && target < 1e100) {
                found.error("the count of \u{201C}\(name)\u{201D} is not above zero", at: margin.place)
            } else if !present.contains(name) {
                found.error(
                    "no row of the sample has \u{201C}\(name)\u{201D} in \u{201C}\(margin.name)\u{201D}",
                    at: margin.place, advice: "join it with a similar value")
            }
        }
        if found.hasErrors { throw RejectedInput(found) }
        return Calibration.Groups(index: index, targets: names.map { margin.counts[$0] ?? 0 })
    }
}
