internal import Documents

/// Understands the headings of a sheet: other names for a column, groups (`bind::relevant`) and languages (`label::Deutsch (de)`).
///
/// The names are those of the XLSForm standard (xlsform.org) and its older spellings.
struct XLSHeadings {
    enum Kind: Sendable { case survey, choices, settings, entities }

    private let kind: Kind
    private let headings: [XLSBook.Cell]

    init(_ kind: Kind, _ headings: [XLSBook.Cell]) { (self.kind, self.headings) = (kind, headings) }

    func columns(findings: inout XLSFindings) -> [XLSTable.Column] {
        let usesDouble = headings.contains { $0.text.contains("::") }
        var seen: [XLSTable.Key: String] = [:]
        var columns: [XLSTable.Column] = []
        for heading in headings {
            guard let key = key(heading, usesDouble: usesDouble, findings: &findings) else { continue }
            if let other = seen.updateValue(heading.text, forKey: key) {
                findings.error(
                    other == heading.text ? "the column “\(other)” stands twice" : "the columns “\(other)” and “\(heading.text)” mean the same",
                    at: heading.spot, advice: "keep one of them")
                continue
            }
            columns.append(XLSTable.Column(key: key, heading: heading.text, spot: heading.spot))
        }
        return columns
    }

    private func key(_ heading: XLSBook.Cell, usesDouble: Bool, findings: inout XLSFindings) -> XLSTable.Key? {
        var parts = Self.parts(heading.text, double: usesDouble || heading.text.contains("::"))
        guard let first = parts.first, !first.isEmpty else { return nil }
        let snake = first.split(whereSeparator: \.isWhitespace).joined(separator: "_").lowercased()
        let base: String
        if let known = Self.aliases(kind)[snake] {
            base = known
        } else if Self.known(kind).contains(snake) {
            base = snake
        } else {
            if heading.text.contains("：") {
                findings.warning("the column “\(heading.text)” is not known and not used", at: heading.spot, advice: "type two plain colons, as in label::中文")
            } else if kind == .survey, !Self.quiet.contains(snake) {
                let near = Spelling.nearest(to: snake, among: Self.known(kind).union(Self.aliases(kind).keys).subtracting(["sms_field"]))
                // Columns of one's own are usual; only what looks like a slip of the pen is worth a word.
                if let near { findings.warning("the column “\(heading.text)” is not known and not used", at: heading.spot, advice: "did you mean “\(near)”?") }
            }
            // They keep their name as it is: filters of choices use it.
            return XLSTable.Key(heading.text)
        }
        parts.removeFirst()
        var name = base
        if Self.groups.contains(base) {
            guard let member = parts.first, !member.isEmpty else { return XLSTable.Key(base) }
            parts.removeFirst()
            name = "\(base):\(Self.member(member, of: base))"
        }
        guard let language = parts.first, !language.isEmpty else { return XLSTable.Key(name) }
        guard Self.isTranslatable(name), parts.count == 1 else {
            findings.warning("the column “\(heading.text)” cannot have a language and is not used", at: heading.spot)
            return nil
        }
        return XLSTable.Key(name, language)
    }

    private static func parts(_ heading: String, double: Bool) -> [String] {
        func trimmed(_ text: Substring) -> String { XLSTable.cleaned(String(text), collapses: false) }
        if double { return split(heading, at: "::").map { trimmed($0) } }
        let tokens = heading.split(separator: ":", omittingEmptySubsequences: false).map { trimmed($0) }
        guard let at = tokens.firstIndex(of: "jr"), at + 1 < tokens.count else { return tokens }
        return Array(tokens[..<at]) + ["jr:\(tokens[at + 1])"] + Array(tokens[(at + 2)...])
    }

    private static func split(_ text: String, at mark: String) -> [Substring] {
        var (result, rest) = ([Substring](), Substring(text))
        while let range = rest.firstRange(of: mark) {
            result.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return result + [rest]
    }

    private static func member(_ name: String, of group: String) -> String {
        guard group == "bind" else { return name }
        switch name {
        case "constraint_message", "constraintMsg": return "jr:constraintMsg"
        case "required_message", "requiredMsg": return "jr:requiredMsg"
        default: return name
        }
    }

    static func isTranslatable(_ name: String) -> Bool {
        name.hasPrefix("media:")
            || ["label", "hint", "guidance_hint", "bind:jr:constraintMsg", "bind:jr:requiredMsg", "bind:jr:noAppErrorString"].contains(name)
    }

    // MARK: Names

    private static let groups: Set = ["bind", "control", "media", "instance", "attribute"]

    private static let media = ["image": "media:image", "big-image": "media:big-image", "audio": "media:audio", "video": "media:video"]

    private static let survey = [
        "caption": "label", "command": "type", "tag": "name", "value": "name", "body": "control", "appearance": "control:appearance",
        "relevant": "bind:relevant", "relevance": "bind:relevant", "required": "bind:required", "constraint": "bind:constraint",
        "read_only": "bind:readonly", "readonly": "bind:readonly", "calculation": "bind:calculate", "calculate": "bind:calculate",
        "constraint_message": "bind:jr:constraintMsg", "constraining_message": "bind:jr:constraintMsg", "required_message": "bind:jr:requiredMsg",
        "requiredmsg": "bind:jr:requiredMsg", "noapperrorstring": "bind:jr:noAppErrorString", "no_app_error_string": "bind:jr:noAppErrorString",
        "count": "control:jr:count", "repeat_count": "control:jr:count", "jr:count": "control:jr:count", "autoplay": "control:autoplay",
        "rows": "control:rows", "compact_tag": "instance:odk:tag", "save_to": "bind:entities:saveto",
    ].merging(media) { a, _ in a }

    private static let choices = ["caption": "label", "list_name": "list_name", "value": "name"].merging(media) { a, _ in a }

    private static let settings = ["form_title": "title", "set_form_title": "title", "form_id": "id_string", "set_form_id": "id_string"]

    private static func aliases(_ kind: Kind) -> [String: String] {
        switch kind {
        case .survey: survey
        case .choices: choices
        case .settings: settings
        case .entities: ["list_name": "dataset"]
        }
    }

    private static func known(_ kind: Kind) -> Set<String> {
        switch kind {
        case .survey:
            [
                "type", "name", "label", "hint", "guidance_hint", "default", "trigger", "choice_filter", "parameters", "bind", "control", "media",
                "instance", "disabled", "intent", "sms_field",
            ]
        case .choices: ["name", "label", "media", "list_name"]
        case .settings:
            [
                "title", "id_string", "version", "instance_name", "submission_url", "public_key", "style", "default_language", "name",
                "allow_choice_duplicates", "omit_instanceid", "clean_text_values", "auto_send", "auto_delete", "client_editable", "instance_xmlns",
                "namespaces", "prefix", "delimiter", "instance_id", "attribute", "label",
            ]
        case .entities: ["dataset", "label", "entity_id", "create_if", "update_if", "repeat"]
        }
    }

    /// Columns that people keep for themselves.
    private static let quiet: Set = ["note", "notes", "comment", "comments", "number", "no", "nr", "id", "buttontext", "button_text", "text"]

    /// What a heading of a sheet is called in advice.
    static func spoken(_ name: String) -> String {
        switch name {
        case "bind:calculate": "calculation"
        case "control:jr:count": "repeat_count"
        case "bind:jr:constraintMsg": "constraint_message"
        case "bind:jr:requiredMsg": "required_message"
        default: String(name.split(separator: ":").last ?? Substring(name))
        }
    }
}
