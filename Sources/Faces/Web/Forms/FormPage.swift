internal import City

/// The page on which a form is filled: what stands around the form, and the whole as pieces that can be compared.
struct FormPage: Sendable {
    let view: FormView
    let language: Language
    let media: FormMedia
    /// Proves that what is sent comes from our own page.
    let token: String
    /// Where the page is sent to, and where its draft is found again; nil before the first answer.
    let address: String?
    /// A draft that was begun before.
    let earlier: String?

    private var markup: FormMarkup { FormMarkup(view: view, language: language, media: media) }

    private func say(_ phrase: Phrase) -> String { phrase[language] }

    /// Everything that changes while the form is filled.
    var root: FormBlock {
        var blocks = [top, notices, FormBlock(id: "state", open: state)]
        let questions = markup.blocks(view.elements, level: 2)
        blocks += [FormBlock(id: "body", open: "<div id=\"body\" \(markup.own(view.tongue))>\n", children: questions, close: "</div>\n"), end]
        let target: HTML = "\(address ?? "/")"
        return FormBlock(
            id: "form", open: "<form id=\"form\" method=\"post\" action=\"\(target)\" novalidate>\n", children: blocks, close: "</form>\n")
    }

    private var top: FormBlock {
        var html: HTML = ""
        if view.tongues.count > 1 {
            let buttons = view.tongues.enumerated().map { number, tongue -> HTML in
                let mark: HTML? = number == view.language ? " aria-pressed=\"true\"" : " aria-pressed=\"false\""
                return "<button name=\"do\" value=\"\(FormButton.language(number).value)\" \(markup.own(tongue))\(mark)>\(tongue.name)</button>"
            }
            html += "<div class=\"tongues\" role=\"group\" aria-label=\"\(say(.formLanguages))\">\(buttons)</div>\n"
        }
        return FormBlock(id: "top", open: "<div id=\"top\">\n\(html)", close: "</div>\n")
    }

    private var notices: FormBlock {
        var html: HTML = ""
        if let earlier, address == nil {
            html += "<p class=\"good\"><a class=\"button\" href=\"\(earlier)\">\(say(.formContinue))</a></p>\n"
        }
        if view.overtaken > 0 { html += "<p class=\"alert\" role=\"alert\">\(say(.formChangedElsewhere.with("\(view.overtaken)")))</p>\n" }
        if !view.faults.isEmpty {
            let items = view.faults.map { fault -> HTML in
                guard let id = fault.id else { return "<li>\(say(.formHiddenFault.with(fault.name))): \(markup.message(fault.complaint))</li>" }
                let words: HTML = "<span \(markup.own(view.tongue))>\(fault.name)</span>"
                return "<li><a href=\"#\(id)\">\(words)</a><br>\(markup.message(fault.complaint))</li>"
            }
            html += """
                <div class="alert" id="faults" tabindex="-1"><h2>\(say(.formFaults.with("\(view.faults.count)")))</h2>
                <ol>\(items)</ol></div>

                """
        }
        return FormBlock(id: "notices", open: "<div id=\"notices\">\n\(html)", close: "</div>\n")
    }

    private var state: HTML {
        """
        <div id="state" hidden>\(Fields.hidden("form-token", token))\(Fields.hidden("seen", "\(view.revision)"))\
        \(Fields.hidden("removals", "\(view.removals)"))</div>

        """
    }

    private var end: FormBlock {
        let left: Phrase = view.missing == 0 ? .formLeftNone : .formLeft.with("\(view.missing)")
        let draft: HTML = address.map { "\(say(.formDraft))<a class=\"address\" href=\"\($0)\">\($0)</a>" } ?? "\(say(.formNoDraft))"
        let problems: HTML? =
            view.problems.isEmpty
            ? nil
            : """
            <details class="problems"><summary>\(say(.formProblems.with("\(view.problems.count)")))</summary>\
            <ul class="inside" lang="en">\(view.problems.map { "<li>\($0)</li>" as HTML })</ul></details>

            """
        return FormBlock(
            id: "end",
            open: """
                <div id="end">
                <p class="left">\(say(left))</p>
                <p class="press"><button class="update" name="do" value="update">\(say(.formUpdate))</button>\
                <button class="primary" name="do" value="finish">\(say(.formFinish))</button></p>
                <p class="quiet">\(draft)</p>
                \(problems)
                """, close: "</div>\n")
    }

    // MARK: Frame

    var html: HTML {
        let words: HTML = """
            data-saving="\(say(.formSaving))" data-saved="\(say(.formSaved))" data-offline="\(say(.formOffline))" \
            data-refused="\(say(.formNotTaken))" data-nowhere="\(say(.formLocateFailed))"
            """
        let content: HTML = "\(root.html)<p id=\"saved\" role=\"status\" \(words)></p>\n"
        return FormFrame(language: language, title: view.title, tongue: view.tongue).html(content, hasForm: true)
    }
}

/// What stands around every page of a form.
struct FormFrame: Sendable {
    let language: Language
    let title: String
    /// The language of the title; nil where it is in the page's own.
    let tongue: FormTongue?

    /// - Parameter hasForm: whether it is the page on which the form is filled: what was entered goes along when the language is changed.
    func html(_ content: HTML, hasForm: Bool = false) -> HTML {
        let tag: HTML = language == .zh ? "zh-CN" : "en"
        let script: HTML? = hasForm ? "<script src=\"/form.js?\(FormScript.version)\" defer></script>\n" : nil
        let direction: HTML? = tongue.map { tongue in
            let code: HTML? = tongue.code.map { "lang=\"\($0)\" " }
            return " \(code)dir=\"\(tongue.direction.rawValue)\""
        }
        return """
            <!doctype html>
            <html lang="\(tag)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) – \(Phrase.formPreview[language])</title>
            <link rel="stylesheet" href="/style.css?\(Style.version)">
            <link rel="stylesheet" href="/form.css?\(FormStyle.version)">
            <link rel="icon" href="/mark.svg" type="image/svg+xml">
            \(script)</head>
            <body>
            <a class="skip" href="#content">\(Phrase.skip[language])</a>
            <header><div class="bar"><a class="brand" href="/">\(Mark.inline)<span>\(Phrase.product[language]) <b>\(Phrase.formPreview[language])</b></span></a>
            <div class="me">\(otherLanguage(hasForm))</div></div></header>
            <main id="content" tabindex="-1" class="narrow">
            <h1\(direction)>\(title)</h1>
            \(content)</main>
            <footer><p>\(Phrase.formOnlyHere[language])</p></footer>
            </body>
            </html>

            """
    }

    /// Enter in a field presses the first button of a form: it must only take the page over.
    private func otherLanguage(_ hasForm: Bool) -> HTML {
        let other: Language = language == .zh ? .en : .zh
        let tag: HTML = language == .zh ? "en" : "zh-CN"
        let words = Phrase.otherLanguage[language]
        guard hasForm else { return "<a href=\"?language=\(other.rawValue)\" lang=\"\(tag)\">\(words)</a>" }
        return """
            <button class="skip" form="form" name="do" value="update" tabindex="-1" aria-hidden="true">\(Phrase.formUpdate[language])</button>\
            <button class="link" form="form" name="do" value="\(FormButton.page(other).value)" lang="\(tag)">\(words)</button>
            """
    }
}
