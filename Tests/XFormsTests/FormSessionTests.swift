import Ground
import Testing
import XForms

@Suite("A form being filled")
struct FormSessionTests {
    @Test("relevance is inherited, and what is not relevant is empty to expressions but keeps its answer")
    func relevance() throws {
        var session = try FormFixture.session(
            instance: "<a/><g><b/><h><c/></h></g><sum/><n/>",
            model: """
                <bind nodeset="/data/a" type="int"/><bind nodeset="/data/g" relevant="/data/a &gt; 1"/>
                <bind nodeset="/data/g/h/c" type="int"/>
                <bind nodeset="/data/sum" calculate="coalesce(/data/g/h/c, 'none')"/>
                <bind nodeset="/data/n" calculate="count(/data/g/h/c)"/>
                """)
        #expect(session.isRelevant("/data/g/h/c") == false)
        #expect(session.give("2", to: "/data/a") == .accepted)
        #expect(session.give("5", to: "/data/g/h/c") == .accepted)
        #expect(session.value("/data/sum") == "5")
        #expect(session.value("/data/n") == "1")
        #expect(session.give("1", to: "/data/a") == .accepted)
        #expect(session.value("/data/sum") == "none")
        #expect(session.value("/data/n") == "0")
        #expect(session.value("/data/g/h/c") == "5")
        #expect(session.give("6", to: "/data/g/h/c") == .notRelevant)
    }

    @Test("an answer recomputes only what depends on it")
    func recomputesLittle() throws {
        let count = 300
        let fields = (0..<count).map { "<q\($0)/>" }.joined()
        let binds = (1..<count).map { "<bind nodeset=\"/data/q\($0)\" relevant=\"/data/q\($0 - 1) = 'yes'\"/>" }.joined()
        var session = try FormFixture.session(instance: fields, model: binds)
        let before = session.evaluations
        #expect(before == count - 1)
        #expect(session.give("no", to: "/data/q0") == .accepted)
        #expect(session.evaluations - before == 1)
        #expect(session.give("yes", to: "/data/q0") == .accepted)
        // q1 has become relevant, which q2 depends on.
        #expect(session.evaluations - before == 3)
    }

    @Test("instances of repeats are added, counted, summed and taken away")
    func repeats() throws {
        var session = try FormFixture.session(
            instance: "<m jr:template=\"\"><age/><place/><share/></m><count/><sum/><last/>",
            model: """
                <bind nodeset="/data/m/age" type="int"/>
                <bind nodeset="/data/m/place" calculate="position(..)"/>
                <bind nodeset="/data/m/share" calculate="round(../age * 100 div /data/sum)"/>
                <bind nodeset="/data/count" calculate="count(/data/m)"/>
                <bind nodeset="/data/sum" calculate="sum(/data/m/age)"/>
                <bind nodeset="/data/last" calculate="indexed-repeat(/data/m/age, /data/m, count(/data/m))"/>
                """,
            body: "<group ref=\"/data/m\"><label>Members</label><repeat nodeset=\"/data/m\"><input ref=\"/data/m/age\"/></repeat></group>")
        let control = try #require(session.control("/data/m"))
        #expect(session.form.controls[control].kind == .loop)
        #expect(session.value("/data/count") == "0")
        for age in ["10", "20", "70"] {
            let node = try session.add(control, in: session.root)
            #expect(session.answer(try #require(session.nodes(of: session.form.field(at: "/data/m/age") ?? 0, below: node).first), age) == .accepted)
        }
        #expect(session.value("/data/count") == "3")
        #expect(session.value("/data/sum") == "100")
        #expect(session.value("/data/last") == "70")
        #expect(session.value("/data/m[3]/place") == "3")
        #expect(session.value("/data/m[2]/share") == "20")
        session.removeInstance(try #require(session.node(at: "/data/m[2]")))
        #expect(session.value("/data/count") == "2")
        #expect(session.value("/data/sum") == "80")
        #expect(session.value("/data/m[2]/place") == "2")
        #expect(session.value("/data/m[2]/age") == "70")
        #expect(session.value("/data/m[1]/share") == "13")
        #expect(session.node(at: "/data/m[3]") == nil)
        #expect(session.label(of: control, at: session.root)?.text == "Members")
    }

    @Test("repeats in repeats keep to their own")
    func nestedRepeats() throws {
        var session = try FormFixture.session(
            instance: "<h jr:template=\"\"><p jr:template=\"\"><x/><y/></p><sum/></h><all/>",
            model: """
                <bind nodeset="/data/h/p/x" type="int"/><bind nodeset="/data/h/p/y" calculate="/data/h/p/x * 2"/>
                <bind nodeset="/data/h/sum" calculate="sum(../p/y)"/><bind nodeset="/data/all" calculate="sum(/data/h/p/y)"/>
                """,
            body: """
                <repeat nodeset="/data/h"><repeat nodeset="/data/h/p"><input ref="/data/h/p/x"/></repeat></repeat>
                """)
        let (outer, inner) = (try #require(session.control("/data/h")), try #require(session.control("/data/h/p")))
        for _ in 0..<2 {
            let house = try session.add(outer, in: session.root)
            for _ in 0..<2 { #expect(session.addInstance(of: inner, in: house) != nil) }
        }
        var value = 1
        for (house, person) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
            #expect(session.give("\(value)", to: "/data/h[\(house)]/p[\(person)]/x") == .accepted)
            value *= 10
        }
        #expect(session.value("/data/h[1]/sum") == "22")
        #expect(session.value("/data/h[2]/sum") == "2200")
        #expect(session.value("/data/all") == "2222")
        session.removeInstance(try #require(session.node(at: "/data/h[1]")))
        #expect(session.value("/data/all") == "2200")
        #expect(session.value("/data/h[1]/p[2]/y") == "2000")
    }

    @Test("a count makes and unmakes instances as the walk comes to them")
    func countedRepeat() throws {
        var session = try FormFixture.session(
            instance: "<n/><m jr:template=\"\"><x/></m>", model: "<bind nodeset=\"/data/n\" type=\"int\"/>",
            body: "<input ref=\"/data/n\"/><repeat nodeset=\"/data/m\" jr:count=\"/data/n\"><input ref=\"/data/m/x\"/></repeat>")
        let control = try #require(session.control("/data/m"))
        #expect(session.give("3", to: "/data/n") == .accepted)
        var walk = FormWalk(session)
        var instances = 0
        while true {
            let event = walk.step(&session)
            if event == .end { break }
            if case .instance = event { instances += 1 }
        }
        #expect(instances == 3)
        #expect(session.give("1", to: "/data/n") == .accepted)
        session.matchCount(of: control, in: session.root)
        #expect(session.instances(of: control, in: session.root).count == 1)
        #expect(session.give("999999999", to: "/data/n") == .accepted)
        #expect(session.count(of: control, in: session.root) == FormSession.mostInstances)
    }

    @Test("a repeat that is empty is offered while its condition holds, and has a label")
    func emptyRepeat() throws {
        var session = try FormFixture.session(
            instance: "<a/><g><m jr:template=\"\"><x/></m></g>", model: "<bind nodeset=\"/data/g/m\" relevant=\"../../a = 'y'\"/>",
            body: """
                <input ref="/data/a"/><group ref="/data/g/m"><label>For <output value="/data/a"/></label>
                <repeat nodeset="/data/g/m"><input ref="/data/g/m/x"/></repeat></group>
                """)
        let control = try #require(session.control("/data/g/m"))
        let parent = try #require(session.node(at: "/data/g"))
        func offers() -> Bool {
            var copy = session
            var walk = FormWalk(copy)
            while true {
                switch walk.step(&copy) {
                case .end: return false
                case .offer: return true
                default: continue
                }
            }
        }
        #expect(!offers())
        #expect(session.give("y", to: "/data/a") == .accepted)
        #expect(offers())
        #expect(session.label(of: control, at: parent)?.text == "For y")
        #expect(session.count(of: control, in: parent) == nil)
        let isOfferedAtRoot = session.isRepeatRelevant(control, in: session.root)
        #expect(!isOfferedAtRoot)
    }

    @Test("choices follow the answers before them; an answer outside of them is refused")
    func cascade() throws {
        let places = [("a1", "A"), ("a2", "A"), ("b1", "B")]
        let items = places.map { "<item><name>\($0.0)</name><label>\($0.0.uppercased())</label><in>\($0.1)</in></item>" }.joined()
        var session = try FormFixture.session(
            instance: "<region/><town/><why/>",
            model: "<instance id=\"towns\"><root>\(items)</root></instance>"
                + "<bind nodeset=\"/data/why\" calculate=\"jr:choice-name(/data/town, '/data/town')\"/>",
            body: """
                <select1 ref="/data/region"><item><label>Region A</label><value>A</value></item><item><value>B</value></item></select1>
                <select ref="/data/town"><itemset nodeset="instance('towns')/root/item[in = /data/region]">
                <value ref="name"/><label ref="label"/></itemset></select>
                """)
        let town = try #require(session.control("/data/town"))
        let node = try #require(session.node(at: "/data/town"))
        #expect(session.choices(of: town, at: node).isEmpty)
        #expect(session.give("C", to: "/data/region") == .notAChoice("C"))
        #expect(session.give("A", to: "/data/region") == .accepted)
        #expect(session.choices(of: town, at: node).map(\.label.text) == ["A1", "A2"])
        #expect(session.give("a1 b1", to: "/data/town") == .notAChoice("b1"))
        #expect(session.give(" a2   a1 ", to: "/data/town") == .accepted)
        #expect(session.value("/data/town") == "a2 a1")
        #expect(session.value("/data/why") == "A2, A1")
    }

    @Test("languages change labels, choices and computed texts")
    func languages() throws {
        var session = try FormFixture.session(
            instance: "<q/><t/>",
            model: """
                <itext><translation lang="en" default="true()"><text id="q"><value>Where is <output value="/data/q"/>?</value>
                <value form="image">jr://images/q.png</value></text><text id="w"><value>water</value></text>
                <text id="only"><value>English only</value></text><text id="n"><value>no, <output value="/data/q"/></value></text>
                </translation>
                <translation lang="中文"><text id="q"><value><output value="/data/q"/> 在哪里？</value></text>
                <text id="w"><value>水</value></text></translation></itext>
                <instance id="l"><root><item><itextId>w</itextId><name>w</name></item><item><itextId>n</itextId><name>n</name></item></root>
                </instance><bind nodeset="/data/t" calculate="jr:itext('w')"/>
                """,
            body: """
                <select1 ref="/data/q"><label ref="jr:itext('q')"/><hint ref="jr:itext('only')"/>
                <itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>
                """)
        let control = try #require(session.control("/data/q"))
        let node = try #require(session.node(at: "/data/q"))
        #expect(session.give("w", to: "/data/q") == .accepted)
        #expect(session.label(of: control, at: node) == ShownText("Where is w?", media: ["image": "jr://images/q.png"]))
        #expect(session.value("/data/t") == "water")
        #expect(session.choices(of: control, at: session.root).map(\.label.text) == ["water", "no, w"])
        #expect(session.label(of: control, at: session.root)?.text == "Where is w?")
        session.choose(language: 1)
        #expect(session.label(of: control, at: node)?.text == "w 在哪里？")
        #expect(session.hint(of: control, at: node)?.text == "English only")
        #expect(session.choices(of: control, at: node).map(\.label.text) == ["水", "no, w"])
        #expect(session.value("/data/t") == "水")
        session.choose(language: 9)
        #expect(session.language == 1)
    }

    @Test("actions set values at their events")
    func actions() throws {
        var session = try FormFixture.session(
            instance: "<first/><q/><echo/><m jr:template=\"\"><when/><i/></m>",
            model: """
                <setvalue event="odk-instance-first-load" ref="/data/first" value="concat('v', version())"/>
                """,
            body: """
                <input ref="/data/q"><setvalue event="xforms-value-changed" ref="/data/echo" value="concat(/data/q, '!')"/></input>
                <repeat nodeset="/data/m"><setvalue event="odk-new-repeat" ref="/data/m/i" value="position(..)"/>
                <input ref="/data/m/i"/></repeat>
                """)
        #expect(session.value("/data/first") == "v7")
        #expect(session.value("/data/echo") == "")
        #expect(session.give("a", to: "/data/q") == .accepted)
        #expect(session.value("/data/echo") == "a!")
        let control = try #require(session.control("/data/m"))
        for _ in 0..<2 { #expect(session.addInstance(of: control, in: session.root) != nil) }
        #expect(session.value("/data/m[1]/i") == "1")
        #expect(session.value("/data/m[2]/i") == "2")
    }

    @Test("required, readonly and constraint may be computed")
    func conditions() throws {
        var session = try FormFixture.session(
            instance: "<a/><b/>",
            model: """
                <bind nodeset="/data/a" type="decimal"/>
                <bind nodeset="/data/b" required="/data/a &gt; 1" readonly="/data/a &gt; 2" jr:requiredMsg="Say why."
                  constraint="string-length(.) &gt; 3 and . != 'nope'" jr:constraintMsg="Longer."/>
                """)
        #expect(session.give("", to: "/data/b") == .accepted)
        #expect(session.give("1.5", to: "/data/a") == .accepted)
        #expect(session.give("", to: "/data/b") == .required(message: "Say why."))
        #expect(session.faults().map(\.outcome) == [.required(message: "Say why.")])
        #expect(session.give("abc", to: "/data/b") == .constraint(message: "Longer."))
        #expect(session.give("because", to: "/data/b") == .accepted)
        #expect(session.faults().isEmpty)
        #expect(session.give("3", to: "/data/a") == .accepted)
        #expect(session.give("again", to: "/data/b") == .readonly)
    }

    @Test("tables beside the form are read by pulldata and as lists")
    func tables() throws {
        let csv = "name,label,price\nrice,Rice,3.5\ntea,\"Tea, green\",12\n"
        var session = try FormFixture.session(
            instance: "<what/><price/>",
            model: """
                <instance id="goods" src="jr://file-csv/goods.csv"/><bind nodeset="/data/what" type="string"/>
                <bind nodeset="/data/price" type="decimal" calculate="pulldata('goods', 'price', 'name', /data/what)"/>
                """,
            body: """
                <select1 ref="/data/what"><itemset nodeset="instance('goods')/root/item[price &lt; 20]"><value ref="name"/>
                <label ref="label"/></itemset></select1>
                """, attachments: ["goods.csv": Array(csv.utf8)])
        #expect(session.give("tea", to: "/data/what") == .accepted)
        #expect(session.value("/data/price") == "12.0")
        let labels = session.choices(of: try #require(session.control("/data/what")), at: try #require(session.node(at: "/data/what")))
        #expect(labels.map(\.label.text) == ["Rice", "Tea, green"])
    }

    @Test("what happens once stays")
    func once() throws {
        var session = try FormFixture.session(
            instance: "<a/><id/><r/>",
            model: """
                <bind nodeset="/data/id" calculate="once(concat(/data/a, '-', uuid()))"/>
                <bind nodeset="/data/r" calculate="if(/data/a = 'x', random(), random())"/>
                """)
        let id = session.value("/data/id")
        let number = session.value("/data/r")
        #expect(session.give("x", to: "/data/a") == .accepted)
        #expect(session.value("/data/id") == id)
        #expect(session.value("/data/r") != number)
        let other = try FormFixture.session(instance: "<a/><id/><r/>")
        #expect(other.value("/data/id") == "")
    }

    @Test("a copy is a draft of its own")
    func copies() throws {
        var session = try FormFixture.session(instance: "<a/><b/>", model: "<bind nodeset=\"/data/b\" calculate=\"/data/a\"/>")
        #expect(session.give("1", to: "/data/a") == .accepted)
        var draft = session
        #expect(draft.give("2", to: "/data/a") == .accepted)
        #expect(session.value("/data/b") == "1")
        #expect(draft.value("/data/b") == "2")
    }

    @Test("an expression that cannot be computed leaves its field empty and says why")
    func problems() throws {
        let session = try FormFixture.session(
            instance: "<a/><b>5</b><m><x>1</x></m><m><x>2</x></m>",
            model: "<bind nodeset=\"/data/a\" calculate=\"/data/m/x + 1\"/><bind nodeset=\"/data/b\" calculate=\"date('tomorrow')\"/>")
        #expect(session.value("/data/a") == "")
        #expect(session.value("/data/b") == "")
        #expect(session.problems.count == 2)
        #expect(session.problems.contains { $0.message.contains("2 answers are meant where one is needed") && $0.place.line == 6 })
    }

    @Test("ten thousand choices")
    func manyChoices() throws {
        let items = (0..<10_000).map { "<item><name>c\($0)</name><label>Choice \($0)</label></item>" }.joined()
        var session = try FormFixture.session(
            instance: "<q/>", model: "<instance id=\"l\"><root>\(items)</root></instance>",
            body: """
                <select1 ref="/data/q"><itemset nodeset="instance('l')/root/item"><value ref="name"/><label ref="label"/></itemset></select1>
                """)
        #expect(session.choices(of: try #require(session.control("/data/q")), at: try #require(session.node(at: "/data/q"))).count == 10_000)
        #expect(session.give("c9999", to: "/data/q") == .accepted)
        #expect(session.give("c10000", to: "/data/q") == .notAChoice("c10000"))
    }

    @Test("right-to-left and Han text in every place")
    func scripts() throws {
        var session = try FormFixture.session(
            instance: "<名字/><اسم/>",
            model: "<bind nodeset=\"/data/اسم\" calculate=\"concat(/data/名字, ' — مرحبا')\"/>",
            body: "<input ref=\"/data/名字\"><label>姓名 שם</label></input>")
        #expect(session.give("昆明\u{202E}市", to: "/data/名字") == .accepted)
        #expect(session.value("/data/اسم") == "昆明\u{202E}市 — مرحبا")
    }
}
