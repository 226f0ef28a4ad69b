internal import ArgumentParser
internal import Ground
internal import SurveySampling

/// `concentric sample estimate DATA.csv --design …`.
struct SampleEstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Estimate from a sample, each number with its error.",
        discussion: """
            --design says which columns hold what, stages parted by slashes, or names a file that says it:
              srs
              strata=street, population=households, weights=weight
              units=village/household, population=villages/households
            A unit that stands alone in its stratum is refused unless lonely=certain or lonely=centre is among the words.
            Weights that are not named follow from the populations.
            """)

    @Argument(help: "The sample, a CSV file.") var data: String
    @Option(help: "How the sample was drawn, in words or a file of them.") var design: String
    @OptionGroup var questions: QuestionOptions

    @Option(help: ArgumentHelp("Known counts of the population: one file post-stratifies, several rake.", valueName: "file.csv"))
    var margin: [String] = []
    @Option(help: "Interval of proportions: \(ProportionKind.words). korn-graubard is beta.") var interval = ProportionKind(.logit)
    @Option(help: "Level of the intervals.") var level: Double = 0.95
    @Flag(help: "Intervals from the normal distribution instead of Student's t.") var normal = false
    @Option(help: "Errors from replicates: jackknife, bootstrap, bootstrap:N or half-samples (BRR).") var replicates: String?
    @Option(help: "Seed of the bootstrap.") var seed: UInt64 = 1
    @Flag(help: "Leave rows out of a number whose value they lack.") var skipMissing = false
    @Option(help: "Write the data with the calibrated weights to this CSV file.") var weightsOut: String?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        if !(level > 0 && level < 1) { throw ValidationError("--level must lie between 0 and 1") }
        if questions.isEmpty, weightsOut == nil {
            throw ValidationError("ask for something: --mean, --total, --proportion, --ratio, --quantile, --median or --independence")
        }
    }

    func run() throws {
        try SampleSupport.orExit {
            let table = try SampleSupport.table(data)
            var notes = Diagnostics()
            let description = try description()
            var survey = try description.design(of: table, diagnostics: &notes)
            SampleSupport.report(notes)
            var margins: [SurveyDesign.Margin] = []
            for file in margin { margins.append(try .init(SampleSupport.table(file), sample: table)) }
            survey = try survey.raked(margins)
            let estimation = SurveyEstimation(
                table: table, design: survey, level: level, interval: interval.kind, isNormal: normal,
                replicates: try method().map { method throws(RejectedInput) in try survey.replicates(method) },
                skipsMissing: skipMissing)
            let answers = try questions.answers(estimation)
            let tests = try questions.tests(estimation)
            let report = SurveyReport(
                estimation: estimation, description: description, margins: margin, answers: answers, tests: tests)
            if let weightsOut { try OutputFile.write(report.weightsCSV, to: weightsOut) }
            print(json ? report.json.line : report.text)
        }
    }

    /// The words themselves, or those of the file that they name.
    private func description() throws(RejectedInput) -> DesignDescription {
        let isFile = !design.contains("=") && design.lowercased() != "srs" && !design.isEmpty
        guard isFile else { return try DesignDescription(design, file: "--design") }
        return try DesignDescription(InputFile.text(design, limit: 1 << 20), file: design)
    }

    private func method() throws(RejectedInput) -> Replicates.Method? {
        guard let replicates else { return nil }
        let parts = replicates.split(separator: ":", omittingEmptySubsequences: false)
        let isQuantile = !questions.quantile.isEmpty || !questions.median.isEmpty
        switch parts[0] {
        case "jackknife" where parts.count == 1:
            if isQuantile {
                throw RejectedInput(
                    "the jackknife says nothing true of quantiles", at: Place("--replicates"),
                    advice: "leave it out, or use the bootstrap or half-samples")
            }
            return .jackknife
        case "half-samples" where parts.count == 1, "brr" where parts.count == 1: return .halfSamples
        case "bootstrap" where parts.count == 1: return .bootstrap(count: 1_000, seed: seed)
        case "bootstrap" where parts.count == 2:
            if let count = Int(parts[1]) { return .bootstrap(count: count, seed: seed) }
        default: break
        }
        throw RejectedInput(
            "\u{201C}\(replicates)\u{201D} is no kind of replicates", at: Place("--replicates"),
            advice: "jackknife, bootstrap, bootstrap:N or half-samples")
    }
}

/// An interval of a proportion by the words of the command line.
struct ProportionKind: ExpressibleByArgument {
    let kind: ProportionInterval

    init(_ kind: ProportionInterval) { self.kind = kind }

    init?(argument: String) {
        let word = argument.lowercased()
        guard let kind = word == "korn-graubard" ? .beta : ProportionInterval(rawValue: word) else { return nil }
        self.kind = kind
    }

    var defaultValueDescription: String { kind.rawValue }
    static var allValueStrings: [String] { ProportionInterval.allCases.map(\.rawValue) + ["korn-graubard"] }
    static let words = ProportionInterval.allCases.map(\.rawValue).joined(separator: ", ")
}
