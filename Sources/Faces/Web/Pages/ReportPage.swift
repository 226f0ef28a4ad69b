package import City

/// The form with which a resident reports something. Works without JavaScript, on a small screen, without a name.
package struct ReportPage: Sendable {
    package var city: City
    package var choices: CityChoices
    /// Made for this copy of the form: sent twice, it reports once.
    package var key: String
    /// What was entered, when something was missing.
    package var attempt: Attempt?
    package var complaint: Complaint?

    package init(city: City, choices: CityChoices, key: String, attempt: Attempt? = nil, complaint: Complaint? = nil) {
        self.city = city
        self.choices = choices
        self.key = key
        self.attempt = attempt
        self.complaint = complaint
    }

    package func html(for reader: Reader) -> HTML {
        let title = reader.isSignedIn ? Phrase.reportForSomebody : .report
        let lead: HTML? = reader.isSignedIn ? nil : "<p class=\"lead\">\(reader.say(.reportLead))</p>"
        return Layout.page(
            reader.say(title), for: reader, at: .report,
            """
            <div class="narrow">
            \(lead)\(complaint?.html(reader))
            <form method="post" action="\(Route.report.path)" enctype="multipart/form-data">
            \(Layout.token(reader))\(Fields.hidden("key", key))
            \(fields(reader))
            <p><button class="primary">\(reader.say(.send))</button></p>
            </form>
            </div>
            """)
    }

    private func fields(_ reader: Reader) -> HTML {
        let fields = Fields(reader: reader, entered: attempt?.fields)
        let lists = choices[reader.language]
        let hasPosition = attempt?.fields["longitude"] != nil || attempt?.fields["latitude"] != nil
        let positionOpen: HTML? = hasPosition ? " open" : nil
        let hasContact = ["contact-name", "contact-phone", "contact-email"].contains { attempt?.fields[$0] != nil }
        let contactOpen: HTML? = hasContact ? " open" : nil
        return """
            \(reader.isSignedIn ? channel(fields, reader) : nil)\
            \(fields.area("text", .whatHappened, required: true, hint: .whatHappenedHint, rows: 4))\
            \(fields.choice("class", .kind, lists.publicClasses))\
            <fieldset class="group"><legend>\(reader.say(.whereIsIt))</legend>
            \(fields.choice("area", .community, lists.streets))\
            \(fields.text("address", .address, hint: .addressHint, autocomplete: "street-address"))\
            <details\(positionOpen)><summary>\(reader.say(.positionOptional))</summary><div class="inside">
            <p class="hint">\(reader.say(.positionHint))</p>
            <div class="pair">\(fields.text("longitude", .longitude, extra: " inputmode=\"decimal\""))\
            \(fields.text("latitude", .latitude, extra: " inputmode=\"decimal\""))</div></div></details></fieldset>
            \(fields.photos(.photos, stored: attempt?.photos ?? []))\
            <details\(contactOpen)><summary>\(reader.say(.contact))</summary><div class="inside">
            <p class="hint">\(reader.say(.contactHint.with("\(city.settings.contactRetentionDays)")))</p>
            \(fields.text("contact-name", .name, autocomplete: "name"))\
            \(fields.text("contact-phone", .phone, type: "tel", autocomplete: "tel"))\
            \(fields.text("contact-email", .email, type: "email", autocomplete: "email"))</div></details>
            """
    }

    /// Those who hold a post say how they came to know of it.
    private func channel(_ fields: Fields, _ reader: Reader) -> HTML {
        let channels: [(String, Phrase)] = [("patrol", .channelPatrol), ("hotline", .channelHotline), ("counter", .channelCounter)]
        return fields.choice("channel", .channel, options: channels.map { Fields.Option($0.0, reader.say($0.1)) })
    }
}
