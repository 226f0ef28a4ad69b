import Documents

/// The plan written as a workbook, as an official writes it.
enum LargeBook {
    static func label(_ question: Int, _ language: String) -> String { "\(language) \(question): how is the matter that is asked about here?" }
    static func label(choice: Int, _ list: Int, _ language: String) -> String { "\(language) choice \(choice) of list \(list)" }

    static func workbook() -> Spreadsheet {
        var survey = Spreadsheet.Sheet(name: "survey")
        append(
            &survey,
            [
                "type", "name", "label::English (en)", "label::中文 (zh)", "relevant", "required", "constraint", "constraint_message", "calculation",
                "choice_filter",
            ])
        for question in LargePlan(refer: { "${q\($0)}" }).questions {
            if question.number % 10 == 0 { append(&survey, ["begin_group", "g\(question.group)", "Part \(question.group)", "第\(question.group)部分"]) }
            let hasLabel = question.kind != .calculate
            append(
                &survey,
                [
                    type(question), question.name, hasLabel ? label(question.number, "English") : "", hasLabel ? label(question.number, "中文") : "",
                    question.condition ?? "", question.isRequired && hasLabel ? "yes" : "", question.constraint ?? "",
                    question.constraint == nil ? "" : "From 0 to 110", question.kind == .calculate ? question.calculation ?? "0" : "",
                    question.filter ?? "",
                ])
            if question.number % 10 == 9 { append(&survey, ["end_group"]) }
        }
        var choices = Spreadsheet.Sheet(name: "choices")
        append(&choices, ["list_name", "name", "label::English (en)", "label::中文 (zh)", "kind"])
        for list in 0..<LargePlan.lists {
            for (index, name) in LargePlan.choices.enumerated() {
                append(
                    &choices,
                    ["l\(list)", name, label(choice: index, list, "English"), label(choice: index, list, "中文"), "\(index % 2)"])
            }
        }
        var settings = Spreadsheet.Sheet(name: "settings")
        append(&settings, ["form_id", "form_title", "version", "default_language"])
        append(&settings, ["large", "Large", "1", "English (en)"])
        return Spreadsheet(sheets: [survey, choices, settings])
    }

    private static func append(_ sheet: inout Spreadsheet.Sheet, _ cells: [String]) {
        sheet.append(cells.map { $0.isEmpty ? nil : Spreadsheet.Value.text($0) })
    }

    private static func type(_ question: LargePlan.Question) -> String {
        switch question.kind {
        case .selectOne: "select_one l\(question.list)"
        case .selectMultiple: "select_multiple l\(question.list)"
        case .integer: "integer"
        case .decimal: "decimal"
        case .calculate: "calculate"
        case .text: "text"
        }
    }
}
