import Testing
import Web

@Suite struct HTMLTests {
    @Test func textIsEscapedMarkupIsNot() {
        let hostile = "<script>'\"&\u{4E95}"
        let cell: HTML = "<td title=\"\(hostile)\">\(hostile)</td>"
        #expect(cell.string == "<td title=\"&lt;script&gt;&#39;&quot;&amp;井\">&lt;script&gt;&#39;&quot;&amp;井</td>")
        let row: HTML = "<tr>\([cell, cell])\(7)</tr>"
        #expect(row.string == "<tr>\(cell.string)\(cell.string)7</tr>")
    }

    @Test func nothingOfAnyTextEscapesItsPlace() {
        for scalar in 0..<0x300 {
            let text = String(UnicodeScalar(scalar) ?? " ")
            let html: HTML = "<p>\(text)</p>"
            let inner = html.string.dropFirst(3).dropLast(4)
            #expect(!inner.contains("<") && !inner.contains(">") && !inner.contains("\"") && !inner.contains("'"))
        }
    }
}
