internal import Cases
internal import City
internal import Ground
internal import Hummingbird
internal import Store
internal import WorkingTime

/// The three rates, a page of members after the other.
extension WebFace {
    private static let ratesPerPage = 30

    func rates(_ request: Request) async throws -> Response {
        let today = city.calendar.localDate(now())
        let (visit, page) = try await visit(request) { visit, connection in
            _ = try official(visit, going: .rates)
            return try ratesPage(RatesQuery(visit.query, month: today.year * 100 + today.month), on: connection)
        }
        return respond(page.html(for: visit.reader), to: visit)
    }

    private func ratesPage(_ query: RatesQuery, on connection: any Connection) throws -> RatesPage {
        let most = WebFace.ratesPerPage
        let first = (query.page - 1) * most
        let whole: Rates
        // One more than is shown, to know whether there is another page.
        let members: [(member: String, rates: Rates)]
        if query.by == .area {
            let streets = try Rates.byMember(of: .area, in: query.period, on: connection)
            // Every case lies in one area.
            whole = streets.values.reduce(Rates(), +)
            members = Array(bySize(byCounty(streets, in: query.area)).dropFirst(first).prefix(most + 1))
        } else {
            whole = try Rates.city(in: query.period, on: connection)
            members = try Rates.largest(of: query.by.dimension, in: query.period, after: first, most: most + 1, on: connection)
        }
        return RatesPage(
            city: city, query: query, whole: whole, rows: members.prefix(most).map { row($0.member, $0.rates, query) },
            hasMore: members.count > most)
    }

    private func row(_ code: String, _ rates: Rates, _ query: RatesQuery) -> RatesPage.Row {
        let unknown = Bilingual(zh: Phrase.unknownMember[.zh], en: Phrase.unknownMember[.en])
        switch query.by {
        case .organisation: return .init(name: city.organisations.organisation(OrganisationCode(code))?.name ?? unknown, rates: rates)
        case .requestClass: return .init(name: city.classes.name(of: ClassCode(code)) ?? unknown, rates: rates)
        case .area:
            let area = city.territory.area(AreaCode(code))
            let below = area?.level == .county && query.area == nil ? AreaCode(code) : nil
            return .init(name: area?.name ?? unknown, rates: rates, below: below)
        }
    }

    /// The largest first, as `Rates.largest` has them.
    private func bySize(_ members: [String: Rates]) -> [(member: String, rates: Rates)] {
        members.sorted { ($1.value.raw.reported, $0.key) < ($0.value.raw.reported, $1.key) }.map { ($0.key, $0.value) }
    }

    /// Areas by county, or the streets of one.
    private func byCounty(_ members: [String: Rates], in county: AreaCode?) -> [String: Rates] {
        guard let county else {
            return members.reduce(into: [:]) { sums, member in
                let code = city.territory.ancestor(of: AreaCode(member.key), at: .county)?.rawValue ?? member.key
                sums[code] = (sums[code] ?? Rates()) + member.value
            }
        }
        return members.filter { city.territory.contains(county, AreaCode($0.key)) }
    }
}
