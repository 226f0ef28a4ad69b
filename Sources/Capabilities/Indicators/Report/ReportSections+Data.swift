internal import CompositeIndex
internal import Ground

extension ReportSections {
    // MARK: Data

    var data: Markup {
        let own = model.folder.records.filter { $0.unit == model.unit }
        let keys = SourceKeys(own)
        let intro = say(
            "本地区的全部原始数值；数值后的字母指明来源与状态（见来源表）。“＝”：由分子、分母计算得出的比率。＊ 为本项目建议指标。",
            "All raw values of this unit; the letter behind a value names its source and status (see the sources). “=”: a rate computed from its parts. * marks our proposals."
        )
        return "<p>\(intro)</p>\n" + valueTable(own, keys) + partTable(own, keys) + sources(keys) + platform(own) + conflicts(own) + definitions
    }

    private func values(_ own: [ValueRecord]) -> [ValueRecord.Cell: [ValueRecord]] { Dictionary(grouping: own, by: \.cell) }

    private func cell(_ code: String, _ period: String) -> ValueRecord.Cell { .init(unit: model.unit, period: period, indicator: code) }

    /// The unit's rates as computed, by period and indicator.
    private func computed(_ period: String, _ index: Int) -> Double {
        let table = model.folder.table
        guard let row = table.units.indices.first(where: { table.units[$0] == model.unit && table.periods[$0] == period }) else { return .nan }
        return model.rates.columns[index][row]
    }

    private func valueTable(_ own: [ValueRecord], _ keys: SourceKeys) -> Markup {
        let (cells, equals) = (values(own), say("＝", "="))
        let lines = model.tree.indicators.indices.map { index -> [String] in
            let code = model.tree.elements[index].code
            let isRate = model.folder.numerators[code] != nil
            let measure = isRate ? model.measure(index) : model.rawMeasure(index)
            return [model.marked(index) + (measure.isEmpty ? "" : say("（\(measure)）", " (\(measure))"))]
                + model.periods.map { period in
                    let records = cells[cell(code, period)] ?? []
                    let others = hasSeveral(cell(code, period), records) ? "†" : ""
                    if isRate, !model.folder.publishedCells.contains(cell(code, period)) {
                        let value = computed(period, index)
                        return value.isFinite ? "\(ReportLanguage.value(value)) \(equals)\(others)" : "–"
                    }
                    guard let record = records.first(where: { !$0.chosenBecause.isEmpty }) ?? records.first else { return "–" }
                    return "\(ReportLanguage.value(record.value)) \(keys.letter(record))\(others)"
                }
        }
        let caption = say("指标值（\(model.unitName(model.unit))）", "Values of the indicators (\(model.unitName(model.unit)))")
        return Markup.table(
            caption, [say("指标", "Indicator")] + model.periods, lines, numbers: Set(1...max(1, model.periods.count)), kind: "dense")
    }

    /// Whether a cell stands several times; a published rate beside parts that give the rate too.
    private func hasSeveral(_ cell: ValueRecord.Cell, _ records: [ValueRecord]) -> Bool {
        if records.count > 1 { return true }
        return records.count == 1 && model.folder.numerators[cell.indicator] != nil && fromParts(cell).isFinite
    }

    private func partTable(_ own: [ValueRecord], _ keys: SourceKeys) -> Markup {
        if model.folder.parts.isEmpty { return "" }
        let cells = values(own)
        let lines = model.folder.parts.map { part in
            [model.divisor(part.code, withUnit: true)]
                + model.periods.map { period in
                    let records = cells[cell(part.code, period)] ?? []
                    guard let record = records.first(where: { !$0.chosenBecause.isEmpty }) ?? records.first else { return "–" }
                    return ReportLanguage.value(record.value) + " " + keys.letter(record) + (records.count > 1 ? "†" : "")
                }
        }
        let caption = say("计算比率所用的分子与分母（\(model.unitName(model.unit))）", "The parts of the rates (\(model.unitName(model.unit)))")
        return Markup.table(
            caption, [say("分子或分母", "Part")] + model.periods, lines, numbers: Set(1...max(1, model.periods.count)), kind: "dense")
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

    /// What the platform counted, and from which records.
    private func platform(_ own: [ValueRecord]) -> Markup {
        let counted = own.filter { $0.status == .platform }
        if counted.isEmpty { return "" }
        let caption = say("由平台记录计数的数值", "Values counted from the platform's records")
        let lines = counted.map { record in
            let records = PlatformRecords(record.records)
            return [
                model.divisor(record.indicator), record.period, ReportLanguage.value(record.value),
                records.map { say($0.measure.chinese, $0.measure.definition) } ?? "–", record.records,
            ]
        }
        let head = [say("数值名称", "Number"), say("年度", "Year"), say("数值", "Value"), say("计数口径", "What is counted"), say("记录", "Records")]
        return "<h3>\(caption)</h3>\n" + Markup.table(caption, head, lines, numbers: [2], kind: "dense")
    }

    /// Cells that several sources give, side by side; a published rate stands beside the computed one.
    private func conflicts(_ own: [ValueRecord]) -> Markup {
        let caption = say("有多个来源的数值（†）", "Values with several sources (†)")
        let groups = values(own).filter { hasSeveral($0.key, $0.value) }
        if groups.isEmpty { return "<p class=\"quiet\">\(say("没有一处数值有多个来源。", "No value has more than one source."))</p>\n" }
        let lines = groups.sorted { ($0.key.indicator, $0.key.period) < ($1.key.indicator, $1.key.period) }.flatMap { cell, records in
            records.map { line($0) } + (model.folder.numerators[cell.indicator] == nil ? [] : [computedLine(cell)])
        }
        return "<h3>\(caption)</h3>\n"
            + Markup.table(
                caption,
                [say("指标", "Indicator"), say("年度", "Year"), say("数值", "Value"), say("状态", "Status"), say("来源", "Source"), say("采用", "Used")],
                lines, numbers: [2])
    }

    private func line(_ record: ValueRecord) -> [String] {
        let isRate = model.folder.numerators[record.indicator] != nil
        let isUsed = isRate ? model.folder.publishedCells.contains(record.cell) : !record.chosenBecause.isEmpty
        let why = record.chosenBecause.isEmpty ? say("没有分子、分母", "its parts are not known") : record.chosenBecause
        return [
            model.divisor(record.indicator), record.period, ReportLanguage.value(record.value), say.status(record.status), record.source,
            isUsed ? say("采用：\(why)", "used: \(why)") : say("未采用", "not used"),
        ]
    }

    /// The rate that the parts give, whether it counts or not.
    private func fromParts(_ cell: ValueRecord.Cell) -> Double {
        let element = model.tree.indicators.first { $0.code == cell.indicator }
        func part(_ code: String?) -> Double {
            let records = model.folder.records.filter { $0.unit == cell.unit && $0.period == cell.period && $0.indicator == code }
            return (records.first { !$0.chosenBecause.isEmpty } ?? records.first)?.value ?? .nan
        }
        return part(model.folder.numerators[cell.indicator]) / part(element?.denominator) * (element?.per ?? 1)
    }

    private func computedLine(_ cell: ValueRecord.Cell) -> [String] {
        let isUsed = !model.folder.publishedCells.contains(cell)
        return [
            model.divisor(cell.indicator), cell.period, ReportLanguage.value(fromParts(cell)), say("计算得出", "computed"),
            say("分子 ÷ 分母", "numerator ÷ denominator"), isUsed ? say("采用：由分子、分母计算", "used: computed from its parts") : say("未采用", "not used"),
        ]
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
            + partDefinitions
    }

    /// What the parts are, and which rates are made of them.
    private var partDefinitions: Markup {
        let parts = model.folder.parts
        if parts.isEmpty { return "" }
        let caption = say("分子与分母的含义", "What the parts are")
        let lines = parts.map { part -> [String] in
            let rates = model.tree.indicators.indices.filter { index in
                let element = model.tree.elements[index]
                return model.folder.numerators[element.code] == part.code || element.denominator == part.code
            }
            let unit = say(model.folder.notes[part.code]?.unit ?? "", model.folder.notes[part.code]?.englishUnit ?? "")
            let counted = model.folder.measures[part.code].map { say("平台计数：\($0.chinese)", "counted by the platform: \($0.definition)") }
            let use = rates.isEmpty ? "" : say("用于：", "used in: ") + rates.map(model.name).joined(separator: say("、", "; "))
            return [
                model.divisor(part.code), unit.isEmpty ? "–" : unit,
                [counted ?? model.note(of: part.code), use].filter { !$0.isEmpty }.joined(separator: say("；", "; ")),
            ]
        }
        let head = [say("分子或分母", "Part"), say("单位", "Unit"), say("含义与用途", "What it is, and its use")]
        return "<h3>\(caption)</h3>\n" + Markup.table(caption, head, lines, kind: "dense")
    }
}
