package import Cases
package import City

/// The three rates by department, class and area: raw and adjusted side by side.
package struct RatesPage: Sendable {
    package var city: City
    package var query: RatesQuery
    package var whole: Rates
    /// The members of the dimension asked for, the largest first; a name may lead to what lies below it.
    package var rows: [Row]
    /// Whether there is another page of members.
    package var hasMore: Bool

    package struct Row: Sendable {
        package var name: Bilingual
        package var rates: Rates
        package var below: AreaCode?

        package init(name: Bilingual, rates: Rates, below: AreaCode? = nil) {
            self.name = name
            self.rates = rates
            self.below = below
        }
    }

    package init(city: City, query: RatesQuery, whole: Rates, rows: [Row], hasMore: Bool) {
        self.city = city
        self.query = query
        self.whole = whole
        self.rows = rows
        self.hasMore = hasMore
    }

    package func html(for reader: Reader) -> HTML {
        let weights = city.settings.rates
        let hint = Phrase.rateHint.with(
            RatesPage.short(weights.response), RatesPage.short(weights.resolution), RatesPage.short(weights.satisfaction))
        let all = [Row(name: city.name, rates: whole)]
        let empty: HTML? = rows.isEmpty ? "<p class=\"empty\">\(reader.say(.noRates))</p>" : nil
        return Layout.page(
            reader.say(.rates), for: reader, at: .rates,
            """
            \(months(reader))
            \(table(reader, rows: all, title: reader.say(query.months)))
            <p class="quiet">\(reader.say(hint))</p>
            \(tabs(reader))\(place(reader))
            \(empty)\(rows.isEmpty ? nil : table(reader, rows: rows, title: reader.say(query.dimensionTitle)))
            \(pages(reader))
            """)
    }

    private func months(_ reader: Reader) -> HTML {
        let fields = Fields(reader: reader)
        let shape: HTML = " pattern=\"[0-9]+-[0-9]+\" placeholder=\"2026-11\""
        return """
            <form class="filter" method="get" action="\(Route.rates.path)">\(Fields.hidden("by", query.by.rawValue))
            \(fields.text("from", .fromMonth, value: RatesQuery.text(query.from), type: "month", extra: shape))\
            \(fields.text("to", .toMonth, value: RatesQuery.text(query.to), type: "month", extra: shape))\
            <p class="press"><button class="primary">\(reader.say(.show))</button></p></form>
            """
    }

    private func tabs(_ reader: Reader) -> HTML {
        let links = RatesQuery.By.allCases.map { by -> HTML in
            var target = query
            target.by = by
            target.area = nil
            target.page = 1
            let mark: HTML? = by == query.by ? " aria-current=\"page\"" : nil
            return "<a href=\"\(Route.rates.path)\(target.suffix)\"\(mark)>\(reader.say(target.dimensionTitle))</a>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(reader.say(.by))\">\(links)</nav>"
    }

    /// The county whose streets are shown, and the way back.
    private func place(_ reader: Reader) -> HTML? {
        guard query.by == .area, let area = query.area, let name = city.territory.area(area)?.name else { return nil }
        var target = query
        target.area = nil
        target.page = 1
        return "<p><a href=\"\(Route.rates.path)\(target.suffix)\">\(reader.say(.wholeCity))</a> › \(reader.say(name))</p>"
    }

    private func pages(_ reader: Reader) -> HTML? {
        var links: [HTML] = []
        for (page, phrase, isThere) in [(query.page - 1, Phrase.previousPage, query.page > 1), (query.page + 1, .nextPage, hasMore)]
        where isThere {
            var target = query
            target.page = page
            links.append("<a class=\"button\" href=\"\(Route.rates.path)\(target.suffix)\">\(reader.say(phrase))</a>")
        }
        return links.isEmpty ? nil : "<p class=\"pages\">\(links)</p>"
    }

    private func table(_ reader: Reader, rows: [Row], title: String) -> HTML {
        let columns: [Phrase] = [.cases, .response, .resolution, .satisfaction, .weighted, .onTime, .unrated]
        let heads = columns.map { "<th scope=\"col\">\(reader.say($0))</th>" as HTML }
        let body = rows.map { row($0, reader) }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title)"><table class="figures">
            <thead><tr><th scope="col">\(title)</th><th scope="col">\(reader.say(.figures))</th>\(heads)</tr></thead>
            \(body)
            </table></div>
            """
    }

    private func row(_ row: Row, _ reader: Reader) -> HTML {
        let name: HTML
        if let below = row.below {
            var target = query
            target.area = below
            target.page = 1
            name = "<a href=\"\(Route.rates.path)\(target.suffix)\">\(reader.say(row.name))</a>"
        } else {
            name = HTML(text: reader.say(row.name))
        }
        return """
            <tbody><tr><th scope="rowgroup" rowspan="2">\(name)</th><td class="what">\(reader.say(.raw))</td>\(cells(row.rates.raw))</tr>
            <tr><td class="what">\(reader.say(.adjusted))</td>\(cells(row.rates.adjusted))</tr></tbody>

            """
    }

    private func cells(_ vector: RateVector) -> [HTML] {
        let weights = city.settings.rates
        let weighted = vector.weighted(
            response: weights.response, resolution: weights.resolution, satisfaction: weights.satisfaction)
        let shares = [vector.response, vector.resolution, vector.contentment, weighted, vector.onTimeShare]
        return ["<td>\(vector.reported)</td>"] + shares.map { "<td>\(RatesPage.percent($0))</td>" } + ["<td>\(vector.unrated)</td>"]
    }

    /// One decimal, or a dash where nothing is known.
    static func percent(_ share: Double?) -> String {
        guard let share, let tenths = Int(exactly: (share * 1000).rounded()) else { return "–" }
        return "\(tenths / 10).\(abs(tenths % 10)) %"
    }

    private static func short(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
