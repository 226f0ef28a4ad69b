internal import Documents

/// The lists of choices of a form.
struct XLSChoices: Sendable {
    struct Choice: Sendable {
        var name: XLSBook.Cell
        var label: XLSText?
        var media: [(kind: String, text: XLSText)] = []
        /// Columns of the form's own, for filters.
        var extra: [(name: String, value: String)] = []
    }

    struct List: Sendable {
        var name: String
        private(set) var choices: [Choice] = []

        /// Whether its texts must stand among the translations: several languages, media, or references in a label.
        private(set) var isTranslated = false

        init(name: String) { self.name = name }

        mutating func append(_ choice: Choice) {
            choices.append(choice)
            isTranslated =
                isTranslated || !choice.media.isEmpty || choice.label?.isTranslated == true
                || choice.label?.plain.map { !XLSExpression($0.text, isFormula: false).references.isEmpty } == true
        }

        /// Languages that a choice of the list is labelled or shown in.
        var languages: [String] {
            var result: [String] = []
            for text in choices.flatMap({ [$0.label].compactMap { $0 } + $0.media.map(\.text) }) {
                for (language, _) in text.translations where !result.contains(language) { result.append(language) }
            }
            return result
        }

        /// Telephones refuse a choice that has nothing to show; it shows its name.
        mutating func nameUnlabelled() {
            let languages = languages
            for index in choices.indices where choices[index].label == nil && choices[index].media.isEmpty {
                let name = choices[index].name
                choices[index].label = languages.isEmpty ? XLSText(name) : XLSText(languages.map { ($0, name) })
            }
        }
    }

    private(set) var lists: [List] = []
    private var indexes: [String: Int] = [:]

    init() {}

    subscript(_ name: String) -> List? { indexes[name].map { lists[$0] } }

    var names: [String] { lists.map(\.name) }

    /// Adds “other” to a list that has none, in all its languages.
    mutating func addOther(to name: String, at spot: XLSBook.Spot) {
        guard let index = indexes[name], !lists[index].choices.contains(where: { $0.name.text == "other" }) else { return }
        let word = XLSBook.Cell(text: "Other", spot: spot)
        let languages = lists[index].languages
        let label = languages.isEmpty ? XLSText(word) : XLSText(languages.map { ($0, word) })
        lists[index].append(Choice(name: XLSBook.Cell(text: "other", spot: spot), label: label))
    }

    // MARK: Reading

    init(_ table: XLSTable, allowsDuplicates: Bool, findings: inout XLSFindings) {
        for name in ["list_name", "name"] where !table.has(name) && !table.columns.isEmpty {
            findings.error("the column “\(name)” is missing", at: table.headingSpot, advice: "the sheet choices needs list_name, name and label")
        }
        let extra = Self.extraColumns(table, findings: &findings)
        for row in table.rows {
            guard let list = row["list_name"] else {
                if row["name"] != nil || row.text("label") != nil {
                    findings.warning("a choice without a list is not used", at: row.spot, advice: "write the list's name into list_name")
                }
                continue
            }
            guard let name = row["name"] else {
                findings.error(
                    "a choice of the list “\(list.text)” has no name",
                    at: XLSBook.Spot(sheet: row.spot.sheet, row: row.number, column: table.spot(of: "name")?.column),
                    advice: "give it a short name without spaces; it is what is stored")
                continue
            }
            var choice = Choice(name: name, label: row.text("label"))
            for kind in ["image", "big-image", "audio", "video"] { if let text = row.text("media:\(kind)") { choice.media.append((kind, text)) } }
            choice.extra = extra.compactMap { key in row.values[key].map { (key.name, $0.text) } }
            if choice.label == nil, choice.media.isEmpty {
                findings.warning("the choice “\(name.text)” has no label", at: row.spot, advice: "give it a label; people see its name")
            }
            let index = indexes[list.text] ?? lists.count
            if index == lists.count {
                indexes[list.text] = index
                lists.append(List(name: list.text))
            }
            lists[index].append(choice)
        }
        for index in lists.indices { lists[index].nameUnlabelled() }
        if !allowsDuplicates { reportDuplicates(&findings) }
    }

    private func reportDuplicates(_ findings: inout XLSFindings) {
        for list in lists {
            var seen: [String: Int] = [:]
            for choice in list.choices {
                if let row = seen[choice.name.text] {
                    findings.error(
                        "the list “\(list.name)” has two choices named “\(choice.name.text)”; the first stands in row \(row)", at: choice.name.spot,
                        advice: "rename one, or set allow_choice_duplicates to yes in the sheet settings when a choice_filter tells them apart")
                } else {
                    seen[choice.name.text] = choice.name.spot.row
                }
            }
        }
    }

    /// The columns of the form's own; they become elements, so their headings must be names.
    private static func extraColumns(_ table: XLSTable, findings: inout XLSFindings) -> [XLSTable.Key] {
        let own = ["list_name", "name", "label"]
        var result: [XLSTable.Key] = []
        for column in table.columns where !own.contains(column.key.name) && !column.key.name.hasPrefix("media") {
            if XLSName.isPlain(column.key.name) && column.key.language == nil {
                result.append(column.key)
            } else {
                findings.warning("the column “\(column.heading)” is not used, since its heading is no name", at: column.spot, advice: XLSName.rule)
            }
        }
        return result
    }
}
