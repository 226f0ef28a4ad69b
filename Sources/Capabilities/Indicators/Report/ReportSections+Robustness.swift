internal import CompositeIndex

extension ReportSections {
    // MARK: Audit

    var audit: Markup {
        let intro = say(
            "以下为对指标体系本身的检验，不是对城市的评价：数据覆盖、极端值、指标与所属维度是否一致、是否重复计算、实际影响是否与名义权重相符。",
            "These are findings about the index itself, not about the city: coverage, outliers, whether indicators agree with their dimension, whether something is counted twice, and whether influence matches the stated weight."
        )
        let counts = IndexAudit.Severity.allCases.reversed().map { severity in
            say(
                "\(severity.chinese) \(model.findings.count { $0.severity == severity }) 项",
                "\(model.findings.count { $0.severity == severity }) \(severity.rawValue)")
        }
        if model.findings.isEmpty { return "<p>\(intro)</p><p>\(say("没有发现问题。", "Nothing was found."))</p>\n" }
        let lines = model.findings.map { finding in
            let (element, text) = model.folder.words(of: finding, isChinese: say == .zh)
            return [
                say(finding.severity.chinese, finding.severity.rawValue), element,
                ReportLanguage.value(finding.value.isFinite ? (finding.value * 1000).rounded() / 1000 : .nan), text,
            ]
        }
        let head = [say("级别", "Severity"), say("对象", "Element"), say("数值", "Value"), say("说明", "Finding")]
        let serious = lines.count { $0[0] == say(IndexAudit.Severity.note.chinese, IndexAudit.Severity.note.rawValue) }
        let main = Array(lines.prefix(lines.count - serious))
        var result: Markup = "<p>\(intro)</p><p>\(counts.joined(separator: say("，", ", ")))</p>\n"
        if !main.isEmpty { result += Markup.table(say("严重问题与警告", "Serious findings and warnings"), head, main, numbers: [2], kind: "findings") }
        let notes = Array(lines.suffix(serious))
        if !notes.isEmpty { result += Markup.table(say("提示", "Notes"), head, notes, numbers: [2], kind: "findings dense") }
        return result
    }

    // MARK: Sensitivity

    var sensitivity: Markup {
        let study = model.study
        let intro = say(
            "把方法中的选择（如极端值处理、无量纲化、权重 ±\(noise)%、合成方法）同时变动，共计算 \(study.runs) 次（Sobol’ 序列，种子 1），看位次如何变化。",
            "The choices of the method (such as treatment, normalisation, weights ±\(noise) %, aggregation) are varied together in \(study.runs) runs (Sobol' sequence, seed 1) to see how ranks change."
        )
        return "<p>\(intro)</p>\n" + ranks + shares
    }

    private var noise: Int {
        let share = model.folder.plan.weightNoise * 100
        return share.isFinite && (0...1000).contains(share) ? Int(share.rounded()) : 0
    }

    private var ranks: Markup {
        let (units, spreads) = (model.build.normalised.units, model.study.spreads)
        let rows = model.compared.filter { spreads.indices.contains($0) }
        func interval(_ row: Int) -> String { "\(Int(spreads[row].q5.rounded()))–\(Int(spreads[row].q95.rounded()))" }
        let title = say("\(model.period) 年位次及其 90% 区间", "Ranks in \(model.period) with their 90 % intervals")
        let bars = model.selectable.filter { spreads.indices.contains($0) }.map { row in
            ReportChart.Bar(
                label: model.unitName(units[row]), value: Double(model.build.ranks[row]), text: interval(row),
                range: min(spreads[row].q5, spreads[row].q95)...max(spreads[row].q5, spreads[row].q95), isOwn: units[row] == model.unit,
                isHidden: !model.isCompared(row))
        }
        let lines = rows.map { row in
            let isWide = abs(spreads[row].median - Double(model.build.ranks[row])) >= 3 || spreads[row].q95 - spreads[row].q5 > 10
            return [
                model.unitName(units[row]), "\(model.build.ranks[row])", ReportLanguage.value(spreads[row].median), interval(row),
                isWide ? say("不稳健", "not robust") : say("稳健", "robust"),
            ]
        }
        let note = say(
            "圆点：本报告所用方法下的位次；横条：变动方法时位次的 5%–95% 区间。“不稳健”：中位数与位次相差 3 名以上，或区间宽于 10 名。",
            "Dots: ranks under this report's method; bars: from the 5 % to the 95 % quantile over all runs. “Not robust”: the median is 3 or more places away, or the interval is wider than 10."
        )
        return figure(ReportChart.ranks(title, bars, most: model.field.count), note)
            + tableBelow(
                title, [say("地区", "Unit"), say("位次", "Rank"), say("中位数", "Median"), say("90% 区间", "90 % interval"), say("判断", "Verdict")], lines,
                numbers: [1, 2, 3])
    }

    private var shares: Markup {
        let study = model.study
        guard let indices = study.indices else {
            return "<p>\(say("各次计算的位次没有差别，无法分解。", "Ranks were the same in all runs: there is nothing to decompose."))</p>\n"
        }
        let title = say("每项选择对位次变动的影响", "What each choice does to the ranks")
        func text(_ value: Double, _ range: ClosedRange<Double>?) -> String {
            ReportLanguage.score(value) + (range.map { " (\(ReportLanguage.score($0.lowerBound))–\(ReportLanguage.score($0.upperBound)))" } ?? "")
        }
        let bars = study.factors.enumerated().map { index, name in
            ReportChart.Bar(
                label: say.factor(name), value: indices.total[index], text: ReportLanguage.score(indices.total[index]),
                range: study.intervals?.total[index], isOwn: true)
        }
        let lines = study.factors.enumerated().map { index, name in
            [
                say.factor(name), text(indices.first[index], study.intervals?.first[index]), text(indices.total[index], study.intervals?.total[index]),
            ]
        }
        let note = say(
            "总效应：该选择及其与其他选择的交互作用对“位次平均变动”方差的贡献（Sobol’ 指数，括号内为自助法 90% 区间）。",
            "Total effect: the share of the variance of the mean rank change that the choice makes alone and together with others (Sobol' indices; bootstrap 90 % intervals in brackets)."
        )
        return "<h3>\(title)</h3>\n" + figure(ReportChart.bars(title, bars), note)
            + tableBelow(title, [say("选择", "Choice"), say("一阶效应", "First-order"), say("总效应", "Total")], lines, numbers: [1, 2])
    }

    // MARK: Cited figures

    var cited: Markup {
        let intro = say(
            "以下为公开发布的统计数据，仅作引用、与本报告结果并列，不是本报告的计算结果；其指标、方法与本报告不同，不可直接比较。",
            "These figures were published by others. They are cited beside this report's results and are none of them; indicators and method differ, so they do not compare directly."
        )
        if model.folder.cited.isEmpty { return "<p>\(say("没有引用数据。", "No figures are cited."))</p>\n" }
        let lines = model.folder.cited.map { figure in
            let (name, source) = (say(figure.chineseName, ""), say(figure.chineseSource, ""))
            return [name.isEmpty ? figure.name : name, figure.period, figure.value, source.isEmpty ? figure.source : source]
        }
        return "<p>\(intro)</p>\n"
            + Markup.table(
                say("引用的统计数据", "Cited statistics"), [say("项目", "Figure"), say("时期", "As of"), say("数值", "Value"), say("出处", "Source")], lines,
                numbers: [2])
    }
}
