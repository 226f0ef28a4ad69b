internal import CompositeIndex
internal import Documents
internal import Ground

/// What `index.yaml` says.
struct MethodFile {
    var method = IndexMethod()
    /// The units to compare with, each with its place.
    var peers: [(code: String, place: Place)] = []
    /// The unit whose value others are measured by, with its place.
    var references: [(code: String, place: Place)] = []
    var plan = StudyPlan.customary
}

/// Reads `index.yaml`; every fault is reported with its line.
struct MethodReader {
    let structure: IndexStructure?
    var result = MethodFile()
    var faults = Diagnostics()

    static func read(_ text: String, file: String, structure: IndexStructure?, _ faults: inout Diagnostics) -> MethodFile {
        var reader = MethodReader(structure: structure)
        if let root = YAMLDocument.read(text, file: file, diagnostics: &reader.faults) { reader.read(root) }
        faults.append(contentsOf: reader.faults)
        return reader.result
    }

    private static let keys = [
        "screen", "screen-after-filling", "fill", "winsorise", "treat", "normalise", "goalposts", "goalpost-scale", "weights",
        "aggregate", "aggregate-of", "availability", "availability-of", "peers", "study",
    ]

    private mutating func read(_ root: Entry) {
        let record = root.record(Self.keys, &faults)
        if let entry = record["screen"] { screen(entry) }
        if record["screen-after-filling"]?.truth(&faults) == true { result.method.screensBeforeFilling = false }
        if let entry = record["fill"] { result.method.filling = filling(entry) }
        if let entry = record["winsorise"], let steps = steps(entry) { result.method.treatment.winsoriseAtMost = steps }
        if let entry = record["treat"] { treatments(entry, hasShortForm: record["winsorise"] != nil) }
        if let entry = record["normalise"] { normalisations(entry) }
        for field in record["goalposts"]?.map(&faults) ?? [] { goalpost(field) }
        if let entry = record["goalpost-scale"], let scale = entry.number(&faults) {
            if scale > 0 { result.method.goalpostScale = scale } else { faults.error("the scale must be above 0", at: entry.place) }
        }
        if let entry = record["weights"] { weights(entry) }
        if let entry = record["aggregate"], let rule = aggregation(entry) { result.method.aggregation = rule }
        for field in record["aggregate-of"]?.map(&faults) ?? [] where isAggregate(field) {
            result.method.aggregationOf[field.key] = aggregation(field.value)
        }
        if let entry = record["availability"] { result.method.availability = share(entry) ?? 0 }
        for field in record["availability-of"]?.map(&faults) ?? [] where isAggregate(field) {
            result.method.availabilityOf[field.key] = share(field.value)
        }
        for entry in record["peers"]?.list(&faults) ?? [] {
            if let code = entry.text(&faults) { result.peers.append((code, entry.place)) }
        }
        if let entry = record["study"] { study(entry) }
        if let entry = record["normalise"] { needTargets(entry.place) }
    }

    // MARK: Small values

    mutating func share(_ entry: Entry) -> Double? {
        guard let value = entry.number(&faults) else { return nil }
        if (0...1).contains(value) { return value }
        faults.error("\(entry.path) is \(value), but a share lies between 0 and 1", at: entry.place)
        return nil
    }

    mutating func steps(_ entry: Entry) -> Int? {
        guard let steps = entry.integer(&faults) else { return nil }
        if (0...1_000_000).contains(steps) { return steps }
        faults.error("winsorise must be at least 0", at: entry.place)
        return nil
    }

    mutating func isAggregate(_ field: Entry.Field) -> Bool {
        guard let structure else { return true }
        let codes = structure.elements[structure.indicatorCount...].map(\.code)
        return isKnown(field, codes, "an aggregate")
    }

    mutating func isIndicator(_ field: Entry.Field) -> Bool {
        guard let structure else { return true }
        return isKnown(field, structure.indicators.map(\.code), "an indicator")
    }

    mutating func isKnown(_ field: Entry.Field, _ codes: [String], _ what: String) -> Bool {
        if codes.contains(field.key) { return true }
        let near = Spelling.nearest(to: field.key, among: codes)
        faults.error(
            "“\(field.key)” is not \(what) of indicators.csv", at: field.keyPlace, advice: near.map { "did you mean “\($0)”?" })
        return false
    }

    /// The words with what they mean; another word is reported with the nearest.
    mutating func word<T>(_ entry: Entry, _ known: [(String, T)], _ what: String) -> T? {
        guard let text = entry.text(&faults) else { return nil }
        if let found = known.first(where: { $0.0 == text }) { return found.1 }
        let near = Spelling.nearest(to: text, among: known.map(\.0))
        faults.error(
            "“\(text)” is no way to \(what)", at: entry.place,
            advice: near.map { "did you mean “\($0)”?" } ?? "write one of \(known.map(\.0).joined(separator: ", "))")
        return nil
    }

    // MARK: Steps

    /// `0.9`, or `{available: 0.9, non-zero: 0.05, always: [unit], never: [unit]}`.
    private mutating func screen(_ entry: Entry) {
        var screen = Preparation.Screen()
        if case .map = entry.content {
            let record = entry.record(["available", "non-zero", "always", "never"], &faults)
            screen.available = record["available"].flatMap { share($0) }
            screen.nonZero = record["non-zero"].flatMap { share($0) }
            screen.always = Set(units(record["always"]))
            screen.never = Set(units(record["never"]))
            for unit in screen.always.intersection(screen.never).sorted() {
                faults.error("“\(unit)” is both kept and left out", at: entry.place)
            }
        } else {
            screen.available = share(entry)
        }
        result.method.screen = screen
    }

    private mutating func units(_ entry: Entry?) -> [String] {
        var codes: [String] = []
        for item in entry?.list(&faults) ?? [] {
            guard let code = item.text(&faults) else { continue }
            codes.append(code)
            result.references.append((code, item.place))
        }
        return codes
    }

    mutating func filling(_ entry: Entry) -> Preparation.Filling? {
        word(entry, Preparation.Filling.allCases.map { ($0.rawValue, $0) }, "fill")
    }

    private mutating func goalpost(_ field: Entry.Field) {
        guard isIndicator(field) else { return }
        var items = field.value.list(&faults)
        let isLogarithmic = items.count == 3 && items[2].scalar == "logarithm"
        if isLogarithmic { items.removeLast() }
        var posts: [Double] = []
        for item in items { if let post = item.number(&faults) { posts.append(post) } }
        guard posts.count == 2, items.count == 2, posts[0] < posts[1] else {
            faults.error(
                "goalposts are two numbers, the lower first", at: field.value.place,
                advice: "[20, 85], or [100, 75000, logarithm]")
            return
        }
        if isLogarithmic, posts[0] <= 0 {
            faults.error("the goalposts of a logarithm must be above 0", at: field.value.place)
            return
        }
        result.method.goalposts[field.key] = Goalposts(low: posts[0], high: posts[1], isLogarithmic: isLogarithmic)
    }

    /// `arithmetic`, `geometric`, `geometric 1` (a shift), `harmonic`, `power 2`, `copeland`.
    mutating func aggregation(_ entry: Entry) -> Aggregation? {
        guard let text = entry.text(&faults) else { return nil }
        let words = text.split(separator: " ")
        let number = words.count == 2 ? Double(words[1]).flatMap { $0.isFinite ? $0 : nil } : nil
        if words.count == 1 || number != nil {
            switch (words.first, number) {
            case ("arithmetic", nil): return .arithmetic
            case ("harmonic", nil): return .harmonic
            case ("copeland", nil): return .copeland
            case ("geometric", let shift) where (shift ?? 0) >= 0: return .geometric(shift: shift ?? 0)
            case ("power", let p?) where p != 0: return .power(p)
            default: break
            }
        }
        faults.error(
            "“\(text)” is no way to aggregate", at: entry.place,
            advice: "write arithmetic, geometric, “geometric 1” (a shift of at least 0), harmonic, “power 2” or copeland")
        return nil
    }
}
