internal import CompositeIndex

extension ReportSections {
    // MARK: Growth

    var growth: Markup {
        guard let past = model.rows.dropLast().last, let first = model.rows.first else {
            return "<p>\(say("仅有一个年度，无法计算增长。", "There is one year only: no growth can be told."))</p>\n"
        }
        let periods = model.build.normalised.periods
        let (recent, long) = (model.growth(since: past), model.growth(since: first))
        let names = [say("增长 10% 及以上", "10 % or more"), say("增长 0–10%", "0–10 %"), say("持平或下降", "flat or down")]
        let title = say("按增长分档的指标数", "Indicators by growth")
        let counts = ReportModel.bands(recent)
        let compared = [(past, recent), (first, long)].prefix(first == past ? 1 : 2)
        let bars = compared.flatMap { row, growth in
            zip(names, ReportModel.bands(growth).counts).map { name, count in
                ReportChart.Bar(
                    label: say("较 \(periods[row]) 年 · \(name)", "since \(periods[row]) · \(name)"), value: Double(count), text: say("\(count) 项", "\(count)"),
                    isOwn: row == past)
            }
        }
        let note = say(
            "增长按“有利方向”计算：数值越小越好的指标，下降计为增长。无法计算（前值为 0 或缺失）\(counts.unknown) 项。",
            "Growth counts in the good direction: where less is better, a fall is growth. Cannot be told (from 0, or missing): \(counts.unknown).")
        var result = figure(ReportChart.bars(title, bars), note)
        let overview = compared.map { row, growth -> [String] in
            let (counts, unknown) = ReportModel.bands(growth)
            return [say("较 \(periods[row]) 年", "since \(periods[row])")] + counts.map { "\($0)" } + ["\(unknown)"]
        }
        result += tableBelow(
            say("各档指标数", "How many indicators"), [say("比较", "Compared")] + names + [say("无法计算", "Cannot be told")], overview,
            numbers: [1, 2, 3, 4])
        let lines = zip(recent, long).map { now, whole in
            [
                model.marked(now.indicator), model.measure(now.indicator), ReportLanguage.value(now.before), ReportLanguage.value(now.after),
                ReportLanguage.percent(now.share), now.share.map { names[Self.position(Standing.Growth($0))] } ?? "–",
                ReportLanguage.percent(whole.share),
            ]
        }
        let head = [
            say("指标", "Indicator"), say("单位", "Unit"), periods[past], model.period, say("增长", "Growth"), say("分档", "Band"),
            say("较 \(periods[first]) 年", "Since \(periods[first])"),
        ]
        return result + "<h3>\(say("逐项", "Indicator by indicator"))</h3>\n"
            + Markup.table(say("各指标增长", "Growth of each indicator"), head, lines, numbers: [2, 3, 4, 6], kind: "dense", filter: 5)
    }

    private static func position(_ band: Standing.Growth) -> Int { Standing.Growth.allCases.firstIndex(of: band) ?? 0 }

    // MARK: Peers

    var peers: Markup {
        let rows = model.compared
        let title = say("\(model.period) 年得分比较", "Scores in \(model.period)")
        let units = model.build.normalised.units
        let bars = model.selectable.map { row in
            ReportChart.Bar(
                label: model.unitName(units[row]), value: model.score(row), text: ReportLanguage.score(model.score(row)), range: model.bands[row],
                isOwn: units[row] == model.unit, isHidden: !model.isCompared(row))
        }
        let who =
            model.peers.isEmpty
            ? say("对标：当年全部地区。", "Compared with all units of the year.")
            : say("对标：\(model.peers.map(model.unitName).joined(separator: "、"))。", "Compared with \(model.peers.map(model.unitName).joined(separator: ", ")).")
        let note = who + say("细线为权重变动 ±25% 时的 90% 区间。", " Thin lines: 90 % intervals with weights varying by up to 25 %.")
        func line(_ row: Int) -> [String] {
            [model.unitName(units[row]), "\(model.build.ranks[row])", ReportLanguage.score(model.score(row)), interval(of: row)]
                + model.dimensions.map { ReportLanguage.score(model.build.scores[$0][row]) }
        }
        let head = [say("地区", "Unit"), say("位次（全部）", "Rank (of all)"), say("得分", "Score"), say("90% 区间", "90 % interval")] + model.dimensions.map(model.name)
        let everyone = model.everyone
        let others: Markup =
            everyone.count == rows.count || everyone.count > 400
            ? ""
            : Markup.table(
                say("\(model.period) 年全部地区", "All units in \(model.period)"), head, everyone.map(line), numbers: Set(1..<head.count), kind: "dense")
        return figure(ReportChart.bars(title, bars), note)
            + tableBelow(title, head, rows.map(line), numbers: Set(1..<head.count))
            + standingTable + others
    }

    private func interval(of row: Int) -> String {
        model.bands[row].map { "\(ReportLanguage.score($0.lowerBound))–\(ReportLanguage.score($0.upperBound))" } ?? "–"
    }

    private var standingTable: Markup {
        guard let standing = model.standing else { return "" }
        let lines = standing.lines.map { line in
            [
                model.marked(line.indicator), model.measure(line.indicator), ReportLanguage.value(line.value),
                ReportLanguage.value(line.peerMedian), line.rank > 0 ? "\(line.rank) / \(line.count)" : "–", ReportLanguage.signed(-line.pointsToPeers),
            ]
        }
        let caption = say("逐项与对标地区中位数比较", "Each indicator against the peers' median")
        let note = say(
            "“领先分值”：本地区取值与对标地区中位数之差折算的总分；负值即短板。",
            "“Lead” is what the difference to the peers' median is worth in points of the score; a negative one is a gap.")
        let head = [
            say("指标", "Indicator"), say("单位", "Unit"), say("本地区", "Own value"), say("对标中位数", "Peers' median"), say("位次（全部）", "Rank (of all)"),
            say("领先分值", "Lead"),
        ]
        return "<h3>\(caption)</h3><p class=\"quiet\">\(note)</p>\n" + Markup.table(caption, head, lines, numbers: [2, 3, 4, 5], kind: "dense")
    }

    // MARK: Strengths and gaps

    var strengths: Markup {
        guard let standing = model.standing else { return "<p>\(say("无法比较。", "Nothing can be compared."))</p>\n" }
        let (best, worst) = (standing.strengths(7), standing.gaps(7))
        if best.isEmpty, worst.isEmpty { return "<p>\(say("科普兰法下无法按指标分解。", "Under Copeland's rule there are no parts by indicator."))</p>\n" }
        let title = say("与对标中位数相比领先或落后的分值", "Points ahead of or behind the peers' median")
        let bars = (best + worst.reversed()).map { line in
            ReportChart.Bar(
                label: model.name(line.indicator), value: -line.pointsToPeers, text: ReportLanguage.signed(-line.pointsToPeers),
                isOwn: line.pointsToPeers < 0)
        }
        let note = say(
            "向右为优势，向左为短板：若取对标地区的中位数，总分将减少或增加多少。",
            "To the right strengths, to the left gaps: what the score would lose or gain with the peers' median instead.")
        func lines(_ own: [Standing.Line]) -> [[String]] {
            own.map { line in
                [
                    model.marked(line.indicator), ReportLanguage.value(line.value), ReportLanguage.value(line.peerMedian),
                    model.measure(line.indicator), ReportLanguage.signed(-line.pointsToPeers), ReportLanguage.percent(line.growth),
                ]
            }
        }
        let head = [
            say("指标", "Indicator"), say("本地区", "Own value"), say("对标中位数", "Peers' median"), say("单位", "Unit"), say("分值", "Points"),
            say("较上年增长", "Growth in a year"),
        ]
        let (up, down) = (say("优势", "Strengths"), say("短板", "Gaps"))
        return figure(ReportChart.bars(title, bars), note)
            + tableBelow(up, head, lines(best), numbers: [1, 2, 4, 5]) + tableBelow(down, head, lines(worst), numbers: [1, 2, 4, 5])
    }
}
