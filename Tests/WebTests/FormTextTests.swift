import Foundation
import HTTPTypes
import Testing
import Web

/// What a form says beside its questions: media, marks in texts, two questions for one field.
@Suite struct FormTextTests {
    @Test func `A picture that lies beside the form is shown; nothing else is given out`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("media-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let picture = Pictures.png()
        try Data(picture).write(to: URL(fileURLWithPath: folder + "/水 源.png"))
        try Data("secret".utf8).write(to: URL(fileURLWithPath: folder + "/draft.xml"))
        var desk = try FormDesk(
            model: """
                <itext><translation lang="zh"><text id="q"><value>水源</value><value form="image">jr://images/水 源.png</value></text></translation></itext>
                """,
            instance: "<q/>", body: "<input ref=\"/data/q\"><label ref=\"jr:itext('q')\"/></input>")
        desk.media = FormMedia(folders: [folder, folder + "/none"])
        try await desk.serve { browser in
            let page = try await browser.get("/")
            let address = try #require(page.html.firstMatch(of: /src="(\/media\/[^"]*)"/)?.1)
            let file = try await browser.get(String(address))
            #expect(file.bytes == picture && file.headers[.contentType] == "image/png" && file.headers[.xContentTypeOptions] == "nosniff")
            #expect(try await browser.get("/media/draft.xml").status == 404)
        }
    }

    @Test func `Marks in texts are followed, names with underscores are not`() async throws {
        let text = "请**务必**填写 snake_case_name 2 * 3 * 4 *soft*\n# Head\nselect\\_one a&amp;nbsp;b __strong__ _x ** "
        let desk = try FormDesk(model: "", instance: "<q/>", body: "<input ref=\"/data/q\"><label>\(text)</label></input>")
        try await desk.serve { browser in
            let html = try await browser.get("/").html
            #expect(
                html.contains(
                    "请<strong>务必</strong>填写 snake_case_name 2 * 3 * 4 <em>soft</em>\n<strong>Head</strong>\nselect_one a\u{A0}b <strong>strong</strong> _x **"))
        }
    }

    @Test func `Two questions for one field do not mix up`() async throws {
        let desk = try FormDesk(
            model: "<bind nodeset=\"/data/q\" type=\"string\"/>", instance: "<q/>",
            body: "<input ref=\"/data/q\"><label>First</label></input><input ref=\"/data/q\"><label>Second</label></input>")
        try await desk.serve { browser in
            let sheet = try await browser.sheet("/").sheet
            let path = try #require(try await browser.press("update", sheet.with("1:/data/q", "by the second"), at: "/").location)
            #expect(desk.shelf.text(path).contains("<q>by the second</q>"))
            let again = try await browser.sheet(path).sheet
            #expect(again.value("/data/q") == "by the second" && again.value("1:/data/q") == "by the second")
            _ = try await browser.press("update", again.with("/data/q", "by the first"), at: path)
            #expect(desk.shelf.text(path).contains("<q>by the first</q>"))
        }
    }
}
