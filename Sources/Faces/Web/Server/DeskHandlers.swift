internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Hummingbird
internal import Store
internal import Workflows
internal import WorkingTime

/// The lists of those who hold a post.
extension WebFace {
    func desk(_ request: Request) async throws -> Response {
        var (visit, page) = try await visit(request) { try deskPage($0, on: $1) }
        // The way back from a case leads to the list as it was left.
        let left = page.query.suffix.dropFirst()
        if left != request.cookie(CookieName.desk) ?? "" {
            visit.cookies.append(
                WebFace.cookie(CookieName.desk, String(left), seconds: left.isEmpty ? 0 : nil, secure: visit.isSecure))
        }
        return respond(page.html(for: visit.reader), to: visit)
    }

    private func deskPage(_ visit: Visit, on connection: any Connection) throws -> DeskPage {
        let account = try official(visit, going: .desk)
        let scopes = self.scopes(of: account)
        var query = DeskQuery(visit.query)
        guard let chosen = scopes.first(where: { $0.key == query.scope }) ?? scopes.first else {
            throw FormFault(.notAllowed, .noPost, status: .forbidden)
        }
        query.scope = scopes.count > 1 ? chosen.key : nil
        if let wanted = query.search, let id = try find(wanted, for: account, on: connection) {
            throw Redirect(to: Route.caseFile(id).path)
        }
        let (lines, next) = try CaseList.page(
            query.filter(chosen.scope), in: city.territory, after: query.after, on: connection)
        var page = DeskPage(
            city: city, choices: choices, scopes: scopes, query: query, lines: lines, next: next,
            unfound: query.search.map { String($0.prefix(40)) })
        page.done = visit.query["done"].map { ActionName(rawValue: $0) }
        return page
    }

    /// The desk as its reader left it.
    func deskAsLeft(_ request: Request) -> DeskQuery {
        DeskQuery(FormFields(urlEncoded: request.cookie(CookieName.desk) ?? ""))
    }

    /// The case of a number, written in full or from the month on, that the account may see.
    private func find(_ text: String, for account: Account, on connection: any Connection) throws -> CaseID? {
        let time = now()
        for number in CaseNumber.readings(of: text, prefix: city.referencePrefix, today: city.calendar.localDate(time)) {
            guard let id = try CaseLookup.id(reference: number, on: connection) else { continue }
            if office.maySee(try office.view(id, on: connection).file, account: account, at: time) { return id }
        }
        return nil
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
}
