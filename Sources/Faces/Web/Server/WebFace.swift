internal import Accounts
package import Cases
package import City
package import Ground
package import Hummingbird
package import Store
internal import HTTPTypes
internal import NIOCore

/// The pages, built explicitly from their parts.
package struct WebFace: Sendable {
    let city: City
    let office: CaseOffice
    let store: any Store
    let files: FileStore
    let ids: IDMaker
    let now: @Sendable () -> Instant
    let isDemonstration: Bool
    let shapes: AreaShapes
    let choices: CityChoices
    let signInGuard = SignInGuard()
    let passwords = PasswordDesk()
    let uploads = ByteBudget(most: UploadLimits.mostAtOnce)
    let uploadDeadlines = Deadlines(limit: .seconds(UploadLimits.mostMinutes * 60), pause: .seconds(10))

    package init(
        city: City, office: CaseOffice, store: any Store, files: FileStore, ids: IDMaker,
        now: @escaping @Sendable () -> Instant, isDemonstration: Bool
    ) {
        self.city = city
        self.office = office
        self.store = store
        self.files = files
        self.ids = ids
        self.now = now
        self.isDemonstration = isDemonstration
        shapes = AreaShapes(city)
        choices = CityChoices(city)
    }

    /// The router with every address of `Route`.
    package func router() -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: ErrorPages(face: self))
        for route in Route.samples { register(route, on: router) }
        return router
    }

    private func register(_ route: Route, on router: Router<BasicRequestContext>) {
        let path = RouterPath(route.pattern)
        switch route {
        case .home: router.get(path) { request, _ in try await home(request) }
        case .report:
            router.get(path) { request, _ in try await reportForm(request) }
            router.post(path) { request, _ in try await report(request) }
        case .track:
            router.get(path) { request, _ in try await trackForm(request) }
            router.post(path) { request, _ in try await track(request) }
        case .tracked: router.get(path) { request, context in try await tracked(request, context) }
        case .trackedAction: router.post(path) { request, context in try await trackedAction(request, context) }
        case .trackedPhoto: router.get(path) { _, context in try await trackedPhoto(context) }
        case .signIn:
            router.get(path) { request, _ in try await signInForm(request) }
            router.post(path) { request, _ in try await signIn(request) }
        case .signOut: router.post(path) { request, _ in try await signOut(request) }
        case .desk: router.get(path) { request, _ in try await desk(request) }
        case .caseFile: router.get(path) { request, context in try await caseFile(request, context) }
        case .caseAction: router.post(path) { request, context in try await caseAction(request, context) }
        case .casePhoto: router.get(path) { request, context in try await casePhoto(request, context) }
        case .contact: router.post(path) { request, context in try await contact(request, context) }
        case .rates: router.get(path) { request, _ in try await rates(request) }
        case .language: router.get(path) { request, context in try language(request, context) }
        case .style: router.get(path) { _, _ in WebFace.file(Style.css, type: "text/css; charset=utf-8") }
        case .mark: router.get(path) { _, _ in WebFace.file(Mark.file, type: "image/svg+xml") }
        case .health: router.get(path) { _, _ in try await health() }
        }
    }

    private func health() async throws -> Response {
        _ = try await store.read { try $0.row("select 1") { try $0.int(0) } }
        return Response(status: .ok, headers: [.contentType: "text/plain"], body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    }

    private static func file(_ text: StaticString, type: String) -> Response {
        Response(
            status: .ok, headers: headers(type: type, cache: "public, max-age=86400"),
            body: .init(byteBuffer: text.withUTF8Buffer { ByteBuffer(bytes: $0) }))
    }
}
