/// Form fields with their labels: a label is never missing, its hint belongs to it.
struct Fields {
    /// Keeps the names of one form's fields apart from those of another on the same page.
    var prefix: String = "f"
    let reader: Reader
    /// What was entered before, where the form is shown again.
    var entered: FormFields?

    func text(
        _ name: String, _ label: Phrase, value: String = "", type: StaticString = "text", required: Bool = false,
        hint: Phrase? = nil, autocomplete: StaticString = "off", extra: HTML? = nil
    ) -> HTML {
        let id = "\(prefix)-\(name)"
        return """
            <p class="field"><label for="\(id)">\(reader.say(label))</label>\(hintText(hint, id))\
            <input id="\(id)" name="\(name)" type="\(HTML(trusted: type))" value="\(entered?[name] ?? value)" \
            autocomplete="\(HTML(trusted: autocomplete))"\(must(required))\(described(hint, id))\(extra)></p>

            """
    }

    func area(
        _ name: String, _ label: Phrase, required: Bool = false, hint: Phrase? = nil, rows: Int = 3
    ) -> HTML {
        let id = "\(prefix)-\(name)"
        return """
            <p class="field"><label for="\(id)">\(reader.say(label))</label>\(hintText(hint, id))\
            <textarea id="\(id)" name="\(name)" rows="\(rows)" maxlength="3000"\(must(required))\(described(hint, id))>
            \(entered?[name] ?? "")</textarea></p>

            """
    }

    struct Option: Sendable, Hashable {
        var value: String
        var label: String
        var group: String?

        init(_ value: String, _ label: String, group: String? = nil) {
            self.value = value
            self.label = label
            self.group = group
        }
    }

    func choice(
        _ name: String, _ label: Phrase, options: [Option], selected: String? = nil, required: Bool = false
    ) -> HTML {
        choice(name, label, OptionList(options), selected: selected, required: required)
    }

    func choice(
        _ name: String, _ label: Phrase, _ list: OptionList, selected: String? = nil, required: Bool = false
    ) -> HTML {
        let id = "\(prefix)-\(name)"
        let chosen = entered == nil ? selected : entered?[name]
        return """
            <p class="field"><label for="\(id)">\(reader.say(label))</label>\
            <select id="\(id)" name="\(name)"\(must(required))>\(list, chosen: chosen ?? "")</select></p>

            """
    }

    /// Boxes to tick, several of them: easier than a list in which a key must be held.
    func checks(_ name: String, _ label: Phrase, options: [Option], selected: [String]) -> HTML {
        let chosen = Set(entered?.all(name) ?? selected)
        let groups = Fields.grouped(options) { option -> HTML in
            let mark: HTML? = chosen.contains(option.value) ? " checked" : nil
            return """
                <label><input type="checkbox" name="\(name)" value="\(option.value)"\(mark)> \(option.label)</label>
                """
        }
        let list = groups.map { group, parts -> HTML in
            let title: HTML? = group.map { "<b>\($0)</b>" }
            return "\(title)\(parts)"
        }
        return "<fieldset class=\"checks\"><legend>\(reader.say(label))</legend><div>\(list)</div></fieldset>\n"
    }

    /// One of a few, each a large target.
    func radios(_ name: String, _ label: Phrase, options: [Option], hint: Phrase? = nil) -> HTML {
        let items = options.map { option -> HTML in
            let mark: HTML? = entered?[name] == option.value ? " checked" : nil
            return """
                <label><input type="radio" name="\(name)" value="\(option.value)" required\(mark)> \(option.label)</label>
                """
        }
        let words: HTML? = hint.map { "<p class=\"hint\">\(reader.say($0))</p>" }
        return "<fieldset class=\"radios\"><legend>\(reader.say(label))</legend>\(words)\(items)</fieldset>\n"
    }

    /// Photos to send, and those that have arrived already.
    func photos(_ label: Phrase, stored: [String], required: Bool = false) -> HTML {
        let id = "\(prefix)-photos"
        let kept = stored.map { Fields.hidden("stored-photo", $0) }
        let note: HTML? = stored.isEmpty ? nil : "<span class=\"hint\">\(reader.say(.photosKept.with("\(stored.count)")))</span>"
        let hint = Phrase.photosHint.with("\(UploadLimits.mostPhotos)")
        return """
            <p class="field"><label for="\(id)">\(reader.say(label))</label>\(hintText(hint, id))\(note)\(kept)\
            <input id="\(id)" name="photos" type="file" accept="image/jpeg,image/png" multiple\
            \(must(required && stored.isEmpty))\(described(hint, id))></p>

            """
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    // MARK: Parts

    private func hintText(_ hint: Phrase?, _ id: String) -> HTML? {
        hint.map { "<span class=\"hint\" id=\"\(id)-hint\">\(reader.say($0))</span>" }
    }

    private func described(_ hint: Phrase?, _ id: String) -> HTML? {
        hint.map { _ in " aria-describedby=\"\(id)-hint\"" }
    }

    private func must(_ required: Bool) -> HTML? { required ? " required" : nil }

    /// Options that follow each other in the same group stand together.
    private static func grouped(
        _ options: [Option], _ item: (Option) -> HTML
    ) -> [(group: String?, items: [HTML])] {
        var groups: [(group: String?, items: [HTML])] = []
        for option in options {
            if groups.isEmpty || groups[groups.count - 1].group != option.group { groups.append((option.group, [])) }
            groups[groups.count - 1].items.append(item(option))
        }
        return groups
    }
}
