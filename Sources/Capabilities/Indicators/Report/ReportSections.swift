internal import CompositeIndex

/// One section of a report.
struct ReportSection: Sendable {
    var id: String
    var title: String
    var body: Markup
    /// Follows on the same sheet of paper.
    var isShort = false
}

/// The sections of a report, in their order.
struct ReportSections {
    let model: ReportModel
    var say: ReportLanguage { model.say }

    var all: [ReportSection] {
        let parts: [(id: String, title: String, isShort: Bool, body: Markup)] = [
            ("summary", say("摘要", "Summary"), false, summary),
            ("scores", say("历年得分", "Score over the years"), true, scores),
            ("dimensions", say("各维度", "Dimensions"), true, dimensions),
            ("growth", say("指标增长", "Growth of the indicators"), false, growth),
            ("peers", say("与对标地区比较", "Comparison with peers"), false, peers),
            ("strengths", say("优势与短板", "Strengths and gaps"), true, strengths),
            ("audit", say("指标体系检验", "Audit of the index"), false, audit),
            ("sensitivity", say("不确定性与敏感性", "Uncertainty and sensitivity"), false, sensitivity),
            ("cited", say("公开发布的统计数据（引用）", "Published statistics (cited)"), true, cited),
        ]
        var sections = parts.enumerated().map { number, part in
            ReportSection(id: part.id, title: "\(number + 1)  \(part.title)", body: part.body, isShort: part.isShort)
        }
        sections.append(ReportSection(id: "method", title: say("附录 A  方法", "Annex A  Method"), body: method))
        sections.append(ReportSection(id: "data", title: say("附录 B  数据", "Annex B  Data"), body: data))
        return sections
    }

    // MARK: Summary

    private var summary: Markup {
        let (rank, count) = (model.build.ranks[model.last], model.field.count)
        var lines: [String] = []
        lines.append(
            say(
                "\(model.unitName(model.unit)) \(model.period) 年得分 \(ReportLanguage.score(model.score(model.last)))，在 \(count) 个地区中位列第 \(rank)。",
                "\(model.unitName(model.unit)) scores \(ReportLanguage.score(model.score(model.last))) in \(model.period), rank \(rank) of \(count)."))
        if let band = model.bands[model.last] {
            let (low, high) = (ReportLanguage.score(band.lowerBound), ReportLanguage.score(band.upperBound))
            lines.append(
                say(
                    "各项权重在 ±25% 内任意变动时，得分有九成可能落在 \(low)–\(high) 之间。",
                    "When every weight varies by up to 25 %, nine scores in ten lie between \(low) and \(high)."))
        }
        if model.study.spreads.indices.contains(model.last) {
            let spread = model.study.spreads[model.last]
            let (low, high) = (Int(spread.q5.rounded()), Int(spread.q95.rounded()))
            lines.append(say("改变方法选择时，位次有九成落在第 \(low)–\(high) 名。", "Over other choices of method, nine ranks in ten lie between \(low) and \(high)."))
        }
        if let past = model.rows.dropLast().last {
            let change = ReportLanguage.signed(model.score(model.last) - model.score(past))
            let period = model.build.normalised.periods[past]
            lines.append(say("较 \(period) 年变动 \(change) 分。", "The change since \(period) is \(change) points."))
        }
        if let standing = model.standing {
            let (best, worst) = (standing.strengths(3).map { model.name($0.indicator) }, standing.gaps(3).map { model.name($0.indicator) })
            if !best.isEmpty { lines.append(say("主要优势：\(best.joined(separator: "、"))。", "Greatest strengths: \(best.joined(separator: "; ")).")) }
            if !worst.isEmpty { lines.append(say("主要短板：\(worst.joined(separator: "、"))。", "Greatest gaps: \(worst.joined(separator: "; ")).")) }
        }
        let counts = IndexAudit.Severity.allCases.reversed().map { severity in model.findings.count { $0.severity == severity } }
        lines.append(
            say(
                "指标体系检验：严重 \(counts[0]) 项，警告 \(counts[1]) 项，提示 \(counts[2]) 项（见第 7 节）。",
                "Audit of the index: \(counts[0]) serious findings, \(counts[1]) warnings, \(counts[2]) notes (section 7)."))
        let items: [Markup] = lines.map { "<li>\($0)</li>\n" }
        return "<ul>\(items)</ul>\n\(movesText)"
    }

    /// What would raise the unit by one rank.
    private var movesText: Markup {
        guard let moves = model.moves, !moves.alone.isEmpty || !moves.balanced.isEmpty else { return "" }
        let title = say("上升一位需要什么", "What would raise the unit by one rank")
        let note = say(
            "其他地区不变的情况下，由第 \(moves.rank) 名升至第 \(moves.target) 名：下列任何一项单独达到“目标值”即可。这是算术结果，不是建议。",
            "With everybody else standing still, from rank \(moves.rank) to \(moves.target): any one of these alone suffices. This is arithmetic, not advice.")
        if moves.alone.isEmpty {
            return "<h3>\(title)</h3><p>\(say("单项指标均不足以实现。", "No single indicator suffices."))</p>\n"
        }
        let lines = moves.alone.prefix(5).map { move in
            [
                model.marked(move.indicator), ReportLanguage.value(move.from), ReportLanguage.value(move.to), model.measure(move.indicator),
                ReportLanguage.score(move.share * 100) + " %",
            ]
        }
        return "<h3>\(title)</h3><p>\(note)</p>\n"
            + Markup.table(
                title,
                [say("指标", "Indicator"), say("现值", "Now"), say("目标值", "Needed"), say("单位", "Unit"), say("至最好值的路程", "Of the way to the best")],
                lines, numbers: [1, 2, 4])
    }

    // MARK: Scores

    private func interval(_ row: Int) -> String {
        model.bands[row].map { "\(ReportLanguage.score($0.lowerBound))–\(ReportLanguage.score($0.upperBound))" } ?? "–"
    }

    private var scores: Markup {
        let title = say("\(model.topName)：历年得分", "\(model.topName): score over the years")
        let series = ReportChart.Series(name: model.unitName(model.unit), values: model.rows.map(model.score), bands: model.rows.map { model.bands[$0] })
        let medians = model.rows.map { row -> Double in
            let field = model.build.normalised.periodRanges.first { $0.contains(row) } ?? row..<(row + 1)
            return Statistics.median(field.map(model.score))
        }
        let all = ReportChart.Series(name: say("全部地区中位数", "median of all"), values: medians)
        let note = say(
            "浅色带：各项权重在 ±25% 内独立变动 1,000 次时，得分的 5%–95% 区间。处理与无量纲化在各年使用同一组参数，因此年度之间可以比较。",
            "The band holds 90 % of the scores when every weight varies on its own by up to 25 % (1,000 draws). Treatment and normalisation use one set of parameters over all years, so years compare."
        )
        let lines = zip(model.rows, medians).map { row, median in
            let period = model.build.normalised.periods[row]
            return [period, ReportLanguage.score(model.score(row)), interval(row), "\(model.build.ranks[row])", ReportLanguage.score(median)]
        }
        return figure(ReportChart.lines(title, [series, all], periods: model.periods), note)
            + tableBelow(
                title,
                [say("年度", "Year"), say("得分", "Score"), say("90% 区间", "90 % interval"), say("位次", "Rank"), say("全部地区中位数", "Median of all")],
                lines, numbers: [1, 2, 3, 4])
    }

    // MARK: Dimensions

    private var dimensions: Markup {
        let title = say("各维度得分", "Scores of the dimensions")
        let series = model.dimensions.map { element in
            ReportChart.Series(name: model.name(element), values: model.rows.map { model.build.scores[element][$0] })
        }
        let lines = model.rows.map { row in
            [model.build.normalised.periods[row]]
                + model.dimensions.flatMap { element -> [String] in
                    let field = model.build.normalised.periodRanges.first { $0.contains(row) } ?? row..<(row + 1)
                    let own = model.build.scores[element][row]
                    let rank = 1 + field.count { model.build.scores[element][$0] > own }
                    return [ReportLanguage.score(own), own.isFinite ? "\(rank)" : "–"]
                }
        }
        let head = [say("年度", "Year")] + model.dimensions.flatMap { [model.name($0), say("位次", "Rank")] }
        let note = say("维度得分由其下指标合成；位次为当年全部地区中的名次。", "A dimension is made of its indicators; the rank is among all units of the year.")
        return figure(ReportChart.lines(title, series, periods: model.periods), note)
            + tableBelow(title, head, lines, numbers: Set(1...max(1, 2 * model.dimensions.count)))
    }

    // MARK: Parts of sections

    func figure(_ chart: Markup, _ note: String) -> Markup { "<figure>\(chart)<figcaption>\(note)</figcaption></figure>\n" }

    /// A table under a chart: open, and can be folded on a screen.
    func tableBelow(_ caption: String, _ head: [String], _ lines: [[String]], numbers: Set<Int>, kind: String = "") -> Markup {
        let table = Markup.table(caption, head, lines, numbers: numbers, kind: kind)
        return "<details open><summary>\(say("图中数据", "The numbers of the chart"))</summary>\(table)</details>\n"
    }
}
