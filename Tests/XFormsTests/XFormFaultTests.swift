import Ground
import Testing
import XForms

@Suite("Forms that cannot be used")
struct XFormFaultTests {
    @Test("all faults are told at once, each with its place")
    func collects() {
        let faults = FormFixture.faults(
            instance: "<a/><b/>",
            model: """
                <bind nodeset="/data/a" relevant="foo(1)"/>
                <bind nodeset="/data/c" type="int"/>
                <bind nodeset="/data/b" constraint=". &gt;"/>
                <bind nodeset="/data/b"/>
                """,
            body: "<input ref=\"/data/x\"/><select1 ref=\"/data/a\"><itemset nodeset=\"instance('no')/root/item\"><value ref=\"v\"/></itemset></select1>")
        #expect(faults.count == 6)
        #expect(faults.contains { $0.hasPrefix("t.xml:6:") && $0.contains("the function foo() is not known") })
        #expect(faults.contains { $0.hasPrefix("t.xml:7:") && $0.contains("“/data/c”, which is not in the instance") })
        #expect(faults.contains { $0.contains("constraint of /data/b") && $0.contains("the expression ends too early (at character 4)") })
        #expect(faults.contains { $0.contains("“/data/b” has two binds") })
        #expect(faults.contains { $0.contains("<input> refers to “/data/x”") })
        #expect(faults.contains { $0.contains("there is no instance “no”") })
    }

    static let circleCases: [(model: String, words: String)] = [
        ("<bind nodeset='/data/a' calculate='/data/b'/><bind nodeset='/data/b' calculate='/data/a'/>", "these need each other"),
        ("<bind nodeset='/data/a' calculate='. + 1'/>", "needs its own result"),
        ("<bind nodeset='/data/g' relevant=\"/data/g/x = 'a'\"/>", "needs its own result"),
        ("<bind nodeset='/data/a' relevant='/data/b = 1'/><bind nodeset='/data/b' relevant='/data/a = 1'/>", "these need each other"),
        ("<bind nodeset='/data/g' relevant='/data/a = 1'/><bind nodeset='/data/a' calculate='/data/g/x'/>", "these need each other"),
        (
            "<bind nodeset='/data/a' calculate='/data/b'/><bind nodeset='/data/b' calculate='/data/g/x'/>"
                + "<bind nodeset='/data/g/x' calculate='sum(/data/*)'/>", "these need each other"
        ),
    ]

    @Test("a value that needs itself", arguments: circleCases.indices)
    func circles(_ index: Int) {
        let faults = FormFixture.faults(instance: "<a/><b/><g><x/></g>", model: Self.circleCases[index].model)
        #expect(faults.count == 1)
        #expect(faults.first?.contains(Self.circleCases[index].words) == true)
        #expect(faults.first?.hasPrefix("t.xml:6:") == true)
    }

    @Test("what only looks like a circle is none")
    func noCircles() {
        let model = """
            <bind nodeset="/data/a" constraint=". &gt; /data/a - 1" required="/data/a = ''"/>
            <bind nodeset="/data/g/x" relevant="/data/a = 1" calculate="/data/b"/><bind nodeset="/data/b" relevant="/data/a = 2"/>
            """
        #expect(FormFixture.faults(instance: "<a/><b/><g><x/></g>", model: model).isEmpty)
    }

    @Test("a path that leads nowhere is a warning")
    func unknownPaths() throws {
        let form = try FormFixture.form(instance: "<a/>", model: "<bind nodeset=\"/data/a\" calculate=\"/data/nobody\"/>")
        #expect(form.warnings.all.map(\.message) == ["calculate of /data/a: “/data/nobody” is not in the instance; its value is always empty"])
    }

    static let hostileCases: [(name: String, text: String, words: String)] = [
        ("entities", "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>", "document type"),
        ("outside file", "<?xml version='1.0'?>\n<!-- ok -->\n<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "x.xml:3: error: a document type"),
        ("unknown entity", "<a>\n&foo;</a>", "an entity is not known"),
        ("depth", String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000), "deep inside each other"),
        ("not closed", "<a><b></a>", "not closed"), ("nothing", "", "no XML document"), ("text", "hello", "no XML document"),
        ("two roots", "<a/><b/>", "end of the document"), ("nul", "<a>\u{0}</a>", "not UTF-8"), ("attribute twice", "<a b='1' b='2'/>", "given twice"),
        ("no form", "<a/>", "is no XForm"), ("other", "<h:html xmlns:h='x'><h:head/></h:html>", "is no XForm"),
        ("no instance", "<html><head><model/></head></html>", "no primary instance"),
        ("unfinished", "<html><head><model><instance><data>", "document"), ("not a tag", "< a/>", "name is missing"),
        ("entity in a value", "<a b='&foo;'/>", "an entity is not known"), ("no reference", "<a>\n1 & 2</a>", "x.xml:2:4: error: “&” begins no reference"),
        ("no quotation mark", "<a>\n<b c=1/></a>", "x.xml:2:6: error: “1” is not allowed here"), ("unclosed tag", "<a b='1", "opened"),
        ("parameter entity", "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://localhost/x'>%x;]><a/>", "document type"),
        ("a character that is none", "<a>&#0;</a>", "no character"), ("control character", "<a>\u{1}</a>", "control character"),
        ("Latin", "<?xml version='1.0' encoding='ISO-8859-1'?>\n<a/>", "x.xml:1: error: another encoding"),
        ("depth of one too many", String(repeating: "<a>", count: 101) + String(repeating: "</a>", count: 101), "more than 100 deep"),
        ("text behind", "<a/>\nx", "after the end"), ("late declaration", "\n<?xml version='1.0'?><a/>", "very beginning"),
    ]

    @Test("hostile XML is refused in words", arguments: hostileCases.indices)
    func hostile(_ index: Int) {
        let (name, text, words) = Self.hostileCases[index]
        do {
            _ = try XForm(Array(text.utf8), file: "x.xml")
            Issue.record("\(name) is accepted")
        } catch {
            #expect(error.description.contains(words), "\(name): \(error)")
        }
    }

    @Test("bytes that are no text")
    func bytes() {
        // A name that is not UTF-8 makes the platform's library trap.
        #expect(throws: RejectedInput.self) {
            try XForm(Array("<a>\n<b nod".utf8) + [0xD4] + Array("set='1'/></a>".utf8), file: "x.xml")
        }
        #expect(throws: RejectedInput.self) { try XForm([0xFF, 0xFE, 0x3C, 0x00], file: "x.xml") }
        #expect(throws: RejectedInput.self) { try XForm(Array("<a>".utf8) + [0xC3, 0x28] + Array("</a>".utf8), file: "x.xml") }
        #expect(throws: RejectedInput.self) { try XForm(Array("<?xml version='1.0' encoding='no-such'?><a/>".utf8), file: "x.xml") }
    }

    @Test("a byte that is no text is told with its line")
    func lineOfBytes() {
        for bytes in [[0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF8], [0xC0, 0x80], [0xE6, 0x98]] as [[UInt8]] {
            do {
                _ = try XForm(Array("<a>\n<b>\n".utf8) + bytes + Array("</b></a>".utf8), file: "x.xml")
                Issue.record("\(bytes) is accepted")
            } catch {
                #expect(error.description.contains("x.xml:3: error: is not UTF-8 text"), "\(bytes): \(error)")
            }
        }
        // Two bytes a letter, which the library would know.
        let wide = Array("<a/>".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        #expect(throws: RejectedInput.self) { try XForm([0xFF, 0xFE] + wide, file: "x.xml") }
    }

    @Test("conditions inside of conditions end in time, and the rest of the form works")
    func endless() throws {
        let items = (0..<200).map { "<item><n>\($0)</n></item>" }.joined()
        let list = "instance('l')/root/item"
        var session = try FormFixture.session(
            instance: "<a/><b/><c/>",
            model: """
                <instance id="l"><root>\(items)</root></instance><bind nodeset="/data/c" calculate="/data/b + 1"/>
                <bind nodeset="/data/a" calculate="count(\(list)[count(\(list)[count(\(list)[n &gt; /data/b]) &gt; 0]) &gt; 0])"/>
                """)
        #expect(session.value("/data/a") == "")
        #expect(session.problems.map(\.message).contains { $0.contains("takes too long") })
        #expect(session.give("5", to: "/data/b") == .accepted)
        #expect(session.value("/data/c") == "6")
    }

    @Test("expressions that read everything from everywhere are refused before they fill the memory")
    func intertwined() {
        let count = 1_100
        let faults = FormFixture.faults(
            instance: (0..<count).map { "<q\($0)/>" }.joined(),
            model: (0..<count).map { "<bind nodeset=\"/data/q\($0)\" constraint=\"1\" required=\"count(/data/*) &gt; 1\"/>" }.joined(separator: "\n"))
        #expect(faults.count == 1)
        #expect(faults.first?.contains("read too many fields") == true, "\(faults)")
    }

    @Test("names that multiply with depth are refused before they fill the memory")
    func longPaths() {
        let name = String(repeating: "n", count: 1 << 20)
        let faults = FormFixture.faults(instance: "<\(name)>" + (0..<100).map { "<q\($0)/>" }.joined() + "</\(name)>")
        #expect(faults.count == 1)
        #expect(faults.first?.contains("too long paths") == true, "\(faults.first?.prefix(200) ?? "")")
    }

    @Test("repeats in repeats stop growing")
    func multiplying() throws {
        let fields = (0..<50).map { "<q\($0)/>" }.joined()
        let questions = (0..<50).map { "<input ref=\"/data/a/b/q\($0)\"/>" }.joined()
        var session = try FormFixture.session(
            instance: "<a jr:template=''><b jr:template=''>\(fields)</b></a>",
            body: "<repeat nodeset='/data/a' jr:count='99999'><repeat nodeset='/data/a/b' jr:count='99999'>\(questions)</repeat></repeat>")
        let (outer, inner) = (try #require(session.control("/data/a")), try #require(session.control("/data/a/b")))
        session.matchCount(of: outer, in: session.root)
        #expect(session.instances(of: outer, in: session.root).count == FormSession.mostInstances)
        for instance in session.instances(of: outer, in: session.root).prefix(3) { session.matchCount(of: inner, in: instance) }
        #expect(session.entries.count < 2 * FormSession.mostNodes)
        let last = try #require(session.instances(of: outer, in: session.root).last)
        #expect(session.addInstance(of: inner, in: last) == nil)
    }

    @Test("a long text comes whole, whatever pieces the library reads it in")
    func longTexts() throws {
        let long = String(repeating: "昆明市民😀", count: 30_000)
        let session = try FormFixture.session(instance: "<a>\(long)</a><b><![CDATA[<\(long)>]]></b>")
        #expect(session.value("/data/a") == long)
        #expect(session.value("/data/b") == "<\(long)>")
    }

    @Test("the usual prefixes may be called otherwise")
    func prefixes() throws {
        let text = """
            <x:html xmlns:x="http://www.w3.org/1999/xhtml" xmlns:j="http://openrosa.org/javarosa" xmlns="http://www.w3.org/2002/xforms">
            <x:head><model><instance><data><n/><m j:template=""><x/></m></data></instance><bind nodeset="/data/n" j:preload="uid"/></model>
            </x:head><x:body><repeat nodeset="/data/m" j:count="2"><input ref="/data/m/x"/></repeat></x:body></x:html>
            """
        let session = FormSession(try XForm(Array(text.utf8), file: "x.xml"), FormFixture.surroundings)
        #expect(session.value("/data/n")?.hasPrefix("uuid:") == true)
        #expect(session.node(at: "/data/m[1]") == nil)
    }
}
