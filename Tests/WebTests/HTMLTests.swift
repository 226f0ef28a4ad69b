import Ground
import Testing
import Web

@Suite struct HTMLTests {
    @Test func textIsEscapedMarkupIsNot() {
        let hostile = "<script>'\"&\u{4E95}"
        let cell: HTML = "<td title=\"\(hostile)\">\(hostile)</td>"
        #expect(cell.string == "<td title=\"&lt;script&gt;&#39;&quot;&amp;井\">&lt;script&gt;&#39;&quot;&amp;井</td>")
        let row: HTML = "<tr>\([cell, cell])\(7)</tr>"
        #expect(row.string == "<tr>\(cell.string)\(cell.string)7</tr>")
        let none: HTML? = nil
        let empty: HTML = "<p>\(none)</p>"
        #expect(empty.string == "<p></p>")
        #expect((empty + HTML(text: hostile)).string == "<p></p>&lt;script&gt;&#39;&quot;&amp;井")
    }

    @Test func nothingOfAnyTextEscapesItsPlace() {
        var random = SeededRandom(seed: 5)
        let pieces = ["<", ">", "\"", "'", "&", "&lt;", "</p>", "<!--", "-->", "]]>", "\0", "\u{2028}", "井", "é\u{301}", "🚲", "x"]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let html: HTML = "<p title=\"\(text)\">\(text)</p>"
            let parts = html.string.split(separator: "\">", maxSplits: 1, omittingEmptySubsequences: false)
            #expect(parts.count == 2)
            for inner in [parts[0].dropFirst("<p title=\"".count), parts[1].dropLast("</p>".count)] {
                #expect(!inner.contains(where: { "<>\"'".contains($0) }))
                #expect(Markup.unescaped(String(inner)) == text)
            }
        }
    }
}
