internal import BudgetVoting
internal import Ground
internal import OpinionMap

/// The map as a page that stands alone: no script, no outside file, every drawing with its table. It names no participant.
struct OpinionPage {
    private let report: OpinionReport
    private var landscape: Landscape { report.landscape }

    init(_ report: OpinionReport) { self.report = report }

    var html: String {
        let title = say("意见地图", "Map of opinions")
        var body = "<h1>\(title)</h1>\n<p>\(escaped(report.topic))</p>\n<p>\(report.sizeSentence)"
        if let hidden = report.hiddenSentence { body += " " + hidden }
        body += "</p>\n" + mapSection + representativeSection + consensusSection + unitingSection + methodSection
        return """
            <!DOCTYPE html>
            <html lang="\(report.language == .zh ? "zh-Hans" : "en")">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) – \(escaped(report.topic))</title><style>\(OpinionPage.style)</style></head>
            <body><main>
            \(body)</main></body></html>

            """
    }

    private static let style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1b1f24;background:#fff}main{max-width:56rem;margin:0 auto;\
        padding:1rem}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
        caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{text-align:left;padding:.3rem .6rem;\
        border-bottom:1px solid #ccd3da;vertical-align:top}.n{text-align:right;white-space:nowrap;\
        font-variant-numeric:tabular-nums}.map{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem;\
        align-items:start}svg{width:100%;height:auto}.key{width:1em;height:1em;vertical-align:-.1em}.frame{fill:#f4f6f8}\
        .axis{stroke:#8a949e;fill:none}.letter{font:bold 22px system-ui,sans-serif;fill:#1b1f24;stroke:#fff;stroke-width:5;\
        paint-order:stroke;text-anchor:middle}.g0{fill:#0b5cad}.g1{fill:#b3541e}.g2{fill:#1a7f37}.g3{fill:#8250df}.g4{fill:#9a6700}\
        .bar{width:6rem;height:.8rem}.yes{fill:#1a7f37}.no{fill:#b3261e}.skip{fill:#c3cad1}\
        td:first-child{overflow-wrap:anywhere}td+td{white-space:nowrap}@media(max-width:40rem){.bar{display:none}\
        table{font-size:.8rem}th,td{padding:.3rem .2rem}th.n{white-space:normal}}
        """

    /// One closed figure for each group, so that groups differ in form as well as in colour.
    private static let figures = [
        "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", "m-2.5-2.5h5v5h-5z", "m0-4l3.5 6h-7z", "m0-4l3.5 4l-3.5 4l-3.5-4z",
        "m-1-4h2v3h3v2h-3v3h-2v-3h-3v-2h3z",
    ]

    private func say(_ chinese: String, _ english: String) -> String { report.say(chinese, english) }

    private func figure(_ place: Int) -> String { OpinionPage.figures[place % OpinionPage.figures.count] }

    private func style(_ place: Int) -> String { "g\(place % OpinionPage.figures.count)" }

    // MARK: Map

    private var mapSection: String {
        if landscape.groups.isEmpty { return "<p>\(say("没有可以显示的群体。", "No group can be shown."))</p>\n" }
        let rows = landscape.groups.enumerated().map { place, group in
            let key = "<svg class=\"key\" viewBox=\"-5 -5 10 10\" aria-hidden=\"true\"><path class=\"\(style(place))\" d=\"M0 0\(figure(place))\"/></svg>"
            return [key + " " + report.letter(group.id), String(group.size), report.two(group.centre.x), report.two(group.centre.y)]
        }
        let head = [say("群体", "Group"), say("人数", "People"), "x", "y"]
        let caption = say("各群体的人数与平均位置", "People of each group and their mean position")
        return "<h2>\(say("地图", "Map"))</h2>\n<div class=\"map\">\(map)<div>" + table(caption, head, rows, isMarkup: true)
            + "<p>\(say("表态相近的人站得近。只画出所示群体的成员。", "People who vote alike stand close. Only members of the groups shown are drawn."))</p></div></div>\n"
    }

    private var map: String {
        let place = Dictionary(uniqueKeysWithValues: landscape.groups.enumerated().map { ($1.id, $0) })
        let shown = landscape.participants.compactMap { participant in
            participant.group.flatMap { place[$0] }.map { (group: $0, point: participant.position) }
        }
        let frame = MapFrame(shown.map(\.point))
        let label = say(
            "\(shown.count)人在两条主轴上的位置，按群体标出；数字见旁边的表。",
            "Positions of \(shown.count) people on the two main axes, marked by group; figures in the table beside.")
        var svg = "<svg viewBox=\"0 0 \(MapFrame.width) \(MapFrame.height)\" role=\"img\" aria-label=\"\(escaped(label))\">"
        svg += "<rect class=\"frame\" width=\"\(MapFrame.width)\" height=\"\(MapFrame.height)\"/>"
        let origin = frame.place(Point(x: 0, y: 0))
        svg += "<path class=\"axis\" d=\"M0 \(origin.y)h\(MapFrame.width)M\(origin.x) 0v\(MapFrame.height)\"/>"
        for group in landscape.groups.indices {
            let path = shown.filter { $0.group == group }.map { member in
                let spot = frame.place(member.point)
                return "M\(spot.x) \(spot.y)\(figure(group))"
            }
            svg += "<path class=\"\(style(group))\" fill-opacity=\".7\" d=\"\(path.joined())\"/>"
        }
        for group in landscape.groups {
            let spot = frame.place(group.centre)
            svg += "<text class=\"letter\" x=\"\(spot.x)\" y=\"\(spot.y + 8)\">\(report.letter(group.id))</text>"
        }
        return svg + "</svg>\n"
    }

    // MARK: Tables

    private var representativeSection: String {
        let tables = landscape.groups.compactMap { group -> String? in
            let entries = landscape.representative.filter { $0.group == group.id }
            if entries.isEmpty { return nil }
            let letter = report.letter(group.id)
            let rows = entries.map { [report.words($0.statement), report.word($0.toldDirection), report.own($0), report.others($0)] }
            let head = [say("意见", "Statement"), say("态度", "Answer"), say("群体\(letter)", "Group \(letter)"), say("其他人", "Others")]
            return table(say("群体\(letter)", "Group \(letter)"), head, rows)
        }
        if tables.isEmpty { return "" }
        return "<h2>\(say("各群体的特点", "What tells the groups apart"))</h2>\n" + tables.joined()
    }

    private var consensusSection: String {
        let entries = landscape.consensus.agree + landscape.consensus.disagree
        let title = "<h2>\(say("多数人一致", "What most people say"))</h2>\n"
        if entries.isEmpty { return title + "<p>–</p>\n" }
        let rows = entries.map { entry in
            [
                report.words(entry.statement), report.word(entry.direction), report.percent(entry.successes, of: entry.trials),
                String(entry.trials),
            ]
        }
        let head = [say("意见", "Statement"), say("态度", "Answer"), say("比例", "Share"), say("表态人数", "Answers")]
        return title + table(say("所有参与者", "All participants"), head, rows)
    }

    private var unitingSection: String {
        if landscape.k == 0 { return "" }
        let rows = report.uniting(10).map { figures in
            [escaped(report.words(figures.statement.id)), report.two(figures.groupInformedConsensus)]
                + figures.byGroup.map { bar($0) + " " + report.percent($0.agrees, of: $0.seen) }
        }
        let head = [say("意见", "Statement"), say("共识度", "Consensus")] + landscape.groups.map { report.letter($0.id) }
        let caption = say(
            "共识度是各群体赞成概率之积；各群体一列为赞成比例",
            "Consensus is the product of the groups' chances to agree; one column for each group's share of agreement")
        return "<h2>\(say("各群体都赞成", "What every group supports"))</h2>\n" + table(caption, head, rows, isMarkup: true)
    }

    /// Agree, pass, disagree in one bar; the number stands beside it.
    private func bar(_ tally: Tally) -> String {
        let seen = max(1, tally.seen)
        let (yes, no) = (100 * tally.agrees / seen, 100 * tally.disagrees / seen)
        return "<svg class=\"bar\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
            + "<rect class=\"skip\" width=\"100\" height=\"12\"/><rect class=\"yes\" width=\"\(yes)\" height=\"12\"/>"
            + "<rect class=\"no\" x=\"\(100 - no)\" width=\"\(no)\" height=\"12\"/></svg>"
    }

    private var methodSection: String {
        let text = say(
            "方法：取每人对每条意见的最后一次表态；两条主轴为表态差异最大的方向；群体由k均值得出，群体数按轮廓系数选取。同样的表态得到同样的地图。",
            "Method: everybody's latest vote on each statement; the two axes are the directions in which votes differ most; groups are "
                + "found by k-means, their number by silhouette. The same votes give the same map.")
        let official = report.isOfficial ? say("本图采用公布的群体。", "Groups are the published ones.") : ""
        let stability = report.stabilitySentence.map { "<p>\($0)</p>\n" } ?? ""
        return "<h2>\(say("方法与稳定性", "Method and stability"))</h2>\n<p>\(text) \(official)</p>\n\(stability)"
    }

    private func table(_ caption: String, _ head: [String], _ rows: [[String]], isMarkup: Bool = false) -> String {
        func isNumber(_ column: Int) -> Bool { column > (head.count == 4 && !isMarkup ? 1 : 0) }
        func cells(_ tag: String, _ fields: [String]) -> String {
            fields.enumerated().map { place, field in
                let scope = tag == "th" ? " scope=\"col\"" : ""
                let content = isMarkup && tag == "td" ? field : escaped(field)
                return "<\(tag)\(isNumber(place) ? " class=\"n\"" : "")\(scope)>\(content)</\(tag)>"
            }.joined()
        }
        let body = rows.map { "<tr>\(cells("td", $0))</tr>" }.joined(separator: "\n")
        return "<table><caption>\(escaped(caption))</caption><thead><tr>\(cells("th", head))</tr></thead><tbody>\n\(body)\n</tbody></table>\n"
    }

    /// What controls there are stand for a space.
    private func escaped(_ text: String) -> String { MarkupText.escaped(text) { $0.value < 0x20 ? " " : nil } }
}
