internal import Accounts
internal import City
package import Ground
package import Hummingbird
internal import HTTPTypes
internal import Logging
internal import NIOCore
package import XForms

/// The pages on which a form is filled without an account: the form, its drafts, the finished answer. For this computer alone.
package struct FormPreview: Sendable {
    private let form: XForm
    private let drafts: FormDrafts
    private let media: FormMedia
    private let now: @Sendable () -> Instant

    package init(_ form: XForm, drafts: FormDrafts, media: FormMedia, now: @escaping @Sendable () -> Instant) {
        self.form = form
        self.drafts = drafts
        self.media = media
        self.now = now
    }

    private static let draftCookie: StaticString = "form-draft"

    package func router() -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: FormPreviewDoor(frame: { FormFrame(language: self.language(of: $0), title: $1[self.language(of: $0)], tongue: nil) }))
        router.get("/") { request, _ in try await page(request, nil) }
        router.post("/") { request, _ in try await take(request, nil) }
        router.get("/drafts/:id") { request, context in try await page(request, context.parameters.require("id")) }
        router.post("/drafts/:id") { request, context in try await take(request, context.parameters.require("id")) }
        router.get("/drafts/:id/finished") { request, context in try await finished(request, context.parameters.require("id")) }
        router.get("/drafts/:id/answer.xml") { request, context in try await answer(request, context.parameters.require("id")) }
        router.get("/media/:name") { request, context in try file(context.parameters.require("name")) }
        router.get("/style.css") { _, _ in Self.text(Style.css, type: "text/css; charset=utf-8") }
        router.get("/form.css") { _, _ in Self.text(FormStyle.css, type: "text/css; charset=utf-8") }
        router.get("/form.js") { _, _ in Self.text(FormScript.source, type: "text/javascript; charset=utf-8") }
        router.get("/mark.svg") { _, _ in Self.text(Mark.file, type: "image/svg+xml") }
        return router
    }

    // MARK: Pages

    private func page(_ request: Request, _ id: String?) async throws -> Response {
        if let chosen = FormFields(urlEncoded: request.uri.query ?? "")["language"].flatMap({ Language(rawValue: $0) }) {
            return redirect(to: id.map(Self.address) ?? "/", cookies: [Self.cookie(CookieName.language, chosen.rawValue)])
        }
        let language = language(of: request)
        let filling: FormFilling
        if let id {
            guard let known = await drafts.filling(id, language) else { throw NotFound() }
            filling = known
        } else {
            filling = drafts.blank(language)
        }
        let (token, cookies) = token(of: request)
        var earlier: String?
        if id == nil, let last = request.cookie(Self.draftCookie), await drafts.filling(last, language) != nil { earlier = Self.address(last) }
        let page = FormPage(
            view: FormView(filling), language: language, media: media, token: token, address: id.map(Self.address), earlier: earlier)
        return Self.respond(page.html, cookies: cookies)
    }

    /// Takes in a page that was sent. A script gets what has changed, a browser without one is led to the new page.
    private func take(_ request: Request, _ id: String?) async throws -> Response {
        try Self.checkOrigin(request)
        let entries = FormEntries(urlEncoded: try await Self.body(of: request))
        guard let token = request.cookie(CookieName.form), !token.isEmpty, entries.first("form-token") == token else { throw FormFault.foreign }
        let language = language(of: request)
        guard let taken = try await drafts.take(entries, for: id, language) else { throw NotFound() }
        let address = Self.address(taken.id)
        var cookies = [Self.cookie(Self.draftCookie, taken.id)]
        let button = FormButton(entries.first("do") ?? "")
        if HTTPField.Name("X-Form-Part").flatMap({ request.headers[$0] }) != nil {
            let seen = id == nil ? nil : entries.first("seen").flatMap { Int($0) }
            return Self.respond(part(taken, token, language, seen), cookies: cookies)
        }
        if case .page(let chosen) = button { cookies.append(Self.cookie(CookieName.language, chosen.rawValue)) }
        guard button == .finish else {
            let fragment = taken.after.target.map { "#" + PercentCoding.encode($0) } ?? ""
            return redirect(to: address + fragment, cookies: cookies)
        }
        return redirect(to: taken.after.document(at: now()) == nil ? address + "#faults" : address + "/finished", cookies: cookies)
    }

    /// The pieces of the page that have changed; all of it where the script's page is not the one before.
    private func part(
        _ taken: (id: String, before: FormFilling, after: FormFilling), _ token: String, _ language: Language, _ seen: Int?
    ) -> HTML {
        func root(_ filling: FormFilling) -> FormBlock {
            FormPage(
                view: FormView(filling), language: language, media: media, token: token, address: Self.address(taken.id), earlier: nil
            ).root
        }
        let after = root(taken.after)
        let pieces = seen == taken.before.revision ? after.changes(since: root(taken.before)) : [after]
        let target: HTML? = taken.after.target.map { " data-target=\"\($0)\"" }
        return "<!doctype html><title></title><div id=\"answer\" data-address=\"\(Self.address(taken.id))\"\(target)>\(pieces.map(\.html))</div>\n"
    }

    private func finished(_ request: Request, _ id: String) async throws -> Response {
        let language = language(of: request)
        guard let filling = await drafts.filling(id, language) else { throw NotFound() }
        guard let document = filling.document(at: now()) else { return redirect(to: Self.address(id)) }
        let address = Self.address(id)
        let content: HTML = """
            <div class="good"><h2>\(Phrase.formDone[language])</h2><p>\(Phrase.formDoneLead[language])</p></div>
            <p class="press"><a class="button primary" href="\(address)/answer.xml" download>\(Phrase.formDownload[language])</a>\
            <a class="button" href="\(address)">\(Phrase.formBackToIt[language])</a>\
            <a class="button" href="/">\(Phrase.formAnew[language])</a></p>
            <details><summary>\(Phrase.formShowAnswer[language])</summary><pre class="source" dir="ltr">\(document)</pre></details>

            """
        let view = FormView(filling)
        return Self.respond(FormFrame(language: language, title: view.title, tongue: view.tongue).html(content))
    }

    private func answer(_ request: Request, _ id: String) async throws -> Response {
        guard let filling = await drafts.filling(id, language(of: request)), let document = filling.document(at: now()) else { throw NotFound() }
        var headers = WebFace.headers(type: "text/xml; charset=utf-8", cache: "no-store")
        let name = String(form.id.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-") })
        headers[.contentDisposition] = "attachment; filename=\"\(name.isEmpty ? "answer" : name).xml\""
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: document)))
    }

    private func file(_ name: String) throws -> Response {
        guard let file = media.file(PercentCoding.decode(name, plusIsSpace: false)) else { throw NotFound() }
        return Response(
            status: .ok, headers: WebFace.headers(type: file.type, cache: "no-cache"), body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    // MARK: Requests

    private static func address(_ id: String) -> String { "/drafts/" + id }

    private func language(of request: Request) -> Language { Language(wantedBy: request, RequestCookies(request)) ?? .en }

    /// By which a page proves that it is ours: the one of the cookie, else a new one.
    private func token(of request: Request) -> (token: String, cookies: [String]) {
        if let known = request.cookie(CookieName.form), (32...128).contains(known.utf8.count),
            known.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) })
        {
            return (known, [])
        }
        let token = Session.makeToken()
        return (token, [Self.cookie(CookieName.form, token)])
    }

    private static func cookie(_ name: StaticString, _ value: String) -> String { WebFace.cookie(name, value, secure: false) }

    /// Browsers say from where a form comes; what comes from another site is not read.
    private static func checkOrigin(_ request: Request) throws {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        if let site, site != "same-origin", site != "none" { throw FormFault.foreign }
    }

    private static func body(of request: Request) async throws -> [UInt8] {
        let most = FormEntries.mostBytes
        let tooLarge = FormFault(.tooLarge, .tooLargeHelp.with("\(most >> 20)"), status: .contentTooLarge)
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > most { throw tooLarge }
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        guard type == "application/x-www-form-urlencoded" else {
            throw FormFault(.badRequest, .badRequestHelp, status: .unsupportedMediaType)
        }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= most else { throw tooLarge }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    // MARK: Answers

    static func respond(_ page: HTML, cookies: [String] = [], status: HTTPResponse.Status = .ok) -> Response {
        var headers = WebFace.headers(type: "text/html; charset=utf-8", cache: "no-store")
        headers[.contentSecurityPolicy] = """
            default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; \
            base-uri 'none'; frame-ancestors 'none'
            """
        if let policy = HTTPField.Name("Permissions-Policy") { headers[policy] = "camera=(), microphone=(), geolocation=(self)" }
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }

    private func redirect(to path: String, cookies: [String] = []) -> Response {
        var headers: HTTPFields = [.location: path, .cacheControl: "no-store"]
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(status: .seeOther, headers: headers)
    }

    private static func text(_ text: StaticString, type: String) -> Response {
        Response(
            status: .ok, headers: WebFace.headers(type: type, cache: "public, max-age=86400"),
            body: .init(byteBuffer: text.withUTF8Buffer { ByteBuffer(bytes: $0) }))
    }
}

/// Lets in only who names this computer (another name may be a stranger's that was pointed here), and turns errors into pages.
struct FormPreviewDoor: RouterMiddleware {
    typealias Context = BasicRequestContext
    let frame: @Sendable (Request, Phrase) -> FormFrame

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        guard Self.isThisComputer(request.head.authority ?? "") else { return page(request, .refused, .formOnlyHere, .misdirectedRequest) }
        do {
            return try await next(request, context)
        } catch is NotFound {
            return page(request, .formNoSuchDraft, .formNoSuchDraftHelp, .notFound)
        } catch let fault as FormFault {
            return page(request, fault.title, fault.help, fault.status)
        } catch let error as HTTPError where error.status == .notFound {
            return page(request, .formNoSuchDraft, .formNoSuchDraftHelp, .notFound)
        } catch let error as HTTPError {
            return page(request, .badRequest, .badRequestHelp, error.status)
        } catch {
            context.logger.error("\(request.method) \(request.uri.path): \(error)")
            return page(request, .somethingWrong, .somethingWrongHelp, .internalServerError)
        }
    }

    private func page(_ request: Request, _ title: Phrase, _ help: Phrase, _ status: HTTPResponse.Status) -> Response {
        let frame = frame(request, title)
        return FormPreview.respond(
            frame.html("<p>\(help[frame.language])</p>\n<p><a class=\"button\" href=\"/\">\(Phrase.formAnew[frame.language])</a></p>\n"), status: status)
    }

    static func isThisComputer(_ authority: String) -> Bool {
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return ["localhost", "127.0.0.1", "[::1]"].contains(host.lowercased())
    }
}
