package import Cases
package import City
package import Workflows

/// One case as the office sees it: facts, orders, clocks, what may be done now, and how it came about.
package struct CasePage: Sendable {
    package var view: CaseView
    package var city: City
    package var permitted: [(action: Workflow.Action, orders: [Int])]
    package var names: [Int64: Bilingual]
    package var suggested: [String] = []
    /// Why the rules of the city name these departments.
    package var suggestionReason: Bilingual?
    package var sketch: AreaSketch?
    package var key: String
    /// The desk as it was left.
    package var desk = DeskQuery()
    /// The action that has just been taken.
    package var done: ActionName?
    package var complaint: Complaint?
    package var attempt: Attempt?

    package init(
        view: CaseView, city: City, permitted: [(action: Workflow.Action, orders: [Int])], names: [Int64: Bilingual], key: String
    ) {
        self.view = view
        self.city = city
        self.permitted = permitted
        self.names = names
        self.key = key
    }

    package func html(for reader: Reader) -> HTML {
        let id = view.file.id
        let parts = CaseParts(view: view, city: city, reader: reader, names: names) { .casePhoto(id, $0) }
        let forms = ActionForms(
            view: view, city: city, reader: reader, target: .caseAction(id), key: key, suggested: suggested, attempt: attempt)
        return Layout.page(
            "\(view.file.reference) \(view.line.title)", for: reader, heading: heading(reader),
            jump: .init(id: "actions", phrase: .skipToActions),
            """
            \(notice(reader))\(complaint?.html(reader, leadsToForm: forms.isShown(in: permitted)))
            <div class="columns"><div>
            \(parts.facts(all: true))\(matter)\(parts.orders(.orders))\(parts.clocks(.nextDue))\(suggestion(reader))\
            \(sketch?.html(reader))
            </div><div>
            \(forms.html(permitted))\(lookup(reader))
            \(parts.timeline())
            </div></div>
            """)
    }

    private func heading(_ reader: Reader) -> HTML {
        """
        <p class="hide"><a href="\(Route.desk.path)\(desk.suffix)">← \(reader.say(.backToDesk))</a></p>
        <p class="kicker">\(view.file.reference) \(Words.priorityTag(view.line.priority, reader))</p><h1>\(CaseParts.title(of: view))</h1>
        """
    }

    private func notice(_ reader: Reader) -> HTML? {
        guard let title = done.flatMap({ view.file.workflow.action($0)?.title }) else { return nil }
        return "<div class=\"good\" role=\"status\">\(reader.say(.done.with(Words.label(title, reader))))</div>"
    }

    private var matter: HTML? {
        guard let text = view.text, text != view.line.title else { return nil }
        return "<p class=\"words matter\">\(text)</p>"
    }

    private func suggestion(_ reader: Reader) -> HTML? {
        guard let reason = suggestionReason, !suggested.isEmpty, view.file.state.endedAt == nil else { return nil }
        let names = suggested.map { Words.organisation($0, reader, in: city) }.joined(separator: reader.say(.comma))
        return "<h2>\(reader.say(.suggested))</h2><p>\(names)<span class=\"sub\">\(reader.say(reason))</span></p>\n"
    }

    /// Contact data is on no page by itself: whoever needs it says why, and that is recorded first.
    private func lookup(_ reader: Reader) -> HTML {
        """
        <div class="act"><details><summary>\(reader.say(.lookup))</summary><div class="inside">
        <form method="post" action="\(Route.contact(view.file.id).path)">\(Layout.token(reader))
        \(Fields(prefix: "look", reader: reader).text("purpose", .purpose, required: true, hint: .purposeHint))
        <p class="press"><button>\(reader.say(.show))</button></p></form></div></details></div>

        """
    }
}
