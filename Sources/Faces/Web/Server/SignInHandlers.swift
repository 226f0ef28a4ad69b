internal import Accounts
internal import City
internal import HTTPTypes
internal import Hummingbird
internal import Store

/// Signing in and out; choosing the language.
extension WebFace {
    func signInForm(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return respond(SignInPage(destination: destination(visit.query)).html(for: visit.reader), to: visit)
    }

    func signIn(_ request: Request) async throws -> Response {
        let visit = try await visit(request)
        let fields = try await form(request).fields
        let login = fields["login"] ?? ""
        guard await signInGuard.admit(login, at: now()) else {
            return again(visit, login, .tooManyTries, fields, status: .tooManyRequests)
        }
        let found = try await store.read { connection -> (Account, String)? in
            guard let account = try AccountDirectory.account(login: login, on: connection), !account.isDisabled,
                let hash = try AccountDirectory.passwordHash(of: account.id, on: connection)
            else { return nil }
            return (account, hash)
        }
        let password = fields["password"] ?? ""
        guard password.utf8.count <= 1000, let isRight = await passwords.verify(password, against: found?.1) else {
            return again(visit, login, .signInBusy, fields, status: .serviceUnavailable)
        }
        guard isRight, let account = found?.0 else {
            return again(visit, login, .wrongPassword, fields, status: .forbidden)
        }
        await signInGuard.clear(login)
        let token = Session.makeToken()
        let time = now()
        try await store.write { connection in
            try Session.open(token, for: account.id, at: time, on: connection)
            _ = try Session.sweep(at: time, on: connection)
        }
        let seconds = Int(Session.lifetimeMilliseconds / 1000)
        // A new form token with the new session: one that somebody planted before is worth nothing.
        return redirect(
            to: (destination(fields) ?? .desk).path,
            cookies: [
                WebFace.cookie(CookieName.session, token, seconds: seconds, secure: visit.isSecure),
                WebFace.cookie(CookieName.form, Session.makeToken(), secure: visit.isSecure),
            ])
    }

    private func again(
        _ visit: Visit, _ login: String, _ complaint: Phrase, _ fields: FormFields, status: HTTPResponse.Status
    ) -> Response {
        let page = SignInPage(login: login, complaint: complaint, destination: destination(fields))
        return respond(page.html(for: visit.reader), to: visit, status: status)
    }

    /// Where somebody wanted to go before signing in: a page of ours that can be looked at, nothing else.
    private func destination(_ fields: FormFields) -> Route? {
        guard let route = fields["to"].flatMap({ Route(path: $0) }) else { return nil }
        switch route {
        case .desk, .rates, .caseFile: return route
        default: return nil
        }
    }

    func signOut(_ request: Request) async throws -> Response {
        let visit = stranger(request)
        _ = try await form(request)
        if let token = request.cookie(CookieName.session) {
            try await store.write { try Session.close(token, on: $0) }
        }
        let gone = [CookieName.session, CookieName.desk, CookieName.form]
        return redirect(
            to: Route.home.path, cookies: gone.map { WebFace.cookie($0, "", seconds: 0, secure: visit.isSecure) })
    }

    func language(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        guard let language = context.parameters.get("language").flatMap({ Language(rawValue: $0) }) else { throw NotFound() }
        return redirect(
            to: localPath(request.headers[.referer]),
            cookies: [
                WebFace.cookie(
                    CookieName.language, language.rawValue, seconds: 31_536_000, secure: stranger(request).isSecure)
            ])
    }

    /// The page of ours that the reader came from, with its query; never another site, never a page that only takes forms.
    private func localPath(_ referer: String?) -> String {
        guard let referer, let scheme = referer.firstRange(of: "://") else { return Route.home.path }
        let rest = referer[scheme.upperBound...]
        guard let slash = rest.firstIndex(of: "/") else { return Route.home.path }
        let path = rest[slash...].prefix { $0 != "#" }
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let route = Route(path: String(first)), path.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return Route.home.path }
        switch route {
        case .caseAction(let id), .contact(let id): return Route.caseFile(id).path
        case .trackedAction(let reference, let tracking): return Route.tracked(reference: reference, tracking: tracking).path
        case .home, .report, .track, .tracked, .signIn, .desk, .caseFile, .rates:
            return route.path + (parts.count > 1 ? "?" + parts[1] : "")
        case .trackedPhoto, .signOut, .casePhoto, .language, .style, .mark, .health: return Route.home.path
        }
    }
}
