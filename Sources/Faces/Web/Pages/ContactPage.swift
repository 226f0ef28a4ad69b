package import Accounts
package import Cases

/// The contact data of one reporter, after the look has been recorded.
package struct ContactPage: Sendable {
    package var id: CaseID
    package var reference: String
    package var contact: Contact?

    package init(id: CaseID, reference: String, contact: Contact?) {
        self.id = id
        self.reference = reference
        self.contact = contact
    }

    package func html(for reader: Reader) -> HTML {
        let fields: [(Phrase, String?)] = [(.name, contact?.name), (.phone, contact?.phone), (.email, contact?.email)]
        let rows = fields.compactMap { title, value in value.map { "<dt>\(reader.say(title))</dt><dd>\($0)</dd>" as HTML } }
        let data: HTML = rows.isEmpty ? "<p>\(reader.say(.contactNone))</p>" : "<div class=\"codes\"><dl>\(rows)</dl></div>"
        return Layout.page(
            reader.say(.contactData), for: reader,
            heading: "<p class=\"kicker\">\(reference)</p><h1>\(reader.say(.contactData))</h1>",
            """
            <div class="narrow">\(data)<p class="quiet">\(reader.say(.contactLogged))</p>
            <p class="hide"><a class="button" href="\(Route.caseFile(id).path)">\(reader.say(.back))</a></p></div>
            """)
    }
}
