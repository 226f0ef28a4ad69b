internal import BudgetVoting

/// Two rules for one election: who gains, who loses.
struct RuleComparison {
    struct Side {
        var name: String
        var outcome: Outcome
        var figures: FairnessFigures
        var explanation: Explanation

        init(_ name: String, _ outcome: Outcome, of election: Election) throws(CountingFailure) {
            self.name = name
            self.outcome = outcome
            figures = FairnessFigures(election, winners: outcome.winners)
            explanation = try Explanation(outcome, of: election)
        }
    }

    /// One line of a table with a value for each rule.
    struct Pair {
        var label: String
        var first: Double
        var second: Double
        var firstText: String
        var secondText: String
    }

    let election: Election
    let sides: [Side]
    let versus: HeadToHead
    let words: PlainWords
    var isChinese: Bool { words.language == .zh }

    init(
        _ election: Election, _ first: (String, Outcome), _ second: (String, Outcome), language: PlainLanguage
    ) throws(CountingFailure) {
        self.election = election
        sides = [try Side(first.0, first.1, of: election), try Side(second.0, second.1, of: election)]
        versus = HeadToHead(election, first.1.winners, second.1.winners)
        words = PlainWords(first.1, of: election, language: language)
    }

    func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

    var text: String {
        let (a, b) = (sides[0].name, sides[1].name)
        var text = say("投票人：", "Voters: ")
        text += say(
            "\(versus.betterUnderFirst)人在\(a)下有更多项目入选，\(versus.betterUnderSecond)人在\(b)下更多，\(versus.same)人相同。\n",
            "\(versus.betterUnderFirst) have more winners under \(a), \(versus.betterUnderSecond) under \(b), "
                + "\(versus.same) as many.\n")
        for pair in summary { text += "\(pair.label): \(a) \(pair.firstText), \(b) \(pair.secondText)\n" }
        text += list(say("只在\(a)下入选", "Winners only under \(a)"), versus.onlyFirst, versus.votesOnlyFirst)
        text += list(say("只在\(b)下入选", "Winners only under \(b)"), versus.onlySecond, versus.votesOnlySecond)
        return text
    }

    private func list(_ title: String, _ projects: [Int], _ votes: Int) -> String {
        let ids = projects.map { SafeLine.of(election.projects[$0].id) }.joined(separator: ", ")
        let count = projects.count
        let total = say("\(count)个，共\(votes)票", "\(count), \(votes) votes")
        return "\(title) (\(total)): \(ids.isEmpty ? "–" : ids)\n"
    }

    /// Figures of both results.
    var summary: [Pair] {
        let (a, b) = (sides[0], sides[1])
        func count(_ label: String, _ x: Int, _ y: Int) -> Pair {
            Pair(label: label, first: Double(x), second: Double(y), firstText: String(x), secondText: String(y))
        }
        let voters = a.figures.all.voters
        let excluded = Pair(
            label: say("没有项目入选的投票人", "Voters without a winner"), first: a.figures.all.excludedShare,
            second: b.figures.all.excludedShare,
            firstText: "\(a.figures.all.excluded) (\(words.percent(a.figures.all.excluded, of: voters)))",
            secondText: "\(b.figures.all.excluded) (\(words.percent(b.figures.all.excluded, of: voters)))")
        let mean = Pair(
            label: say("平均每人入选数", "Winners per voter"), first: a.figures.all.meanWinners,
            second: b.figures.all.meanWinners, firstText: decimals(a.figures.all.meanWinners),
            secondText: decimals(b.figures.all.meanWinners))
        let spent = Pair(
            label: say("花费", "Money spent"), first: Double(a.outcome.cost), second: Double(b.outcome.cost),
            firstText: words.money(a.outcome.cost), secondText: words.money(b.outcome.cost))
        return [count(say("入选项目", "Winners"), a.outcome.wins.count, b.outcome.wins.count), spent, excluded, mean]
    }

    func decimals(_ value: Double) -> String { Amount.text(Int(exactly: (value * 1000).rounded()) ?? 0, scale: 3) }

    /// Voters by number of winners, in percent.
    var distribution: [Pair] {
        let (a, b) = (sides[0].figures, sides[1].figures)
        let voters = max(1, a.all.voters)
        return (0..<max(a.distribution.count, b.distribution.count)).map { count in
            let x = count < a.distribution.count ? a.distribution[count] : 0
            let y = count < b.distribution.count ? b.distribution[count] : 0
            return Pair(
                label: String(count), first: Double(x) / Double(voters), second: Double(y) / Double(voters),
                firstText: "\(x) (\(words.percent(x, of: voters)))",
                secondText: "\(y) (\(words.percent(y, of: voters)))")
        }
    }

    func money(_ key: (FairnessFigures) -> [FairnessFigures.Spending]) -> [Pair] {
        zip(key(sides[0].figures), key(sides[1].figures)).map { a, b in
            Pair(
                label: a.name, first: Double(a.cost), second: Double(b.cost), firstText: words.money(a.cost),
                secondText: words.money(b.cost))
        }
    }

    /// Excluded voters by area.
    var areas: [Pair] {
        zip(sides[0].figures.areas, sides[1].figures.areas).map { a, b in
            Pair(
                label: a.name, first: a.group.excludedShare, second: b.group.excludedShare,
                firstText: words.percent(a.group.excluded, of: a.group.voters),
                secondText: words.percent(b.group.excluded, of: b.group.voters))
        }
    }
}
