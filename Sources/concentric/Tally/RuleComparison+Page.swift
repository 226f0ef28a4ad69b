internal import BudgetVoting

/// The comparison as a page that stands alone: no script, no outside file, every chart with its table.
extension RuleComparison {
    var page: String {
        let title = say("两种规则的比较", "Two rules compared")
        let place = [election.meta("unit"), election.meta("subunit"), election.meta("instance")].compactMap { $0 }
            .joined(separator: " ")
        var body = "<h1>\(escaped(title))</h1>\n<p>\(escaped(place)) · \(election.projects.count) "
        body += say("个项目 · ", "projects · ") + "\(election.ballots.count) " + say("张选票 · 预算 ", "ballots · budget ")
        body += escaped(words.money(election.budget)) + "</p>\n"
        body += votersSection
        body += table(say("总览", "At a glance"), summary)
        body += section(say("投票人按入选数", "Voters by number of winners"), distribution)
        body += projectsSection
        body += section(say("各类别的资金", "Money by category"), money { $0.categories })
        body += section(say("各片区的资金", "Money by district"), money { $0.districts })
        body += section(say("各片区没有项目入选的投票人", "Voters without a winner, by area"), areas)
        return """
            <!DOCTYPE html>
            <html lang="\(words.language.rawValue)">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(title)) – \(escaped(place))</title><style>\(RuleComparison.style)</style></head>
            <body><main>
            \(body)</main></body></html>

            """
    }

    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1b1f24;background:#fff}main{max-width:52rem;margin:0 auto;\
        padding:1rem}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccd3da;vertical-align:top}\
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.a{fill:#0b5cad}.b{fill:#b3541e}svg{width:100%;height:auto}\
        svg text{font:13px system-ui,sans-serif;fill:#1b1f24}@media print{main{max-width:none}}
        """

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case _ where character.value < 0x20: result += " "
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private var votersSection: String {
        let (a, b) = (versus.betterUnderFirst, versus.betterUnderSecond)
        let total = max(1, election.ballots.count)
        func pair(_ label: String, _ count: Int) -> [String] {
            [label, String(count), words.percent(count, of: total)]
        }
        let rows = [
            pair(say("在\(sides[0].name)下更多", "More winners under \(sides[0].name)"), a),
            pair(say("在\(sides[1].name)下更多", "More winners under \(sides[1].name)"), b),
            pair(say("相同", "As many"), versus.same),
        ]
        let head = [say("投票人", "Voters"), say("人数", "number"), say("比例", "share")]
        return "<h2>\(escaped(say("谁得谁失", "Who gains, who loses")))</h2>\n" + bar(a, b, total) + grid(head, rows)
    }

    /// One bar split in three: better here, as many, better there.
    private func bar(_ a: Int, _ b: Int, _ total: Int) -> String {
        let (x, y) = (600 * a / total, 600 * b / total)
        let label = say("\(a)人与\(b)人", "\(a) voters against \(b)")
        return "<svg viewBox=\"0 0 600 30\" role=\"img\" aria-label=\"\(escaped(label))\">"
            + "<rect width=\"600\" height=\"30\" fill=\"#e4e8ec\"/><rect class=\"a\" width=\"\(x)\" height=\"30\"/>"
            + "<rect class=\"b\" x=\"\(600 - y)\" width=\"\(y)\" height=\"30\"/></svg>\n"
    }

    private func grid(_ head: [String], _ rows: [[String]]) -> String {
        func cells(_ tag: String, _ fields: [String]) -> String {
            fields.enumerated().map { place, field in
                let scope = tag == "th" ? " scope=\"col\"" : ""
                return "<\(tag)\(place > 0 ? " class=\"n\"" : "")\(scope)>\(escaped(field))</\(tag)>"
            }.joined()
        }
        let body = rows.map { "<tr>\(cells("td", $0))</tr>" }.joined(separator: "\n")
        return "<table><thead><tr>\(cells("th", head))</tr></thead><tbody>\n\(body)\n</tbody></table>\n"
    }

    private func table(_ title: String, _ pairs: [Pair]) -> String {
        "<h2>\(escaped(title))</h2>\n"
            + grid(["", sides[0].name, sides[1].name], pairs.map { [$0.label, $0.firstText, $0.secondText] })
    }

    /// A chart of paired bars with its table; nothing where there is nothing to show.
    private func section(_ title: String, _ pairs: [Pair]) -> String {
        if pairs.isEmpty { return "" }
        let most = max(pairs.map { max($0.first, $0.second) }.max() ?? 0, .leastNormalMagnitude)
        let height = pairs.count * 40 + 10
        var svg = "<svg viewBox=\"0 0 600 \(height)\" role=\"img\" aria-label=\"\(escaped(title))\">"
        for (row, pair) in pairs.enumerated() {
            let top = row * 40 + 5
            let (x, y) = (width(pair.first, of: most), width(pair.second, of: most))
            let label = pair.label.count > 22 ? String(pair.label.prefix(21)) + "…" : pair.label
            svg += "<text x=\"150\" y=\"\(top + 20)\" text-anchor=\"end\">\(escaped(label))</text>"
            svg += "<rect class=\"a\" x=\"160\" y=\"\(top)\" width=\"\(x)\" height=\"14\"/>"
            svg += "<rect class=\"b\" x=\"160\" y=\"\(top + 16)\" width=\"\(y)\" height=\"14\"/>"
        }
        svg += "</svg>\n"
        let legend =
            "<p><svg viewBox=\"0 0 12 12\" style=\"width:.8em\" aria-hidden=\"true\"><rect class=\"a\" width=\"12\" "
            + "height=\"12\"/></svg> \(escaped(sides[0].name)) &#160; <svg viewBox=\"0 0 12 12\" style=\"width:.8em\" "
            + "aria-hidden=\"true\"><rect class=\"b\" width=\"12\" height=\"12\"/></svg> \(escaped(sides[1].name))</p>\n"
        return "<h2>\(escaped(title))</h2>\n" + legend + svg
            + grid(["", sides[0].name, sides[1].name], pairs.map { [$0.label, $0.firstText, $0.secondText] })
    }

    private func width(_ value: Double, of most: Double) -> Int {
        Int(exactly: (max(0, value) / most * 430).rounded()) ?? 0
    }

    private var projectsSection: String {
        let votes = election.votes
        func rows(_ projects: [Int]) -> [[String]] {
            projects.sorted { votes[$0] > votes[$1] }.map { project in
                let value = election.projects[project]
                return [words.title(project), words.money(value.cost), String(votes[project])]
            }
        }
        let head = [say("项目", "Project"), say("造价", "Cost"), say("票数", "Votes")]
        func part(_ side: Side, _ projects: [Int]) -> String {
            let title = say("只在\(side.name)下入选", "Winners only under \(side.name)")
            if projects.isEmpty { return "<h2>\(escaped(title))</h2>\n<p>–</p>\n" }
            return "<h2>\(escaped(title))</h2>\n" + grid(head, rows(projects))
        }
        return part(sides[0], versus.onlyFirst) + part(sides[1], versus.onlySecond)
    }
}
