package import Accounts
package import Cases
package import City
package import Workflows

/// One case as its reporter follows it: no names of officials, but everything that happened, and who looked at the contact
/// data.
package struct TrackedPage: Sendable {
    package var view: CaseView
    package var city: City
    package var permitted: [(action: Workflow.Action, orders: [Int])]
    package var looks: [(at: Contact.Look, title: Bilingual)]
    package var key: String
    package var isNew: Bool
    package var complaint: (title: Phrase, message: String)?

    package init(
        view: CaseView, city: City, permitted: [(action: Workflow.Action, orders: [Int])],
        looks: [(at: Contact.Look, title: Bilingual)], key: String, isNew: Bool = false,
        complaint: (title: Phrase, message: String)? = nil
    ) {
        self.view = view
        self.city = city
        self.permitted = permitted
        self.looks = looks
        self.key = key
        self.isNew = isNew
        self.complaint = complaint
    }

    package func html(for reader: Reader) -> HTML {
        let parts = CaseParts(view: view, city: city, reader: reader, names: [:])
        let target = Route.trackedAction(reference: view.file.reference, tracking: view.file.tracking)
        let forms = ActionForms(view: view, city: city, reader: reader, target: target, key: key, suggested: [])
        let thanks: HTML? = isNew ? "<p class=\"good\" role=\"status\">\(reader.say(.thanks))</p>" : nil
        let alert: HTML? = complaint.map {
            "<div class=\"alert\" role=\"alert\"><b>\(reader.say($0.title))</b><p>\($0.message)</p></div>"
        }
        return Layout.page(
            view.file.reference, for: reader,
            """
            \(thanks)\(alert)
            <dl class="codes"><dt>\(reader.say(.reference))</dt><dd>\(view.file.reference)</dd>\
            <dt>\(reader.say(.tracking))</dt><dd>\(view.file.tracking)</dd></dl>
            \(parts.facts())\(parts.orders())\(parts.clocks())
            \(forms.html(permitted))
            \(parts.timeline())
            \(lookList(reader))
            """)
    }

    private func lookList(_ reader: Reader) -> HTML {
        guard !looks.isEmpty else {
            return "<h2>\(reader.say(.lookedAtContact))</h2><p class=\"empty\">\(reader.say(.nobodyLooked))</p>"
        }
        let items = looks.map { look -> HTML in
            "<li>\(Moments.html(look.at.at, in: city.calendar)) · \(reader.say(look.title)) · \(look.at.purpose)</li>"
        }
        return "<h2>\(reader.say(.lookedAtContact))</h2><ul>\(items)</ul>"
    }
}
