internal import ArgumentParser
internal import Ground
internal import SurveySampling

/// What is asked of a sample.
struct QuestionOptions: ParsableArguments {
    @Option(help: "Mean of a column; may be repeated, as all that follow.") var mean: [String] = []
    @Option(help: "Total of a column.") var total: [String] = []
    @Option(help: ArgumentHelp("Share of the rows with a value; of each value where none is named.", valueName: "column[=value]"))
    var proportion: [String] = []
    @Option(help: ArgumentHelp("Ratio of the totals of two columns.", valueName: "column/column")) var ratio: [String] = []
    @Option(help: ArgumentHelp("Quantile of a column.", valueName: "column@share")) var quantile: [String] = []
    @Option(help: "Median of a column.") var median: [String] = []
    @Option(help: ArgumentHelp("Test whether two columns are independent (Rao and Scott).", valueName: "column/column"))
    var independence: [String] = []
    @Option(help: "A row of numbers for each value of this column.") var by: String?
    @Option(help: ArgumentHelp("Only of the rows with this value; several must hold together.", valueName: "column=value"))
    var `where`: [String] = []

    var isEmpty: Bool {
        [mean, total, proportion, ratio, quantile, median, independence].allSatisfy(\.isEmpty)
    }

    /// The answers, domain by domain.
    func answers(_ estimation: SurveyEstimation) throws(RejectedInput) -> [SurveyAnswer] {
        let table = estimation.table
        var questions: [SurveyQuestion] = []
        for name in mean { questions.append(.init(.mean, name, column: name)) }
        for name in total { questions.append(.init(.total, name, column: name)) }
        for text in proportion { questions += try QuestionOptions.proportions(text, table) }
        for text in ratio {
            let (above, below) = try QuestionOptions.pair(text, table, option: "--ratio")
            questions.append(.init(.ratio, "\(above)/\(below)", column: above, other: below))
        }
        for text in quantile { questions.append(try QuestionOptions.quantile(text)) }
        for name in median { questions.append(.init(.quantile, "\(name)@0.5", column: name, share: 0.5)) }
        let domains = try domains(table)
        var answers: [SurveyAnswer] = []
        for question in questions {
            for domain in domains { answers.append(try estimation.answer(question, domain)) }
        }
        return answers
    }

    func tests(_ estimation: SurveyEstimation) throws(RejectedInput) -> [SurveyTest] {
        var answers: [SurveyTest] = []
        for text in independence {
            let (first, second) = try QuestionOptions.pair(text, estimation.table, option: "--independence")
            let columns = (try estimation.table.texts(first), try estimation.table.texts(second))
            let result = estimation.design.independence(columns.0, columns.1)
            answers.append(.init(rows: first, columns: second, result: result))
        }
        return answers
    }

    /// The domains of `--by` within that of `--where`.
    private func domains(_ table: SurveyTable) throws(RejectedInput) -> [SurveyDomain] {
        var held = [Bool](repeating: true, count: table.count)
        var isWhole = true
        for text in `where` {
            guard let (column, value) = try QuestionOptions.condition(text, table), let value else {
                throw RejectedInput("\u{201C}\(text)\u{201D} is not COLUMN=VALUE", at: Place("--where"))
            }
            let texts = try table.textsWithGaps(column)
            guard texts.contains(value) else { throw QuestionOptions.absent(value, column, "--where") }
            for row in held.indices { held[row] = held[row] && texts[row] == value }
            isWhole = false
        }
        guard let by else { return [SurveyDomain(column: "", value: nil, rows: isWhole ? nil : held)] }
        let texts = try table.texts(by)
        return Set(texts).sorted().map { value in
            SurveyDomain(column: by, value: value, rows: texts.indices.map { held[$0] && texts[$0] == value })
        }
    }

    private static func absent(_ value: String, _ column: String, _ option: String) -> RejectedInput {
        RejectedInput("no row has \u{201C}\(value)\u{201D} in \u{201C}\(column)\u{201D}", at: Place(option))
    }

    private static func proportions(_ text: String, _ table: SurveyTable) throws(RejectedInput) -> [SurveyQuestion] {
        guard let (column, value) = try condition(text, table) else {
            throw RejectedInput(
                "\u{201C}\(text)\u{201D} is neither a column nor COLUMN=VALUE", at: Place("--proportion"),
                advice: "the columns are \(table.csv.header.joined(separator: ", "))")
        }
        let texts = Set(try table.textsWithGaps(column))
        if let value {
            guard texts.contains(value) else { throw absent(value, column, "--proportion") }
            return [.init(.proportion, "\(column)=\(value)", column: column, value: value)]
        }
        return texts.filter { !$0.isEmpty }.sorted().map { .init(.proportion, "\(column)=\($0)", column: column, value: $0) }
    }

    /// A column, or a column and a value, parted at an equals sign; nil where there is no such column.
    private static func condition(_ text: String, _ table: SurveyTable) throws(RejectedInput) -> (column: String, value: String?)? {
        if table.csv.column(text) != nil { return (text, nil) }
        for sign in text.indices where text[sign] == "=" {
            let column = String(text[..<sign])
            if table.csv.column(column) != nil { return (column, String(text[text.index(after: sign)...])) }
        }
        return nil
    }

    private static func pair(
        _ text: String, _ table: SurveyTable, option: String
    ) throws(RejectedInput) -> (String, String) {
        for sign in text.indices where text[sign] == "/" {
            let (first, second) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
            if table.csv.column(first) != nil, table.csv.column(second) != nil { return (first, second) }
        }
        throw RejectedInput(
            "\u{201C}\(text)\u{201D} is not COLUMN/COLUMN", at: Place(option),
            advice: "the columns are \(table.csv.header.joined(separator: ", "))")
    }

    private static func quantile(_ text: String) throws(RejectedInput) -> SurveyQuestion {
        guard let sign = text.lastIndex(of: "@"), let share = Double(text[text.index(after: sign)...]), share >= 0, share <= 1 else {
            throw RejectedInput(
                "\u{201C}\(text)\u{201D} is not COLUMN@SHARE", at: Place("--quantile"), advice: "the share lies between 0 and 1")
        }
        return .init(.quantile, text, column: String(text[..<sign]), share: share)
    }
}
