internal import CompositeIndex
internal import Documents
internal import Ground

/// Treatment and normalisation, for all indicators and for single ones.
extension MethodReader {
    mutating func treatments(_ entry: Entry, hasShortForm: Bool) {
        if hasShortForm { faults.error("“winsorise” stands beside “treat”", at: entry.place, advice: "write it inside “treat”") }
        let record = entry.record(["winsorise", "skew", "kurtosis", "otherwise", "each-period", "of"], &faults)
        result.method.treatment = treatment(record)
        result.method.treatsEachPeriod = record["each-period"]?.truth(&faults) ?? false
        for field in record["of"]?.map(&faults) ?? [] where isIndicator(field) {
            if field.value.scalar == "none" {
                result.method.treatmentOf[field.key] = Treatment(winsoriseAtMost: nil)
            } else {
                let own = field.value.record(["winsorise", "skew", "kurtosis", "otherwise"], &faults)
                result.method.treatmentOf[field.key] = treatment(own)
            }
        }
    }

    private mutating func treatment(_ record: Record) -> Treatment {
        var result = Treatment(winsoriseAtMost: 0)
        if let entry = record["winsorise"] { result.winsoriseAtMost = steps(entry) ?? 0 }
        if let limit = positive(record["skew"]) { result.skewLimit = limit }
        if let limit = positive(record["kurtosis"]) { result.kurtosisLimit = limit }
        if let entry = record["otherwise"], let form = transformation(entry) { result.otherwise = form }
        return result
    }

    private mutating func positive(_ entry: Entry?) -> Double? {
        guard let entry, let value = entry.number(&faults) else { return nil }
        if value > 0 { return value }
        faults.error("\(entry.path) must be above 0", at: entry.place)
        return nil
    }

    private mutating func transformation(_ entry: Entry) -> Treatment.Transformation? {
        let words = entry.scalar?.split(separator: " ") ?? []
        if words.count == 2, words[0] == "box-cox", let lambda = Double(words[1]), abs(lambda) <= 10 { return .boxCox(lambda) }
        return word(
            entry,
            [
                ("logarithm", .logarithm), ("log-of-distance", .logarithmOfDistance), ("log-of-share", .logarithmOfShare),
                ("log-by-skew", .logarithmBySkew), ("box-cox", .boxCox(nil)), ("nothing", .nothing),
            ], "transform")
    }

    mutating func normalisations(_ entry: Entry) {
        let keys = ["method", "from", "to", "mean", "deviation", "unit", "cap", "each-period", "of"]
        let record = entry.record(keys, &faults)
        if let rule = normalisation(record, entry) { result.method.normalisation = rule }
        result.method.normalisesEachPeriod = record["each-period"]?.truth(&faults) ?? false
        for field in record["of"]?.map(&faults) ?? [] where isIndicator(field) {
            let own = field.value.record(Array(keys.prefix(7)), &faults)
            result.method.normalisationOf[field.key] = normalisation(own, field.value)
        }
    }

    private static let words = [
        "min-max", "z-score", "scaled", "percentile-rank", "rank", "borda", "fraction-of-max", "distance-to-max",
        "distance-to-target", "distance-to-reference",
    ]

    /// `{method: min-max, from: 0, to: 100}` and the like.
    mutating func normalisation(_ record: Record, _ entry: Entry) -> Normalisation? {
        guard let method = record.required("method", &faults),
            let name = word(method, Self.words.map { ($0, $0) }, "normalise")
        else { return nil }
        let from = record["from"]?.number(&faults) ?? 0
        let to = record["to"]?.number(&faults) ?? 100
        if name == "min-max" || name == "scaled", !(from < to) { faults.error("“from” must be below “to”", at: entry.place) }
        let cap = record["cap"]?.truth(&faults) ?? false
        switch name {
        case "z-score":
            let deviation = record["deviation"]?.number(&faults) ?? 1
            if deviation <= 0 { faults.error("the deviation must be above 0", at: entry.place) }
            return .zScore(mean: record["mean"]?.number(&faults) ?? 0, deviation: deviation)
        case "scaled": return .scaled(lower: from, upper: to)
        case "percentile-rank": return .percentileRank
        case "rank": return .rank
        case "borda": return .borda
        case "fraction-of-max": return .fractionOfMax
        case "distance-to-max": return .distanceToMax
        case "distance-to-target": return .distanceToTarget(cap: cap)
        case "distance-to-reference":
            guard let unit = record.required("unit", &faults), let code = unit.text(&faults) else { return nil }
            result.references.append((code, unit.place))
            return .distanceToReference(unit: code, cap: cap)
        default: return .minMax(lower: from, upper: to)
        }
    }

    /// Every indicator that is measured by its target needs one.
    mutating func needTargets(_ place: Place) {
        let method = result.method
        for element in structure?.indicators ?? [] where element.target == nil && method.goalposts[element.code] == nil {
            if case .distanceToTarget = method.normalisationOf[element.code] ?? method.normalisation {
                faults.error(
                    "“\(element.code)” is measured by its target and has none", at: element.place,
                    advice: "fill the column “target” (asked for at \(place))")
            }
        }
    }
}
