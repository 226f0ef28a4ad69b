internal import CompositeIndex
internal import Ground

extension ReportSections {
    // MARK: Method

    var method: Markup {
        let (words, method) = (MethodWords(say: say), model.build.method)
        let kept = model.build.kept.count { $0 }
        var steps: [String] = []
        if model.tree.indicators.contains(where: { $0.denominator != nil }) {
            steps.append(say("比率由分子、分母计算得出，不直接填写。", "Rates are computed from numerator and denominator, never typed."))
        }
        let whole = model.build.kept.count
        steps.append(
            say(
                "筛选：数据过少的地区（年度）不参与计算；\(whole) 行中保留 \(kept) 行。",
                "Screening: a unit with too few values in a year is left out; \(kept) of \(whole) rows are kept."))
        steps.append(words.filling(method.filling) + say("共填补 \(model.build.filled.count) 处。", " \(model.build.filled.count) cells were filled."))
        steps.append(words.treatment(method.treatment))
        let fixed = method.goalposts.isEmpty ? "" : say("；\(method.goalposts.count) 项指标使用固定上下限", "; \(method.goalposts.count) indicators have fixed ends")
        steps.append(
            say("无量纲化：", "Normalisation: ") + words.normalisation(method.normalisation) + fixed
                + (method.normalisesEachPeriod
                    ? say("；逐年使用各自参数。", "; each year has its own parameters.") : say("；各年使用同一组参数。", "; one set of parameters over all years.")))
        steps.append(say("权重：", "Weights: ") + words.weighting(method.weighting) + say("。", "."))
        steps.append(say("合成：", "Aggregation: ") + words.aggregation(method.aggregation) + say("。", "."))
        for (code, rule) in method.aggregationOf.sorted(by: { $0.key < $1.key }) {
            steps.append(say("“\(model.elementName(code))”的合成：", "Aggregation of “\(model.elementName(code))”: ") + words.aggregation(rule) + say("。", "."))
        }
        steps.append(say("位次：同年之内按未取整的得分排列，同分同位。", "Ranks: within a year, from unrounded scores; equal scores share a rank."))
        let items: [Markup] = steps.map { "<li>\($0)</li>\n" }
        return "<ol>\(items)</ol>\n" + weights + treatments
    }

    private var weights: Markup {
        let shares = model.tree.effectiveWeights
        let order = [model.tree.top] + model.dimensions.flatMap { [$0] + below($0) }
        let lines = order.map { index in
            let element = model.tree.elements[index]
            let treated = model.tree.indicatorCount > index
            return [
                treated ? model.marked(index) : model.name(index), model.tree.parent[index].map(model.name) ?? "–",
                treated ? (element.direction < 0 ? say("越小越好", "less is better") : say("越大越好", "more is better")) : "–",
                ReportLanguage.value(element.weight), ReportLanguage.score(shares[index] * 100) + " %",
            ]
        }
        let caption = say("指标、方向与权重", "Indicators, directions and weights")
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption, [say("名称", "Name"), say("上级", "Below"), say("方向", "Direction"), say("权重", "Weight"), say("有效权重", "Effective weight")], lines,
                numbers: [3, 4], kind: "dense")
    }

    private func below(_ element: Int) -> [Int] { model.tree.children[element].flatMap { [$0] + below($0) } }

    private var treatments: Markup {
        let lines = model.build.treatments.enumerated().filter { $1.steps > 0 || $1.isTransformed }.map { index, outcome in
            [
                model.marked(index), "\(outcome.steps)", outcome.isTransformed ? say("是", "yes") : say("否", "no"),
                outcome.passes ? say("合格", "passes") : say("仍不合格", "still fails"),
            ]
        }
        let caption = say("作了极端值处理的指标", "Indicators with treated outliers")
        if lines.isEmpty { return "<p>\(say("没有指标需要极端值处理。", "No indicator needed treatment of outliers."))</p>\n" }
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption, [say("指标", "Indicator"), say("缩尾步数", "Steps"), say("作变换", "Transformed"), say("结果", "Outcome")], lines, numbers: [1])
    }

    // MARK: Data

    var data: Markup {
        let own = model.folder.records.filter { $0.unit == model.unit }
        let keys = SourceKeys(own)
        let intro = say(
            "本地区的全部原始数值；数值后的字母指明来源与状态（见来源表）。＊ 为本项目建议指标。",
            "All raw values of this unit; the letter behind a value names its source and status (see the sources). * marks our proposals.")
        return "<p>\(intro)</p>\n" + valueTable(own, keys) + sources(keys) + conflicts(own, keys) + definitions
    }

    private func valueTable(_ own: [ValueRecord], _ keys: SourceKeys) -> Markup {
        let periods = model.periods
        var cells: [String: [ValueRecord]] = [:]
        for record in own { cells[record.indicator + "\u{1}" + record.period, default: []].append(record) }
        let codes = model.tree.indicators.map(\.code) + model.folder.denominators.keys.sorted()
        let lines = codes.map { code -> [String] in
            let index = model.tree.indicators.firstIndex { $0.code == code }
            let name = index.map { element in
                let measure = model.rawMeasure(element)
                return model.marked(element) + (measure.isEmpty ? "" : say("（\(measure)）", " (\(measure))"))
            }
            return [name ?? model.divisor(code, withUnit: true)]
                + periods.map { period in
                    let records = cells[code + "\u{1}" + period] ?? []
                    guard let record = records.first(where: { !$0.chosenBecause.isEmpty }) ?? records.first else { return "–" }
                    return ReportLanguage.value(record.value) + " " + keys.letter(record) + (records.count > 1 ? "†" : "")
                }
        }
        let caption = say("原始数值（\(model.unitName(model.unit))）", "Raw values (\(model.unitName(model.unit)))")
        return Markup.table(caption, [say("指标", "Indicator")] + periods, lines, numbers: Set(1...max(1, periods.count)), kind: "dense")
    }

    private func sources(_ keys: SourceKeys) -> Markup {
        let caption = say("来源", "Sources")
        let lines = keys.groups.map { group in
            [
                group.letter, say.status(group.status), group.source, group.asOf, group.enteredBy.isEmpty ? "–" : group.enteredBy, "\(group.count)",
            ]
        }
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption,
                [
                    say("代号", "Letter"), say("状态", "Status"), say("来源", "Source"), say("截至日期", "As of"), say("录入人", "Entered by"),
                    say("数值个数", "Values"),
                ], lines, numbers: [5])
    }

    /// Cells that several sources give, side by side.
    private func conflicts(_ own: [ValueRecord], _ keys: SourceKeys) -> Markup {
        let groups = Dictionary(grouping: own) { $0.cell }.filter { $0.value.count > 1 }
        let caption = say("有多个来源的数值（†）", "Values with several sources (†)")
        if groups.isEmpty { return "<p class=\"quiet\">\(say("没有一处数值有多个来源。", "No value has more than one source."))</p>\n" }
        let lines = groups.sorted { ($0.key.indicator, $0.key.period) < ($1.key.indicator, $1.key.period) }.flatMap { cell, records in
            records.map { record in
                [
                    model.elementName(cell.indicator), cell.period, ReportLanguage.value(record.value), say.status(record.status), record.source,
                    record.chosenBecause.isEmpty ? say("未采用", "not used") : say("采用：\(record.chosenBecause)", "used: \(record.chosenBecause)"),
                ]
            }
        }
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption,
                [say("指标", "Indicator"), say("年度", "Year"), say("数值", "Value"), say("状态", "Status"), say("来源", "Source"), say("采用", "Used")],
                lines, numbers: [2])
    }

    private var definitions: Markup {
        let caption = say("指标定义", "Definitions of the indicators")
        let lines = model.tree.indicators.indices.map { index in
            [
                model.marked(index), model.measure(index), model.definition(index),
                model.folder.proposals.contains(model.tree.elements[index].code) ? say("本项目建议", "our proposal") : say("公开名称", "public name"),
            ]
        }
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption, [say("指标", "Indicator"), say("单位", "Unit"), say("定义", "Definition"), say("由来", "Origin")], lines, kind: "dense")
    }
}

/// A letter for every source with its status and enterer.
struct SourceKeys {
    struct Group {
        var letter: String
        var status: ValueStatus
        var source: String
        var enteredBy: String
        var asOf: String
        var count: Int
    }

    private(set) var groups: [Group] = []
    private var position: [[String]: Int] = [:]

    init(_ records: [ValueRecord]) {
        var dates: [[String]] = []
        for record in records {
            let key = [record.source, record.status.rawValue, record.enteredBy]
            let index: Int
            if let known = position[key] {
                index = known
            } else {
                index = groups.count
                position[key] = index
                groups.append(
                    Group(letter: SourceKeys.letter(index), status: record.status, source: record.source, enteredBy: record.enteredBy, asOf: "", count: 0))
                dates.append([])
            }
            groups[index].count += 1
            if !record.asOf.isEmpty { dates[index].append(record.asOf) }
        }
        for index in groups.indices {
            let (low, high) = (dates[index].min() ?? "–", dates[index].max() ?? "–")
            groups[index].asOf = low == high ? low : "\(low) … \(high)"
        }
    }

    func letter(_ record: ValueRecord) -> String {
        position[[record.source, record.status.rawValue, record.enteredBy]].map { groups[$0].letter } ?? ""
    }

    private static func letter(_ index: Int) -> String {
        let own = String(UnicodeScalar(UInt8(97 + index % 26)))
        return index < 26 ? own : own + "\(index / 26)"
    }
}
