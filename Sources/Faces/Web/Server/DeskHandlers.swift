internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Hummingbird
internal import Store
internal import Workflows
internal import WorkingTime

/// The lists of those who hold a post, and the rates.
extension WebFace {
    func desk(_ request: Request) async throws -> Response {
        var visit = try await visit(request)
        let account = try official(visit, going: .desk)
        let scopes = self.scopes(of: account)
        var query = DeskQuery(visit.query)
        guard let chosen = scopes.first(where: { $0.key == query.scope }) ?? scopes.first else {
            throw FormFault(.notAllowed, .noPost, status: .forbidden)
        }
        query.scope = scopes.count > 1 ? chosen.key : nil
        if let wanted = query.search, let id = try await find(wanted, for: account) {
            return redirect(to: Route.caseFile(id).path)
        }
        let filter = query.filter(chosen.scope)
        let mark = query.after
        let (lines, next) = try await store.read { try CaseList.page(filter, in: city.territory, after: mark, on: $0) }
        var page = DeskPage(
            city: city, scopes: scopes, query: query, lines: lines, next: next, unfound: query.search.map { String($0.prefix(40)) })
        page.done = visit.query["done"].map { ActionName(rawValue: $0) }
        // The way back from a case leads to the list as it was left.
        let left = query.suffix.dropFirst()
        if left != request.cookie(CookieName.desk) ?? "" {
            visit.cookies.append(
                WebFace.cookie(CookieName.desk, String(left), seconds: left.isEmpty ? 0 : nil, secure: visit.isSecure))
        }
        return respond(page.html(for: visit.reader), to: visit)
    }

    /// The desk as its reader left it.
    func deskAsLeft(_ request: Request) -> DeskQuery {
        DeskQuery(FormFields(urlEncoded: request.cookie(CookieName.desk) ?? ""))
    }

    /// The case of a number, written in full or from the month on, that the account may see.
    private func find(_ text: String, for account: Account) async throws -> CaseID? {
        let today = city.calendar.localDate(now())
        let numbers = CaseNumber.readings(of: text, prefix: city.referencePrefix, today: today)
        let time = now()
        return try await store.read { connection in
            for number in numbers {
                guard let id = try CaseLookup.id(reference: number, on: connection) else { continue }
                if office.maySee(try office.view(id, on: connection).file, account: account, at: time) { return id }
            }
            return nil
        }
    }

    /// The views that an account's posts open today.
    private func scopes(of account: Account) -> [DeskPage.Scope] {
        let today = city.calendar.localDate(now())
        var scopes: [DeskPage.Scope] = []
        for post in account.posts where post.isHeld(on: today) {
            if let code = post.area, let area = city.territory.area(code) {
                scopes.append(.init(key: "area-\(code.rawValue)", title: area.name, scope: .area(code)))
            }
            if let code = post.organisation, let organisation = city.organisations.organisation(code) {
                scopes.append(.init(key: "organisation-\(code.rawValue)", title: organisation.name, scope: .organisation(code)))
            }
        }
        var seen: Set<String> = []
        return scopes.filter { seen.insert($0.key).inserted }
    }

    // MARK: Rates

    private static let ratesPerPage = 30

    func rates(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        _ = try official(visit, going: .rates)
        let today = city.calendar.localDate(now())
        let query = RatesQuery(visit.query, month: today.year * 100 + today.month)
        let dimension: RateBook.Dimension =
            switch query.by {
            case .organisation: .organisation
            case .requestClass: .requestClass
            case .area: .area
            }
        let period = query.period
        let (whole, members) = try await store.read { connection in
            (try Rates.city(in: period, on: connection), try Rates.byMember(of: dimension, in: period, on: connection))
        }
        let rows = rows(members, query)
        let first = (query.page - 1) * WebFace.ratesPerPage
        let page = RatesPage(
            city: city, query: query, whole: whole, rows: Array(rows.dropFirst(first).prefix(WebFace.ratesPerPage)),
            hasMore: rows.count > first + WebFace.ratesPerPage)
        return respond(page.html(for: visit.reader), to: visit)
    }

    /// The members by size; areas by county, or the streets of one.
    private func rows(_ members: [String: Rates], _ query: RatesQuery) -> [RatesPage.Row] {
        var sums: [String: Rates] = members
        if query.by == .area { sums = byCounty(members, in: query.area) }
        let sorted = sums.sorted { ($1.value.raw.reported, $0.key) < ($0.value.raw.reported, $1.key) }
        let unknown = Bilingual(zh: Phrase.unknownMember.zh, en: Phrase.unknownMember.en)
        return sorted.map { code, rates in
            switch query.by {
            case .organisation: .init(name: city.organisations.organisation(OrganisationCode(code))?.name ?? unknown, rates: rates)
            case .requestClass: .init(name: city.classes.class(ClassCode(code))?.name ?? unknown, rates: rates)
            case .area:
                .init(
                    name: city.territory.area(AreaCode(code))?.name ?? unknown, rates: rates,
                    below: city.territory.area(AreaCode(code))?.level == .county && query.area == nil ? AreaCode(code) : nil)
            }
        }
    }

    private func byCounty(_ members: [String: Rates], in county: AreaCode?) -> [String: Rates] {
        guard let county else {
            return members.reduce(into: [:]) { sums, member in
                let code = city.territory.ancestor(of: AreaCode(member.key), at: .county)?.rawValue ?? member.key
                let sum = sums[code] ?? Rates()
                sums[code] = Rates(raw: sum.raw + member.value.raw, excluded: sum.excluded + member.value.excluded)
            }
        }
        return members.filter { city.territory.contains(county, AreaCode($0.key)) }
    }
}
