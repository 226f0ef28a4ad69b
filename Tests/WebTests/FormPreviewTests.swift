import Foundation
import Ground
import HTTPTypes
import TestSupport
import Testing
import Web
import XForms

/// Filling a form on its page: what is asked, what is taken, what is said, what is kept.
@Suite struct FormPreviewTests {
    /// A household: conditions, limits, a cascade, a repeat, a field that only shows.
    static func household() throws -> FormDesk {
        try FormDesk(
            model: """
                <instance id="towns"><root>
                <item><name>a1</name><label>A-one</label><province>a</province></item>
                <item><name>a2</name><label>A-two</label><province>a</province></item>
                <item><name>b1</name><label>B-one</label><province>b</province></item></root></instance>
                <bind nodeset="/data/name" type="string" required="true()" jr:requiredMsg="Everybody has a name"/>
                <bind nodeset="/data/age" type="int" constraint=". &lt; 150" jr:constraintMsg="Nobody is that old"/>
                <bind nodeset="/data/job" type="string" relevant="/data/age &gt;= 18"/>
                <bind nodeset="/data/province" type="string"/>
                <bind nodeset="/data/town" type="string"/>
                <bind nodeset="/data/goods" type="string"/>
                <bind nodeset="/data/sum" type="int" calculate="/data/age + 1" readonly="true()"/>
                <bind nodeset="/data/child/nick" type="string"/>
                <bind nodeset="/data/share" type="decimal"/>
                """,
            instance: """
                <name/><age/><job/><province/><town/><goods/><sum/><share/><child jr:template=""><nick/></child><child><nick/></child>
                """,
            body: """
                <input ref="/data/name"><label>Name</label><hint>As in the register</hint></input>
                <input ref="/data/age"><label>Age</label></input>
                <input ref="/data/job"><label>Job of <output value="/data/name"/></label></input>
                <select1 ref="/data/province"><label>Province</label><item><label>A</label><value>a</value></item>
                <item><label>B</label><value>b</value></item></select1>
                <select1 ref="/data/town"><label>Town</label><itemset nodeset="instance('towns')/root/item[province = /data/province]">
                <value ref="name"/><label ref="label"/></itemset></select1>
                <select ref="/data/goods"><label>Goods</label><item><label>Bike</label><value>bike</value></item>
                <item><label>Car</label><value>car</value></item></select>
                <input ref="/data/sum"><label>Next year</label></input>
                <range ref="/data/share" start="0" end="1" step="0.1"><label>Share</label></range>
                <group ref="/data/child"><label>Child</label><repeat nodeset="/data/child"><input ref="/data/child/nick"><label>Nick</label></input>
                </repeat></group>
                """)
    }

    /// A draft in which something stands already: its address.
    private static func begin(_ browser: Browser, _ name: String = "/data/name", _ value: String = "Li") async throws -> String {
        let sheet = try await browser.sheet("/").sheet
        let answer = try await browser.press("update", sheet.with(name, value), at: "/")
        #expect(answer.status == 303)
        return try #require(answer.location?.split(separator: "#").first.map(String.init))
    }

    private static func faults(_ html: String) -> [String] {
        Markup.faults(of: html).filter { $0 != "style or script in the page" && !$0.contains("?language=") }
    }

    // MARK: Other people's forms

    static let references: [String] = ["xform", "collect-samples"].flatMap { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Reference.path("forms/" + folder))) ?? []
        return names.filter { $0.hasSuffix(".xml") }.sorted().map { "forms/\(folder)/\($0)" }
    }

    @Test(.enabled(if: Reference.isPresent), arguments: references + ["forms/javarosa/xpath_form.xml"])
    func `A reference form is shown in every language and comes back as it was`(name: String) async throws {
        let desk = FormDesk(try XForm(try InputFile.read(Reference.path(name)), file: name))
        try await desk.serve { browser in
            let (first, sheet) = try await browser.sheet("/")
            #expect(first.status == 200 && Self.faults(first.html) == [])
            let answer = try await browser.press("update", sheet, at: "/")
            let path = try #require(answer.location)
            #expect(desk.shelf.text(path) == desk.blank)
            for language in desk.form.languages.indices {
                let sheet = try await browser.sheet(path).sheet
                if desk.form.languages.count > 1 { #expect(sheet.buttons.contains("language:\(language)")) }
                _ = try await browser.press("language:\(language)", sheet, at: path)
                let page = try await browser.get(path)
                #expect(page.status == 200 && Self.faults(page.html) == [], "\(desk.form.languages[language])")
            }
            // Whatever may be added is added; the page holds.
            for button in try await browser.sheet(path).sheet.buttons where button.hasPrefix("add:") {
                _ = try await browser.press(button, try await browser.sheet(path).sheet, at: path)
            }
            let grown = try await browser.sheet(path)
            #expect(Self.faults(grown.page.html) == [])
            let before = desk.shelf.text(path)
            _ = try await browser.press("finish", grown.sheet, at: path)
            #expect(desk.shelf.text(path) == before)
            #expect(Self.faults(try await browser.get(path).html) == [])
        }
    }

    // MARK: Answers

    @Test func `What is relevant appears, what is not goes and keeps its answer`() async throws {
        let desk = try Self.household()
        try await desk.serve { browser in
            let path = try await Self.begin(browser, "/data/age", "17")
            #expect(!(try await browser.get(path).html.contains("name=\"/data/job\"")))
            _ = try await browser.press("update", try await browser.sheet(path).sheet.with("/data/age", "１８"), at: path)
            var (page, sheet) = try await browser.sheet(path)
            #expect(page.html.contains("name=\"/data/job\"") && sheet.value("/data/age") == "18")
            #expect(page.html.contains(">19<"), "what is computed is shown")
            _ = try await browser.press("update", sheet.with("/data/job", "smith").with("/data/name", "<Li> & \"Co\""), at: path)
            (page, sheet) = try await browser.sheet(path)
            #expect(page.html.contains("Job of &lt;Li&gt; &amp; &quot;Co&quot;"))
            _ = try await browser.press("update", sheet.with("/data/age", "3"), at: path)
            #expect(!(try await browser.get(path).html.contains("smith")) && desk.shelf.text(path).contains("<job>smith</job>"))
        }
    }

    @Test func `What is not allowed stays on the page with the reason, and is not taken`() async throws {
        let desk = try Self.household()
        try await desk.serve { browser in
            let path = try await Self.begin(browser, "/data/age", "30")
            for (entered, reason) in [("151", "Nobody is that old"), ("old", "Enter a whole number"), ("99999999999999999999", "Enter a whole number")] {
                _ = try await browser.press("update", try await browser.sheet(path).sheet.with("/data/age", entered), at: path)
                let (page, sheet) = try await browser.sheet(path)
                #expect(page.html.contains(reason) && page.html.contains("aria-invalid") && sheet.value("/data/age") == entered, "\(entered)")
                #expect(Self.faults(page.html) == [] && desk.shelf.text(path).contains("<age>30</age>"))
            }
            let answer = try await browser.press("finish", try await browser.sheet(path).sheet, at: path)
            #expect(answer.location == path + "#faults")
            let page = try await browser.get(path)
            #expect(page.html.contains("Everybody has a name") && page.html.contains("Enter a whole number") && page.html.contains("id=\"faults\""))
            #expect(try await browser.get(path + "/answer.xml").status == 404)
            #expect(try await browser.get(path + "/finished").location == path)
            let mended = try await browser.sheet(path).sheet.with("/data/age", "31").with("/data/name", "Li")
            #expect(try await browser.press("finish", mended, at: path).location == path + "/finished")
            let finished = try await browser.get(path + "/finished")
            #expect(finished.status == 200 && Self.faults(finished.html) == [])
            let document = try await browser.get(path + "/answer.xml")
            #expect(document.html.contains("<name>Li</name><age>31</age><job/>"))
            #expect(document.headers[.contentDisposition] == "attachment; filename=\"test.xml\"")
        }
    }

    @Test func `A choice that is none any more goes`() async throws {
        let desk = try Self.household()
        try await desk.serve { browser in
            let path = try await Self.begin(browser, "/data/province", "a")
            let filled = try await browser.sheet(path).sheet.with("/data/town", "a2").with("/data/goods", "bike", "car")
            _ = try await browser.press("update", filled, at: path)
            #expect(desk.shelf.text(path).contains("<town>a2</town><goods>bike car</goods>"))
            _ = try await browser.press("update", try await browser.sheet(path).sheet.with("/data/province", "b").with("/data/goods", "car"), at: path)
            #expect(desk.shelf.text(path).contains("<town/><goods>car</goods>"))
            _ = try await browser.press("clear:/data/province", try await browser.sheet(path).sheet, at: path)
            let page = try await browser.get(path)
            #expect(desk.shelf.text(path).contains("<province/>") && page.html.contains("There is nothing to choose yet"))
        }
    }

    @Test func `Instances of a repeat are added and removed`() async throws {
        let desk = try Self.household()
        try await desk.serve { browser in
            let path = try await Self.begin(browser, "/data/child[1]/nick", "one")
            var sheet = try await browser.sheet(path).sheet
            for name in ["two", "three"] {
                let add = try #require(sheet.buttons.first { $0.hasPrefix("add:") })
                let answer = try await browser.press(add, sheet, at: path)
                #expect(answer.location?.contains("#") == true)
                let number = name == "two" ? 2 : 3
                sheet = try await browser.sheet(path).sheet.with("/data/child[\(number)]/nick", name)
            }
            // What was just typed is taken in by the same press that removes the first.
            let old = sheet
            _ = try await browser.press("remove:/data/child[1]", sheet, at: path)
            #expect(desk.shelf.text(path).contains("<child><nick>two</nick></child><child><nick>three</nick></child></data>"))
            // A page from before the removal cannot say any more whom it means.
            _ = try await browser.press("update", old.with("/data/child[2]/nick", "changed").with("/data/name", "Wang"), at: path)
            let page = try await browser.get(path)
            #expect(desk.shelf.text(path).contains("<nick>two</nick></child><child><nick>three</nick>") && desk.shelf.text(path).contains("<name>Wang</name>"))
            #expect(page.html.contains("1 answers were changed in another window") && Self.faults(page.html) == [])
        }
    }

    @Test func `Two windows do not undo each other`() async throws {
        let desk = try Self.household()
        try await desk.serve { browser in
            let path = try await Self.begin(browser)
            let (here, there) = (try await browser.sheet(path).sheet, try await browser.sheet(path).sheet)
            _ = try await browser.press("update", here.with("/data/age", "40").with("/data/name", "Li Na"), at: path)
            _ = try await browser.press("update", there.with("/data/goods", "car").with("/data/name", "Lina"), at: path)
            let text = desk.shelf.text(path)
            #expect(text.contains("<age>40</age>") && text.contains("<goods>car</goods>") && text.contains("<name>Li Na</name>"))
            #expect(try await browser.get(path).html.contains("1 answers were changed in another window"))
        }
    }

    @Test func `A draft goes on after the server was started anew`() async throws {
        let desk = try Self.household()
        let (path, old) = try await desk.serve { browser in
            let path = try await Self.begin(browser)
            return (path, try await browser.sheet(path).sheet)
        }
        try await desk.serve { browser in
            browser.set("form-draft", String(path.dropFirst("/drafts/".count)))
            #expect(try await browser.get("/").html.contains("href=\"\(path)\""), "the last draft is offered")
            browser.set("form-token", try #require(old.value("form-token")))
            // A page that stood open all the time is still good.
            _ = try await browser.press("update", old.with("/data/age", "50"), at: path)
            let sheet = try await browser.sheet(path).sheet
            #expect(sheet.value("/data/name") == "Li" && sheet.value("/data/age") == "50")
            #expect(try await browser.get("/drafts/" + String(repeating: "0", count: 64)).status == 404)
        }
    }

    @Test func `A script gets the pieces that changed, and all of them where it fell behind`() async throws {
        let desk = try Self.household()
        try await desk.serve { browser in
            let path = try await Self.begin(browser)
            let sheet = try await browser.sheet(path).sheet
            func part(_ sheet: FormSheet) async throws -> Page {
                let text = sheet.fields.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
                let name = try #require(HTTPField.Name("X-Form-Part"))
                return try await browser.send(
                    path, method: .post, headers: [.contentType: "application/x-www-form-urlencoded", name: "1"], body: Array(text.utf8))
            }
            let answer = try await part(sheet.with("/data/age", "44"))
            #expect(answer.status == 200 && answer.html.contains("id=\"answer\"") && answer.html.contains("name=\"/data/job\""))
            #expect(!answer.html.contains("name=\"/data/province\"") && !answer.html.contains("<html"))
            let late = try await part(sheet.with("/data/age", "45"))
            #expect(late.html.contains("name=\"/data/province\""))
            #expect(desk.shelf.text(path).contains("<age>44</age>"), "a page that is behind does not overwrite")
        }
    }

    @Test func `A right-to-left language turns the form, and media that lack are told`() async throws {
        let text = """
            <itext><translation lang="English (en)"><text id="q"><value>Name</value></text></translation>
            <translation lang="Arabic (ar)"><text id="q"><value>الاسم</value><value form="image">jr://images/none.png</value></text></translation>
            <translation lang="中文"><text id="q"><value>姓名</value></text></translation></itext><bind nodeset="/data/q" type="string"/>
            """
        let desk = try FormDesk(model: text, instance: "<q/>", body: "<input ref=\"/data/q\"><label ref=\"jr:itext('q')\"/></input>")
        try await desk.serve { browser in
            let chinese = try await browser.get("/", headers: [.acceptLanguage: "zh-CN,en;q=0.5"])
            #expect(chinese.html.contains("姓名") && chinese.html.contains("<html lang=\"zh-CN\">"))
            let answer = try await browser.press("language:1", try await browser.sheet("/").sheet, at: "/")
            let path = try #require(answer.location)
            let page = try await browser.get(path)
            #expect(page.html.contains("lang=\"ar\" dir=\"rtl\"") && page.html.contains("الاسم") && page.html.contains("none.png"))
            #expect(!page.html.contains("src=\"/media") && Self.faults(page.html) == [])
            _ = try await browser.press("page:zh", try await browser.sheet(path).sheet, at: path)
            #expect(browser.cookie("language") == "zh")
        }
    }
}
