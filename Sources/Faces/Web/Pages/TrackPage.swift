/// Number and code, to follow a report.
package struct TrackPage: Sendable {
    package var prefix: String
    package var reference = ""
    package var isUnknown = false

    package init(prefix: String, reference: String = "", isUnknown: Bool = false) {
        self.prefix = prefix
        self.reference = reference
        self.isUnknown = isUnknown
    }

    package func html(for reader: Reader) -> HTML {
        let alert: HTML? = isUnknown ? "<div class=\"alert\" role=\"alert\">\(reader.say(.unknownCodes))</div>" : nil
        let fields = Fields(reader: reader)
        let asCode: HTML = " class=\"code\" autocapitalize=\"characters\" spellcheck=\"false\""
        return Layout.page(
            reader.say(.track), for: reader, at: .track,
            """
            <div class="narrow">
            <p class="lead">\(reader.say(.trackLead))</p>
            \(alert)
            <form method="post" action="\(Route.track.path)">
            \(Layout.token(reader))
            \(fields.text("reference", .reference, value: reference, required: true, hint: .referenceHint.with(prefix), extra: asCode))
            \(fields.text("tracking", .tracking, required: true, hint: .trackingHint, extra: asCode))
            <p><button class="primary">\(reader.say(.show))</button></p>
            </form>
            </div>
            """)
    }
}
