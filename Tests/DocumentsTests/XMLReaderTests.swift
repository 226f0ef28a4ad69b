import Documents
import Ground
import Testing

@Suite("XML")
struct XMLReaderTests {
    private func pieces(_ text: String) throws -> [XMLReader.Piece] {
        var reader = XMLReader(Array(text.utf8))
        var found: [XMLReader.Piece] = []
        while let piece = try reader.next() { found.append(piece) }
        return found
    }

    @Test("Elements, attributes, references, CDATA, comments, prefixes") func reads() throws {
        let text = "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- note --><x:a b='1 &lt; 2' r:c=\"&#x4E8C;\"><b/>t&amp;&#65;<![CDATA[<&]]></x:a>\n"
        #expect(
            try pieces(text) == [
                .start("a", attributes: ["b": "1 < 2", "c": "二"]), .start("b", attributes: [:]), .end("b"), .text("t&A"), .text("<&"),
                .end("a"),
            ])
    }

    @Test(
        "Faults name their line",
        arguments: [
            ("<a>\n</b>", 2), ("<a>", 1), ("", 1), ("<a/><b/>", 1), ("<!DOCTYPE a>\n<a/>", 1), ("<a>\n&nope;</a>", 2), ("<a b=1/>", 1),
            ("x<a/>", 1), ("<a><!-- ", 1), ("<a b='1'c='2'/>", 1), ("<1/>", 1), ("<a>&#0;</a>", 1), ("<a b='<'/>", 1),
        ])
    func faults(text: String, line: Int) {
        let fault = #expect(throws: XMLReader.Fault.self) { try pieces(text) }
        #expect(fault?.line == line, "\(text): \(fault?.description ?? "")")
    }

    @Test("Depth has a limit") func depth() {
        #expect(throws: XMLReader.Fault.self) { try pieces(String(repeating: "<a>", count: 300)) }
    }

    @Test("Spoilt documents are refused or read; nothing traps") func fuzz() {
        let sound = Array("<?xml version='1.0'?><a b=\"1\"><c:d>text &amp; &#x41;</c:d><![CDATA[x]]><!-- y --><e/></a>".utf8)
        var random = SeededRandom(seed: 11)
        var (read, refused) = (0, 0)
        for _ in 0..<5_000 {
            var bytes = sound
            for _ in 0...random.below(4) {
                let at = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[at] = Array("<>&;/='\"! -]é".utf8)[random.below(14)]
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8(random.below(256)), at: at)
                }
            }
            var reader = XMLReader(bytes)
            do {
                while try reader.next() != nil {}
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read > 100 && refused > 1_000)
    }
}
