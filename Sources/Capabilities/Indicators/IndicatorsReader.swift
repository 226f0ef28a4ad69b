internal import CompositeIndex
internal import Documents
internal import Ground

/// Reads `indicators.csv`: code, name, kind (indicator, aggregate, denominator), parent, direction, weight, unit,
/// denominator, per (the rate is per so many of the denominator), target, origin (public, proposal), measure
/// (what the platform counts for it).
enum IndicatorsReader {
    struct Reading {
        var elements: [IndexElement] = []
        var denominators: [String] = []
        var proposals: Set<String> = []
        var measures: [String: PlatformMeasure] = [:]
        /// Where each denominator stands.
        var denominatorPlaces: [String: Place] = [:]
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
            if word == "denominator" {
                let name = row.fields[code]
                if name.isEmpty { faults.error("the code is empty", at: place) }
                if let other = reading.denominatorPlaces[name] {
                    faults.error("the code “\(name)” stands twice, here and at \(other)", at: place)
                } else {
                    reading.denominators.append(name)
                    reading.denominatorPlaces[name] = place
                }
                continue
            }
            guard word == "indicator" || word == "aggregate" else {
                faults.error(
                    "the kind is “\(word)”", at: place, advice: "write indicator, aggregate or denominator")
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
            let measured = text(row, "measure")
            if let measure = PlatformMeasure(rawValue: measured) {
                reading.measures[row.fields[code]] = measure
            } else if !measured.isEmpty {
                let known = PlatformMeasure.allCases.map(\.rawValue)
                let near = Spelling.nearest(to: measured, among: known)
                faults.error(
                    "the platform does not measure “\(measured)”", at: place,
                    advice: near.map { "did you mean “\($0)”?" } ?? "write one of \(known.joined(separator: ", "))")
            }
            if text(row, "origin") == "proposal" { reading.proposals.insert(row.fields[code]) }
            reading.elements.append(
                IndexElement(
                    code: row.fields[code], name: name.isEmpty ? row.fields[code] : name,
                    parent: up.isEmpty ? nil : up, weight: weight, isIndicator: word == "indicator",
                    direction: direction, unit: text(row, "unit"),
                    target: target.isEmpty ? nil : number(target, or: 0, "target", place, &faults),
                    denominator: divisor.isEmpty ? nil : divisor, per: per, place: place))
        }
        let known = Set(reading.denominators)
        for (parent, group) in Dictionary(grouping: reading.elements.filter { $0.parent != nil }, by: { $0.parent ?? "" })
            .sorted(by: { $0.key < $1.key })
        {
            WeightSums.check(group.map(\.weight), of: parent, at: group[0].place, &faults)
        }
        for element in reading.elements {
            if known.contains(element.code) {
                faults.error("the code “\(element.code)” is a denominator's too", at: element.place)
            }
            if let divisor = element.denominator, !known.contains(divisor) {
                faults.error("the denominator “\(divisor)” of “\(element.code)” has no line", at: element.place)
            }
        }
        return reading
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
