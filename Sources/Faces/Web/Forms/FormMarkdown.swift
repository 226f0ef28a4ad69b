/// The few marks that form texts use (`**strong**`, `*stressed*`, `# heading`, `\_` for a sign itself, `&nbsp;`); everything else is text and is escaped.
enum FormMarkdown {
    static func html(_ text: String) -> HTML {
        guard text.utf8.contains(where: { "*_#&".utf8.contains($0) }) else { return "\(text)" }
        let text = text.replacing("&nbsp;", with: "\u{A0}")
        var html: HTML = ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if number > 0 { html += "\n" }
            let marks = line.prefix { $0 == "#" }
            let rest = line.dropFirst(marks.count)
            html += (1...6).contains(marks.count) && rest.first == " " ? "<strong>\(spans(rest.dropFirst()))</strong>" : spans(line)
        }
        return html
    }

    private static let marks: [(sign: String, wrap: @Sendable (HTML) -> HTML)] = [
        ("**", { "<strong>\($0)</strong>" }), ("__", { "<strong>\($0)</strong>" }), ("*", { "<em>\($0)</em>" }), ("_", { "<em>\($0)</em>" }),
    ]

    /// A mark holds only around words, and where it ends in the same line; `snake_case` and `2 * 3 * 4` stay as they are.
    private static func spans(_ line: Substring) -> HTML {
        var html: HTML = ""
        var plain = line.startIndex
        var at = line.startIndex
        while at < line.endIndex {
            if line[at] == "*" || line[at] == "_", let (next, part) = span(line, at) {
                html += "\(line[plain..<at])"
                html += part
                (at, plain) = (next, next)
            } else if line[at] == "\\", let sign = line[at...].dropFirst().first, "_*#\\".contains(sign) {
                html += "\(line[plain..<at])"
                plain = line.index(after: at)
                at = line.index(after: plain)
            } else {
                at = line.index(after: at)
            }
        }
        return html + "\(line[plain...])"
    }

    private static func span(_ line: Substring, _ start: Substring.Index) -> (next: Substring.Index, html: HTML)? {
        let before = start == line.startIndex ? nil : line[line.index(before: start)]
        let isInWord = before.map { $0.isLetter || $0.isNumber } ?? false
        for (sign, wrap) in marks where line[start...].hasPrefix(sign) && (sign == "**" || !isInWord) {
            let inner = line.index(start, offsetBy: sign.count)
            guard inner < line.endIndex, !line[inner].isWhitespace, let close = line[inner...].firstRange(of: sign), close.lowerBound > inner,
                !line[line.index(before: close.lowerBound)].isWhitespace
            else { continue }
            let after = close.upperBound == line.endIndex ? nil : line[close.upperBound]
            // Chinese has no space between words.
            guard sign == "**" || after.map({ !$0.isLetter && !$0.isNumber && $0 != "*" && $0 != "_" }) ?? true else { continue }
            return (close.upperBound, wrap("\(line[inner..<close.lowerBound])"))
        }
        return nil
    }
}
