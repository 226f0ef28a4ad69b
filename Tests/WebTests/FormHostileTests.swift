import Ground
import HTTPTypes
import Testing
import Web
import XForms

/// What strangers and broken programs send, and what hostile forms say.
@Suite struct FormHostileTests {
    private static func begin(_ browser: Browser) async throws -> (path: String, sheet: FormSheet) {
        let answer = try await browser.press("update", try await browser.sheet("/").sheet, at: "/")
        let path = try #require(answer.location)
        return (path, try await browser.sheet(path).sheet)
    }

    @Test func `Texts of a form are never markup`() async throws {
        let evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;\" onfocus=\"alert(1)' ** _ # **&lt;b&gt;**"
        let desk = try FormDesk(
            model: """
                <itext><translation lang="&lt;i&gt;&quot;"><text id="q"><value>\(evil)</value><value form="image">jr://images/&quot;&gt;&lt;u&gt;.png</value>
                <value form="guidance">\(evil)</value></text></translation><translation lang="en"><text id="q"><value>\(evil)</value></text></translation></itext>
                <bind nodeset="/data/a" type="string" constraint="false()" jr:constraintMsg="\(evil.replacing("\"", with: "&quot;"))"/>
                <bind nodeset="/data/b" type="string"/>
                """,
            instance: "<a/><b/>",
            body: """
                <group><label>\(evil)</label><input ref="/data/a"><label ref="jr:itext('q')"/><hint ref="jr:itext('q')"/></input>
                <select1 ref="/data/b" appearance="\(evil.replacing("\"", with: "&quot;"))"><label>\(evil)</label>
                <item><label>\(evil)</label><value>x"&gt;&lt;u&gt;</value></item></select1></group>
                """)
        try await desk.serve { browser in
            let (path, sheet) = try await Self.begin(browser)
            _ = try await browser.press("finish", sheet.with("/data/a", "\"><script>x</script>").with("/data/b", "x\"><u>"), at: path)
            let page = try await browser.get(path)
            for wrong in ["<script>", "<img src=x", "onfocus=\"", "<u>", "<i>", "<b>alert"] { #expect(!page.html.contains(wrong), "\(wrong)") }
            #expect(page.html.contains("<strong>&lt;b&gt;</strong>"))
            #expect(Markup.faults(of: page.html).filter { $0 != "style or script in the page" } == [])
            #expect(page.html.split(separator: "<script").count == 2, "our own script alone")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self';") && !policy.contains("unsafe"))
        }
    }

    @Test func `What a page cannot send changes nothing`() async throws {
        let desk = try FormPreviewTests.household()
        try await desk.serve { browser in
            let (path, sheet) = try await Self.begin(browser)
            let before = desk.shelf.text(path)
            let number = try #require(sheet.fields.first { $0.name.hasSuffix(":/data/name") }?.name.split(separator: ":")[1])
            let posts: [[(String, String)]] = [
                // A field that only shows its value, one that is not asked, the identifier of another control, a group, nothing at all.
                [("was:6:/data/sum", ""), ("/data/sum", "9")], [("was:2:/data/job", ""), ("/data/job", "thief")],
                [("was:7:/data/name", ""), ("/data/name", "x")], [("was:\(number):/data", ""), ("/data", "x")],
                [("was:999:/data/name", ""), ("/data/name", "x")], [("was:-1:/data/name", ""), ("/data/name", "x")],
                [("was:9223372036854775808:/data/name", ""), ("/data/name", "x")], [("was:\(number):/data/none[9]", ""), ("/data/none[9]", "x")],
                [("was:\(number):/data[2]/name", ""), ("/data[2]/name", "x")], [("/data/name", "without its mark")],
                // None of the choices; control signs; a rank, a range beyond its end.
                [("was:3:/data/province", ""), ("/data/province", "z")], [("was:5:/data/goods", ""), ("/data/goods", "bike plane")],
                [("was:0:/data/name", ""), ("/data/name", "a\u{0}b")], [("was:7:/data/share", ""), ("/data/share", "7")],
                [("was:0:/data/name", ""), ("/data/name", String(repeating: "x", count: 200_000))],
                [("do", "language:99")], [("do", "language:-1")], [("do", "clear:/data/sum")], [("do", "clear:/data")], [("do", "clear:")],
                [("do", "remove:/data")], [("do", "remove:/data/name")], [("do", "remove:/data/child[7]")], [("do", "add:0:/data")],
                [("do", "add:8:/data/none")], [("do", "add:99999:/data")], [("do", "add:8:/data/child[1]")], [("do", ":::"), ("removals", "x")],
                [("do", ""), ("seen", "-1")],
            ]
            for post in posts {
                let answer = try await browser.post(path, [("form-token", sheet.value("form-token") ?? "")] + post)
                #expect(answer.status == 303 && desk.shelf.text(path) == before, "\(post.map { ($0.0, $0.1.prefix(40)) })")
                #expect(try await browser.get(path).status == 200)
            }
        }
    }

    @Test func `Only our own page may send, from this computer, and not too much`() async throws {
        let desk = try FormPreviewTests.household()
        try await desk.serve { browser in
            let (path, sheet) = try await Self.begin(browser)
            let fields = sheet.with("/data/name", "x").fields.map { ($0.name, $0.value) }
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            #expect(try await browser.post(path, fields.filter { $0.0 != "form-token" }).status == 403)
            #expect(try await browser.post(path, fields.map { ($0.0, $0.0 == "form-token" ? "0" : $0.1) }).status == 403)
            #expect(try await browser.post(path, fields, headers: [site: "cross-site"]).status == 403)
            #expect(try await browser.post(path, fields + [("/data/job", String(repeating: "x", count: 1 << 20))]).status == 413)
            #expect(try await browser.upload(path, fields, files: []).status == 415)
            #expect(try await browser.post("/drafts/" + String(repeating: "a", count: 64), fields).status == 404)
            #expect(desk.shelf.text(path) == desk.blank && desk.shelf.ids.count == 1)
            for wrong in ["/media/..%2F..%2Fetc%2Fpasswd", "/media/a.png", "/drafts/..%2Fx", "/drafts/x", "/nothing", path + "/x"] {
                #expect(try await browser.get(wrong).status == 404, "\(wrong)")
            }
            #expect(try await browser.get("/").headers[.cacheControl] == "no-store")
        }
    }

    @Test func `Whatever is sent, the pages hold`() async throws {
        let desk = try FormPreviewTests.household()
        try await desk.serve { browser in
            var random = SeededRandom(seed: 20)
            let start = try await Self.begin(browser)
            let path = start.path
            let values = ["", "a", "b", "18", "-1", "1e9", "bike car", "０", "\u{202E}", "x\ny", "999999999999", "NaN", "/data", "[1]", "0.3", "true"]
            for _ in 0..<150 {
                var sheet = try await browser.sheet(path).sheet
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    guard let place = sheet.fields.indices.randomElement(using: &random), sheet.fields[place].name != "form-token" else { continue }
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: sheet.fields.remove(at: place)
                    case 1: sheet.fields.append((sheet.fields[place].name, values.randomElement(using: &random) ?? ""))
                    case 2: sheet.fields[place].name = String(sheet.fields[place].name.dropLast())
                    default: sheet.fields[place].value = values.randomElement(using: &random) ?? ""
                    }
                }
                let button = (sheet.buttons + ["update", "clear:/data/age"]).randomElement(using: &random) ?? ""
                let answer = try await browser.press(button, sheet, at: path)
                #expect([303, 403].contains(answer.status))
                let page = try await browser.get(path)
                #expect(page.status == 200)
                #expect(Markup.faults(of: page.html).filter { $0 != "style or script in the page" } == [])
                // What is kept can always be taken up again.
                _ = try FormSession(desk.form, FormDesk.surroundings(), resuming: Array(desk.shelf.text(path).utf8), file: "draft.xml")
            }
        }
    }
}
