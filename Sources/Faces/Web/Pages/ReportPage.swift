internal import City

/// The form with which a resident reports something. Works without JavaScript, on a small screen, without a name.
package struct ReportPage: Sendable {
    package var classes: [ClassOption]
    package var areas: [AreaOption]
    /// Made for this copy of the form: sent twice, it reports once.
    package var key: String
    /// What was entered, when something was missing.
    package var entered: FormFields
    package var complaint: String?

    package struct ClassOption: Sendable, Hashable {
        package var code: String
        package var major: String
        package var name: String
    }

    package struct AreaOption: Sendable, Hashable {
        package var code: String
        package var county: String
        package var name: String
    }

    package init(
        classes: [ClassOption], areas: [AreaOption], key: String, entered: FormFields = FormFields(),
        complaint: String? = nil
    ) {
        self.classes = classes
        self.areas = areas
        self.key = key
        self.entered = entered
        self.complaint = complaint
    }

    package func html(for reader: Reader) -> HTML {
        let alert: HTML? = complaint.map { "<p class=\"alert\" role=\"alert\">\($0)</p>" }
        return Layout.page(
            reader.say(.report), for: reader,
            """
            <p>\(reader.say(.reportLead))</p>
            \(alert)
            <form method="post" action="\(Route.report.path)" enctype="multipart/form-data">
            \(Layout.token(reader))\(Fields.hidden("key", key))
            \(Fields.area("text", reader.say(.whatHappened), value: entered["text"] ?? "", required: true, hint: reader.say(.whatHappenedHint)))
            \(Fields.choice("class", reader.say(.kind), options: classOptions(reader), selected: entered.all("class")))
            <fieldset><legend>\(reader.say(.whereIsIt))</legend>
            \(Fields.choice("area", reader.say(.community), options: areaOptions(reader), selected: entered.all("area")))
            \(Fields.text("address", reader.say(.address), value: entered["address"] ?? ""))
            <details><summary>\(reader.say(.positionOptional))</summary>
            \(Fields.text("longitude", reader.say(.longitude), value: entered["longitude"] ?? ""))
            \(Fields.text("latitude", reader.say(.latitude), value: entered["latitude"] ?? ""))
            </details></fieldset>
            \(Fields.file("photos", reader.say(.photos)))
            <details><summary>\(reader.say(.contact))</summary><p class="hint">\(reader.say(.contactHint))</p>
            \(Fields.text("contact-name", reader.say(.name), value: entered["contact-name"] ?? "", autocomplete: "name"))
            \(Fields.text("contact-phone", reader.say(.phone), value: entered["contact-phone"] ?? "", type: "tel", autocomplete: "tel"))
            \(Fields.text("contact-email", reader.say(.email), value: entered["contact-email"] ?? "", type: "email", autocomplete: "email"))
            </details>
            <p><button class="primary">\(reader.say(.send))</button></p>
            </form>
            """)
    }

    private func classOptions(_ reader: Reader) -> [Fields.Option] {
        [Fields.Option("", reader.say(.kindUnknown))] + classes.map { Fields.Option($0.code, $0.name, group: $0.major) }
    }

    private func areaOptions(_ reader: Reader) -> [Fields.Option] {
        [Fields.Option("", reader.say(.communityUnknown))] + areas.map { Fields.Option($0.code, $0.name, group: $0.county) }
    }
}
