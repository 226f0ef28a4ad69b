public import Ground

extension SurveyDesign {
    /// Brings the weights to the counts of one margin.
    public func postStratified(_ margin: Margin) throws(RejectedInput) -> SurveyDesign {
        try raked([margin], tolerance: 1, rounds: 1)
    }

    /// Brings the weights to several margins in turn until no cell of their cross table moves by `tolerance`.
    /// - Parameter tolerance: in units of the population; nil for 1, as in R's `rake`, or a thousandth of a population smaller
    ///   than a thousand.
    public func raked(
        _ margins: [Margin], tolerance: Double? = nil, rounds: Int = 100
    ) throws(RejectedInput) -> SurveyDesign {
        guard let first = margins.first else { return self }
        var groups: [Calibration.Groups] = []
        for margin in margins { groups.append(try self.groups(margin)) }
        let sums = margins.map { $0.counts.values.sorted().reduce(0, +) }
        for (margin, sum) in zip(margins, sums) where abs(sum - sums[0]) > max(min(1, sums[0] * 1e-3), sums[0] * 1e-6) {
            throw RejectedInput(
                "the margin \u{201C}\(margin.name)\u{201D} sums to \(sum), \u{201C}\(first.name)\u{201D} to \(sums[0])",
                at: margin.place, advice: "margins must be counts of the same population")
        }
        var result = self
        var calibration = Calibration(groups, tolerance: tolerance ?? min(1, sums[0] / 1_000), rounds: rounds)
        guard calibration.calibrate(&result.weights), result.weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw RejectedInput(
                "no weights that meet all margins were found in \(rounds) rounds", at: first.place,
                advice: "join rare values, or drop a margin; in this sample the margins may contradict each other")
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
        for (row, label) in margin.labels.enumerated() {
            if positions[label] == nil, unknown.insert(label).inserted {
                found.error(
                    "\u{201C}\(margin.name)\u{201D} is \u{201C}\(label)\u{201D}, which is not in the margin \(margin.place)",
                    at: places[row])
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
