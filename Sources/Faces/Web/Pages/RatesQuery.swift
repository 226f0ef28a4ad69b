package import Cases
package import City

/// Which rates are shown, as it stands in the address.
package struct RatesQuery: Sendable, Hashable {
    package enum By: String, Sendable, CaseIterable {
        case organisation
        case requestClass = "class"
        case area

        package var dimension: RateBook.Dimension {
            switch self {
            case .organisation: .organisation
            case .requestClass: .requestClass
            case .area: .area
            }
        }
    }

    /// The first and the last month, such as 202611.
    package var from: Int
    package var to: Int
    package var by = By.organisation
    /// Where streets are shown: the county in which they lie.
    package var area: AreaCode?
    package var page = 1

    /// - Parameter month: the month that is shown when none is asked for.
    package init(_ fields: FormFields, month: Int) {
        from = fields["from"].flatMap { RatesQuery.month($0) } ?? month
        to = max(from, fields["to"].flatMap { RatesQuery.month($0) } ?? max(from, month))
        by = fields["by"].flatMap { By(rawValue: $0) } ?? .organisation
        area = fields["in"].map { AreaCode($0) }
        page = min(max(1, fields["page"].flatMap { Int($0) } ?? 1), 100_000)
    }

    package var period: Rates.Period { from...max(from, to) }

    package var suffix: String {
        var text = "?from=\(RatesQuery.text(from))&to=\(RatesQuery.text(to))&by=\(by.rawValue)"
        if by == .area, let area { text += "&in=\(PercentCoding.encode(area.rawValue))" }
        if page > 1 { text += "&page=\(page)" }
        return text
    }

    var months: Phrase {
        let text = from == to ? RatesQuery.text(from) : "\(RatesQuery.text(from)) – \(RatesQuery.text(to))"
        return Phrase(text, text)
    }

    var dimensionTitle: Phrase {
        switch by {
        case .organisation: .organisation
        case .requestClass: .requestClass
        case .area: .area
        }
    }

    /// `2026-11` or `202611`.
    package static func month(_ text: String) -> Int? {
        let digits = text.filter { $0 != "-" }
        guard digits.utf8.count == 6, let number = Int(digits), number > 0, (1...12).contains(number % 100) else { return nil }
        return number
    }

    package static func text(_ month: Int) -> String {
        let (year, rest) = (month / 100, month % 100)
        return "\(year < 1000 ? String(repeating: "0", count: max(0, 4 - "\(year)".count)) : "")\(year)-\(rest < 10 ? "0" : "")\(rest)"
    }
}
