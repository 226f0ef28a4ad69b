import Ground
import TestSupport
import Testing
import XForms

@Suite("Answers as documents")
struct FormDocumentTests {
    @Test("what is sent leaves out what is not relevant; a draft keeps it")
    func writes() throws {
        var session = try FormFixture.session(
            instance: "<a/><b/><m jr:template=\"\"><x/></m>", model: "<bind nodeset=\"/data/b\" relevant=\"/data/a = 'y'\"/>",
            body: "<repeat nodeset=\"/data/m\"><input ref=\"/data/m/x\"/></repeat>")
        let control = try #require(session.control("/data/m"))
        #expect(session.give("y", to: "/data/a") == .accepted)
        #expect(session.give("\"1 < 2\" & 昆明", to: "/data/b") == .accepted)
        _ = try session.add(control, in: session.root)
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data id=\"t\" version=\"7\">"
        let b = "<b>&quot;1 &lt; 2&quot; &amp; 昆明</b>"
        #expect(session.document() == head + "<a>y</a>\(b)<m><x/></m></data>")
        #expect(session.give("n", to: "/data/a") == .accepted)
        #expect(session.document() == head + "<a>n</a><m><x/></m></data>")
        #expect(session.document(keepsIrrelevant: true) == head + "<a>n</a>\(b)<m><x/></m></data>")
    }

    @Test("a draft is taken up as it was left", .enabled(if: Reference.isPresent), arguments: FormTraceReferenceTests.names)
    func resumes(_ name: String) throws {
        let form = try XForm(InputFile.read(Reference.path("forms/xform/\(name).xml")), file: "\(name).xml")
        var session = FormSession(form, ReferenceForm.surroundings)
        _ = FormTrace(&session, ReferenceForm.script(try ReferenceForm.rows("forms/javarosa/\(name)_trace.csv")))
        let draft = Array(session.document(keepsIrrelevant: true).utf8)
        var surroundings = ReferenceForm.surroundings
        surroundings.seed = 99
        let again = try FormSession(form, surroundings, resuming: draft, file: "draft.xml")
        #expect(again.entries == session.entries)
    }

    @Test("an answer to another form, or none at all, is refused")
    func refuses() throws {
        let form = try FormFixture.form(instance: "<a/>")
        for text in ["<other/>", "<data><a>", "", "<!DOCTYPE data []><data/>"] {
            #expect(throws: RejectedInput.self) {
                try FormSession(form, FormFixture.surroundings, resuming: Array(text.utf8), file: "draft.xml")
            }
        }
        let session = try FormSession(form, FormFixture.surroundings, resuming: Array("<data><old/><a>1</a></data>".utf8), file: "draft.xml")
        #expect(session.value("/data/a") == "1")
    }

    @Test("the moment of finishing is taken at the end")
    func finishes() throws {
        var session = try FormFixture.session(
            instance: "<end/>", model: "<bind nodeset=\"/data/end\" type=\"dateTime\" jr:preload=\"timestamp\" jr:preloadParams=\"end\"/>")
        #expect(session.value("/data/end") == "")
        session.surroundings.now = Instant(milliseconds: 0)
        session.finish()
        #expect(session.value("/data/end") == "1970-01-01T08:00:00.000+08:00")
    }
}
