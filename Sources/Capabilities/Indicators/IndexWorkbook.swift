public import CompositeIndex
internal import Documents
internal import Ground

/// A computed index as a workbook: what it is, scores, every cell's way, weights, audit, and the data in the form that an import reads.
public enum IndexWorkbook {
    /// The bytes of an XLSX file; the mark of synthetic values stands on every sheet that holds any number of them.
    public static func xlsx(_ folder: IndexFolder, _ build: IndexBuild) -> [UInt8] {
        let synthetic = folder.hasSyntheticValues
        let mark = synthetic ? IndexExport.syntheticMark : ""
        let sheets = [
            about(folder, build, mark), table("Scores 得分", IndexExport.csv(build, synthetic: synthetic)),
            table("Cells 逐项", CellExport.csv(folder, build)), table("Weights 权重", CellExport.weights(folder, build)),
            marked(audit(folder, build), mark), data(folder, mark), marked(indicators(folder), mark), cited(folder),
        ]
        return Spreadsheet(sheets: sheets).xlsx()
    }

    private static func about(_ folder: IndexFolder, _ build: IndexBuild, _ mark: String) -> Spreadsheet.Sheet {
        var sheet = Spreadsheet.Sheet(name: "About 说明")
        let top = build.structure.elements[build.structure.top]
        sheet.append([.text("index 指数"), .text(top.name)])
        if !mark.isEmpty { sheet.append([.text("! "), .text(mark)]) }
        sheet.append([.text("units 地区数"), .number(Double(Set(build.normalised.units).count))])
        sheet.append([.text("periods 时期"), .text(build.normalised.periodRanges.map { build.normalised.periods[$0.lowerBound] }.joined(separator: ", "))])
        sheet.append([.text("indicators 指标数"), .number(Double(build.structure.indicatorCount))])
        sheet.append([.text("our proposals 本项目建议指标"), .number(Double(folder.proposals.count))])
        sheet.append([.text("data 数据"), .text("sheets “Data” and “Indicators” can be imported again 可重新导入")])
        return sheet
    }

    /// Lines of our own CSV text as a sheet; what reads as a number becomes one, codes of units and periods stay text.
    private static func table(_ name: String, _ csv: String) -> Spreadsheet.Sheet {
        var ignored = Diagnostics()
        let rows = CSV.split(Array(csv.utf8), file: name, diagnostics: &ignored)
        let texts: Set = ["unit", "period", "code", "parent", "indicator", "source", "status", "note", "treatment"]
        let isText = rows.first?.fields.map(texts.contains) ?? []
        var sheet = Spreadsheet.Sheet(name: name)
        for (index, row) in rows.enumerated() {
            sheet.append(
                zip(row.fields, isText).map { field, isText in
                    if field.isEmpty { return nil }
                    if index > 0, !isText, let number = Double(field), number.isFinite { return .number(number) }
                    return .text(field)
                })
        }
        return sheet
    }

    /// The mark beside the header of a sheet.
    private static func marked(_ sheet: Spreadsheet.Sheet, _ mark: String) -> Spreadsheet.Sheet {
        guard !mark.isEmpty, let last = sheet.rows.first?.cells.last else { return sheet }
        var copy = sheet
        copy.rows[0].cells.append(Spreadsheet.Cell(column: last.column + 1, value: .text(mark)))
        return copy
    }

    private static func audit(_ folder: IndexFolder, _ build: IndexBuild) -> Spreadsheet.Sheet {
        var sheet = Spreadsheet.Sheet(name: "Audit 检验")
        sheet.append(["severity", "element", "measured", "about", "finding", "对象", "说明"].map { .text($0) })
        for finding in IndexAudit(build).findings {
            let (english, chinese) = (folder.words(of: finding, isChinese: false), folder.words(of: finding, isChinese: true))
            sheet.append([
                .text(finding.severity.rawValue), .text(finding.element), finding.value.isFinite ? .number(finding.value) : nil,
                .text(english.element), .text(english.text), .text(chinese.element), .text(chinese.text),
            ])
        }
        return sheet
    }

    /// Every value with all that belongs to it; the mark is each synthetic line's own status.
    private static func data(_ folder: IndexFolder, _ mark: String) -> Spreadsheet.Sheet {
        var sheet = Spreadsheet.Sheet(name: "Data")
        let head = ["unit", "period", "indicator", "value", "source", "status", "as_of", "entered_by", "chosen_because", "records"]
        sheet.append(head.map { .text($0) } + (mark.isEmpty ? [] : [.text(mark)]))
        for record in folder.records {
            func text(_ text: String) -> Spreadsheet.Value? { text.isEmpty ? nil : .text(text) }
            sheet.append([
                text(record.unit), text(record.period), text(record.indicator), .number(record.value), text(record.source),
                text(record.status.rawValue), CivilDate(record.asOf).map { .date($0) } ?? text(record.asOf), text(record.enteredBy),
                text(record.chosenBecause), text(record.records),
            ])
        }
        return sheet
    }

    private static func indicators(_ folder: IndexFolder) -> Spreadsheet.Sheet {
        var sheet = Spreadsheet.Sheet(name: "Indicators")
        let head = [
            "code", "name", "kind", "parent", "direction", "weight", "unit", "numerator", "denominator", "per", "rate", "target", "origin", "measure",
            "definition",
        ]
        sheet.append(head.map { .text($0) })
        func text(_ text: String?) -> Spreadsheet.Value? { (text ?? "").isEmpty ? nil : .text(text ?? "") }
        for element in folder.structure.elements {
            let code = element.code
            let rate = folder.publishedRates.contains(code) ? "published" : folder.plainIndicators.contains(code) ? "no" : ""
            sheet.append([
                text(code), text(element.name), .text(element.isIndicator ? "indicator" : "aggregate"), text(element.parent),
                .number(element.direction), .number(element.weight), text(element.unit), text(folder.numerators[code]), text(element.denominator),
                .number(element.per), text(rate), element.target.map { .number($0) }, text(folder.proposals.contains(code) ? "proposal" : nil),
                text(folder.measures[code]?.rawValue), text(folder.notes[code]?.definition),
            ])
        }
        for part in folder.parts {
            let note = folder.notes[part.code]
            let measure = text(folder.measures[part.code]?.rawValue)
            sheet.append([
                text(part.code), text(note?.name), .text(part.kind), nil, nil, nil, text(note?.unit), nil, nil, nil, nil, nil, nil, measure,
                text(note?.definition),
            ])
        }
        return sheet
    }

    private static func cited(_ folder: IndexFolder) -> Spreadsheet.Sheet {
        var sheet = Spreadsheet.Sheet(name: "Cited 引用")
        sheet.append(["name", "period", "value", "source", "name_zh", "source_zh"].map { .text($0) })
        for figure in folder.cited {
            func text(_ text: String) -> Spreadsheet.Value? { text.isEmpty ? nil : .text(text) }
            sheet.append([
                text(figure.name), text(figure.period), Double(figure.value).map { .number($0) } ?? text(figure.value), text(figure.source),
                text(figure.chineseName), text(figure.chineseSource),
            ])
        }
        return sheet
    }
}
