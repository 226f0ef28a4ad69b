internal import Ground
internal import SurveySampling

/// One number that is asked of a sample.
struct SurveyQuestion {
    enum Kind: String {
        case mean, total, proportion, ratio, quantile
    }

    let kind: Kind
    /// As the answer is headed.
    let name: String
    let column: String
    let other: String?
    let value: String?
    let share: Double

    init(_ kind: Kind, _ name: String, column: String, other: String? = nil, value: String? = nil, share: Double = 0.5) {
        self.kind = kind
        self.name = name
        self.column = column
        self.other = other
        self.value = value
        self.share = share
    }
}

/// The rows of which something is asked.
struct SurveyDomain {
    /// The column of `--by`, and a value of it.
    let column: String
    let value: String?
    /// Nil for all rows.
    let rows: [Bool]?
}

struct SurveyAnswer {
    let question: SurveyQuestion
    let domain: SurveyDomain
    let estimate: Estimate
    /// Rows of the domain that were left out because they lack the value.
    let missing: Int
}

struct SurveyTest {
    let rows: String
    let columns: String
    let result: IndependenceTest?
}

/// A sample with its design and the way in which errors and intervals are made.
struct SurveyEstimation {
    let table: SurveyTable
    let design: SurveyDesign
    let level: Double
    let interval: ProportionInterval
    let isNormal: Bool
    let replicates: Replicates?
    let skipsMissing: Bool

    func answer(_ question: SurveyQuestion, _ domain: SurveyDomain) throws(RejectedInput) -> SurveyAnswer {
        let values = try values(question)
        let isGap = values.isGap
        var rows = domain.rows
        var missing = 0
        if isGap.contains(true) {
            let held = rows ?? [Bool](repeating: true, count: table.count)
            missing = zip(held, isGap).count { $0 && $1 }
            // Rows without a value are in no domain, but they still belong to the design.
            rows = zip(held, isGap).map { $0 && !$1 }
        }
        return SurveyAnswer(question: question, domain: domain, estimate: estimate(values.statistic, question, rows), missing: missing)
    }

    private func estimate(_ statistic: Statistic, _ question: SurveyQuestion, _ rows: [Bool]?) -> Estimate {
        let reference: IntervalReference = isNormal ? .normal : .student
        var result =
            if let replicates {
                design.estimate(statistic, by: replicates, domain: rows, level: level, reference: reference)
            } else {
                design.estimate(statistic, domain: rows, level: level, reference: reference)
            }
        if question.kind == .proportion, !isNormal {
            result.interval = interval.interval(
                p: min(1, max(0, result.value)), error: result.standardError, n: result.count, df: result.degreesOfFreedom,
                level: level)
        }
        return result
    }

    private func values(_ question: SurveyQuestion) throws(RejectedInput) -> (statistic: Statistic, isGap: [Bool]) {
        switch question.kind {
        case .proportion:
            let texts = try texts(question.column)
            return (.mean(texts.map { $0 == question.value ? 1 : 0 }), texts.map(\.isEmpty))
        case .ratio:
            let (above, gaps) = try numbers(question.column)
            let (below, others) = try numbers(question.other ?? question.column)
            return (.ratio(above, over: below), zip(gaps, others).map { $0 || $1 })
        case .mean:
            let (values, gaps) = try numbers(question.column)
            return (.mean(values), gaps)
        case .total:
            let (values, gaps) = try numbers(question.column)
            return (.total(values), gaps)
        case .quantile:
            let (values, gaps) = try numbers(question.column)
            return (.quantile(values, share: question.share), gaps)
        }
    }

    private func texts(_ column: String) throws(RejectedInput) -> [String] {
        if skipsMissing { return try table.textsWithGaps(column) }
        return try advised { () throws(RejectedInput) in try table.texts(column) }
    }

    private func numbers(_ column: String) throws(RejectedInput) -> (values: [Double], isGap: [Bool]) {
        guard skipsMissing else {
            let values = try advised { () throws(RejectedInput) in try table.numbers(column) }
            return (values, values.map { _ in false })
        }
        let cells = try table.numbersWithGaps(column)
        return (cells.map { $0 ?? 0 }, cells.map { $0 == nil })
    }

    /// Says how to go on where values are missing.
    private func advised<T>(_ body: () throws(RejectedInput) -> T) throws(RejectedInput) -> T {
        do throws(RejectedInput) {
            return try body()
        } catch {
            var found = error.diagnostics
            if found.all.contains(where: { $0.message.hasSuffix("is empty") }) {
                found.note("--skip-missing leaves out rows that lack a value", at: Place(table.csv.file))
            }
            throw RejectedInput(found)
        }
    }
}
