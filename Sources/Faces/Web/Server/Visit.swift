internal import Accounts
internal import Cases
internal import City
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Store

/// One request with what is known of who makes it.
struct Visit: Sendable {
    var reader: Reader
    var account: Account?
    var query: FormFields
    /// Cookies to be set with the answer.
    var cookies: [String] = []
    /// Whether the reader's connection is encrypted, as the server in front of us says.
    var isSecure = false

    var requester: Requester { account.map { .account($0) } ?? .anybody }

    /// The same visit with the account that a session's token opens at that moment.
    func signedIn(by token: String, on connection: any Connection) throws -> Visit {
        var visit = self
        visit.account = try Session.account(for: token, at: reader.now, on: connection)
        visit.reader.name = visit.account?.name[reader.language]
        return visit
    }
}

private let forwardedProtocol = HTTPField.Name("X-Forwarded-Proto")
private let referrerPolicy = HTTPField.Name("Referrer-Policy")
private let permissionsPolicy = HTTPField.Name("Permissions-Policy")

enum CookieName {
    static let session: StaticString = "session"
    static let form: StaticString = "form-token"
    static let language: StaticString = "language"
    static let desk: StaticString = "desk"
}

extension WebFace {
    /// Reads language, session and form token of a request; makes a form token where there is none.
    func visit(_ request: Request) async throws -> Visit {
        let cookies = RequestCookies(request)
        let stranger = stranger(request, cookies)
        guard let token = cookies[CookieName.session] else { return stranger }
        return try await store.read { try stranger.signedIn(by: token, on: $0) }
    }

    /// A visit and what its page shows, read in the same transaction: what a session opens is read while it is open.
    func visit<Found: Sendable>(
        _ request: Request, reading look: @escaping @Sendable (Visit, any Connection) throws -> Found
    ) async throws -> (Visit, Found) {
        let cookies = RequestCookies(request)
        let stranger = stranger(request, cookies)
        let token = cookies[CookieName.session]
        return try await store.read { connection in
            let visit = try token.map { try stranger.signedIn(by: $0, on: connection) } ?? stranger
            return (visit, try look(visit, connection))
        }
    }

    /// What can be said of a request without the database.
    func stranger(_ request: Request) -> Visit { stranger(request, RequestCookies(request)) }

    private func stranger(_ request: Request, _ cookies: RequestCookies) -> Visit {
        let known = cookies[CookieName.form]
        let formToken = known.flatMap { WebFace.isToken($0) ? $0 : nil } ?? Session.makeToken()
        let reader = Reader(
            language: Language(wantedBy: request, cookies) ?? city.settings.language, formToken: formToken, cityName: city.name,
            isDemonstration: isDemonstration, now: now())
        var visit = Visit(reader: reader, account: nil, query: FormFields(urlEncoded: request.uri.query ?? ""))
        visit.isSecure = forwardedProtocol.flatMap { request.headers[$0] } == "https"
        if known != formToken { visit.cookies.append(WebFace.cookie(CookieName.form, formToken, secure: visit.isSecure)) }
        return visit
    }

    /// Whether a cookie can be a token of ours: letters and digits, nothing that means something elsewhere.
    private static func isToken(_ text: String) -> Bool {
        (32...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }

    static func cookie(_ name: StaticString, _ value: String, seconds: Int? = nil, secure: Bool) -> String {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        return "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(secure ? "; Secure" : "")\(age)"
    }

    /// The signed-in account with a post; sends strangers to the sign-in page, and after it to where they wanted to go.
    func official(_ visit: Visit, going route: Route? = nil) throws -> Account {
        guard let account = visit.account else {
            let back = route.map { "?to=\(PercentCoding.encode($0.path))" } ?? ""
            throw Redirect(to: Route.signIn.path + back)
        }
        guard !account.posts.isEmpty else { throw FormFault(.notAllowed, .noPost, status: .forbidden) }
        return account
    }

    // MARK: Answers

    func respond(_ page: HTML, to visit: Visit, status: HTTPResponse.Status = .ok) -> Response {
        var headers = WebFace.pageHeaders
        for cookie in visit.cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        if status == .serviceUnavailable { headers[.retryAfter] = "60" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }

    private static let pageHeaders: HTTPFields = {
        var headers = WebFace.headers(type: "text/html; charset=utf-8", cache: "no-store")
        headers[.contentSecurityPolicy] = """
            default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        return headers
    }()

    func redirect(to path: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }

    /// What every answer says to browsers: what it is, for how long, and that nobody else learns of the address.
    static func headers(type: String, cache: String) -> HTTPFields {
        var headers: HTTPFields = [
            .contentType: type, .cacheControl: cache, .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ]
        if let policy = referrerPolicy { headers[policy] = "same-origin" }
        if let policy = permissionsPolicy { headers[policy] = "camera=(), microphone=(), geolocation=()" }
        return headers
    }
}

/// Thrown to send the reader elsewhere.
struct Redirect: Error {
    var path: String
    init(to path: String) { self.path = path }
}

/// Thrown where there is nothing to show.
struct NotFound: Error {}
