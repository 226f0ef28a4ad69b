internal import BudgetVoting
internal import Ground

/// The comparison as a page that stands alone: no script, no outside file, every chart with its table.
extension RuleComparison {
    var page: String {
        let title = say("两种规则的比较", "Two rules compared")
        let place = election.title
        let size = say(
            "\(election.projects.count)个项目 · \(election.ballots.count)张选票 · 预算\(words.money(election.budget))",
            "\(election.projects.count) projects · \(election.ballots.count) ballots · budget \(words.money(election.budget))")
        var body = "<h1>\(escaped(title))</h1>\n<p>\(escaped(place.isEmpty ? size : "\(place) · \(size)"))</p>\n"
        body += rulesSection
        body += votersSection
        body += section(say("总览", "At a glance"), of: say("数字", "Figure"), summary, hasChart: false)
        body += section(
            say("投票人按入选数", "Voters by number of winners"), of: say("入选数", "Winners"), distribution)
        body += projectsSection
        let (category, district) = (say("类别", "Category"), say("片区", "District"))
        body += section(say("各类别的资金", "Money by category"), of: category, money { $0.categories })
        body += section(say("各片区的资金", "Money by district"), of: district, money { $0.districts })
        body += section(
            say("各片区没有项目入选的投票人", "Voters without a winner, by area"), of: say("片区", "Area"), areas)
        return """
            <!DOCTYPE html>
            <html lang="\(words.language.rawValue)">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(place.isEmpty ? title : "\(title) – \(place)"))</title><style>\(RuleComparison.style)</style></head>
            <body><main>
            \(body)</main></body></html>

            """
    }

    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1b1f24;background:#fff}main{max-width:52rem;margin:0 auto;\
        padding:1rem}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
        caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccd3da;vertical-align:top}th[scope=row]{font-weight:400}\
        td,thead th:not(:first-child){text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.a{fill:#0b5cad}.b{fill:#b3541e}\
        .c{fill:#c3cad1}svg{width:100%;height:auto}.key{width:.8em;height:.8em}\
        .why td:last-child,.why thead th:last-child{text-align:left;white-space:normal;font-size:.9rem}\
        @media(max-width:40rem){td,thead th:not(:first-child){white-space:normal}th,td{padding:.3rem;overflow-wrap:anywhere}}\
        svg text{font:13px system-ui,sans-serif;fill:#1b1f24}@media print{main{max-width:none}}
        """

    /// What controls there are stand for a space.
    private func escaped(_ text: String) -> String { MarkupText.escaped(text) { $0.value < 0x20 ? " " : nil } }

    /// What each rule does, in words.
    private var rulesSection: String {
        let items = sides.map { side in
            let method = PlainWords(side.outcome, of: election, language: words.language).method
            return "<li><strong>\(escaped(side.name))</strong>: \(escaped(method))</li>"
        }
        return "<h2>\(escaped(say("两种规则", "The two rules")))</h2>\n<ul>\(items.joined(separator: "\n"))</ul>\n"
    }

    private var votersSection: String {
        let (a, b) = (versus.betterUnderFirst, versus.betterUnderSecond)
        let total = max(1, election.ballots.count)
        let labels = [
            say("在\(sides[0].name)下更多", "More winners under \(sides[0].name)"), say("相同", "As many"),
            say("在\(sides[1].name)下更多", "More winners under \(sides[1].name)"),
        ]
        let rows = zip(labels, [a, versus.same, b]).map { [$0, String($1), words.percent($1, of: total)] }
        let head = [say("投票人", "Voters"), say("人数", "Number"), say("比例", "Share")]
        let title = say("谁得谁失", "Who gains, who loses")
        return "<h2>\(escaped(title))</h2>\n" + legend(zip(["a", "c", "b"], labels).map { ($0, $1) })
            + bar(a, b, total, label: title) + grid(title, head, rows)
    }

    /// One bar split in three: better here, as many, better there.
    private func bar(_ a: Int, _ b: Int, _ total: Int, label: String) -> String {
        let (x, y) = (600 * a / total, 600 * b / total)
        let text = say("\(label)：\(a)人与\(b)人", "\(label): \(a) voters against \(b)")
        return "<svg viewBox=\"0 0 600 30\" role=\"img\" aria-label=\"\(escaped(text))\">"
            + "<rect width=\"600\" height=\"30\" class=\"c\"/><rect class=\"a\" width=\"\(x)\" height=\"30\"/>"
            + "<rect class=\"b\" x=\"\(600 - y)\" width=\"\(y)\" height=\"30\"/></svg>\n"
    }

    private func legend(_ entries: [(style: String, text: String)]) -> String {
        let keys = entries.map {
            "<svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"\($0.style)\" width=\"12\" "
                + "height=\"12\"/></svg> \(escaped($0.text))"
        }
        return "<p>\(keys.joined(separator: " &#160; "))</p>\n"
    }

    private func grid(_ caption: String, _ head: [String], _ rows: [[String]], style: String? = nil) -> String {
        let heads = head.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        let body = rows.map { row in
            let cells = row.enumerated().map { place, field in
                place == 0 ? "<th scope=\"row\">\(escaped(field))</th>" : "<td>\(escaped(field))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let open = style.map { "<table class=\"\($0)\">" } ?? "<table>"
        return open + "<caption>\(escaped(caption))</caption><thead><tr>\(heads)</tr></thead><tbody>\n"
            + body.joined(separator: "\n") + "\n</tbody></table>\n"
    }

    /// A chart of paired bars with its table; nothing where there is nothing to show.
    private func section(_ title: String, of label: String, _ pairs: [Pair], hasChart: Bool = true) -> String {
        if pairs.isEmpty { return "" }
        let rows = pairs.map { [$0.label, $0.firstText, $0.secondText] }
        let key = hasChart ? legend([("a", sides[0].name), ("b", sides[1].name)]) + chart(title, pairs) : ""
        return "<h2>\(escaped(title))</h2>\n" + key + grid(title, [label, sides[0].name, sides[1].name], rows)
    }

    private func chart(_ title: String, _ pairs: [Pair]) -> String {
        let most = max(pairs.map { max($0.first, $0.second) }.max() ?? 0, .leastNormalMagnitude)
        let height = pairs.count * 40 + 10
        var svg = "<svg viewBox=\"0 0 600 \(height)\" role=\"img\" aria-label=\"\(escaped(title))\">"
        for (row, pair) in pairs.enumerated() {
            let top = row * 40 + 5
            let (x, y) = (width(pair.first, of: most), width(pair.second, of: most))
            let label = pair.label.count > 20 ? String(pair.label.prefix(19)) + "…" : pair.label
            svg += "<text x=\"150\" y=\"\(top + 20)\" text-anchor=\"end\">\(escaped(label))</text>"
            svg += "<rect class=\"a\" x=\"160\" y=\"\(top)\" width=\"\(x)\" height=\"14\"/>"
            svg += "<rect class=\"b\" x=\"160\" y=\"\(top + 16)\" width=\"\(y)\" height=\"14\"/>"
        }
        return svg + "</svg>\n"
    }

    private func width(_ value: Double, of most: Double) -> Int {
        Int(exactly: (max(0, value) / most * 430).rounded()) ?? 0
    }

    private var projectsSection: String {
        let votes = election.votes
        func part(_ side: Side, against other: Side, _ projects: [Int]) -> String {
            let title = say("只在\(side.name)下入选", "Winners only under \(side.name)")
            if projects.isEmpty {
                return "<h2>\(escaped(title))</h2>\n<p>\(say("没有。", "None."))</p>\n"
            }
            let why = say("为何在\(other.name)下落选", "Why not under \(other.name)")
            let head = [say("项目", "Project"), say("造价", "Cost"), say("票数", "Votes"), why]
            let otherWords = PlainWords(other.outcome, of: election, language: words.language)
            let rows = projects.sorted { votes[$0] > votes[$1] }.map { project in
                let loser = other.explanation.losers.first { $0.project == project }
                let reason = loser.map { otherWords.sentence(for: $0) } ?? ""
                return [words.title(project), words.money(election.projects[project].cost), String(votes[project]), reason]
            }
            return "<h2>\(escaped(title))</h2>\n" + grid(title, head, rows, style: "why")
        }
        return part(sides[0], against: sides[1], versus.onlyFirst) + part(sides[1], against: sides[0], versus.onlySecond)
    }
}
