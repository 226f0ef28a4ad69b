internal import CompositeIndex
internal import Documents
internal import Ground

/// How weights arise, and what a study varies.
extension MethodReader {
    /// `all: equal`, `GROUP: entropy`, `GROUP: {a: 2, b: 1}`, `GROUP: {optimise: {…}}`, `GROUP: {compare: {…}}`.
    mutating func weights(_ entry: Entry) {
        for field in entry.map(&faults) {
            if field.key == "all" {
                if let rule = rule(field.value) { result.method.weighting = rule }
            } else if isAggregate(field) {
                result.method.weightingOf[field.key] = weighting(field)
            }
        }
    }

    private mutating func rule(_ entry: Entry) -> Weighting? {
        word(
            entry,
            [
                ("given", .given), ("equal", .equal), ("pca", .principalComponent), ("entropy", .entropy),
                ("deviation", .deviation), ("critic", .critic),
            ], "weigh")
    }

    private mutating func weighting(_ field: Entry.Field) -> Weighting? {
        guard case .map(let fields) = field.value.content else { return rule(field.value) }
        let codes = children(field.key)
        if let inner = fields.first(where: { $0.key == "optimise" }), fields.count == 1 {
            return numbers(inner.value, codes, least: 0, isExclusive: true).map { .optimised(targets: $0) }
        }
        if let inner = fields.first(where: { $0.key == "compare" }), fields.count == 1 { return judgements(inner.value, codes) }
        guard let own = numbers(field.value, codes, least: 0, isExclusive: false) else { return nil }
        WeightSums.check(own, of: field.key, at: field.value.place, &faults)
        return .fixed(own)
    }

    private func children(_ code: String) -> [String] {
        guard let structure, let index = structure.position(of: code) else { return [] }
        return structure.children[index].map { structure.elements[$0].code }
    }

    /// One number per child, by code.
    private mutating func numbers(_ entry: Entry, _ codes: [String], least: Double, isExclusive: Bool) -> [Double]? {
        var found: [String: Double] = [:]
        for field in entry.map(&faults) where structure == nil || isKnown(field, codes, "a part of this group") {
            guard let value = field.value.number(&faults) else { continue }
            if value < least || (isExclusive && value == least) {
                faults.error("\(field.value.path) must be \(isExclusive ? "above" : "at least") \(Int(least))", at: field.value.place)
            } else {
                found[field.key] = value
            }
        }
        let missing = codes.filter { found[$0] == nil }
        guard missing.isEmpty else {
            faults.error("\(entry.path) says nothing of \(missing.joined(separator: ", "))", at: entry.place)
            return nil
        }
        if !codes.isEmpty, codes.allSatisfy({ found[$0] == 0 }) {
            faults.error("all weights of \(entry.path) are 0", at: entry.place)
            return nil
        }
        return codes.map { found[$0] ?? 0 }
    }

    /// `{order: [a, b], matrix: [[1, 3], [1/3, 1]], by: eigenvector}`.
    private mutating func judgements(_ entry: Entry, _ codes: [String]) -> Weighting? {
        let record = entry.record(["order", "matrix", "by"], &faults)
        let order = record["order"]?.texts(&faults) ?? codes
        guard structure == nil || order.sorted() == codes.sorted() else {
            faults.error("the order must name each of \(codes.joined(separator: ", ")) once", at: entry.place)
            return nil
        }
        guard let cells = record.required("matrix", &faults) else { return nil }
        var matrix: [[Double]] = []
        for row in cells.list(&faults) {
            var values: [Double] = []
            for cell in row.list(&faults) { if let value = ratio(cell) { values.append(value) } }
            matrix.append(values)
        }
        guard matrix.count == order.count, let result = PairwiseComparison(matrix) else {
            faults.error(
                "judgements are a square of \(order.count) × \(order.count) numbers above 0, at most 15 × 15", at: cells.place,
                advice: "[[1, 3], [1/3, 1]]")
            return nil
        }
        for pair in PairwiseComparison.contradictions(matrix) {
            faults.error(
                "“\(order[pair.row])” against “\(order[pair.column])” is not the inverse of the other way round", at: cells.place)
        }
        if !result.isConsistent {
            let percent = Int((result.consistencyRatio * 100).rounded())
            faults.warning(
                "the judgements contradict each other: consistency ratio \(percent) %, above 10 %", at: cells.place,
                advice: "let the people who judged look at them again")
        }
        let isGeometric = record["by"].flatMap { word($0, [("eigenvector", false), ("geometric-mean", true)], "weigh") } ?? false
        let own = isGeometric ? result.geometricWeights : result.eigenvectorWeights
        return .fixed(codes.map { code in order.firstIndex(of: code).map { own[$0] } ?? 0 })
    }

    /// A number, or `1/3`.
    private mutating func ratio(_ entry: Entry) -> Double? {
        let parts = (entry.scalar ?? "").split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let above = Double(parts[0]), let below = Double(parts[1]), below > 0, above.isFinite, below.isFinite {
            return above / below
        }
        return entry.number(&faults)
    }

    mutating func study(_ entry: Entry) {
        let keys = ["fill", "winsorise", "normalise", "aggregate", "exponent", "weights", "weights-of"]
        let record = entry.record(keys, &faults)
        var plan = StudyPlan()
        for item in record["fill"]?.list(&faults) ?? [] { if let way = filling(item) { plan.fillings.append(way) } }
        for item in record["winsorise"]?.list(&faults) ?? [] {
            guard let steps = steps(item) else { continue }
            var own = result.method.treatment
            own.winsoriseAtMost = steps
            plan.treatments.append(own)
        }
        for item in record["normalise"]?.list(&faults) ?? [] {
            if item.scalar == "as-is" {
                plan.normalisations.append(nil)
            } else {
                let own = item.record(["method", "from", "to", "mean", "deviation", "unit", "cap"], &faults)
                if let rule = normalisation(own, item) { plan.normalisations.append(rule) }
            }
        }
        for item in record["aggregate"]?.list(&faults) ?? [] {
            if item.scalar == "as-is" {
                plan.aggregations.append(AggregationPlan(result.method.aggregation, of: result.method.aggregationOf))
            } else if let rule = aggregation(item) {
                plan.aggregations.append(AggregationPlan(rule))
            }
        }
        if let item = record["exponent"] { plan.exponent = range(item) }
        if let item = record["weights"] { plan.weightNoise = share(item) ?? 0 }
        for field in record["weights-of"]?.map(&faults) ?? [] {
            let codes = structure?.elements.map(\.code) ?? [field.key]
            if isKnown(field, codes, "an element") { plan.weightNoiseOf[field.key] = share(field.value) ?? 0 }
        }
        if plan.factors.isEmpty { faults.error("the study varies nothing", at: entry.place, advice: "name two alternatives of a step") }
        result.plan = plan
    }

    private mutating func range(_ entry: Entry) -> ClosedRange<Double>? {
        var ends: [Double] = []
        for item in entry.list(&faults) { if let end = item.number(&faults) { ends.append(end) } }
        if ends.count == 2, ends[0] < ends[1], ends.allSatisfy({ abs($0) <= 50 }) { return ends[0]...ends[1] }
        faults.error("\(entry.path) is two numbers between -50 and 50, the lower first", at: entry.place)
        return nil
    }
}

/// Weights that look like shares and do not sum to a whole.
enum WeightSums {
    /// Whole numbers are ratios and need not sum to anything; fractions should make 1 or 100.
    static func check(_ weights: [Double], of group: String, at place: Place, _ faults: inout Diagnostics) {
        let sum = weights.reduce(0, +)
        guard weights.count > 1, weights.contains(where: { $0 != $0.rounded() }) else { return }
        if abs(sum - 1) > 0.001, abs(sum - 100) > 0.1 {
            let text = (sum * 10_000).rounded() / 10_000
            faults.warning(
                "the weights below “\(group)” sum to \(text), neither to 1 nor to 100", at: place,
                advice: "their shares of the sum are used")
        }
    }
}
