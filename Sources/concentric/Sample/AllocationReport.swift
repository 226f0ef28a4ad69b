internal import Ground
internal import SurveySampling

/// A sample shared among strata, in one way or several.
struct AllocationReport {
    struct Plan {
        let kind: Allocation
        let shares: [Double]
        let sizes: [Int]
    }

    let size: Int
    let strata: [StratumSummary]
    let plans: [Plan]

    private var units: Double { strata.reduce(0) { $0 + $1.units } }

    /// Of the stratified mean of the measure; nil where a spread or a stratum's share is missing.
    private func error(_ plan: Plan) -> Double? {
        var sum = 0.0
        for (stratum, n) in zip(strata, plan.sizes) {
            guard let deviation = stratum.deviation, n > 0 else { return nil }
            let share = stratum.units / units
            sum += share * share * (1 - Double(n) / stratum.units) * deviation * deviation / Double(n)
        }
        return sum.squareRoot()
    }

    var text: String {
        let hasSpread = strata.contains { $0.deviation != nil }
        var rows = [["stratum", "units"] + (hasSpread ? ["std. dev."] : [])]
        for plan in plans { rows[0] += [plan.kind.rawValue, "size", "of all"] }
        for (index, stratum) in strata.enumerated() {
            var row = [SampleSupport.safe(stratum.name), SampleSupport.number(stratum.units, decimals: 0)]
            if hasSpread { row.append(SampleSupport.significant(stratum.deviation, 5)) }
            for plan in plans {
                row += [
                    SampleSupport.number(plan.shares[index], decimals: 2), SampleSupport.number(Double(plan.sizes[index]), decimals: 0),
                    percent(Double(plan.sizes[index]) / stratum.units),
                ]
            }
            rows.append(row)
        }
        var last = ["together", SampleSupport.number(units, decimals: 0)] + (hasSpread ? [""] : [])
        for plan in plans {
            let sum = plan.sizes.reduce(0, +)
            last += ["", SampleSupport.number(Double(sum), decimals: 0), percent(Double(sum) / units)]
        }
        rows.append(last)
        var text = Terminal.table(rows)
        for plan in plans {
            guard let error = error(plan) else { continue }
            text += "\nstandard error of the mean, \(plan.kind.rawValue): \(SampleSupport.significant(error, 5))"
        }
        return text
    }

    private func percent(_ share: Double) -> String { SampleSupport.number(share * 100, decimals: 2) + " %" }

    var json: JSONValue {
        .object(pairs: [
            ("size", .integer(size)),
            (
                "strata",
                .list(
                    strata.indices.map { index in
                        var members: [(String, JSONValue)] = [
                            ("stratum", .text(strata[index].name)), ("units", .number(strata[index].units)),
                            ("deviation", SampleSupport.json(strata[index].deviation)),
                        ]
                        for plan in plans {
                            members.append(
                                (
                                    plan.kind.rawValue,
                                    .object(pairs: [("share", .number(plan.shares[index])), ("size", .integer(plan.sizes[index]))])
                                ))
                        }
                        return .object(pairs: members)
                    })
            ),
            ("standardErrors", .object(pairs: plans.map { ($0.kind.rawValue, SampleSupport.json(error($0))) })),
        ])
    }
}
