internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Hummingbird
internal import NIOCore
internal import Store
internal import Workflows
internal import WorkingTime

/// What those who hold a post do: sign in, see their desk, act on cases.
extension WebFace {
    func signInForm(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(SignInPage.html(for: visit.reader), to: visit)
    }

    func signIn(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        let fields = try await form(request).fields
        let login = fields["login"] ?? ""
        guard await signInGuard.mayTry(login, at: now()) else {
            return respond(
                SignInPage.html(for: visit.reader, login: login, isWrong: true), to: visit, status: .tooManyRequests)
        }
        let found = try await store.read { connection -> (Account, String)? in
            guard let account = try AccountDirectory.account(login: login, on: connection), !account.isDisabled,
                let hash = try AccountDirectory.passwordHash(of: account.id, on: connection)
            else { return nil }
            return (account, hash)
        }
        // An unknown name costs as much time as a wrong password.
        let hash = found?.1 ?? SignInGuard.nobody
        guard await SignInGuard.verify(fields["password"] ?? "", against: hash), let account = found?.0 else {
            await signInGuard.failed(login, at: now())
            return respond(SignInPage.html(for: visit.reader, login: login, isWrong: true), to: visit, status: .forbidden)
        }
        let token = Session.makeToken()
        let time = now()
        try await store.write { connection in
            try Session.open(token, for: account.id, at: time, on: connection)
            _ = try Session.sweep(at: time, on: connection)
        }
        let seconds = Int(Session.lifetimeMilliseconds / 1000)
        return redirect(to: Route.desk.path, cookies: [WebFace.cookie(CookieName.session, token, seconds: seconds)])
    }

    func signOut(_ request: Request) async throws -> Response {
        _ = try await form(request)
        if let token = request.cookies[CookieName.session]?.value {
            try await store.write { try Session.close(token, on: $0) }
        }
        return redirect(to: Route.home.path, cookies: [WebFace.cookie(CookieName.session, "", seconds: 0)])
    }

    func language(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        guard let language = context.parameters.get("language").flatMap({ Language(rawValue: $0) }) else { throw NotFound() }
        return redirect(
            to: localPath(request.headers[.referer]),
            cookies: [WebFace.cookie(CookieName.language, language.rawValue, seconds: 31_536_000)])
    }

    /// The path of the page that the reader came from; never another site.
    private func localPath(_ referer: String?) -> String {
        guard let referer, let scheme = referer.firstRange(of: "://") else { return Route.home.path }
        let rest = referer[scheme.upperBound...]
        guard let slash = rest.firstIndex(of: "/") else { return Route.home.path }
        let path = String(rest[slash...])
        return path.hasPrefix("//") || path.contains("\\") ? Route.home.path : path
    }

    // MARK: Desk

    func desk(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        let account = try official(visit)
        let scopes = self.scopes(of: account)
        guard let first = scopes.first else { throw NotFound() }
        let chosen = scopes.first { $0.key == visit.query["scope"] } ?? first
        var filter = CaseFilter(scope: chosen.scope, isOpen: visit.query["ended"] == nil)
        filter.state = visit.query["state"].map { StateName(rawValue: $0) }
        filter.requestClass = visit.query["class"].map { ClassCode($0) }
        filter.priority = visit.query["priority"].flatMap { Priority(rawValue: $0) }
        filter.isOverdue = visit.query["overdue"] != nil
        let mark = visit.query["after"].flatMap { CaseList.Mark($0) }
        let (lines, next) = try await store.read { [filter] in
            try CaseList.page(filter, in: city.territory, after: mark, on: $0)
        }
        let page = DeskPage(
            city: city, scopes: scopes, scope: chosen.key, filter: filter, states: stateChoices,
            classes: city.classes.all.filter { $0.kind == .demand }.map { ($0.code.rawValue, $0.name) }, lines: lines,
            stateTitles: Dictionary(stateChoices.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first }),
            next: next)
        return respond(page.html(for: visit.reader), to: visit)
    }

    private var stateChoices: [(name: String, title: Bilingual)] {
        city.workflows.values.sorted { $0.name < $1.name }.flatMap { workflow in
            workflow.states.map { ($0.name.rawValue, Bilingual(zh: $0.title.zh, en: $0.title.en)) }
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

    // MARK: Case

    func caseFile(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let account = try official(visit)
        return try await casePage(try caseID(context), visit, account, complaint: nil)
    }

    func caseAction(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let visit = try await visit(request)
        let account = try official(visit)
        let id = try caseID(context)
        let form = try await form(request)
        do {
            let command = try await takeAction(form, on: id)
            _ = try await office.perform(command, by: .account(account))
            return redirect(to: Route.caseFile(id).path)
        } catch let refusal as CaseRefusal where refusal.code != .unknownCase {
            return try await casePage(id, visit, account, complaint: refusal)
        }
    }

    private func caseID(_ context: BasicRequestContext) throws -> CaseID {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { throw NotFound() }
        return CaseID(id)
    }

    private func casePage(
        _ id: CaseID, _ visit: Visit, _ account: Account, complaint: CaseRefusal?
    ) async throws -> Response {
        let (view, names) = try await store.read { connection in
            let view = try office.view(id, on: connection)
            var names: [Int64: Bilingual] = [:]
            for account in Set(view.timeline.compactMap(\.by)) {
                names[account.rawValue] = try AccountDirectory.account(account, on: connection)?.name
            }
            return (view, names)
        }
        guard office.maySee(view.file, account: account, at: now()) else {
            throw CaseRefusal(
                .workflow(.notPermitted), zh: Phrase.notAllowed.zh, en: Phrase.notAllowed.en)
        }
        let route = view.line.requestClass.flatMap { code in
            view.line.area.flatMap { city.routing.route(class: code, area: $0) }
        }
        let page = CasePage(
            view: view, city: city, permitted: office.permitted(.account(account), on: view.file, at: now()), names: names,
            suggested: route.map { [$0.organisation.rawValue] + $0.supporting.map(\.rawValue) } ?? [],
            suggestionReason: route?.reason, key: Session.makeToken(), complaint: complaint.map { self.complaint($0, visit) })
        return respond(page.html(for: visit.reader), to: visit, status: complaint?.status ?? .ok)
    }

    /// The command that a form of a case page means.
    func takeAction(_ form: SentForm, on id: CaseID) async throws -> TakeAction {
        let fields = form.fields
        let otherReference = fields["other-case"]
        var other: Int64?
        if let otherReference {
            other = try await store.read { try CaseLookup.id(reference: otherReference.uppercased(), on: $0) }?.rawValue
            if other == nil { throw CaseRefusal(.unknownCase, zh: "没有这个编号的案件。", en: "There is no case of this number.") }
        }
        var given = Given(
            text: fields["text"], photos: try await storePhotos(form), organisations: fields.all("organisation"),
            lead: fields["lead"], requestClass: fields["class"], area: fields["area"], reason: fields["reason"],
            otherCase: other, rating: fields["rating"].flatMap { Int($0) })
        for field in fields.fields where field.name.hasPrefix("answer-") {
            given.answers[String(field.name.dropFirst(7))] = field.value
        }
        let target = Target(
            id, order: fields["order"].flatMap { Int($0) }, seen: fields["seen"].flatMap { Int($0) },
            key: fields["key"] ?? Session.makeToken())
        return TakeAction(ActionName(rawValue: fields["action"] ?? ""), on: target, given: given)
    }

    // MARK: Rates

    func rates(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        _ = try official(visit)
        let today = city.calendar.localDate(now())
        let month = today.year * 100 + today.month
        let from = visit.query["from"].flatMap { Int($0) } ?? month
        let to = max(from, visit.query["to"].flatMap { Int($0) } ?? month)
        let (whole, areas, classes, organisations) = try await store.read { connection in
            (
                try Rates.city(in: from...to, on: connection),
                try Rates.byMember(of: .area, in: from...to, on: connection),
                try Rates.byMember(of: .requestClass, in: from...to, on: connection),
                try Rates.byMember(of: .organisation, in: from...to, on: connection)
            )
        }
        let unknown = Bilingual(zh: "未定", en: "not known")
        let page = RatesPage(
            city: city, period: from...to, whole: whole,
            groups: [
                (.organisation, rows(organisations) { city.organisations.organisation(OrganisationCode($0))?.name ?? unknown }),
                (.requestClass, rows(classes) { city.classes.class(ClassCode($0))?.name ?? unknown }),
                (.area, rows(areas) { city.territory.area(AreaCode($0))?.name ?? unknown }),
            ])
        return respond(page.html(for: visit.reader), to: visit)
    }

    private func rows(_ rates: [String: Rates], name: (String) -> Bilingual) -> [(name: Bilingual, rates: Rates)] {
        rates.sorted { ($1.value.raw.reported, $0.key) < ($0.value.raw.reported, $1.key) }.map { (name($0.key), $0.value) }
    }

    // MARK: Photos

    func photo(_ context: BasicRequestContext) async throws -> Response {
        guard let hash = context.parameters.get("hash"), let bytes = try await files.get(hash) else { throw NotFound() }
        return Response(
            status: .ok,
            headers: [
                .contentType: Photo.mediaType(of: bytes), .cacheControl: "private, max-age=86400",
                .xContentTypeOptions: "nosniff",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
