/// The texts of a form that stand among its translations (`itext`), by language.
struct XLSTexts: Sendable {
    /// In which manner a text is given: words, guidance, a picture …
    enum Form: String, Sendable {
        case words = ""
        case guidance, image, audio, video
        case bigImage = "big-image"

        init(media: String) { self = Form(rawValue: media) ?? .image }

        /// The address of a file of this kind that comes with the form.
        func address(_ file: String) -> String {
            switch self {
            case .image, .bigImage: "jr://images/\(file)"
            default: "jr://\(rawValue)/\(file)"
            }
        }

        var isFile: Bool { self != .words && self != .guidance }
    }

    private struct Entry: Sendable {
        var id: String
        /// The element at whose place references are resolved.
        var context: Int?
        var forms: [(form: Form, text: [String: String], spot: XLSBook.Spot?)] = []
    }

    private var entries: [Entry] = []
    private var indexes: [String: Int] = [:]
    private(set) var languages: [String] = []
    /// Names of pictures, sounds and films that come with the form.
    private(set) var files: [String] = []

    private let own: String

    init(_ survey: XLSSurvey, paths: XLSPaths, choices: XLSChoices, ownLanguage: String) {
        own = ownLanguage
        for list in choices.lists where list.isTranslated {
            for (index, choice) in list.choices.enumerated() {
                if let label = choice.label { add("\(list.name)-\(index)", .words, label, at: nil) }
                for (kind, text) in choice.media { add("\(list.name)-\(index)", Form(media: kind), text, at: nil) }
            }
        }
        for (index, element) in survey.elements.enumerated() {
            let path = paths.all[index]
            for (name, text) in element.messages where Self.isTranslated(message: name, text) { add("\(path):\(name)", .words, text, at: index) }
            if let label = element.label, element.hasTranslatedLabel { add("\(path):label", .words, label, at: index) }
            if let hint = element.hint, element.hasTranslatedHint { add("\(path):hint", .words, hint, at: index) }
            if let guidance = element.guidance { add("\(path):hint", .guidance, guidance, at: index) }
            for (kind, text) in element.media { add("\(path):label", Form(media: kind), text, at: index) }
        }
    }

    static func isTranslated(message name: String, _ text: XLSText) -> Bool {
        text.isTranslated || name != "jr:noAppErrorString" && text.plain.map { !XLSExpression($0.text, isFormula: false).references.isEmpty } == true
    }

    private mutating func add(_ id: String, _ form: Form, _ text: XLSText, at context: Int?) {
        let index = indexes[id] ?? entries.count
        if index == entries.count {
            indexes[id] = index
            entries.append(Entry(id: id, context: context))
        }
        var byLanguage: [String: String] = [:]
        for (language, cell) in text.byLanguage(own: own) {
            byLanguage[language] = cell.text
            if !languages.contains(language) { languages.append(language) }
            if form.isFile, cell.text != "-", !files.contains(cell.text) { files.append(cell.text) }
        }
        if let same = entries[index].forms.firstIndex(where: { $0.form == form }) {
            entries[index].forms[same].text.merge(byLanguage) { a, _ in a }
        } else {
            entries[index].forms.append((form, byLanguage, text.first?.spot))
        }
    }

    /// Pictures and sounds that other languages have and the form's own has not.
    var missingFiles: [(kind: String, language: String, spot: XLSBook.Spot)] {
        guard languages.contains(own) else { return [] }
        return entries.flatMap { entry in
            entry.forms.compactMap { form, text, spot in
                form.isFile && text[own] == nil ? spot.map { (form.rawValue, own, $0) } : nil
            }
        }
    }

    /// The element `itext`; nil when no text has a translation. Each text has each form in each language: what is not given is “-”, a file is left out.
    func node(_ paths: XLSPaths) -> XLSNode? {
        guard !languages.isEmpty else { return nil }
        let sorted = languages.filter { $0 == own } + languages.filter { $0 != own }
        return XLSNode("itext", [], sorted.map { translation($0, paths) })
    }

    private func translation(_ language: String, _ paths: XLSPaths) -> XLSNode {
        var node = XLSNode("translation", [("lang", language)] + (language == own ? [("default", "true()")] : []))
        for entry in entries {
            var text = XLSNode("text", [("id", entry.id)])
            for (form, given, _) in entry.forms {
                let attributes = form == .words ? [] : [("form", form.rawValue)]
                let words = given[language] ?? "-"
                if form.isFile {
                    if words != "-" { text.append(XLSNode("value", attributes, mixed: paths.content(form.address(words), at: entry.context))) }
                } else {
                    text.append(XLSNode("value", attributes, mixed: paths.content(words, at: entry.context)))
                }
            }
            node.append(text)
        }
        return node
    }
}

extension XLSElement {
    var hasTranslatedLabel: Bool { label?.isTranslated == true || !media.isEmpty }
    var hasTranslatedHint: Bool { hint?.isTranslated == true || guidance != nil }
}
