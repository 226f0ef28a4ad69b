public import ArgumentParser
internal import Ground
public import SurveySampling

extension Allocation: ExpressibleByArgument {}

/// `concentric sample allocate FILE.csv`.
struct SampleAllocateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocate",
        abstract: "Share a sample among strata.",
        discussion: """
            The file is a frame, one row a unit, or a summary with one row a stratum (--units, --deviation). Neyman's shares need the
            spread of a measure known for the whole frame, or of an earlier survey.
            """)

    @Argument(help: "A CSV file.") var file: String
    @Option(help: "Column of the strata.") var strata: String
    @Option(help: "Units to be drawn in all.") var size: Int
    @Option(help: "Column of a measure of each unit of the frame.") var measure: String?
    @Option(help: "In a summary: column of the number of units.") var units: String?
    @Option(help: "In a summary: column of the standard deviations.") var deviation: String?
    @Option(help: "At least so many in each stratum; two are needed to know its spread.") var minimum: Int = 2
    @Option(help: "Only this way: \(Allocation.allCases.map(\.rawValue).joined(separator: ", ")).") var method: Allocation?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if units == nil, deviation != nil { throw ValidationError("--deviation is a column of a summary: give --units too") }
        if units != nil, measure != nil { throw ValidationError("--measure is a column of a frame, --units of a summary") }
    }

    func run() throws {
        try SampleSupport.orExit {
            let strata = try summaries(SampleSupport.table(file))
            var plans: [AllocationReport.Plan] = []
            for kind in Allocation.allCases where method == nil || method == kind {
                // Without a spread there is nothing for Neyman's to go by, unless it was asked for.
                if method == nil, kind == .neyman, !strata.contains(where: { $0.deviation != nil }) { continue }
                plans.append(
                    .init(
                        kind: kind, shares: kind.shares(of: Double(size), among: strata),
                        sizes: try kind.sizes(of: size, among: strata, minimum: minimum)))
            }
            let report = AllocationReport(size: size, strata: strata, plans: plans)
            print(json ? report.json.line : report.text)
        }
    }

    private func summaries(_ table: SurveyTable) throws(RejectedInput) -> [StratumSummary] {
        let names = try table.texts(strata)
        guard let units else {
            let values = try measure.map { name throws(RejectedInput) in try table.numbers(name) }
            return SamplePlan(count: table.count, strata: names).summaries(measure: values)
        }
        let counts = try table.numbers(units)
        let deviations = try deviation.map { name throws(RejectedInput) in try table.numbers(name) }
        var found = Diagnostics()
        var seen: Set<String> = []
        var result: [StratumSummary] = []
        for (row, name) in names.enumerated() {
            if !seen.insert(name).inserted { found.error("the stratum \u{201C}\(name)\u{201D} stands twice", at: table.place(row)) }
            if !(counts[row] >= 1 && counts[row] < 1e15) || counts[row] != counts[row].rounded() {
                found.error("\(counts[row]) is not a whole number of units", at: table.place(row))
            }
            if let value = deviations?[row], value < 0 {
                found.error("a standard deviation is not negative", at: table.place(row))
            }
            result.append(StratumSummary(name: name, units: counts[row], deviation: deviations?[row]))
        }
        if found.hasErrors { throw RejectedInput(found) }
        return result
    }
}
