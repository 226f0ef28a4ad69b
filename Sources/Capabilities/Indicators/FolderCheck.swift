internal import CompositeIndex
internal import Documents
internal import Ground

/// What can only be seen when all files of an index folder are read.
enum FolderCheck {
    /// Peers, reference units and groups against the units that have values.
    static func references(
        _ method: MethodFile, _ groups: [String: (group: String, place: Place)], _ units: [String], _ periods: [String],
        _ faults: inout Diagnostics
    ) {
        let known = Set(units)
        guard !known.isEmpty else { return }
        for (code, place) in method.peers + method.references where !known.contains(code) {
            let near = Spelling.nearest(to: code, among: known.sorted())
            faults.error("the unit “\(code)” has no values", at: place, advice: near.map { "did you mean “\($0)”?" })
        }
        let own = Dictionary(grouping: zip(units, periods), by: \.0).mapValues { Set($0.map(\.1)) }
        let peers = Set(method.peers.map(\.code))
        for (code, place) in method.peers {
            let others = own.filter { !peers.contains($0.key) }
            guard let mine = own[code], !others.isEmpty, others.allSatisfy({ $0.value.isDisjoint(with: mine) }) else { continue }
            faults.error(
                "the peer “\(code)” shares no period with the units that are compared with it", at: place,
                advice: "its periods are \(mine.sorted().joined(separator: ", "))")
        }
        for (unit, entry) in groups.sorted(by: { $0.key < $1.key }) where !known.contains(unit) {
            faults.warning("“\(unit)” has a group and no values", at: entry.place)
        }
        guard method.method.filling == .groupMean || method.method.filling == .groupMedian else { return }
        let lone = known.filter { groups[$0] == nil }.sorted()
        if !lone.isEmpty {
            faults.error(
                "filling is by group, and no group is given for \(lone.prefix(5).joined(separator: ", "))",
                at: Place("index-data/groups.csv"), advice: "one line per unit: unit,group")
        }
    }

    /// A divisor needs values, and none may be zero.
    static func denominator(
        _ code: String, _ reading: IndicatorsReader.Reading, _ records: [ValueRecord], _ faults: inout Diagnostics
    ) {
        let own = records.filter { $0.indicator == code }
        if own.isEmpty, let place = reading.partPlaces[code] {
            faults.error("the denominator “\(code)” has no value at all", at: place)
        }
        for record in own where record.value == 0 {
            faults.warning(
                "the denominator “\(code)” of \(record.unit) in \(record.period) is 0", at: record.place,
                advice: "what is divided by it counts as missing")
        }
    }

    /// A value counted by the platform belongs to a number of which `indicators.csv` says what is counted, and agrees with its records.
    static func measured(_ records: [ValueRecord], _ measures: [String: PlatformMeasure], _ faults: inout Diagnostics) {
        var told: Set<String> = []
        for record in records where record.status == .platform {
            guard let measure = measures[record.indicator] else {
                if !told.insert(record.indicator).inserted { continue }
                faults.error(
                    "“\(record.indicator)” has a value counted by the platform, and indicators.csv does not say what is counted",
                    at: record.place, advice: "fill its column “measure”")
                continue
            }
            guard let counted = PlatformRecords(record.records) else { continue }
            if counted.measure != measure {
                faults.error(
                    "“\(record.indicator)” counts \(measure.rawValue), and these records are counted as \(counted.measure.rawValue)", at: record.place)
            } else if measure.isCount, record.value != Double(counted.count) {
                faults.error("the value is \(record.value), and the records are \(counted.count)", at: record.place)
            }
        }
    }

    /// Columns that cannot compare, and tables without anything to compare with.
    static func columns(_ folder: IndexFolder, _ faults: inout Diagnostics) {
        let (method, table) = (folder.method, folder.rates)
        for (index, element) in folder.structure.indicators.enumerated() {
            let present = Set(table.columns[index].filter { !$0.isNaN })
            if present.isEmpty {
                let why = element.denominator.map { ": nothing of “\(folder.numerators[element.code] ?? element.code)” can be divided by “\($0)”" } ?? ""
                faults.error("“\(element.code)” has no value at all\(why)", at: element.place)
            } else if method.goalposts[element.code] == nil, present.count == 1 {
                faults.warning(
                    "“\(element.code)” has the same value everywhere and cannot compare", at: element.place,
                    advice: "it is left out of the means; give it goalposts or remove it")
            }
        }
        let units = Set(table.units)
        guard units.count == 1, let unit = units.first, let place = folder.records.first?.place else { return }
        let hasEnds = folder.structure.indicators.allSatisfy { method.goalposts[$0.code] != nil }
        if hasEnds || table.rowCount > 1 {
            faults.warning("“\(unit)” is the only unit: its rank is always 1", at: place)
        } else {
            faults.error(
                "“\(unit)” is the only unit and has one period: there is nothing to compare it with", at: place,
                advice: "give the indicators goalposts, or more units or periods")
        }
    }

    /// What the computation itself shows: rows left out, zeros under geometric means.
    static func results(_ folder: IndexFolder, _ faults: inout Diagnostics) {
        let build = folder.build()
        var first: [String: Place] = [:]
        for record in folder.records where first[record.period + "\u{1}" + record.unit] == nil {
            first[record.period + "\u{1}" + record.unit] = record.place
        }
        for row in build.kept.indices where !build.kept[row] && build.kept.count == folder.table.rowCount {
            let (unit, period) = (folder.table.units[row], folder.table.periods[row])
            let isDecided = folder.method.screen?.never.contains(unit) == true
            if let place = first[period + "\u{1}" + unit] {
                let why = isDecided ? "index.yaml says so" : "too few of its values are present, or they are mostly 0"
                faults.note("\(unit) is left out in \(period): \(why)", at: place)
            }
        }
        if build.imputed.rowCount == 0, let record = folder.records.first {
            faults.warning("no unit has enough values: nothing is computed", at: record.place, advice: "lower “screen” in index.yaml")
        }
        zeros(folder, build, &faults)
    }

    private static func zeros(_ folder: IndexFolder, _ build: IndexBuild, _ faults: inout Diagnostics) {
        let tree = build.structure
        for index in tree.indicatorCount..<tree.elements.count {
            let rule = build.method.aggregationOf[tree.elements[index].code] ?? build.method.aggregation
            let (shift, name): (Double, String)
            switch rule {
            case .geometric(let own): (shift, name) = (own, "geometric")
            case .harmonic: (shift, name) = (0, "harmonic")
            case .power(let p) where p < 0: (shift, name) = (0, "power")
            default: continue
            }
            for child in tree.children[index] {
                let low = build.normalised.units.indices.filter { build.scores[child][$0] + shift <= 0 }
                guard let row = low.first else { continue }
                let isZero = low.allSatisfy { build.scores[child][$0] + shift == 0 }
                let (unit, period) = (build.normalised.units[row], build.normalised.periods[row])
                let code = folder.numerators[tree.elements[child].code] ?? tree.elements[child].code
                let record = folder.records.first { $0.unit == unit && $0.period == period && $0.indicator == code }
                let others = low.count > 1 ? " and \(low.count - 1) more" : ""
                let element = tree.elements[child].code
                let advice = isZero ? "that makes the mean 0; normalise from 1" : "below 0 there is no such mean; normalise from 1"
                faults.warning(
                    "“\(element)” of \(unit) in \(period)\(others) is \(isZero ? "0" : "0 or less") under the \(name) mean of “\(tree.elements[index].code)”",
                    at: record?.place ?? tree.elements[child].place, advice: name == "geometric" ? advice + ", or write “geometric 1”" : advice)
            }
        }
    }
}
