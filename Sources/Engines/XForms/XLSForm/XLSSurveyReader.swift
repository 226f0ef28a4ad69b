internal import Documents

/// Makes the tree of elements from the rows of the sheet `survey`.
struct XLSSurveyReader {
    let table: XLSTable
    var choices: XLSChoices
    var settings: XLSSettings
    /// Lists of the sheet `external_choices`; nil without the sheet.
    let externalLists: Set<String>?
    var findings: XLSFindings

    var survey: XLSSurvey
    /// Files that come with the form under a name of their own (`csv-external`).
    var attached: [(name: String, ending: String, spot: XLSBook.Spot)] = []
    /// What goes into the group `meta`.
    var meta: [XLSElement] = []
    private var open: [Open] = []
    private var names: [Int: [String: XLSBook.Spot]] = [:]
    private var namesInSmall: [Int: Set<String>] = [:]
    private var repeatNames: Set<String> = []

    /// A group or repeat that has not ended yet.
    struct Open {
        var index: Int
        var isRepeat: Bool
        /// Nil outside of tables of selects; then the list that the table's selects have in common, empty before the first.
        var tableList: String?
    }

    /// Deeper ones nobody can fill, and the reader of XML would refuse them.
    private static let deepest = 100

    init(_ table: XLSTable, choices: XLSChoices, settings: XLSSettings, externalLists: Set<String>?, findings: XLSFindings) {
        (self.table, self.choices, self.settings) = (table, choices, settings)
        (self.externalLists, self.findings) = (externalLists, findings)
        survey = XLSSurvey(elements: [XLSElement(.group, name: settings.rootName, parent: nil, spot: table.headingSpot)])
        survey.elements[0].label = settings.label
        open = [Open(index: 0, isRepeat: false)]
    }

    mutating func read() {
        guard table.has("type") else {
            findings.error(
                "the sheet has no column “type”", at: table.headingSpot,
                advice: "the first row holds the headings: type, name, label …")
            return
        }
        if table.rows.isEmpty { findings.error("the form has no questions", at: table.headingSpot, advice: "write one question a row") }
        for row in table.rows { read(row) }
        for left in open.dropFirst() {
            let element = survey.elements[left.index]
            findings.error(
                "the \(left.isRepeat ? "repeat" : "group") “\(element.name)” has no end", at: element.spot,
                advice: "add a row of type end_\(left.isRepeat ? "repeat" : "group")")
        }
        addMeta()
    }

    // MARK: Rows

    private mutating func read(_ row: XLSTable.Row) {
        if let disabled = row["disabled"], XLSSettings.truth(disabled.text) == true { return }
        guard let cell = row["type"] else {
            if row["name"] != nil || row.text("label") != nil {
                findings.error("the row has no type", at: row.spot, advice: "write text, integer, select_one LIST, note … into the column type")
            }
            return
        }
        guard let type = XLSType(cell.text) else {
            let first = cell.text.split(separator: " ").first.map(String.init) ?? cell.text
            let near = findings.suggestion(for: cell.text, among: XLSType.words) ?? findings.suggestion(for: first, among: XLSType.words)
            findings.error(
                "the type “\(cell.text)” is not known", at: cell.spot, advice: XLSHabit.type(cell.text) ?? near.map { "did you mean “\($0)”?" })
            // Its name counts, so that what refers to it does not complain as well.
            if let name = row["name"] { _ = add(XLSElement(.value(XLSValueType()), name: name.text, parent: parent, spot: row.spot, nameSpot: name.spot)) }
            return
        }
        switch type {
        case .unsupported(let advice): findings.error("the type “\(cell.text)” is not supported", at: cell.spot, advice: advice)
        case .setting(let name): if let value = row["name"] ?? row.text("label")?.plain { settings.values[name] = value }
        case .end(let section): end(section, row, cell)
        case .begin(let section): begin(section, row)
        case .audit: readAudit(row)
        case .external(let ending): readAttached(row, ending)
        case .value(let type): readValue(type, row)
        case .select(let select): readSelect(select, row, cell)
        }
    }

    var parent: Int { open.last?.index ?? 0 }

    private mutating func end(_ section: XLSType.Section, _ row: XLSTable.Row, _ cell: XLSBook.Cell) {
        guard let last = open.last, open.count > 1 else {
            findings.error("a \(section.rawValue) ends here that never began", at: cell.spot, advice: "take the row out, or add its begin_\(section.rawValue)")
            return
        }
        let element = survey.elements[last.index]
        if last.isRepeat != (section == .repeat) {
            findings.error(
                "a \(section.rawValue) ends here, but the \(last.isRepeat ? "repeat" : "group") “\(element.name)” of row \(element.spot.row) is open",
                at: cell.spot,
                advice: "write end_\(last.isRepeat ? "repeat" : "group")")
        } else if let name = row["name"], name.text != element.name, survey.elements.contains(where: { $0.isSection && $0.name == name.text }) {
            findings.warning("what ends here is “\(element.name)” of row \(element.spot.row), not “\(name.text)”", at: name.spot)
        }
        open.removeLast()
    }

    private mutating func begin(_ section: XLSType.Section, _ row: XLSTable.Row) {
        guard var element = element(section == .repeat ? .repeat : .group, row) else {
            // The section counts all the same, so that its end is not complained of.
            open.append(Open(index: parent, isRepeat: section == .repeat))
            return
        }
        if open.count > Self.deepest {
            findings.error("groups stand more than \(Self.deepest) deep inside each other", at: row.spot)
            open.append(Open(index: parent, isRepeat: section == .repeat))
            return
        }
        if section == .repeat { checkRepeat(&element, row) }
        if let intent = row["intent"] { element.setControl("intent", intent.text, at: intent.spot) }
        let isTable = startTable(&element)
        let label = isTable ? takeTableLabel(&element, row) : nil
        let index = add(element)
        open.append(Open(index: index, isRepeat: section == .repeat, tableList: isTable ? "" : nil))
        if var label {
            label.parent = index
            _ = add(label)
        }
    }

    private mutating func checkRepeat(_ element: inout XLSElement, _ row: XLSTable.Row) {
        if element.name == settings.rootName {
            findings.error("a repeat cannot have the form's own name “\(element.name)”", at: element.nameSpot, advice: "rename it")
        } else if !repeatNames.insert(element.name).inserted {
            findings.error("two repeats have the name “\(element.name)”", at: element.nameSpot, advice: "rename one; each becomes a table of its own")
        }
        guard let count = element.control.first(where: { $0.name == "jr:count" }), XLSExpression.only(count.value) == nil else { return }
        // A formula needs a node of its own to stand in.
        var node = XLSElement(
            .value(XLSValueType(type: "string", special: .calculate)), name: element.name + "_count", parent: parent, spot: row.spot, nameSpot: element.nameSpot
        )
        node.setBind("readonly", "true()", at: count.spot)
        node.setBind("calculate", count.value, at: count.spot)
        _ = add(node)
        element.setControl("jr:count", "${\(node.name)}", at: count.spot)
    }

    private func startTable(_ element: inout XLSElement) -> Bool {
        guard let appearance = element.control.first(where: { $0.name == "appearance" }) else { return false }
        let words = appearance.value.split(separator: " ")
        guard words.contains("table-list") else { return false }
        let rest = words.filter { $0 != "table-list" }
        element.setControl("appearance", (["field-list"] + rest).joined(separator: " "), at: appearance.spot)
        return true
    }

    /// In a table of selects the group's label becomes a note above it.
    private func takeTableLabel(_ element: inout XLSElement, _ row: XLSTable.Row) -> XLSElement? {
        guard element.label != nil || element.hint != nil else { return nil }
        let note = XLSValueType.named("note") ?? XLSValueType()
        var label = XLSElement(.value(note), name: "generated_table_list_label_\(row.number)", parent: nil, spot: row.spot)
        (label.label, label.hint) = (element.label, element.hint)
        (element.label, element.hint) = (nil, nil)
        return label
    }

    private mutating func readAttached(_ row: XLSTable.Row, _ ending: String) {
        guard let name = row["name"] else {
            findings.error("the file has no name", at: row.spot, advice: "write its name without .\(ending) into the column name")
            return
        }
        guard XLSName.isPlain(name.text) else {
            findings.error("“\(name.text)” cannot be a file's name here", at: name.spot, advice: XLSName.rule)
            return
        }
        attached.append((name.text, ending, name.spot))
    }

    // MARK: Elements

    /// An element with all that every row may say; nil when it has no name that an element can have.
    mutating func element(_ kind: XLSElement.Kind, _ row: XLSTable.Row) -> XLSElement? {
        var name = row["name"]
        if name == nil, case .value(let type) = kind, type.special == .note {
            name = XLSBook.Cell(text: "generated_note_name_\(row.number)", spot: row.spot)
        }
        guard let name else {
            findings.error(
                "the \(Self.word(kind)) has no name", at: XLSBook.Spot(sheet: row.spot.sheet, row: row.number, column: table.spot(of: "name")?.column),
                advice: "give it a short name; it is the column of its answers")
            return nil
        }
        guard XLSName.isPlain(name.text) else {
            findings.error("“\(name.text)” cannot be a name", at: name.spot, advice: XLSName.rule)
            return nil
        }
        if !XLSName.isForTelephones(name.text) {
            findings.error(
                "telephones cannot read the name “\(name.text)”", at: name.spot, advice: "use a–z, 0–9 and _ in names; the label may have any letters")
        }
        var element = XLSElement(kind, name: name.text, parent: parent, spot: row.spot, nameSpot: name.spot)
        (element.label, element.hint, element.guidance) = (row.text("label"), row.text("hint"), row.text("guidance_hint"))
        for kind in ["image", "big-image", "audio", "video"] { if let text = row.text("media:\(kind)") { element.media.append((kind, text)) } }
        readBind(&element, row)
        for (name, _, cell) in row.all("control:") { element.setControl(name, cell.text, at: cell.spot) }
        for (name, _, cell) in row.all("instance:") { element.instance.append(XLSElement.Setting(name: name, value: cell.text, spot: cell.spot)) }
        for setting in element.control + element.instance + element.bind where !XLSName.isValid(setting.name) {
            findings.error("“\(setting.name)” is no name of an attribute", at: setting.spot, advice: XLSName.rule)
        }
        element.filter = row["choice_filter"]
        readTriggers(&element, row)
        if let initial = row["default"] { setInitial(&element, initial) }
        return element
    }

    private static func word(_ kind: XLSElement.Kind) -> String {
        switch kind {
        case .group: "group"
        case .repeat: "repeat"
        case .value, .select: "question"
        }
    }

    private func readBind(_ element: inout XLSElement, _ row: XLSTable.Row) {
        let messages: Set = ["jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"]
        for name in messages.sorted() { if let text = row.text("bind:\(name)") { element.messages.append((name, text)) } }
        for (name, _, cell) in row.all("bind:") where !messages.contains(name) {
            var value = cell.text
            if ["readonly", "required", "relevant", "constraint", "calculate"].contains(name), !["0", "1"].contains(value), let truth = XLSSettings.truth(value)
            {
                value = truth ? "true()" : "false()"
            }
            element.setBind(name, value, at: cell.spot)
        }
    }

    private mutating func readTriggers(_ element: inout XLSElement, _ row: XLSTable.Row) {
        guard let cell = row["trigger"] else { return }
        for part in cell.text.split(separator: ",") {
            let text = XLSTable.cleaned(String(part), collapses: false)
            if let reference = XLSExpression.only(text), !reference.isLastSaved {
                element.triggers.append((reference.name, cell.spot))
            } else {
                findings.error("“\(text)” is no trigger", at: cell.spot, advice: "write a question as ${name}, several with commas between them")
            }
        }
    }

    func setInitial(_ element: inout XLSElement, _ cell: XLSBook.Cell) {
        element.initial = cell
        // Times of day and the like: the type of a bind column counts, as the row's own type does.
        element.isInitialDynamic = XLSDefault.isDynamic(cell.text, dataType: element.valueType?.type)
        guard element.isInitialDynamic else { return }
        element.actions.append(XLSElement.Action(name: "setvalue", event: .firstLoad, setsDefault: true))
        if open.contains(where: \.isRepeat) { element.actions.append(XLSElement.Action(name: "setvalue", event: .newRepeat, setsDefault: true)) }
    }

    /// Puts an element into its group, and complains when its name is taken there.
    @discardableResult
    mutating func add(_ element: XLSElement) -> Int {
        let parent = element.parent ?? 0
        if element.name == "meta", parent == 0 {
            findings.error("“meta” is a name that every form uses by itself", at: element.nameSpot, advice: "choose another name")
        } else if let other = names[parent, default: [:]][element.name] {
            let scope = parent == 0 ? "the form" : "the group “\(survey.elements[parent].name)”"
            findings.error(
                "\(scope) has two elements named “\(element.name)”; the first stands in row \(other.row)", at: element.nameSpot, advice: "rename one")
        } else {
            names[parent, default: [:]][element.name] = element.nameSpot
            if !namesInSmall[parent, default: []].insert(element.name.lowercased()).inserted {
                findings.warning(
                    "the name “\(element.name)” differs from another one only in capitals", at: element.nameSpot, advice: "some programs take them for the same"
                )
            }
        }
        survey.elements.append(element)
        survey.elements[parent].children.append(survey.elements.count - 1)
        return survey.elements.count - 1
    }

    // MARK: Tables of selects

    /// The list that selects of the open table share; nil outside of tables.
    var tableList: String? {
        get { open.last?.tableList }
        set { if !open.isEmpty { open[open.count - 1].tableList = newValue } }
    }

    // MARK: Meta

    private mutating func addMeta() {
        let top = survey.elements[0].spot
        if !settings.isTrue("omit_instanceid") {
            var node = XLSElement(.value(XLSValueType(type: "string")), name: "instanceID", parent: nil, spot: top)
            node.setBind("readonly", "true()", at: top)
            node.setBind("jr:preload", settings.values["instance_id"]?.text ?? "uid", at: top)
            meta.append(node)
        }
        if let name = settings.values["instance_name"] {
            var node = XLSElement(.value(XLSValueType(type: "string")), name: "instanceName", parent: nil, spot: top)
            node.setBind("calculate", name.text, at: name.spot)
            meta.append(node)
        }
        guard !meta.isEmpty else { return }
        var group = XLSElement(.group, name: "meta", parent: 0, spot: top)
        group.isHidden = true
        survey.elements.append(group)
        let index = survey.elements.count - 1
        survey.elements[0].children.append(index)
        for var node in meta {
            node.parent = index
            survey.elements.append(node)
            survey.elements[index].children.append(survey.elements.count - 1)
        }
    }
}
