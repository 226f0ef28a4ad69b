internal import ArgumentParser
internal import Ground
internal import SurveySampling

/// `concentric sample draw FRAME.csv`.
struct SampleDrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw a sample from a frame: the same seed draws the same sample.",
        discussion: """
            The frame is a CSV file with one row a unit. The sample is the drawn rows with their weights and the sizes of the population
            at each stage; what to say to `sample estimate --design` is printed with it. Without -o the rows go to standard output.
            --pps draws in proportion to a size, systematically in the order of the frame; of clusters with --within, this gives every
            row of the frame the same chance where the size counts the rows.
            """)

    @Argument(help: "The frame, a CSV file.") var frame: String
    @Option(help: "Units to draw: clusters where --clusters is given, else rows; with --strata in all of them together.") var size: Int?
    @Option(help: ArgumentHelp("Units to draw in each stratum; may be repeated.", valueName: "stratum=n,…")) var sizes: [String] = []
    @Option(help: "Column of the strata.") var strata: String?
    @Option(help: "How --size is shared: proportional or neyman.") var allocation: Allocation = .proportional
    @Option(help: "For neyman: column of a measure.") var measure: String?
    @Option(help: "At least so many in each stratum.") var minimum: Int = 2
    @Option(help: "Column of the clusters that are drawn first.") var clusters: String?
    @Option(help: "Rows to draw in each cluster; without it all of them.") var within: Int?
    @Option(help: "Column of the sizes to which chances are proportional.") var pps: String?
    @Option(help: "The seed; publish it, and anybody can draw the sample again.") var seed: UInt64 = 1
    @Option(name: .shortAndLong, help: "Write the drawn rows to this CSV file.") var out: String?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if (size == nil) == sizes.isEmpty { throw ValidationError("give either --size or --sizes") }
        if !sizes.isEmpty, strata == nil { throw ValidationError("--sizes needs --strata") }
        if within != nil, clusters == nil { throw ValidationError("--within needs --clusters") }
        if allocation == .neyman, strata == nil || measure == nil {
            throw ValidationError("neyman's allocation needs --strata and --measure")
        }
    }

    func run() throws {
        try SampleSupport.orExit {
            let table = try SampleSupport.table(frame)
            let plan = SamplePlan(
                count: table.count, strata: try texts(strata, table), clusters: try texts(clusters, table),
                sizes: try pps.map { name throws(RejectedInput) in try measured(name, table) }, within: within)
            let sample = try plan.draw(try counts(plan, table), seed: seed)
            let report = DrawReport(
                frame: table, sample: sample, seed: seed, strata: strata, clusters: clusters, isProportionalToSize: pps != nil,
                within: within)
            SampleSupport.report(report.warnings)
            if let out { try OutputFile.write(report.csv, to: out) }
            if json {
                print(report.json(listsRows: out == nil).line)
            } else if out == nil {
                print(report.csv, terminator: "")
                Terminal.note(report.text)
            } else {
                print(report.text)
            }
        }
    }

    private func texts(_ column: String?, _ table: SurveyTable) throws(RejectedInput) -> [String]? {
        guard let column else { return nil }
        return try table.texts(column)
    }

    private func measured(_ column: String, _ table: SurveyTable) throws(RejectedInput) -> [Double] {
        let values = try table.numbers(column)
        var found = Diagnostics()
        for (row, value) in values.enumerated() where value < 0 {
            found.error("\u{201C}\(column)\u{201D} is negative", at: table.place(row))
            if found.errors.count == 20 { break }
        }
        if found.hasErrors { throw RejectedInput(found) }
        return values
    }

    /// Units to draw by stratum.
    private func counts(_ plan: SamplePlan, _ table: SurveyTable) throws(RejectedInput) -> [String: Int] {
        guard strata != nil else { return ["": size ?? 0] }
        let values = try measure.map { name throws(RejectedInput) in try table.numbers(name) }
        let summaries = plan.summaries(measure: values)
        if let size {
            let shares = try allocation.sizes(of: size, among: summaries, minimum: minimum)
            return Dictionary(zip(summaries.map(\.name), shares)) { first, _ in first }
        }
        let names = Set(summaries.map(\.name))
        var counts: [String: Int] = [:]
        for text in sizes {
            // A stratum may have a comma in its name.
            let isWhole = DrawReport.split(text).map { names.contains($0.name) } ?? false
            for part in isWhole ? [text] : text.split(separator: ",").map(String.init) {
                guard let (name, count) = DrawReport.split(part) else {
                    throw RejectedInput("\u{201C}\(part)\u{201D} is not STRATUM=N", at: Place("--sizes"))
                }
                if counts.updateValue(count, forKey: name) != nil {
                    throw RejectedInput("the stratum \u{201C}\(name)\u{201D} stands twice", at: Place("--sizes"))
                }
            }
        }
        return counts
    }
}
