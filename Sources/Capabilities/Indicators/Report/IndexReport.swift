internal import CompositeIndex
internal import Ground

/// The report about one unit as a self-contained page, ready to be printed: scores over the years with their uncertainty, dimensions,
/// growth, peers, strengths and gaps, audit, sensitivity, cited figures, method and data.
///
/// Nothing is loaded from elsewhere. Where a value is synthetic, the page and every printed sheet say so.
public struct IndexReport: Sendable {
    private let model: ReportModel
    private let date: String

    /// nil where the unit has no score in any period.
    /// - Parameters:
    ///   - peers: the units to compare with; the folder's own where not given.
    ///   - date: what stands on the cover as the day of the report; empty leaves it out.
    public init?(_ folder: IndexFolder, unit: String, language: ReportLanguage = .zh, peers: [String]? = nil, date: String = "") {
        guard let model = ReportModel(folder, unit: unit, peers: peers ?? folder.peers, language: language) else { return nil }
        (self.model, self.date) = (model, date)
    }

    /// The page.
    public var html: String { html(pages: [:]) }

    /// The page with the numbers of printed pages in its contents.
    /// - Parameter pages: where each section begins, by its id, as `PrintedPages` reads it from a first print.
    public func html(pages: [String: Int]) -> String {
        let say = model.say
        let sections = ReportSections(model: model).all
        let title = say("\(model.unitName(model.unit))：\(model.topName)", "\(model.unitName(model.unit)): \(model.topName)")
        let mark = model.synthetic ? say("含合成数据 synthetic values", "synthetic values 含合成数据") : ""
        let style = ReportStyle.css(
            head: title, mark: mark,
            page: say(#""第 " counter(page) " 页，共 " counter(pages) " 页""#, #""page " counter(page) " of " counter(pages)"#))
        let strip: Markup = model.synthetic ? "<aside class=\"strip\" aria-label=\"\(mark)\">\(IndexExport.syntheticMark)</aside>" : ""
        let body: [Markup] = sections.map { section in
            let kind = section.isShort ? " class=\"run\"" : ""
            return "<section aria-labelledby=\"\(section.id)\"><h2 id=\"\(section.id)\"\(Markup(raw: kind))>\(section.title)</h2>\n\(section.body)</section>\n"
        }
        let words: Markup = """
             data-show="\(say("显示", "Show"))" data-units="\(say("选择要比较的地区", "Choose units to compare"))" data-all="\(say("全部", "All"))" \
            data-keys="\(say("按左右方向键逐点查看数值", "Left and right keys read the values one by one"))"
            """
        let page: Markup = """
            <!DOCTYPE html>
            <html lang="\(say.code)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(title)</title><style>\(Markup(raw: style))</style></head>
            <body\(words)>\(strip)<main>\(cover(title))\(contents(sections, pages))\(body)</main><div id="tip" role="status"></div>
            <script>\(Markup(raw: ReportScript.text))</script></body></html>

            """
        return page.html
    }

    private func cover(_ title: String) -> Markup {
        let say = model.say
        let periods = model.periods
        let span = periods.count > 1 ? "\(periods[0])–\(periods[periods.count - 1])" : model.period
        let past = model.rows.dropLast().last
        let change = past.map { model.score(model.last) - model.score($0) }
        let growth = past.map { ReportModel.bands(model.growth(since: $0)).counts }
        var figures: [(String, String, String)] = [
            (say("\(model.period) 年得分", "Score \(model.period)"), ReportLanguage.score(model.score(model.last)), say("分，尺度见附录 A", "points; scale in annex A")),
            (
                say("位次", "Rank"), "\(model.build.ranks[model.last])",
                say("共 \(model.field.count) 个地区", "of \(model.field.count) units")
            ),
        ]
        if let change, let past {
            figures.append(
                (
                    say("较 \(model.build.normalised.periods[past]) 年", "Since \(model.build.normalised.periods[past])"), ReportLanguage.signed(change),
                    say("分", "points")
                ))
        }
        if let growth {
            figures.append(
                (
                    say("增长 ≥10% / 0–10% / 持平或下降", "Growing ≥10 % / 0–10 % / flat or down"), growth.map(String.init).joined(separator: " / "),
                    say("项指标", "indicators")
                ))
        }
        let cards: [Markup] = figures.map { "<div><dt>\($0.0)</dt><dd>\($0.1)<small>\($0.2)</small></dd></div>" }
        let mark: Markup =
            model.synthetic
            ? "<p class=\"mark\" role=\"note\">\(say("本报告含合成数据：标有“合成数据”的数值由随机方法生成，仅供演示，不是任何城市的真实情况。Contains synthetic values.", "This report contains synthetic values (合成数据): those marked so were drawn at random for demonstration and describe no real city."))</p>"
            : ""
        let ours = model.folder.proposals.count
        let proposals: Markup =
            ours == 0
            ? ""
            : "<p class=\"quiet\">\(say("共 \(model.tree.indicatorCount) 项指标，其中标 ＊ 的 \(ours) 项为本项目建议指标，并非该市公布的指标。", "\(model.tree.indicatorCount) indicators, of which \(ours) marked * are our proposal and not the city's published ones."))</p>"
        let day: Markup = date.isEmpty ? "" : "<p class=\"quiet\">\(say("报告日期：", "Date of the report: "))\(date)</p>"
        return """
            <header class="cover"><p class="quiet">\(say("综合指数报告", "Composite index report"))</p><h1>\(model.topName)</h1>
            <p class="who">\(model.unitName(model.unit)) · \(span)</p>\(mark)
            <dl class="key">\(cards)</dl>
            <p>\(say("本报告依据城市数据文件夹中的指标、方法与数据逐步计算，任何人可用同样的文件重新算出每一个数字；方法见附录 A，数据及其来源见附录 B。", "Every number in this report is computed from the indicators, method and data in the city's folder, and anybody can compute it again from the same files; annex A states the method, annex B the data and their sources."))</p>
            \(proposals)\(day)</header>

            """
    }

    private func contents(_ sections: [ReportSection], _ pages: [String: Int]) -> Markup {
        let lines: [Markup] = sections.map { section in
            let page: Markup = pages[section.id].map { "<span class=\"page\">\($0)</span>" } ?? ""
            return "<li><a href=\"#\(section.id)\"><span>\(section.title)</span>\(page)</a></li>\n"
        }
        return "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">\(model.say("目录", "Contents"))</h2><ol>\(lines)</ol></nav>\n"
    }
}
