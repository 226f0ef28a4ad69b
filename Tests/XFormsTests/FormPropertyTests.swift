import Ground
import TestSupport
import Testing
import XForms

@Suite("What must hold of every filling")
struct FormPropertyTests {
    /// A form with conditions, sums, repeats in repeats and cascades, whose answers are small numbers.
    static func form() throws -> XForm {
        try FormFixture.form(
            instance: """
                <a/><b/><g><c/><d/><h jr:template=""><x/><y/><z/><k jr:template=""><u/><v/></k></h></g><s/><t/><w/><e/>
                """,
            model: """
                <bind nodeset="/data/a" type="int"/><bind nodeset="/data/b" type="int" relevant="/data/a &gt; 1"/>
                <bind nodeset="/data/g" relevant="/data/a != 3"/><bind nodeset="/data/g/c" type="int" readonly="/data/b = 2"/>
                <bind nodeset="/data/g/d" calculate="/data/b + ../c" required="/data/a = 2"/>
                <bind nodeset="/data/g/h" relevant="/data/g/c &lt; 4"/>
                <bind nodeset="/data/g/h/x" type="int"/><bind nodeset="/data/g/h/y" calculate="../x * position(..) + sum(../k/v)"/>
                <bind nodeset="/data/g/h/z" relevant="/data/g/h/x &gt; 1" calculate="count(../../h) + /data/a"/>
                <bind nodeset="/data/g/h/k" relevant="../x &gt; 0"/>
                <bind nodeset="/data/g/h/k/u" type="int"/><bind nodeset="/data/g/h/k/v" calculate="../u + current()/../../x"/>
                <bind nodeset="/data/s" calculate="sum(/data/g/h/y)"/><bind nodeset="/data/t" calculate="count(/data/g/h[x &gt; 1])"/>
                <bind nodeset="/data/w" calculate="indexed-repeat(/data/g/h/x, /data/g/h, 2)"/>
                <bind nodeset="/data/e" relevant="/data/s &gt; 3" calculate="join(',', /data/g/h/k/v)"/>
                """,
            body: """
                <input ref="/data/a"/><input ref="/data/b"/><group ref="/data/g"><input ref="/data/g/c"/><repeat nodeset="/data/g/h">
                <input ref="/data/g/h/x"/><repeat nodeset="/data/g/h/k"><input ref="/data/g/h/k/u"/></repeat></repeat></group>
                """)
    }

    @Test("recomputing little gives what recomputing all gives", arguments: 0..<40)
    func agrees(_ seed: Int) throws {
        let form = try Self.form()
        var session = FormSession(form, FormFixture.surroundings)
        var random = SeededRandom(seed: UInt64(seed))
        let loops = form.controls.indices.filter { form.controls[$0].kind == .loop }
        for _ in 0..<60 {
            change(&session, loops, &random)
            var other = session
            other.recompute()
            #expect(other.entries == session.entries)
        }
        #expect(session.problems.isEmpty)
    }

    private func change(_ session: inout FormSession, _ loops: [Int], _ random: inout SeededRandom) {
        let form = session.form
        switch random.below(6) {
        case 0:
            let loop = loops[random.below(loops.count)]
            guard let field = form.controls[loop].field, let parent = form.fields[field].parent else { return }
            let parents = session.nodes(of: parent, below: session.root)
            guard !parents.isEmpty else { return }
            _ = session.addInstance(of: loop, in: parents[random.below(parents.count)])
        case 1:
            let loop = loops[random.below(loops.count)]
            guard let field = form.controls[loop].field else { return }
            let nodes = session.nodes(of: field, below: session.root)
            guard nodes.count > 1 else { return }
            session.removeInstance(nodes[random.below(nodes.count)])
        default:
            let fields = form.controls.compactMap { $0.kind.isQuestion ? $0.field : nil }
            let nodes = fields.flatMap { session.nodes(of: $0, below: session.root) }
            _ = session.answer(nodes[random.below(nodes.count)], random.below(5) == 0 ? "" : "\(random.below(5))")
        }
    }

    @Test("the same on the reference forms", .enabled(if: Reference.isPresent), arguments: FormTraceReferenceTests.names)
    func agreesOnReference(_ name: String) throws {
        let form = try XForm(InputFile.read(Reference.path("forms/xform/\(name).xml")), file: name)
        var session = FormSession(form, FormFixture.surroundings)
        var random = SeededRandom(seed: 5)
        let questions = form.controls.indices.filter { form.controls[$0].kind.isQuestion }
        for _ in 0..<150 {
            let control = questions[random.below(questions.count)]
            guard let field = form.controls[control].field,
                let node = session.nodes(of: field, below: session.root).first
            else { continue }
            let choices = session.choices(of: control, at: node)
            _ = session.answer(node, choices.isEmpty ? ["5", "abc", "", "120", "2016-05-04"][random.below(5)] : choices[random.below(choices.count)].value)
        }
        var other = session
        other.recompute()
        #expect(other.entries == session.entries)
        #expect(session.entries.contains { !$0.value.isEmpty })
    }

    @Test("every sample form opens and can be walked through to its end", .enabled(if: Reference.isPresent))
    func opensSamples() throws {
        let samples = [
            "collect-samples/all-widgets", "collect-samples/different-search-appearances", "collect-samples/fieldlist-updates",
            "collect-samples/formHierarchy3", "collect-samples/likert_test", "collect-samples/longListOfQuestionsWithRequiredOneAtTheEnd",
            "collect-samples/one-question", "collect-samples/random", "collect-samples/repeat_group_form", "collect-samples/selectOneExternal",
            "xform/all_question_types", "xform/choice_filter_test", "xform/widgets",
        ]
        for name in samples {
            let form = try XForm(InputFile.read(Reference.path("forms/\(name).xml")), file: name)
            var session = FormSession(form, FormFixture.surroundings)
            var walk = FormWalk(session)
            var questions = 0
            loop: while true {
                switch walk.step(&session) {
                case .end: break loop
                case .question(let control, let node), .shown(let control, let node):
                    questions += 1
                    _ = session.label(of: control, at: node)
                    _ = session.hint(of: control, at: node)
                    _ = session.choices(of: control, at: node)
                default: break
                }
            }
            #expect(questions > 0)
            #expect(session.problems.isEmpty, "\(name): \(session.problems)")
        }
    }
}
