/// Number and code, to follow a report.
package enum TrackPage {
    package static func html(for reader: Reader, reference: String = "", isUnknown: Bool = false) -> HTML {
        let alert: HTML? = isUnknown ? "<p class=\"alert\" role=\"alert\">\(reader.say(.notFound))</p>" : nil
        return Layout.page(
            reader.say(.track), for: reader,
            """
            \(alert)
            <form method="post" action="\(Route.track.path)">
            \(Layout.token(reader))
            \(Fields.text("reference", reader.say(.reference), value: reference, required: true))
            \(Fields.text("tracking", reader.say(.tracking), required: true))
            <p><button class="primary">\(reader.say(.show))</button></p>
            </form>
            """)
    }
}
