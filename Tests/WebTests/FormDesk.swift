import Ground
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Synchronization
import Web
import XForms

/// A form being previewed, as a test sees it: its pages without a socket, and what is kept of its drafts.
struct FormDesk: Sendable {
    let form: XForm
    let shelf = KeptDrafts()
    var media = FormMedia.none

    init(_ form: XForm) { self.form = form }

    /// - Parameter xml: the inside of the model after the instance, and of the body.
    init(model: String, instance: String, body: String) throws {
        let xml = """
            <?xml version="1.0"?>
            <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
            <h:head><h:title>Test</h:title><model><instance><data id="test">\(instance)</data></instance>\(model)</model></h:head>
            <h:body>\(body)</h:body></h:html>
            """
        form = try XForm(Array(xml.utf8), file: "test.xml")
    }

    static let now = Instant(milliseconds: 1_795_399_200_000)

    static func surroundings() -> FormSession.Surroundings {
        FormSession.Surroundings(now: now, offsetSeconds: 8 * 3600, properties: ["deviceid": "test"], seed: 7)
    }

    /// What a draft holds before anything is answered.
    var blank: String { FormFilling(FormSession(form, FormDesk.surroundings())).draft }

    /// Runs the pages as a new server would.
    func serve<T: Sendable>(_ body: @escaping @Sendable (Browser) async throws -> T) async throws -> T {
        let kept = shelf
        let drafts = FormDrafts(form, shelf: FormDrafts.Shelf(read: { kept[$0] }, write: { kept[$0] = Array($1.utf8) })) { FormDesk.surroundings() }
        let preview = FormPreview(form, drafts: drafts, media: media, now: { FormDesk.now })
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try await Application(router: preview.router(), logger: logger).test(.router) { try await body(Browser($0)) }
    }
}

/// The folder of drafts, in memory.
final class KeptDrafts: Sendable {
    private let documents = Mutex<[String: [UInt8]]>([:])

    subscript(_ id: String) -> [UInt8]? {
        get { documents.withLock { $0[id] } }
        set { documents.withLock { $0[id] = newValue } }
    }

    var ids: [String] { documents.withLock { Array($0.keys) } }

    func text(_ path: String) -> String { self[String(path.split(separator: "/").last ?? "")].map { String(decoding: $0, as: UTF8.self) } ?? "" }
}

/// A form page as a browser without scripts would send it.
struct FormSheet: Sendable {
    var fields: [(name: String, value: String)] = []
    private(set) var buttons: [String] = []

    init(_ html: String) {
        var area: String?
        var menu: String?
        for part in html.split(separator: "<").dropFirst() {
            guard let end = part.firstIndex(of: ">") else { continue }
            let tag = part[..<end]
            let name = Markup.attribute(" name", in: tag).map(Self.unescaped)
            let value = Self.unescaped(Markup.attribute(" value", in: tag) ?? "")
            switch tag.prefix(while: { $0 != " " }) {
            case "input":
                let isBox = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"")
                if let name, !isBox || tag.hasSuffix(" checked") { fields.append((name, value)) }
            case "textarea":
                area = name
                if let area { fields.append((area, Self.unescaped(String(part[part.index(after: end)...].dropFirst())))) }
            case "select":
                menu = name
                if let menu { fields.append((menu, "")) }
            case "option" where tag.hasSuffix(" selected") && menu != nil: fields[fields.count - 1].value = value
            case "button" where name == "do": buttons.append(value)
            default: break
            }
        }
    }

    private static func unescaped(_ text: String) -> String { Markup.unescaped(text) }

    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Enters something into the fields of a name; nothing takes a tick away.
    func with(_ name: String, _ values: String...) -> FormSheet {
        var sheet = self
        let place = sheet.fields.firstIndex { $0.name == name } ?? sheet.fields.count
        sheet.fields.removeAll { $0.name == name }
        sheet.fields.insert(contentsOf: values.map { (name, $0) }, at: min(place, sheet.fields.count))
        return sheet
    }
}

extension Browser {
    /// The form page at an address, looked through for what is wrong with its markup.
    func sheet(_ path: String) async throws -> (page: Page, sheet: FormSheet) {
        let page = try await get(path)
        return (page, FormSheet(page.html))
    }

    /// Presses a button of a form page.
    /// - Returns: where the browser is led.
    func press(_ button: String, _ sheet: FormSheet, at path: String) async throws -> Page {
        try await post(path, sheet.fields.map { ($0.name, $0.value) } + [("do", button)])
    }
}
