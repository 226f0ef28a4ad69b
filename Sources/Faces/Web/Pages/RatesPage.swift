package import Cases
package import City

/// The three rates by street, class and department: raw and adjusted side by side.
package struct RatesPage: Sendable {
    package var city: City
    package var period: Rates.Period
    package var whole: Rates
    package var groups: [(title: Phrase, rows: [(name: Bilingual, rates: Rates)])]

    package init(
        city: City, period: Rates.Period, whole: Rates, groups: [(title: Phrase, rows: [(name: Bilingual, rates: Rates)])]
    ) {
        self.city = city
        self.period = period
        self.whole = whole
        self.groups = groups
    }

    package func html(for reader: Reader) -> HTML {
        let all = table(reader, rows: [(city.name, whole)], caption: reader.say(city.name))
        let tables = groups.map { group in
            group.rows.isEmpty ? HTML() : table(reader, rows: group.rows, caption: reader.say(group.title))
        }
        let months =
            period.lowerBound == period.upperBound
            ? "\(period.lowerBound)" : "\(period.lowerBound)–\(period.upperBound)"
        return Layout.page(
            reader.say(.rates), for: reader, "<p>\(reader.say(.period)): \(months)</p>\(all)\(tables)")
    }

    private func table(_ reader: Reader, rows: [(name: Bilingual, rates: Rates)], caption: String) -> HTML {
        let columns: [Phrase] = [.cases, .response, .resolution, .satisfaction, .weighted, .onTime, .unrated]
        let heads = columns.map { "<th scope=\"col\">\(reader.say($0))</th>" as HTML }
        let body = rows.map { row(reader, name: $0.name, rates: $0.rates) }
        return """
            <div class="scroll"><table><caption>\(caption)</caption>
            <thead><tr><td></td><td></td>\(heads)</tr></thead><tbody>
            \(body)
            </tbody></table></div>
            """
    }

    private func row(_ reader: Reader, name: Bilingual, rates: Rates) -> HTML {
        """
        <tr><th scope="row" rowspan="2">\(reader.say(name))</th><td>\(reader.say(.raw))</td>\(cells(rates.raw))</tr>
        <tr><td>\(reader.say(.adjusted))</td>\(cells(rates.adjusted))</tr>

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
        guard let share, share.isFinite else { return "–" }
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
