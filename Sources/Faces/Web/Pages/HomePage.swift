/// The first page: two things a resident wants.
package enum HomePage {
    package static func html(for reader: Reader) -> HTML {
        Layout.page(
            reader.say(reader.cityName), for: reader,
            """
            <div class="choices">
            <a class="card" href="\(Route.report.path)"><b>\(reader.say(.report))</b><span>\(reader.say(.reportLead))</span></a>
            <a class="card" href="\(Route.track.path)"><b>\(reader.say(.track))</b><span>\(reader.say(.trackLead))</span></a>
            </div>
            """)
    }
}
