internal import Ground
internal import SurveySampling

/// What a sample says, as a table, as JSON, and its weights as a file.
struct SurveyReport {
    let estimation: SurveyEstimation
    let description: DesignDescription
    let margins: [String]
    let answers: [SurveyAnswer]
    let tests: [SurveyTest]

    private var design: SurveyDesign { estimation.design }
    private var weightSum: Double { design.weights.reduce(0, +) }

    // MARK: Text

    var text: String {
        var text = heading
        if !answers.isEmpty { text += "\n\n" + Terminal.table(table) }
        let missing = answers.filter { $0.missing > 0 }
        if !missing.isEmpty {
            text += "\n\nleft out for want of a value: "
            text += missing.map { "\(title($0)) \(whole($0.missing))" }.joined(separator: ", ") + " rows"
        }
        if !tests.isEmpty { text += "\n\n" + tests.map(line).joined(separator: "\n") }
        return text
    }

    private var heading: String {
        let effect = design.weightingEffect
        let kish = SampleSupport.number(Double(design.count) / effect, decimals: 1)
        var lines = [
            "\(SampleSupport.safe(estimation.table.csv.file)): \(whole(design.count)) rows, design \(SampleSupport.safe(description.text))",
            "weights sum to \(SampleSupport.short(weightSum)); \(whole(design.degreesOfFreedom())) degrees of freedom; "
                + "unequal weights alone: design effect \(SampleSupport.number(effect, decimals: 3)), effective size \(kish)",
        ]
        if !margins.isEmpty {
            let files = margins.map(SampleSupport.safe).joined(separator: ", ")
            lines.append("\(margins.count == 1 ? "post-stratified" : "raked") to \(files)")
        }
        if let replicates = estimation.replicates { lines.append("errors from \(whole(replicates.count)) replicates (\(method))") }
        return lines.joined(separator: "\n")
    }

    private var method: String {
        switch estimation.replicates?.method {
        case .jackknife: "jackknife"
        case .bootstrap(_, let seed): "bootstrap, seed \(seed)"
        case .halfSamples: "balanced half-samples"
        case nil: "linearised"
        }
    }

    private var table: [[String]] {
        let level = SampleSupport.short(estimation.level * 100)
        var rows = [["", "estimate", "std. error", "\(level) % interval", "design effect", "rows", "effective size"]]
        for answer in answers {
            let estimate = answer.estimate
            let isShare = answer.question.kind == .proportion
            let scale: Double = isShare ? 100 : 1
            let decimals = decimals(estimate, scale)
            func number(_ value: Double) -> String {
                let text = SampleSupport.number(value * scale, decimals: decimals)
                return isShare && value.isFinite ? text + " %" : text
            }
            rows.append([
                title(answer), number(estimate.value), number(estimate.standardError),
                "\(number(estimate.interval.low)) … \(number(estimate.interval.high))",
                SampleSupport.number(estimate.designEffect, decimals: 3), whole(estimate.count),
                SampleSupport.number(estimate.effectiveSize, decimals: 1),
            ])
        }
        return rows
    }

    /// As many decimals as show three digits of the error, or five of a number without one.
    private func decimals(_ estimate: Estimate, _ scale: Double) -> Int {
        let error = estimate.standardError * scale
        return error.isFinite && error > 1e-9
            ? SampleSupport.decimals(error, digits: 3) : SampleSupport.decimals(estimate.value * scale, digits: 5)
    }

    private func title(_ answer: SurveyAnswer) -> String {
        let end = answer.domain.value.map { ", \(answer.domain.column)=\($0)" } ?? ""
        return SampleSupport.safe("\(answer.question.kind.rawValue) \(answer.question.name)\(end)")
    }

    private func whole(_ value: Int) -> String { SampleSupport.number(Double(value), decimals: 0) }

    private func line(_ test: SurveyTest) -> String {
        let names = SampleSupport.safe("\(test.rows) and \(test.columns)")
        guard let result = test.result else { return "\(names): cannot be tested: one has a single value, nothing varies, or the table is too large" }
        let freedoms = [result.numeratorDF, result.denominatorDF].map { SampleSupport.significant($0, 5) }
        let p = result.p < 1e-4 ? "below 0.0001" : SampleSupport.number(result.p, decimals: 4)
        return "\(names): F = \(SampleSupport.significant(result.f, 5)) with \(freedoms[0]) and \(freedoms[1]) degrees of freedom, p \(p)"
    }

    // MARK: Data

    /// The data with a column of the weights after calibration.
    var weightsCSV: String {
        let csv = estimation.table.csv
        var name = "calibrated_weight"
        while csv.column(name) != nil { name += "_2" }
        var text = CSV.line(csv.header + [name])
        for (row, weight) in zip(csv.rows, design.weights) { text += CSV.line(row.fields + [String(weight)]) }
        return text
    }

    var json: JSONValue {
        .object(pairs: [
            ("file", .text(estimation.table.csv.file)), ("design", .text(description.text)), ("margins", .texts(margins)),
            ("rows", .integer(design.count)), ("weightSum", .number(weightSum)),
            ("degreesOfFreedom", .integer(design.degreesOfFreedom())), ("weightingEffect", .number(design.weightingEffect)),
            ("weightingEffectiveSize", .number(Double(design.count) / design.weightingEffect)), ("errors", .text(method)),
            ("level", .number(estimation.level)), ("estimates", .list(answers.map(object))), ("tests", .list(tests.map(object))),
        ])
    }

    private func object(_ answer: SurveyAnswer) -> JSONValue {
        let estimate = answer.estimate
        return .object(pairs: [
            ("statistic", .text(answer.question.kind.rawValue)), ("of", .text(answer.question.name)),
            ("domain", answer.domain.value.map { .object(pairs: [(answer.domain.column, .text($0))]) } ?? .null), ("estimate", .number(estimate.value)),
            ("standardError", .number(estimate.standardError)), ("low", .number(estimate.interval.low)),
            ("high", .number(estimate.interval.high)), ("designEffect", SampleSupport.json(estimate.designEffect)),
            ("rows", .integer(estimate.count)), ("effectiveSize", SampleSupport.json(estimate.effectiveSize)),
            ("degreesOfFreedom", .integer(estimate.degreesOfFreedom)), ("missing", .integer(answer.missing)),
        ])
    }

    private func object(_ test: SurveyTest) -> JSONValue {
        .object(pairs: [
            ("rows", .text(test.rows)), ("columns", .text(test.columns)), ("f", SampleSupport.json(test.result?.f)),
            ("numeratorDF", SampleSupport.json(test.result?.numeratorDF)),
            ("denominatorDF", SampleSupport.json(test.result?.denominatorDF)), ("p", SampleSupport.json(test.result?.p)),
        ])
    }
}
