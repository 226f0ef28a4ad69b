import Accounts
import Cases
import City
import Ground
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Store
import StoreTestSupport
import Synchronization
import Web
import Workflows

/// The demonstration city with its pages over a fresh database, on a Monday morning.
struct WebTown: Sendable {
    let city: City
    let office: CaseOffice
    let store: any Store
    let face: WebFace
    let files: FileStore
    let accounts: [String: Account]
    let clock: TestClock

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// Loaded once: reading the folder is not what these tests are about.
    static let kunming: City? = City.load(root + "/cities/kunming").city

    static let street = "530102001"
    static let community = "530102001007"
    static let department = "urban-management-530102"

    static func with<T: Sendable>(
        _ kind: StoreKind = .sqlite, _ body: @Sendable (WebTown) async throws -> T
    ) async throws -> T {
        guard let city = kunming else { throw NoSuchThing("the city") }
        return try await Scratch.folder { folder in
            try await TestStores.with(kind, migrations: AccountsSchema.migrations + CasesSchema.migrations) { store in
                let clock = TestClock(Instant(milliseconds: 1_795_399_200_000))
                let files = try FileStore(folder: folder + "/files")
                let office = try await CaseOffice.open(
                    city: city, store: store, now: { clock.now }, hasFile: { files.has($0) })
                let accounts = try await people(of: city, ids: office.ids, at: clock.now, in: store)
                let face = WebFace(
                    city: city, office: office, store: store, files: files, ids: office.ids, now: { clock.now },
                    isDemonstration: true)
                return try await body(
                    WebTown(city: city, office: office, store: store, face: face, files: files, accounts: accounts, clock: clock))
            }
        }
    }

    static let password = "a long password"

    private static func people(
        of city: City, ids: IDMaker, at time: Instant, in store: any Store
    ) async throws -> [String: Account] {
        let hash = try PasswordHash.make(password, cost: 4)
        let accounts = city.posts.demonstration.map { wanted in
            Account(
                id: AccountID(ids.next()), login: wanted.login, name: wanted.name,
                posts: wanted.posts.map { HeldPost(kind: $0.kind, area: $0.area, organisation: $0.organisation) })
        }
        try await store.write { connection in
            for account in accounts { try AccountDirectory.add(account, passwordHash: hash, at: time, on: connection) }
        }
        return Dictionary(uniqueKeysWithValues: accounts.map { ($0.login, $0) })
    }

    func account(_ login: String) throws -> Account {
        guard let account = accounts[login] else { throw NoSuchThing("account \(login)") }
        return account
    }

    /// A browser that is signed in without the sign-in page.
    func browser(_ client: any TestClientProtocol, as login: String? = nil) async throws -> Browser {
        let browser = Browser(client)
        guard let login else { return browser }
        let token = Session.makeToken()
        let id = try account(login).id
        let time = clock.now
        try await store.write { try Session.open(token, for: id, at: time, on: $0) }
        browser.set("session", token)
        return browser
    }

    /// Runs the pages as a server would, without a socket.
    func serve<T: Sendable>(_ body: @escaping @Sendable (any TestClientProtocol) async throws -> T) async throws -> T {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(router: face.router(), logger: logger)
        return try await application.test(.router) { try await body($0) }
    }
}

struct NoSuchThing: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// A clock that tests move.
final class TestClock: Sendable {
    private let time: Mutex<Instant>
    init(_ time: Instant) { self.time = Mutex(time) }
    var now: Instant { time.withLock { $0 } }
    func advance(minutes: Int64) { time.withLock { $0 = $0.advanced(milliseconds: minutes * 60_000) } }
}

/// What a test knows of a person's browser: cookies, and how forms are sent.
final class Browser: Sendable {
    private let client: any TestClientProtocol
    private let cookies = Mutex<[String: String]>([:])

    init(_ client: any TestClientProtocol) { self.client = client }

    func set(_ name: String, _ value: String) { cookies.withLock { $0[name] = value } }
    func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Page {
        try await send(path, method: .get, headers: headers, body: nil)
    }

    /// Sends fields as a form without files.
    func post(_ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]) async throws -> Page {
        let text = fields.map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await send(path, method: .post, headers: headers, body: Array(text.utf8))
    }

    /// Sends fields and files as browsers do.
    func upload(_ path: String, _ fields: [(String, String)], files: [(name: String, bytes: [UInt8])]) async throws -> Page {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--frontier\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head = "--frontier\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"\(file.name)\"\r\nContent-Type: image/jpeg\r\n\r\n"
            body += Array(head.utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--frontier--\r\n".utf8)
        return try await send(path, method: .post, headers: [.contentType: "multipart/form-data; boundary=frontier"], body: body)
    }

    /// Fills a form of a page and sends it.
    func submit(_ form: Page.Form, _ fields: [(String, String)], files: [(name: String, bytes: [UInt8])] = []) async throws -> Page {
        try await upload(form.target, form.hidden + fields, files: files)
    }

    func send(_ path: String, method: HTTPRequest.Method, headers: HTTPFields, body: [UInt8]?) async throws -> Page {
        var headers = headers
        let jar = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if !jar.isEmpty { headers[.cookie] = jar }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        for line in response.headers[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies.withLock { $0[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1]) }
        }
        return Page(status: response.status.code, headers: response.headers, bytes: Array(response.body.readableBytesView))
    }
}

extension WebTown {
    /// The hash of a photo that is stored.
    func photo() async throws -> String {
        guard let clean = Photo.cleaned(Pictures.png()) else { throw NoSuchThing("photo") }
        return try await files.put(clean)
    }
}
