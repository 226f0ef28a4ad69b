extension XLSSurveyReader {
    static func advice(for name: String, among known: [String], _ findings: XLSFindings) -> String? {
        if let near = findings.suggestion(for: name, among: known) { return "did you mean “\(near)”?" }
        return known.isEmpty ? nil : "the lists are \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? " …" : "")"
    }

    mutating func readSelect(_ select: XLSSelect, _ row: XLSTable.Row, _ cell: XLSBook.Cell) {
        guard var element = element(.select(select), row) else { return }
        let parameters = XLSParameters(row["parameters"], findings: &findings)
        checkList(select, row, cell)
        readParameters(&element, select, parameters)
        if element.control.contains(where: { $0.name == "appearance" && $0.value == "label" }), element.label == nil { element.hasBlankLabel = true }
        if tableList != nil { joinTable(&element, select, row, cell) }
        add(element)
        if select.hasOther { addOther(to: element, select, row, cell) }
    }

    private mutating func checkList(_ select: XLSSelect, _ row: XLSTable.Row, _ cell: XLSBook.Cell) {
        let list = select.list
        if list.isEmpty {
            findings.error("the list of choices is missing", at: cell.spot, advice: "write it behind the type: select_one LIST")
        } else if select.kind == .external {
            guard let lists = externalLists else {
                findings.error("select_one_external needs the sheet external_choices", at: cell.spot, advice: "add it, with the columns list_name and name")
                return
            }
            if !lists.contains(list) {
                findings.error(
                    "the list “\(list)” is not in the sheet external_choices", at: cell.spot, advice: Self.advice(for: list, among: lists.sorted(), findings))
            }
            if row["choice_filter"] == nil { findings.warning("select_one_external is meant for lists with a choice_filter", at: cell.spot) }
        } else if select.isFromFile {
            if select.file == nil { findings.error("“\(list)” is no file of choices", at: cell.spot, advice: "such files end in .csv, .xml or .geojson") }
        } else if list.contains("${") {
            if XLSExpression.only(list) == nil {
                findings.error("“\(list)” is no list of choices", at: cell.spot, advice: "write a list's name, or a question in a repeat as ${name}")
            }
        } else if choices[list] == nil, select.file == nil {
            let advice =
                choices.lists.isEmpty
                ? "add the sheet choices, with the columns list_name, name and label" : Self.advice(for: list, among: choices.names, findings)
            findings.error("the list “\(list)” is not in the sheet choices", at: cell.spot, advice: advice)
        } else if select.kind == .multiple, let found = choices[list] {
            for choice in found.choices where choice.name.text.contains(where: \.isWhitespace) {
                findings.error(
                    "the choice “\(choice.name.text)” has a space in its name, and select_multiple in row \(row.number) separates names by spaces",
                    at: choice.name.spot, advice: "write _ for the space")
            }
        }
    }

    private mutating func readParameters(_ element: inout XLSElement, _ select: XLSSelect, _ parameters: XLSParameters) {
        parameters.check(accepted: select.isFromFile ? ["label", "randomize", "seed", "value"] : ["randomize", "seed"], findings: &findings)
        guard let spot = parameters.spot else { return }
        for name in ["value", "label"] {
            if let value = parameters[name], !XLSName.isValid(value) {
                findings.error("the parameter \(name) cannot be “\(value)”", at: spot, advice: "it is the name of a column of the file")
            }
        }
        let isRandom = parameters.word("randomize", among: ["true", "false"], findings: &findings)
        if let seed = parameters["seed"] {
            if isRandom != "true" { findings.error("a seed needs randomize=true", at: spot) }
            if XLSDecimal(seed) == nil, Double(seed) == nil, XLSExpression.only(seed) == nil {
                findings.error("the seed must be a number or a question, not “\(seed)”", at: spot, advice: "write 42 or ${name}")
            }
        }
        element.parameters = parameters.values.filter { $0.name != "randomize" || isRandom == "true" }
    }

    private mutating func joinTable(_ element: inout XLSElement, _ select: XLSSelect, _ row: XLSTable.Row, _ cell: XLSBook.Cell) {
        if let filter = row["choice_filter"] { findings.error("a table of selects cannot have a choice_filter", at: filter.spot) }
        if tableList == "" {
            tableList = select.list
            var plain = select
            plain.hasOther = false
            var head = XLSElement(.select(plain), name: "reserved_name_for_field_list_labels_\(row.number)", parent: parent, spot: row.spot)
            head.setControl("appearance", "label", at: row.spot)
            head.hasBlankLabel = true
            add(head)
        } else if tableList != select.list {
            findings.error("the selects of a table share one list; this one has “\(select.list)”, the first “\(tableList ?? "")”", at: cell.spot)
        }
        element.setControl("appearance", "list-nolabel", at: row.spot)
    }

    private mutating func addOther(to element: XLSElement, _ select: XLSSelect, _ row: XLSTable.Row, _ cell: XLSBook.Cell) {
        if let filter = row["choice_filter"] {
            findings.error("or_other and choice_filter do not go together", at: filter.spot, advice: "add a choice “other” and a text question of your own")
        }
        if select.isFromFile || select.list.contains("${") || select.kind == .external {
            findings.error("or_other needs a list of the sheet choices", at: cell.spot)
            return
        }
        if let label = element.label, label.isTranslated || label.plain?.text.unicodeScalars.contains(where: { $0.value > 0x2FF }) == true {
            findings.warning(
                "or_other adds “Other” and “Specify other.” in English, whatever the form's language", at: cell.spot,
                advice: "add a choice “other” and a text question of your own, relevant when selected(${\(element.name)}, 'other')")
        }
        choices.addOther(to: select.list, at: cell.spot)
        var text = XLSElement(
            .value(XLSValueType.named("text") ?? XLSValueType()), name: element.name + "_other", parent: parent, spot: row.spot, nameSpot: element.nameSpot)
        text.label = XLSText(XLSBook.Cell(text: "Specify other.", spot: cell.spot))
        text.setBind("relevant", "selected(../\(element.name), 'other')", at: cell.spot)
        add(text)
    }

    // MARK: Audit

    /// The record of what people did while they filled the form; it stands in `meta`.
    mutating func readAudit(_ row: XLSTable.Row) {
        if let name = row["name"], name.text != "audit" {
            findings.error("an audit is always called audit", at: name.spot, advice: "leave the name empty")
        }
        let names = ["identify-user", "location-max-age", "location-min-interval", "location-priority", "track-changes", "track-changes-reasons"]
        let parameters = XLSParameters(row["parameters"], findings: &findings)
        parameters.check(accepted: names, findings: &findings)
        var element = XLSElement(.value(XLSValueType(type: "binary")), name: "audit", parent: nil, spot: row.spot)
        for (name, _, cell) in row.all("bind:") { element.setBind(name, cell.text, at: cell.spot) }
        let spot = parameters.spot ?? row.spot
        for name in ["track-changes", "identify-user"] {
            if let value = parameters.word(name, among: ["true", "false"], findings: &findings) { element.setBind("odk:\(name)", value, at: spot) }
        }
        if let value = parameters.word("track-changes-reasons", among: ["on-form-edit"], findings: &findings) {
            element.setBind("odk:track-changes-reasons", value, at: spot)
        }
        readAuditPlaces(&element, parameters, spot)
        if meta.contains(where: { $0.name == "audit" }) { findings.error("the form has two audits", at: row.spot) } else { meta.append(element) }
    }

    private mutating func readAuditPlaces(_ element: inout XLSElement, _ parameters: XLSParameters, _ spot: XLSBook.Spot) {
        let all = ["location-priority", "location-min-interval", "location-max-age"]
        guard all.contains(where: { parameters[$0] != nil }) else { return }
        let missing = all.filter { parameters[$0] == nil }
        if !missing.isEmpty {
            findings.error("an audit with positions also needs \(missing.joined(separator: ", "))", at: spot)
            return
        }
        let words = ["no-power", "low-power", "balanced", "high-accuracy"]
        guard let priority = parameters.word("location-priority", among: words, findings: &findings),
            let interval = parameters.number("location-min-interval", isWhole: true, findings: &findings).flatMap({ Int($0) }),
            let age = parameters.number("location-max-age", isWhole: true, findings: &findings).flatMap({ Int($0) })
        else { return }
        if interval < 0 || age < 0 { findings.error("seconds cannot be fewer than 0", at: spot) }
        if age < interval { findings.error("location-max-age cannot be smaller than location-min-interval", at: spot) }
        element.setBind("odk:location-priority", priority, at: spot)
        element.setBind("odk:location-min-interval", "\(interval)", at: spot)
        element.setBind("odk:location-max-age", "\(age)", at: spot)
    }
}
