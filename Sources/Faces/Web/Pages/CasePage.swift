package import Cases
package import City
package import Workflows

/// One case as the office sees it: facts, orders, clocks, what may be done now, and how it came about.
package struct CasePage: Sendable {
    package var view: CaseView
    package var city: City
    package var permitted: [(action: Workflow.Action, orders: [Int])]
    package var names: [Int64: Bilingual]
    package var suggested: [String]
    /// Why the rules of the city name these departments.
    package var suggestionReason: Bilingual?
    package var key: String
    package var complaint: (title: Phrase, message: String)?

    package init(
        view: CaseView, city: City, permitted: [(action: Workflow.Action, orders: [Int])], names: [Int64: Bilingual],
        suggested: [String] = [], suggestionReason: Bilingual? = nil, key: String,
        complaint: (title: Phrase, message: String)? = nil
    ) {
        self.view = view
        self.city = city
        self.permitted = permitted
        self.names = names
        self.suggested = suggested
        self.suggestionReason = suggestionReason
        self.key = key
        self.complaint = complaint
    }

    package func html(for reader: Reader) -> HTML {
        let parts = CaseParts(view: view, city: city, reader: reader, names: names)
        let forms = ActionForms(
            view: view, city: city, reader: reader, target: .caseAction(view.file.id), key: key, suggested: suggested)
        let alert: HTML? = complaint.map {
            "<div class=\"alert\" role=\"alert\"><b>\(reader.say($0.title))</b><p>\($0.message)</p></div>"
        }
        let reason: HTML? = suggestionReason.map { "<p class=\"hint\">\(reader.say(.suggested)): \(reader.say($0))</p>" }
        return Layout.page(
            "\(view.file.reference) \(view.line.title)", for: reader,
            """
            \(alert)
            <div class="columns"><section>\(parts.facts())\(parts.orders())\(parts.clocks())</section>
            <section>\(reason)\(forms.html(permitted))</section></div>
            \(parts.timeline())
            """)
    }
}
