internal import Accounts
internal import Cases
internal import City
internal import Foundation
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

    var requester: Requester { account.map { .account($0) } ?? .anybody }
}

enum CookieName {
    static let session = "session"
    static let form = "form-token"
    static let language = "language"
}

extension WebFace {
    /// Reads language, session and form token of a request; makes a form token where there is none.
    func visit(_ request: Request) async throws -> Visit {
        var account: Account?
        if let token = request.cookies[CookieName.session]?.value {
            let time = now()
            account = try await store.read { try Session.account(for: token, at: time, on: $0) }
        }
        let language = language(of: request)
        let known = request.cookies[CookieName.form]?.value
        let formToken = known ?? Session.makeToken()
        var visit = Visit(
            reader: Reader(
                language: language, name: account?.name[language], formToken: formToken, cityName: city.name,
                isDemonstration: isDemonstration),
            account: account, query: FormFields(urlEncoded: request.uri.query ?? ""))
        if known == nil { visit.cookies.append(WebFace.cookie(CookieName.form, formToken)) }
        return visit
    }

    /// The reader's choice, else the browser's first language that we speak, else the city's.
    private func language(of request: Request) -> Language {
        if let choice = request.cookies[CookieName.language].flatMap({ Language(rawValue: $0.value) }) { return choice }
        for wanted in (request.headers[.acceptLanguage] ?? "").split(separator: ",") {
            let tag = wanted.prefix { $0 != ";" && $0 != "-" }.filter { $0 != " " }.lowercased()
            if let language = Language(rawValue: tag) { return language }
        }
        return city.settings.language
    }

    static func cookie(_ name: String, _ value: String, seconds: Int? = nil) -> String {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        return "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(age)"
    }

    /// The signed-in account; sends others to the sign-in page.
    func official(_ visit: Visit) throws -> Account {
        guard let account = visit.account, !account.posts.isEmpty else { throw Redirect(to: .signIn) }
        return account
    }

    func respond(_ page: HTML, to visit: Visit, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
            .contentSecurityPolicy: "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'",
            .xContentTypeOptions: "nosniff",
        ]
        if let policy = HTTPField.Name("Referrer-Policy") { headers[policy] = "same-origin" }
        for cookie in visit.cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }

    func redirect(to path: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }
}

/// Thrown to send the reader elsewhere.
struct Redirect: Error {
    var route: Route
    init(to route: Route) { self.route = route }
}

/// Thrown where there is nothing to show.
struct NotFound: Error {}

/// Thrown where a form does not come from our own page, or is too large or not readable.
struct BadForm: Error {
    var status: HTTPResponse.Status
}
