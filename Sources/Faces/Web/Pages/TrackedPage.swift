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
    package var notice: Notice?
    package var complaint: Complaint?
    package var attempt: Attempt?

    /// What has just been done.
    package enum Notice: Sendable, Hashable {
        case reported
        case done(ActionName)
    }

    package init(
        view: CaseView, city: City, permitted: [(action: Workflow.Action, orders: [Int])],
        looks: [(at: Contact.Look, title: Bilingual)], key: String, notice: Notice? = nil, complaint: Complaint? = nil,
        attempt: Attempt? = nil
    ) {
        self.view = view
        self.city = city
        self.permitted = permitted
        self.looks = looks
        self.key = key
        self.notice = notice
        self.complaint = complaint
        self.attempt = attempt
    }

    package func html(for reader: Reader) -> HTML {
        let (reference, tracking) = (view.file.reference, view.file.tracking)
        let parts = CaseParts(view: view, city: city, reader: reader, names: [:]) {
            .trackedPhoto(reference: reference, tracking: tracking, hash: $0)
        }
        let forms = ActionForms(
            view: view, city: city, reader: reader, target: .trackedAction(reference: reference, tracking: tracking), key: key,
            attempt: attempt, isReporter: true)
        return Layout.page(
            "\(reference) \(view.line.title)", for: reader,
            heading: "<p class=\"kicker\">\(reference)</p><h1>\(CaseParts.title(of: view))</h1>",
            """
            \(notice.map { note($0, reader) })\(complaint?.html(reader, leadsToForm: forms.isShown(in: permitted)))
            <div class="columns"><div>
            <div class="codes"><dl><dt>\(reader.say(.reference))</dt><dd>\(reference)</dd>\
            <dt>\(reader.say(.tracking))</dt><dd>\(TrackedPage.inFours(tracking))</dd></dl>\
            <p class="hint">\(reader.say(.keepCodes))</p></div>
            \(parts.facts(all: false))\(matter)\(parts.orders(.whoWorks))\(parts.clocks(.ourLimits))
            </div><div>
            \(forms.html(permitted))
            \(parts.timeline())
            </div></div>
            \(lookList(reader))
            """)
    }

    private var matter: HTML? {
        guard let text = view.text, text != view.line.title else { return nil }
        return "<p class=\"words matter\">\(text)</p>"
    }

    private func note(_ notice: Notice, _ reader: Reader) -> HTML {
        switch notice {
        case .reported:
            return "<div class=\"good\" role=\"status\"><b>\(reader.say(.thanks))</b></div>"
        case .done(let name):
            let title = view.file.workflow.action(name).map { Words.label($0.title, reader) } ?? ""
            return "<div class=\"good\" role=\"status\">\(reader.say(.done.with(title)))</div>"
        }
    }

    /// Groups of four are easier to copy by hand.
    static func inFours(_ code: String) -> String {
        var text = ""
        for (index, character) in code.enumerated() {
            if index > 0, index % 4 == 0 { text += " " }
            text.append(character)
        }
        return text
    }

    private func lookList(_ reader: Reader) -> HTML {
        guard !looks.isEmpty else {
            return "<h2>\(reader.say(.lookedAtContact))</h2><p class=\"quiet\">\(reader.say(.nobodyLooked))</p>"
        }
        let items = looks.map { look -> HTML in
            "<li>\(Moments.html(look.at.at, in: city.calendar, reader)) · \(reader.say(look.title)) · \(look.at.purpose)</li>"
        }
        return "<h2>\(reader.say(.lookedAtContact))</h2><ul class=\"plain\">\(items)</ul>"
    }
}
