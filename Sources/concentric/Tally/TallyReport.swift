internal import BudgetVoting

/// The output of `concentric tally`.
struct TallyReport {
    let election: Election
    let outcome: Outcome
    let explanation: Explanation
    /// The rule as it was asked for; the comparison may have put greedy in its place.
    let asked: CountingRule

    // MARK: JSON

    func json(language: PlainLanguage) -> String {
        let figures = FairnessFigures(election, winners: outcome.winners)
        let words = PlainWords(outcome, of: election, language: language)
        var members: [(String, JSONText)] = [
            ("winners", .texts(outcome.winners.map { election.projects[$0].id })),
            ("cost", money(outcome.cost)),
            ("budget", money(outcome.budget)),
            ("increment", .integer(outcome.increment)),
            ("excludedVoters", .integer(figures.all.excluded)),
            ("losers", .list(explanation.losers.map { loser($0, words) })),
            ("moneyLeft", money(outcome.moneyLeft)),
            ("voters", .integer(figures.all.voters)),
            ("meanWinners", .number(figures.all.meanWinners)),
            ("winnersPerVoter", .list(figures.distribution.map { .integer($0) })),
            ("exhaustive", .truth(outcome.isExhaustive(election))),
            ("firstExhaustive", outcome.firstExhaustive.map { .integer($0) } ?? .null),
            ("endowment", outcome.share.map { .text(endowment($0)) } ?? .null),
            ("rule", RuleRecord(asked, scale: election.scale).json),
            ("decidedBy", .text(outcome.rule.method.rawValue)),
            ("winnerDetails", .list(explanation.winners.map(winner))),
        ]
        if let comparison = outcome.comparison {
            members.append(
                (
                    "comparison",
                    .object([
                        ("betterUnderRule", .integer(comparison.betterUnderFirst)),
                        ("betterUnderGreedy", .integer(comparison.betterUnderSecond)),
                        ("same", .integer(comparison.same)),
                    ])
                ))
        }
        if !figures.areas.isEmpty { members.append(("areas", .list(figures.areas.map(area)))) }
        return JSONText.object(members).line
    }

    private func money(_ units: Int) -> JSONText { .text(election.amount(units)) }

    /// A share in units of the currency, as a fraction.
    private func endowment(_ share: Fraction) -> String { RecountBundle.endowment(share, scale: election.scale) }

    private func area(_ area: (name: String, group: FairnessFigures.Group)) -> JSONText {
        .object([
            ("area", .text(area.name)), ("voters", .integer(area.group.voters)),
            ("excludedVoters", .integer(area.group.excluded)), ("meanWinners", .number(area.group.meanWinners)),
        ])
    }

    private func winner(_ winner: Explanation.Winner) -> JSONText {
        let project = election.projects[winner.project]
        var members: [(String, JSONText)] = [
            ("id", .text(project.id)), ("round", .integer(winner.round)), ("stage", .text(winner.stage.rawValue)),
            ("cost", money(project.cost)), ("votes", .integer(winner.votes)),
        ]
        if let payers = winner.payers { members.append(("payers", .integer(payers))) }
        if let gaveAll = winner.gaveAll { members.append(("gaveAll", .integer(gaveAll))) }
        if let highest = winner.highestPayment {
            members.append(("highestPayment", .text(String(highest / Double(Amount.unit(scale: election.scale))))))
        }
        if let effective = winner.effectiveVotes { members.append(("effectiveVotes", .number(effective))) }
        return .object(members)
    }

    private func loser(_ loser: Explanation.Loser, _ words: PlainWords) -> JSONText {
        let project = election.projects[loser.project]
        return .object([
            ("id", .text(project.id)), ("votes", .integer(loser.votes)), ("cost", money(project.cost)),
            ("reason", .object(reason(loser.reason) + [("text", .text(words.sentence(for: loser)))])),
        ])
    }

    private func reason(_ reason: Reason) -> [(String, JSONText)] {
        let code: [(String, JSONText)] = [("code", .text(reason.code))]
        switch reason {
        case .noSupport: return code
        case .tooFewVotes(let votes, let needed), .ineligible(let votes, let needed):
            return code + [("votes", .integer(votes)), ("needed", .integer(needed))]
        case .dearerThanBudget(let cost, let budget): return code + [("cost", money(cost)), ("budget", money(budget))]
        case .rivalWon(let rival): return code + [("project", .text(election.projects[rival].id))]
        case .categoryFull(let category): return code + [("category", .text(category))]
        case .doesNotFit(let cost, let left, let place):
            return code + [
                ("cost", money(cost)), ("left", money(left)), ("place", place.map { .integer($0) } ?? .null),
            ]
        case .walkEnded(let end, let place):
            return code + [
                ("project", .text(election.projects[end].id)), ("place", place.map { .integer($0) } ?? .null),
            ]
        case .countEnded(let end, let cost, let left):
            return code + [("project", .text(election.projects[end].id)), ("cost", money(cost)), ("left", money(left))]
        case .supportersShort(let shortfall):
            let spent = shortfall.spent.map { spent in
                JSONText.object([
                    ("project", .text(election.projects[spent.project].id)), ("voters", .integer(spent.voters)),
                    ("paid", money(spent.paid)),
                ])
            }
            return code + [
                ("supporters", .integer(shortfall.supporters)), ("owned", money(shortfall.owned)),
                ("left", money(shortfall.left)), ("missing", money(shortfall.missing)),
                ("votersMissing", .integer(shortfall.votersMissing)), ("spent", .list(spent)),
            ]
        }
    }

    // MARK: Text

    func text(language: PlainLanguage, explains: Bool) -> String {
        let words = PlainWords(outcome, of: election, language: language)
        let isChinese = language == .zh
        var text = heading(words, isChinese) + "\n"
        for winner in explanation.winners {
            let project = election.projects[winner.project]
            text += row(
                [String(winner.round), project.id, words.money(project.cost), String(winner.votes)],
                name: project.name ?? "")
            if explains { text += "        " + words.sentence(for: winner) + "\n" }
        }
        text += "\n" + balance(words, isChinese) + fairness(words, isChinese)
        text += losers(words, isChinese)
        return text
    }

    private func heading(_ words: PlainWords, _ isChinese: Bool) -> String {
        let name = [election.meta("unit"), election.meta("subunit"), election.meta("instance")].compactMap { $0 }
        let title = name.joined(separator: " ")
        let (projects, ballots) = (election.projects.count, election.ballots.count)
        var text =
            isChinese
            ? "\(title)：\(projects)个项目，\(ballots)张选票，预算\(words.money(election.budget))\n"
            : "\(title): \(projects) projects, \(ballots) ballots, budget \(words.money(election.budget))\n"
        text += (isChinese ? "规则：" : "Rule: ") + RuleRecord(asked, scale: election.scale).summary(isChinese) + "\n"
        if let comparison = outcome.comparison {
            let (ours, greedy) = (comparison.betterUnderFirst, comparison.betterUnderSecond)
            let method = outcome.rule.method.rawValue
            text +=
                isChinese
                ? "比较：\(ours)人在本规则下、\(greedy)人在按票数规则下有更多项目入选；采用\(method)。\n"
                : "Comparison: \(ours) voters have more winners under this rule, \(greedy) under greedy; \(method) decides.\n"
        }
        return text + "\n"
            + row(
                isChinese ? ["次序", "编号", "造价", "票数"] : ["#", "id", "cost", "votes"],
                name: isChinese ? "项目" : "project")
    }

    private func row(_ fields: [String], name: String) -> String {
        let widths = [4, 8, 16, 8]
        let cells = zip(fields, widths).map { field, width in
            String(repeating: " ", count: max(0, width - field.count)) + field
        }
        return cells.joined() + "  " + (name.count > 70 ? String(name.prefix(69)) + "…" : name) + "\n"
    }

    private func balance(_ words: PlainWords, _ isChinese: Bool) -> String {
        var text =
            isChinese
            ? "\(outcome.wins.count)个入选，共\(words.money(outcome.cost))，剩余\(words.money(outcome.moneyLeft))。\n"
            : "\(outcome.wins.count) winners cost \(words.money(outcome.cost)); \(words.money(outcome.moneyLeft)) is left.\n"
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
        text +=
            (isChinese ? "入选数分布：" : "Voters by number of winners: ") + parts.joined(separator: isChinese ? "，" : ", ")
        text += "\n"
        for area in figures.areas {
            let share = words.percent(area.group.excluded, of: area.group.voters)
            let mean = rounded(area.group.meanWinners)
            text +=
                isChinese
                ? "  \(area.name)：\(area.group.voters)人，无项目入选\(share)，平均\(mean)\n"
                : "  \(area.name): \(area.group.voters) voters, \(share) without a winner, \(mean) on average\n"
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
