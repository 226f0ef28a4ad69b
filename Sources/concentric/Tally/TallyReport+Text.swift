internal import BudgetVoting

/// The result for people at a terminal.
extension TallyReport {
    func text(language: PlainLanguage, explains: Bool) -> String {
        let words = PlainWords(outcome, of: election, language: language)
        let isChinese = language == .zh
        var text = heading(words, isChinese) + "\n"
        if explains { text += words.method + "\n\n" }
        text += table(words, isChinese, explains: explains)
        text += "\n" + balance(words, isChinese) + fairness(words, isChinese)
        if explains { text += spending(words, isChinese) }
        return text + losers(words, isChinese)
    }

    private func heading(_ words: PlainWords, _ isChinese: Bool) -> String {
        let title = election.title.isEmpty ? "" : election.title + (isChinese ? "：" : ": ")
        let (projects, ballots) = (election.projects.count, election.ballots.count)
        var text =
            isChinese
            ? "\(title)\(projects)个项目，\(ballots)张选票，预算\(words.money(election.budget))\n"
            : "\(title)\(projects) projects, \(ballots) ballots, budget \(words.money(election.budget))\n"
        text += (isChinese ? "规则：" : "Rule: ") + RuleRecord(asked, scale: election.scale).summary(isChinese) + "\n"
        guard let comparison = outcome.comparison else { return text }
        let (ours, greedy) = (comparison.betterUnderFirst, comparison.betterUnderSecond)
        let method = outcome.rule.method
        text +=
            isChinese
            ? "比较：\(ours)人在本规则下、\(greedy)人在按票数规则下有更多项目入选；采用\(method.chineseName)。\n"
            : "Comparison: \(ours) voters have more winners under this rule, \(greedy) under greedy; \(method.rawValue) decides.\n"
        return text
    }

    /// Winners in order: numbers to the right, names to the left.
    private func table(_ words: PlainWords, _ isChinese: Bool, explains: Bool) -> String {
        var rows = [isChinese ? ["次序", "编号", "造价", "票数"] : ["#", "id", "cost", "votes"]]
        var names = [isChinese ? "项目" : "project"]
        for winner in explanation.winners {
            let project = election.projects[winner.project]
            rows.append([String(winner.round), SafeLine.of(project.id), words.money(project.cost), String(winner.votes)])
            names.append(SafeLine.of(project.name ?? "", most: 70))
        }
        let widths = (0..<4).map { column in rows.map { columns($0[column]) }.max() ?? 0 }
        var text = ""
        for (place, row) in rows.enumerated() {
            let cells = zip(row, widths).map { field, width in
                String(repeating: " ", count: max(0, width - columns(field))) + field
            }
            text += cells.joined(separator: "  ") + (names[place].isEmpty ? "" : "  " + names[place]) + "\n"
            if explains, place > 0 {
                text += String(repeating: " ", count: widths[0] + 2)
                text += words.sentence(for: explanation.winners[place - 1]) + "\n"
            }
        }
        return text
    }

    /// The places a text takes on a terminal: Chinese characters take two.
    private func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }

    private func balance(_ words: PlainWords, _ isChinese: Bool) -> String {
        let wins = outcome.wins.count
        var text =
            isChinese
            ? "\(wins)个入选，共\(words.money(outcome.cost))，剩余\(words.money(outcome.moneyLeft))。\n"
            : "\(wins) \(wins == 1 ? "winner costs" : "winners cost") \(words.money(outcome.cost)); "
                + "\(words.money(outcome.moneyLeft)) is left.\n"
        guard let share = outcome.share else { return text }
        let each = words.money(share.approximation)
        if outcome.increment > 0 {
            text +=
                isChinese
                ? "每位投票人的份额：\(each)，经过\(outcome.increment)步增加。\n"
                : "Each voter's share: \(each), after \(outcome.increment) steps.\n"
        } else {
            text += isChinese ? "每位投票人的份额：\(each)。\n" : "Each voter's share: \(each).\n"
        }
        return text
    }

    private func fairness(_ words: PlainWords, _ isChinese: Bool) -> String {
        let figures = FairnessFigures(election, winners: outcome.winners)
        let all = figures.all
        let mean = rounded(all.meanWinners)
        var text =
            isChinese
            ? "没有任何所投项目入选的投票人：\(all.excluded)（\(words.percent(all.excluded, of: all.voters))）；"
                + "平均每人入选\(mean)个。\n"
            : "Voters without any winner: \(all.excluded) (\(words.percent(all.excluded, of: all.voters))); "
                + "\(mean) winners per voter on average.\n"
        let most = 6
        var shown = Array(figures.distribution.prefix(most))
        let more = figures.distribution.dropFirst(most).reduce(0, +)
        if more > 0 { shown.append(more) }
        let parts = shown.enumerated().map { count, voters in
            let label = count == most ? "≥ \(count)" : "\(count)"
            let share = words.percent(voters, of: all.voters)
            return isChinese ? "\(label)个：\(share)" : "\(label): \(share)"
        }
        text += isChinese ? "入选数分布：" : "Voters by number of winners: "
        text += parts.joined(separator: isChinese ? "，" : ", ") + "\n"
        for area in figures.areas {
            let share = words.percent(area.group.excluded, of: area.group.voters)
            let mean = rounded(area.group.meanWinners)
            let name = SafeLine.of(area.name)
            text +=
                isChinese
                ? "  \(name)：\(area.group.voters)人，无项目入选\(share)，平均\(mean)\n"
                : "  \(name): \(area.group.voters) voters, \(share) without a winner, \(mean) on average\n"
        }
        return text
    }

    /// Where the money goes, if the file says where projects belong.
    private func spending(_ words: PlainWords, _ isChinese: Bool) -> String {
        let figures = FairnessFigures(election, winners: outcome.winners)
        var text = ""
        for (title, lines) in [
            (isChinese ? "各类别的资金：" : "Money by category:", figures.categories),
            (isChinese ? "各片区的资金：" : "Money by district:", figures.districts),
        ] where !lines.isEmpty {
            text += title + "\n"
            for line in lines {
                let name = SafeLine.of(line.name)
                text +=
                    isChinese
                    ? "  \(name)：\(words.money(line.cost))，\(line.projects)个项目中\(line.winners)个入选\n"
                    : "  \(name): \(words.money(line.cost)), \(line.winners) of \(line.projects) projects\n"
            }
        }
        return text
    }

    private func losers(_ words: PlainWords, _ isChinese: Bool) -> String {
        if explanation.losers.isEmpty { return "" }
        var text = "\n" + (isChinese ? "未入选：\n" : "Not chosen:\n")
        for loser in explanation.losers {
            let project = election.projects[loser.project]
            text +=
                isChinese
                ? "\(words.title(loser.project))（\(loser.votes)票，\(words.money(project.cost))）：\n"
                : "\(words.title(loser.project)) (\(loser.votes) votes, \(words.money(project.cost))):\n"
            text += "    " + words.sentence(for: loser) + "\n"
        }
        return text
    }

    private func rounded(_ value: Double) -> String {
        let thousandths = Int(exactly: (value * 1000).rounded()) ?? 0
        return Amount.text(thousandths, scale: 3)
    }
}

extension Election {
    /// Town, district and year as the file names them.
    var title: String {
        var words: [String] = []
        for word in ["unit", "subunit", "instance"].compactMap({ meta($0) }) where word != "none" && !word.isEmpty {
            words.append(word)
        }
        return SafeLine.of(words.joined(separator: " "))
    }
}
