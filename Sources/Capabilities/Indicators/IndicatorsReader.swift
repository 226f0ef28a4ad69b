internal import CompositeIndex
internal import Documents
internal import Ground

/// Reads `indicators.csv`: code, name, kind (indicator, aggregate, part – or denominator, the older word for it), parent, direction, weight,
/// unit, numerator and denominator (parts by code), per (the rate is per so many of the denominator), rate (published, no), target,
/// origin (public, proposal), measure (what the platform counts for it).
enum IndicatorsReader {
    struct Reading {
        var elements: [IndexElement] = []
        /// What rates are made of.
        var parts: [IndexPart] = []
        /// The numerators of rates by the indicator's code; a rate without one has its numerator as its own values.
        var numerators: [String: String] = [:]
        /// Rates of which the sources publish nothing but the rate.
        var published: Set<String> = []
        /// Indicators of which a line says that they are no rates.
        var plain: Set<String> = []
        var proposals: Set<String> = []
        var measures: [String: PlatformMeasure] = [:]
        /// Where each part stands.
        var partPlaces: [String: Place] = [:]

        /// The codes by which rates divide, in the order of the file.
        var denominators: [String] {
            let used = Set(elements.compactMap(\.denominator))
            return parts.filter { used.contains($0.code) || $0.kind == IndexPart.olderKind }.map(\.code)
        }
    }

    static func read(_ bytes: [UInt8], file: String, _ faults: inout Diagnostics) -> Reading {
        let csv = CSV(bytes, file: file, diagnostics: &faults)
        var reading = Reading()
        guard let code = csv.requiredColumn("code", diagnostics: &faults),
            let kind = csv.requiredColumn("kind", diagnostics: &faults),
            let parent = csv.requiredColumn("parent", diagnostics: &faults)
        else { return reading }
        func text(_ row: CSV.Row, _ name: String) -> String { csv.column(name).map { row.fields[$0] } ?? "" }
        for row in csv.rows {
            let place = Place(file, line: row.line)
            let word = row.fields[kind]
            if word == "part" || word == IndexPart.olderKind {
                part(row.fields[code], kind: word, place, &reading, &faults)
                measure(text(row, "measure"), of: row.fields[code], place, &reading, &faults)
                continue
            }
            guard word == "indicator" || word == "aggregate" else {
                faults.error(
                    "the kind is “\(word)”", at: place, advice: "write indicator, aggregate or part")
                continue
            }
            let direction = number(text(row, "direction"), or: 1, "direction", place, &faults)
            let weight = number(text(row, "weight"), or: 1, "weight", place, &faults)
            let target = text(row, "target")
            let per = number(text(row, "per"), or: 1, "per", place, &faults)
            if per <= 0 { faults.error("“per” must be above 0", at: place) }
            let origin = text(row, "origin")
            if !["", "public", "proposal"].contains(origin) {
                faults.error("the origin is “\(origin)”", at: place, advice: "write public, proposal or nothing")
            }
            let (up, divisor, name) = (row.fields[parent], text(row, "denominator"), text(row, "name"))
            measure(text(row, "measure"), of: row.fields[code], place, &reading, &faults)
            if word == "indicator" { rate(text(row, "rate"), text(row, "numerator"), of: row.fields[code], place, &reading, &faults) }
            if text(row, "origin") == "proposal" { reading.proposals.insert(row.fields[code]) }
            reading.elements.append(
                IndexElement(
                    code: row.fields[code], name: name.isEmpty ? row.fields[code] : name,
                    parent: up.isEmpty ? nil : up, weight: weight, isIndicator: word == "indicator",
                    direction: direction, unit: text(row, "unit"),
                    target: target.isEmpty ? nil : number(target, or: 0, "target", place, &faults),
                    denominator: divisor.isEmpty ? nil : divisor, per: per, place: place))
        }
        for (parent, group) in Dictionary(grouping: reading.elements.filter { $0.parent != nil }, by: { $0.parent ?? "" })
            .sorted(by: { $0.key < $1.key })
        {
            WeightSums.check(group.map(\.weight), of: parent, at: group[0].place, &faults)
        }
        RateCheck.declarations(reading, &faults)
        return reading
    }

    private static func part(_ name: String, kind: String, _ place: Place, _ reading: inout Reading, _ faults: inout Diagnostics) {
        if name.isEmpty { faults.error("the code is empty", at: place) }
        if let other = reading.partPlaces[name] {
            faults.error("the code “\(name)” stands twice, here and at \(other)", at: place)
        } else {
            reading.parts.append(IndexPart(code: name, kind: kind))
            reading.partPlaces[name] = place
        }
    }

    private static func measure(_ text: String, of code: String, _ place: Place, _ reading: inout Reading, _ faults: inout Diagnostics) {
        if text.isEmpty { return }
        if let measure = PlatformMeasure(rawValue: text) {
            reading.measures[code] = measure
            return
        }
        let known = PlatformMeasure.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: text, among: known)
        faults.error(
            "the platform does not measure “\(text)”", at: place,
            advice: near.map { "did you mean “\($0)”?" } ?? "write one of \(known.joined(separator: ", "))")
    }

    private static func rate(
        _ word: String, _ numerator: String, of code: String, _ place: Place, _ reading: inout Reading, _ faults: inout Diagnostics
    ) {
        if !numerator.isEmpty { reading.numerators[code] = numerator }
        switch word {
        case "": break
        case "published": reading.published.insert(code)
        case "no": reading.plain.insert(code)
        default: faults.error("the rate is “\(word)”", at: place, advice: "write published, no, or nothing")
        }
    }

    private static func number(
        _ text: String, or absent: Double, _ name: String, _ place: Place, _ faults: inout Diagnostics
    ) -> Double {
        if text.isEmpty { return absent }
        if let value = Double(decimal: text) { return value }
        faults.error("the \(name) “\(text)” is not a number", at: place)
        return absent
    }
}
