internal import Documents

/// What the sheet `settings` says about the form as a whole.
struct XLSSettings: Sendable {
    var values: [String: XLSBook.Cell] = [:]
    /// Attributes of the main instance, of the form's own.
    var attributes: [(name: String, value: String, spot: XLSBook.Spot)] = []
    /// A name of the whole form in several languages; telephones do not show it.
    var label: XLSText?
    /// The form's name when it gives itself none: the file's.
    var fallback: String

    init(fallback: String) { self.fallback = fallback }

    init(_ table: XLSTable, fallback: String, findings: inout XLSFindings) {
        self.fallback = fallback
        for column in table.columns where Self.unused.contains(column.key.name) {
            findings.warning("the setting “\(column.heading)” is not used", at: column.spot)
        }
        guard let row = table.rows.first else { return }
        label = row.text("label")
        for (key, cell) in row.values where key.name != "label" {
            if key.name.hasPrefix("attribute:") {
                attributes.append((String(key.name.dropFirst("attribute:".count)), cell.text, cell.spot))
            } else {
                values[key.name] = cell
            }
        }
        attributes.sort { $0.name < $1.name }
        if let second = table.rows.dropFirst().first {
            findings.warning("only the first row of settings is used", at: second.spot, advice: "give each setting a column of its own")
        }
        for attribute in attributes where !XLSName.isValid(attribute.name) {
            findings.error("“\(attribute.name)” is no name of an attribute", at: attribute.spot, advice: XLSName.rule)
        }
        if let name = values["name"], !XLSName.isPlain(name.text) || !XLSName.isForTelephones(name.text) {
            findings.error("“\(name.text)” cannot be the form's name", at: name.spot, advice: XLSName.rule)
        }
        for flag in ["allow_choice_duplicates", "omit_instanceid", "clean_text_values", "client_editable"] {
            if let cell = values[flag], Self.truth(cell.text) == nil {
                findings.warning("“\(cell.text)” is neither yes nor no", at: cell.spot, advice: "write yes or no")
            }
        }
        if isTrue("omit_instanceid"), let key = values["public_key"] {
            findings.error("an encrypted form needs its instanceID", at: values["omit_instanceid"]?.spot ?? key.spot, advice: "take omit_instanceID out")
        }
    }

    private static let unused: Set = ["add_none_option", "flat", "sms_keyword", "sms_separator"]

    /// The name of the root of the answers.
    var rootName: String { values["name"]?.text ?? "data" }
    var formID: String { values["id_string"]?.text ?? fallback }
    var title: String { values["title"]?.text ?? formID }
    var version: String? { values["version"]?.text }
    /// The language of texts that have none.
    var ownLanguage: String { values["default_language"]?.text ?? "default" }

    func isTrue(_ name: String, otherwise: Bool = false) -> Bool { values[name].flatMap { Self.truth($0.text) } ?? otherwise }

    static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true", "true()", "1": true
        case "no", "false", "false()", "0": false
        default: nil
        }
    }
}
