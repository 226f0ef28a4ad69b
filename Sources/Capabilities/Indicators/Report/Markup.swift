internal import Ground

/// A piece of HTML: text that is put into it is escaped, only other pieces are not.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    var html: String

    init(stringLiteral value: String) { html = value }
    init(stringInterpolation: Interpolation) { html = stringInterpolation.html }
    init(raw: String) { html = raw }

    static func + (a: Markup, b: Markup) -> Markup { Markup(raw: a.html + b.html) }
    static func += (a: inout Markup, b: Markup) { a.html += b.html }

    struct Interpolation: StringInterpolationProtocol {
        var html = ""

        init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity * 2) }
        mutating func appendLiteral(_ literal: String) { html += literal }
        mutating func appendInterpolation(_ text: String) { html += Markup.escaped(text) }
        mutating func appendInterpolation(_ number: Int) { html += "\(number)" }
        mutating func appendInterpolation(_ piece: Markup) { html += piece.html }
        mutating func appendInterpolation(_ pieces: [Markup]) { for piece in pieces { html += piece.html } }
    }

    static func escaped(_ text: String) -> String {
        MarkupText.escaped(text) { scalar in
            switch scalar {
            case "'": "&#39;"
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": "\u{FFFD}"
            default: nil
            }
        }
    }

    /// In Latin characters; Chinese ones take two.
    private static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } }

    /// A table; columns named in `numbers` are set to the right. The first column heads its row.
    /// - Parameter filter: the column whose words a reader may choose among, to see those rows only.
    static func table(
        _ caption: String, _ head: [String], _ lines: [[String]], numbers: Set<Int> = [], kind: String = "", filter: Int? = nil
    ) -> Markup {
        // Where every cell is short, none is broken.
        let isShort = head.indices.map { column in lines.allSatisfy { column >= $0.count || width($0[column]) <= 16 } }
        let top: [Markup] = head.enumerated().map { index, text in
            numbers.contains(index) ? "<th scope=\"col\" class=\"n\">\(text)</th>" : "<th scope=\"col\">\(text)</th>"
        }
        let body: [Markup] = lines.map { line in
            let cells: [Markup] = line.enumerated().map { index, text in
                if index == 0 { return "<th scope=\"row\">\(text)</th>" }
                if numbers.contains(index) { return "<td class=\"n\">\(text)</td>" }
                return isShort.indices.contains(index) && isShort[index] ? "<td class=\"s\">\(text)</td>" : "<td>\(text)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        let choice: Markup = filter.map { " data-filter=\"\($0)\"" } ?? ""
        // A short table stays on one sheet of paper.
        let hold = lines.count <= 16 ? "scroll keep" : "scroll"
        return """
            <div class="\(hold)" tabindex="0" role="region" aria-label="\(caption)"><table class="\(kind)"\(choice)><caption>\(caption)</caption>\
            <thead><tr>\(top)</tr></thead><tbody>\(body)</tbody></table></div>

            """
    }
}
