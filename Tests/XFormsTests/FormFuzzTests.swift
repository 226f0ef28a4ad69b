import Ground
import TestSupport
import Testing
import XForms

/// Damaged input is refused or read, never a crash.
@Suite("Damaged forms and expressions")
struct FormFuzzTests {
    static let seeds = [
        "if(/data/a > 1 and selected(../b, 'x'), concat('a', string(1.5)), -3 mod 2)",
        "instance('l')/root/item[name = current()/../a and position() < 3]/label", "indexed-repeat(/data/r/x, /data/r, position(..) - 1)",
        "sum(/data/r[x > 0]/x) div count-non-empty(/data/r/x)", "format-date(date('2026-10-01') + 3, '%e.%n.%Y %H:%M')",
        "regex(., '^[A-Z]{2}[0-9]+$') or substr(/data/t, -2, 5) != ''", "round(number(/data/n), -2) * pow(2, 0.5) | /data/*",
        "join(', ', randomize(/data/r/x, 42))", "digest(concat(uuid(5), now(), today()), 'SHA-256', 'hex')",
        "area('1 2;3 4;5 6') + distance(/data/t, '0 0')", "checklist(-1, 2, /data/r/x) = weighted-checklist(1, 2, 1, 1)",
    ]
    static let pieces = [
        "(", ")", "[", "]", "/", "//", "..", ".", "*", "'", "\"", ",", " and ", " div ", "::", "@", "$", "-", "1e9", "999999999999999999999", "0",
        "jr:itext(", "\u{0}", "昆", "\u{202E}", "date(", "position(", "current()", "instance('l')", "/data/r", "|", "<", "!=",
    ]

    @Test("expressions", arguments: 0..<8)
    func expressions(_ seed: Int) throws {
        let base = try FormFixture.session(
            instance: "<a>1</a><b>x y</b><t>2026-10-01</t><n>4</n><r><x>1</x></r><r><x/></r>",
            model: "<instance id=\"l\"><root><item><name>1</name><label>One</label></item></root></instance>")
        var random = SeededRandom(seed: UInt64(seed))
        var read = 0
        for _ in 0..<400 {
            var session = base
            var text = Array(Self.seeds[random.below(Self.seeds.count)])
            for _ in 0...random.below(4) {
                let place = random.below(text.count + 1)
                switch random.below(4) {
                case 0: text.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)], at: place)
                case 1: if place < text.count { text.remove(at: place) }
                case 2:
                    let other = Array(Self.seeds[random.below(Self.seeds.count)])
                    let start = random.below(other.count)
                    text.insert(contentsOf: other[start..<min(other.count, start + 1 + random.below(12))], at: place)
                default: text = Array(text.prefix(max(1, place)))
                }
                if text.isEmpty { text = ["1"] }
            }
            if let value = try? session.evaluate(String(text)) {
                read += 1
                _ = session.text(of: value)
            }
        }
        #expect(read > 0)
    }

    @Test("forms", arguments: 0..<6)
    func forms(_ seed: Int) throws {
        var sources = [Array(FormFixture.text(instance: "<a/><m jr:template=''><x/></m>", model: Self.model, body: Self.body).utf8)]
        if Reference.isPresent {
            for name in ["xform/liberia_std", "xform/choice_filter_test", "collect-samples/repeat_group_form", "javarosa/xpath_form"] {
                sources.append(try InputFile.read(Reference.path("forms/\(name).xml")))
            }
        }
        var random = SeededRandom(seed: UInt64(100 + seed))
        var opened = 0
        for _ in 0..<120 {
            var bytes = sources[random.below(sources.count)]
            for _ in 0...random.below(3) { damage(&bytes, &random) }
            guard let form = try? XForm(bytes, file: "fuzz.xml") else { continue }
            opened += 1
            var session = FormSession(form, FormFixture.surroundings)
            var walk = FormWalk(session)
            for _ in 0..<60 {
                let event = walk.step(&session)
                if event == .end { break }
                if case .question(_, let node) = event { _ = session.answer(node, "\(random.below(9))") }
                if case .offer = event { _ = walk.addInstance(&session) }
            }
            _ = session.entries
            _ = session.faults()
        }
        #expect(opened > 0)
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard bytes.count > 8 else { return }
        let place = random.below(bytes.count - 1)
        switch random.below(5) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(40)))
        case 2:
            let start = random.below(bytes.count)
            bytes.insert(contentsOf: bytes[start..<min(bytes.count, start + 1 + random.below(200))], at: place)
        case 3: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)].utf8, at: place)
        default:
            // Another name or word in the place of one: the document stays well-formed more often.
            guard let quote = bytes[place...].firstIndex(of: UInt8(ascii: "\"")), quote + 1 < bytes.count else { return }
            bytes.insert(contentsOf: Self.seeds[random.below(Self.seeds.count)].filter { $0 != "<" && $0 != "\"" && $0 != "&" }.utf8, at: quote + 1)
        }
    }

    static let model = """
        <itext><translation lang="en"><text id="q"><value>Q <output value="../a"/></value></text></translation></itext>
        <bind nodeset="/data/a" type="int" constraint=". &lt; 5" relevant="position(..) = 1"/>
        <bind nodeset="/data/m/x" calculate="count(../../m) + /data/a" required="true()"/>
        <setvalue event="odk-new-repeat odk-instance-first-load" ref="/data/m/x">5</setvalue>
        """
    static let body = """
        <input ref="/data/a"><label ref="jr:itext('q')"/></input><group ref="/data/m"><repeat nodeset="/data/m" jr:count="/data/a">
        <input ref="/data/m/x"/></repeat></group>
        """
}
