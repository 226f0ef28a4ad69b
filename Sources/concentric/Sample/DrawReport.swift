internal import Ground
internal import SurveySampling

/// A drawn sample as a file, in words and as JSON.
struct DrawReport {
    let frame: SurveyTable
    let sample: DrawnSample
    let seed: UInt64
    let strata: String?
    let clusters: String?
    let isProportionalToSize: Bool
    let within: Int?

    /// `NAME=N`, parted at the last equals sign.
    static func split(_ text: String) -> (name: String, count: Int)? {
        guard let sign = text.lastIndex(of: "=") else { return nil }
        let name = text[..<sign].drop { $0 == " " }
        guard let count = Int(text[text.index(after: sign)...].filter { $0 != " " }), count >= 0 else { return nil }
        return (String(name), count)
    }

    /// The names of the columns that are added: those of the frame stay free.
    private var added: [String] {
        let populations = sample.stages == 1 ? ["population"] : (0..<sample.stages).map { "population_\($0 + 1)" }
        var taken = Set(frame.csv.header)
        return (["weight"] + populations).map { name in
            var free = name
            while !taken.insert(free).inserted { free = "sample_" + free }
            return free
        }
    }

    /// What to say to `sample estimate --design`.
    var design: DesignDescription {
        let names = added
        return DesignDescription(
            weights: names.first, strata: strata.map { [$0] } ?? [], units: clusters.map { [$0] } ?? [],
            population: Array(names.dropFirst()))
    }

    var csv: String {
        var text = CSV.line(frame.csv.header + added)
        for row in sample.rows {
            let numbers = [row.weight] + row.population
            text += CSV.line(frame.csv.rows[row.index].fields + numbers.map(DrawReport.plain))
        }
        return text
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    var warnings: Diagnostics {
        var found = Diagnostics()
        let place = Place(frame.csv.file)
        for stratum in sample.strata where stratum.drawn == 1 && stratum.units > 1 {
            let name = stratum.name.isEmpty ? "the sample" : "the stratum \u{201C}\(stratum.name)\u{201D}"
            found.warning(
                "\(name) holds a single drawn unit, so its variance will be unknown", at: place, advice: "draw at least two")
        }
        if within == 1, !isProportionalToSize, sample.rows.contains(where: { $0.population.count == 2 && $0.population[1] > 1 }) {
            found.warning(
                "a single row was drawn in clusters of several, so the spread in them will be unknown", at: place,
                advice: "draw at least two, or estimate with lonely=certain")
        }
        let drawn = Set(sample.strata.map(\.name))
        let left = stratumNames.subtracting(drawn).sorted().map { "\u{201C}\($0)\u{201D}" }
        if !left.isEmpty {
            found.warning("nothing was drawn in \(left.joined(separator: ", ")): results hold for the rest alone", at: place)
        }
        return found
    }

    private var stratumNames: Set<String> {
        guard let column = strata.flatMap({ frame.csv.column($0) }) else { return [] }
        return Set(frame.csv.rows.map { $0.fields[column] })
    }

    var text: String {
        let unit = clusters == nil ? "units" : "clusters"
        var header = [strata ?? "", unit, "drawn"]
        if clusters != nil { header.append("rows") }
        if isProportionalToSize { header.append("certain") }
        var rows = [header]
        func line(_ name: String, _ all: [DrawnSample.Stratum]) -> [String] {
            func sum(_ value: (DrawnSample.Stratum) -> Int) -> String {
                SampleSupport.number(Double(all.reduce(0) { $0 + value($1) }), decimals: 0)
            }
            var line = [name, sum(\.units), sum(\.drawn)]
            if clusters != nil { line.append(sum(\.rows)) }
            if isProportionalToSize { line.append(sum(\.certain)) }
            return line
        }
        if strata != nil { for stratum in sample.strata { rows.append(line(SampleSupport.safe(stratum.name), [stratum])) } }
        rows.append(line("together", sample.strata))
        let weights = sample.rows.reduce(0) { $0 + $1.weight }
        return """
            \(Terminal.table(rows))
            seed \(seed); the weights sum to \(SampleSupport.short(weights)), the frame has \(SampleSupport.number(Double(frame.count), decimals: 0)) rows
            analyse with --design '\(SampleSupport.safe(design.text))'
            """
    }

    func json(listsRows: Bool) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("frame", .text(frame.csv.file)), ("frameRows", .integer(frame.count)), ("seed", .text(String(seed))),
            ("design", .text(design.text)),
            (
                "strata",
                .list(
                    sample.strata.map {
                        .object(pairs: [
                            ("stratum", strata == nil ? .null : .text($0.name)), ("units", .integer($0.units)), ("drawn", .integer($0.drawn)),
                            ("certain", .integer($0.certain)), ("rows", .integer($0.rows)),
                        ])
                    })
            ),
        ]
        if listsRows {
            members.append(
                (
                    "rows",
                    .list(
                        sample.rows.map {
                            .object(pairs: [
                                ("line", .integer(frame.csv.rows[$0.index].line)), ("weight", .number($0.weight)),
                                ("population", .list($0.population.map { .number($0) })),
                            ])
                        })
                ))
        }
        return .object(pairs: members)
    }
}
