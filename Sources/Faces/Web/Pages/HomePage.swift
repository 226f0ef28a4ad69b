package import City

/// The first page: two things a resident wants, and where the data come from.
package struct HomePage: Sendable {
    package var notices: [Bilingual]

    package init(notices: [Bilingual]) { self.notices = notices }

    package func html(for reader: Reader) -> HTML {
        let items = notices.map { "<li>\(reader.say($0))</li>" as HTML }
        let about: HTML? = notices.isEmpty ? nil : "<h2>\(reader.say(.aboutData))</h2><ul class=\"plain quiet\">\(items)</ul>"
        return Layout.page(
            reader.say(reader.cityName), for: reader, at: .home,
            heading: "<p class=\"kicker\">\(reader.say(reader.cityName))</p><h1>\(reader.say(.welcome))</h1>",
            """
            <div class="choices">
            <a class="card" href="\(Route.report.path)"><b>\(reader.say(.report))</b><span>\(reader.say(.reportLead))</span></a>
            <a class="card" href="\(Route.track.path)"><b>\(reader.say(.track))</b><span>\(reader.say(.trackLead))</span></a>
            </div>
            \(about)
            """)
    }
}
