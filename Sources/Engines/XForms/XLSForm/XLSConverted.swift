internal import Documents
internal import Ground

/// A form that was read and understood, ready to be written.
struct XLSConverted: Sendable {
    /// A list or file that formulas and selects read from.
    struct Instance: Sendable {
        var name: String
        /// nil for lists of the sheet choices.
        var address: String?
    }

    var settings: XLSSettings
    var choices: XLSChoices
    var survey: XLSSurvey
    var paths: XLSPaths
    var texts: XLSTexts
    var entities: [XLSEntity] = []
    private(set) var instances: [Instance] = []
    /// By triggering question: what is set and to which formula.
    private(set) var triggered: [String: [(target: Int, value: String)]] = [:]
    /// Lists whose selects are looked up with `search()`, which wants the choices in the body.
    private(set) var searched: Set<String> = []
    private(set) var itemsets: String?

    /// nil when there is nothing to convert; whatever is wrong is among the findings.
    init?(_ book: XLSBook, name: String, findings: inout XLSFindings) {
        guard let surveySheet = Self.surveySheet(of: book, findings: &findings) else { return nil }
        Self.warnOfMisspelt(book, findings: &findings)
        func table(_ name: String, _ kind: XLSHeadings.Kind, _ findings: inout XLSFindings) -> XLSTable? {
            book.sheet(name).map { XLSTable($0, of: book, kind: kind, collapses: false, findings: &findings) }
        }
        let said = table("settings", .settings, &findings).map { XLSSettings($0, fallback: name, findings: &findings) } ?? XLSSettings(fallback: name)
        let allowsDuplicates = said.isTrue("allow_choice_duplicates")
        let choiceTable = table("choices", .choices, &findings)
        let lists = choiceTable.map { XLSChoices($0, allowsDuplicates: allowsDuplicates, findings: &findings) }
        let collapses = said.isTrue("clean_text_values", otherwise: true)
        let questions = XLSTable(surveySheet, of: book, kind: .survey, collapses: collapses, findings: &findings)
        let external = table("external_choices", .choices, &findings)
        let externalLists = external.map { Set($0.rows.compactMap { $0["list_name"]?.text }) }
        var reader = XLSSurveyReader(questions, choices: lists ?? XLSChoices(), settings: said, externalLists: externalLists, findings: findings)
        reader.read()
        (survey, choices, settings, findings) = (reader.survey, reader.choices, reader.settings, reader.findings)
        paths = XLSPaths(survey)
        if let rows = table("entities", .entities, &findings) { entities = XLSEntity.read(rows, findings: &findings) }
        XLSEntity.checkProperties(survey, hasEntity: !entities.isEmpty, findings: &findings)
        for index in survey.elements.indices {
            let element = survey.elements[index]
            for (name, _) in element.triggers { triggered[name, default: []].append((index, element.bound("calculate")?.value ?? "")) }
            if let select = element.select, select.kind != .external,
                element.control.contains(where: { $0.name == "appearance" && Self.searches($0.value) })
            {
                searched.insert(select.list)
            }
        }
        texts = XLSTexts(survey, paths: paths, choices: choices, ownLanguage: settings.ownLanguage)
        if let own = settings.values["default_language"], !texts.languages.isEmpty, !texts.languages.contains(own.text) {
            findings.warning(
                "no text of the form is in its own language “\(own.text)”", at: own.spot, advice: "its languages are \(texts.languages.joined(separator: ", "))"
            )
        }
        instances = XLSInstances(self, attached: reader.attached, findings: &findings).all
        if let external, !external.rows.isEmpty { itemsets = Self.itemsets(external) }
        XLSChecks(self, table: questions).run(&findings)
        for table in [questions, choiceTable].compactMap({ $0 }) { table.warnOfMissingLanguages(&findings) }
    }

    static func searches(_ appearance: String) -> Bool {
        guard let range = appearance.firstRange(of: "search(") else { return false }
        return appearance[range.upperBound...].contains(")")
    }

    // MARK: Sheets

    private static func surveySheet(of book: XLSBook, findings: inout XLSFindings) -> Int? {
        if let sheet = book.sheet("survey") { return sheet }
        let near = Spelling.nearest(to: "survey", among: book.sheets.map(\.name))
        findings.error(
            "there is no sheet “survey”", at: XLSBook.Spot(sheet: -1, row: 0, column: nil),
            advice: near.map { "rename the sheet “\($0)”" }
                ?? "name the sheet of questions “survey”; the file has \(book.sheets.map { "“\($0.name)”" }.joined(separator: ", "))")
        return nil
    }

    private static func warnOfMisspelt(_ book: XLSBook, findings: inout XLSFindings) {
        for (index, sheet) in book.sheets.enumerated() {
            let name = sheet.name.lowercased()
            let spot = XLSBook.Spot(sheet: index, row: 1, column: nil)
            if XLSBook.names.contains(name) {
                if book.sheet(name) != index { findings.warning("a second sheet “\(sheet.name)” is not read", at: spot) }
                if name == "osm" { findings.warning("the sheet osm is not used", at: spot) }
                continue
            }
            guard !name.hasPrefix("_"), let near = Spelling.nearest(to: name, among: ["choices", "settings", "external_choices", "entities"]) else { continue }
            if book.sheet(near) == nil {
                findings.warning("the sheet “\(sheet.name)” is not read", at: spot, advice: "rename it to “\(near)” if it is meant, or put _ before its name")
            }
        }
    }

    private static func itemsets(_ table: XLSTable) -> String {
        func heading(_ key: XLSTable.Key) -> String { key.language.map { "\(key.name)::\($0)" } ?? key.name }
        let rows = table.rows.map { row in CSV.line(table.columns.map { row.values[$0.key]?.text ?? "" }) }
        return CSV.line(table.columns.map { heading($0.key) }) + rows.joined()
    }

    // MARK: Results

    var languages: [String] { texts.languages.filter { $0 == settings.ownLanguage } + texts.languages.filter { $0 != settings.ownLanguage } }

    /// Files that come with the form.
    var files: [String] {
        var result = texts.files
        for instance in instances {
            guard let address = instance.address, address.hasPrefix("jr://file"), let name = address.split(separator: "/").last else { continue }
            if !result.contains(String(name)) { result.append(String(name)) }
        }
        return result
    }

    var document: String {
        let spaces = Self.spaces + moreSpaces
        let head = XLSNode("h:head", [], [XLSNode("h:title", text: settings.title), XLSModelWriter(form: self).node()])
        return XLSNode("h:html", spaces, [head, XLSBodyWriter(form: self).node()]).document
    }

    private static let spaces: [(name: String, value: String)] = [
        ("xmlns", "http://www.w3.org/2002/xforms"), ("xmlns:h", "http://www.w3.org/1999/xhtml"), ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
        ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"), ("xmlns:jr", "http://openrosa.org/javarosa"), ("xmlns:orx", "http://openrosa.org/xforms"),
        ("xmlns:odk", "http://www.opendatakit.org/xforms"),
    ]

    /// Prefixes that names of attributes may have.
    var prefixes: Set<String> {
        Set((Self.spaces + moreSpaces).compactMap { $0.name.hasPrefix("xmlns:") ? String($0.name.dropFirst("xmlns:".count)) : nil })
    }

    private var moreSpaces: [(name: String, value: String)] {
        var result = entities.isEmpty ? [] : [("xmlns:entities", "http://www.opendatakit.org/xforms/entities")]
        for space in ownSpaces where !(Self.spaces + result).contains(where: { $0.name == space.name }) { result.append(space) }
        return result
    }

    /// The setting `namespaces`: `esri="http://…" other="…"`.
    var ownSpaces: [(name: String, value: String)] {
        guard let cell = settings.values["namespaces"] else { return [] }
        return cell.text.split(whereSeparator: \.isWhitespace).compactMap { word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, XLSName.isPlain(parts[0]) else { return nil }
            return ("xmlns:\(parts[0])", parts[1].filter { $0 != "\"" && $0 != "'" })
        }
    }
}
