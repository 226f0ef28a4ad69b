internal import City
internal import XForms

/// Writes a form as markup. Words of the form are marked with its language and direction, words of the page with the page's.
struct FormMarkup {
    let view: FormView
    let language: Language
    /// The media files that lie beside the form.
    let media: FormMedia

    func say(_ phrase: Phrase) -> HTML {
        // Inside of the form its own language holds.
        guard let code = view.tongue.code, code.lowercased().prefix(2) != language.rawValue else { return "\(phrase[language])" }
        return "<span \(page)>\(phrase[language])</span>"
    }

    /// Marks words as the page's own.
    var page: HTML {
        switch language {
        case .zh: "lang=\"zh-CN\" dir=\"ltr\""
        case .en: "lang=\"en\" dir=\"ltr\""
        }
    }

    /// Marks words as the form's own.
    func own(_ tongue: FormTongue) -> HTML {
        let code: HTML? = tongue.code.map { "lang=\"\($0)\" " }
        return "\(code)dir=\"\(tongue.direction.rawValue)\""
    }

    // MARK: Elements

    func blocks(_ elements: [FormView.Element], level: Int) -> [FormBlock] { elements.map { block($0, level: level) } }

    private func block(_ element: FormView.Element, level: Int) -> FormBlock {
        switch element {
        case .absent(let id): return FormBlock(id: id, open: "<div id=\"\(id)\" hidden></div>\n")
        case .question(let question): return FormBlock(id: question.id, open: self.question(question))
        case .section(let section):
            guard element.isShown else { return FormBlock(id: section.id, open: "<div id=\"\(section.id)\" hidden></div>\n") }
            guard let label = section.label, !label.isSilent else {
                return FormBlock(
                    id: section.id, open: "<div class=\"plain-section\" id=\"\(section.id)\">\n", children: blocks(section.elements, level: level),
                    close: "</div>\n")
            }
            return FormBlock(
                id: section.id,
                open: """
                    <section class="section" id="\(section.id)" aria-labelledby="\(section.id).l">
                    \(heading(level, "\(section.id).l", text(label)))\(pictures(label))
                    """,
                children: blocks(section.elements, level: min(6, level + 1)), close: "</section>\n")
        case .loop(let loop): return block(loop, level: level)
        }
    }

    private func block(_ loop: FormView.Loop, level: Int) -> FormBlock {
        let hasLabel = loop.label.map { !$0.isSilent } ?? false
        let label: HTML? = hasLabel ? loop.label.map { heading(level, "\(loop.id).l", text($0)) + pictures($0) } : nil
        let named: HTML? = hasLabel ? " aria-labelledby=\"\(loop.id).l\"" : nil
        let inner = min(6, level + (hasLabel ? 1 : 0))
        let instances = loop.instances.map { instance -> FormBlock in
            let name: HTML = loop.label.flatMap { $0.text.isEmpty ? nil : "\(text($0)) " } ?? ""
            return FormBlock(
                id: instance.id,
                open: """
                    <section class="instance" id="\(instance.id)" tabindex="-1" aria-labelledby="\(instance.id).l">
                    \(heading(inner, "\(instance.id).l", "\(name)<b>\(instance.number)</b>"))
                    """,
                children: blocks(instance.elements, level: min(6, inner + 1)), close: "\(removal(instance))</section>\n")
        }
        let add: HTML? = loop.addition.map { button in
            "<p><button name=\"do\" value=\"\(button.value)\">\(say(instances.isEmpty ? .formAddFirst : .formAdd))</button></p>\n"
        }
        return FormBlock(
            id: loop.id, open: "<section class=\"loop\" id=\"\(loop.id)\" tabindex=\"-1\"\(named)>\n\(label)", children: instances,
            close: "\(add)</section>\n")
    }

    /// Two taps: a thumb slips easily.
    private func removal(_ instance: FormView.Instance) -> HTML? {
        instance.removal.map { button in
            """
            <details class="removal"><summary>\(say(.formRemove))</summary>\
            <button name="do" value="\(button.value)">\(say(.formRemoveSure))</button></details>

            """
        }
    }

    private func heading(_ level: Int, _ id: String, _ content: HTML) -> HTML {
        let level = max(2, min(6, level))
        return "<h\(level) id=\"\(id)\">\(content)</h\(level)>\n"
    }

    // MARK: Texts and media

    func text(_ text: ShownText) -> HTML {
        // Where the form's language is known, all of the form is marked with it.
        let direction: HTML? = view.tongue.direction == .automatic ? " dir=\"auto\"" : nil
        return "<span class=\"t\"\(direction)>\(FormMarkdown.html(text.text))</span>"
    }

    /// Pictures, sounds and films of a text; of what is missing, only that it is.
    func pictures(_ text: ShownText) -> HTML {
        var html: HTML = ""
        for kind in ["image", "audio", "video"] {
            guard let address = text.media[kind] else { continue }
            let name = FormMedia.name(of: address)
            guard let file = media.address(of: name) else {
                html += "<span class=\"hint\">\(say(.formMediaMissing.with(name)))</span>"
                continue
            }
            // The text beside it says the same; without a text its name is better than nothing.
            let words = text.text.isEmpty ? name : ""
            switch kind {
            case "image": html += "<img class=\"picture\" src=\"\(file)\" alt=\"\(words)\" loading=\"lazy\">"
            case "audio": html += "<audio controls preload=\"none\" src=\"\(file)\" aria-label=\"\(name)\"></audio>"
            default: html += "<video class=\"picture\" controls preload=\"none\" src=\"\(file)\" aria-label=\"\(name)\"></video>"
            }
        }
        return html
    }

    func message(_ complaint: FormComplaint) -> HTML {
        switch complaint {
        case .message(let text), .missing(let text?): "<span \(own(view.tongue))>\(FormMarkdown.html(text))</span>"
        case .missing(nil): say(.formMustAnswer)
        case .phrase(let phrase): say(phrase)
        }
    }
}

extension ShownText {
    /// Whether there is nothing to be shown of it.
    var isSilent: Bool { text.isEmpty && media["image"] == nil && media["audio"] == nil && media["video"] == nil }
}
