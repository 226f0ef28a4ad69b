internal import CompositeIndex
internal import Documents
internal import Ground

/// Reads `index.yaml`.
enum MethodReader {
    static func read(
        _ text: String, file: String, structure: IndexStructure?, _ faults: inout Diagnostics
    ) -> IndexMethod {
        var method = IndexMethod()
        guard let root = YAMLDocument.read(text, file: file, diagnostics: &faults) else { return method }
        let record = root.record(
            [
                "screen", "screen-after-filling", "fill", "winsorise", "normalise", "goalposts", "aggregate",
                "aggregate-of", "availability", "cited",
            ], &faults)
        method.screen = record["screen"]?.number(&faults)
        if record["screen-after-filling"]?.truth(&faults) == true { method.screensBeforeFilling = false }
        if let entry = record["fill"], let word = entry.text(&faults) {
            method.filling = Preparation.Filling(rawValue: word)
            if method.filling == nil {
                let known = Preparation.Filling.allCases.map(\.rawValue).joined(separator: ", ")
                faults.error("“\(word)” fills nothing", at: entry.place, advice: "write one of \(known)")
            }
        }
        if let entry = record["winsorise"], let points = entry.integer(&faults) {
            if points < 0 { faults.error("winsorise must be at least 0", at: entry.place) }
            method.treatment = Treatment(winsoriseAtMost: max(0, points))
        }
        if let entry = record["normalise"] { normalisation(entry, &method, &faults) }
        for field in record["goalposts"]?.map(&faults) ?? [] {
            goalpost(field, structure, &method, &faults)
        }
        if let entry = record["aggregate"], let rule = aggregation(entry, &faults) { method.aggregation = rule }
        for field in record["aggregate-of"]?.map(&faults) ?? [] {
            if let structure, !structure.elements.contains(where: { $0.code == field.key && !$0.isIndicator }) {
                faults.error("“\(field.key)” is not an aggregate", at: field.keyPlace)
            }
            method.aggregationOf[field.key] = aggregation(field.value, &faults)
        }
        if let share = record["availability"]?.number(&faults) { method.availability = share }
        return method
    }

    private static func goalpost(
        _ field: Entry.Field, _ structure: IndexStructure?, _ method: inout IndexMethod, _ faults: inout Diagnostics
    ) {
        if let structure, !structure.indicators.contains(where: { $0.code == field.key }) {
            faults.error("“\(field.key)” is not an indicator", at: field.keyPlace)
        }
        var posts: [Double] = []
        for item in field.value.list(&faults) {
            if let post = item.number(&faults) { posts.append(post) }
        }
        guard posts.count == 2, posts[0] < posts[1] else {
            faults.error("goalposts are two numbers, the lower first", at: field.value.place, advice: "[20, 85]")
            return
        }
        method.goalposts[field.key] = Goalposts(low: posts[0], high: posts[1])
    }

    private static func normalisation(_ entry: Entry, _ method: inout IndexMethod, _ faults: inout Diagnostics) {
        let record = entry.record(["method", "from", "to", "mean", "deviation"], &faults)
        let word = record.required("method", &faults)?.text(&faults) ?? "min-max"
        let from = record["from"]?.number(&faults) ?? 0
        let to = record["to"]?.number(&faults) ?? 100
        switch word {
        case "min-max":
            if !(from < to) { faults.error("“from” must be below “to”", at: entry.place) }
            method.normalisation = .minMax(lower: from, upper: to)
        case "z-score":
            method.normalisation = .zScore(
                mean: record["mean"]?.number(&faults) ?? 0, deviation: record["deviation"]?.number(&faults) ?? 1)
        case "percentile-rank": method.normalisation = .percentileRank
        case "rank": method.normalisation = .rank
        case "borda": method.normalisation = .borda
        case "fraction-of-max": method.normalisation = .fractionOfMax
        case "distance-to-max": method.normalisation = .distanceToMax
        default:
            faults.error(
                "“\(word)” is no way to normalise", at: entry.place,
                advice: "write min-max, z-score, percentile-rank, rank, borda, fraction-of-max or distance-to-max")
        }
    }

    /// `arithmetic`, `geometric`, `geometric 1` (a shift), `harmonic`, `power 2`.
    private static func aggregation(_ entry: Entry, _ faults: inout Diagnostics) -> Aggregation? {
        guard let text = entry.text(&faults) else { return nil }
        let words = text.split(separator: " ")
        let number = words.count == 2 ? Double(words[1]).flatMap { $0.isFinite ? $0 : nil } : nil
        if words.count == 1 || number != nil {
            switch (words.first, number) {
            case ("arithmetic", nil): return .arithmetic
            case ("harmonic", nil): return .harmonic
            case ("geometric", _): return .geometric(shift: number ?? 0)
            case ("power", let p?) where p != 0: return .power(p)
            default: break
            }
        }
        faults.error(
            "“\(text)” is no way to aggregate", at: entry.place,
            advice: "write arithmetic, geometric, “geometric 1” (shift), harmonic or “power 2”")
        return nil
    }
}
