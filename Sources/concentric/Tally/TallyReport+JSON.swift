internal import BudgetVoting
internal import Ground

/// The result as one JSON object. The first six keys are what other programs rely on; the others explain them.
extension TallyReport {
    func json(language: PlainLanguage) -> String {
        let figures = FairnessFigures(election, winners: outcome.winners)
        let words = PlainWords(outcome, of: election, language: language)
        var members: [(String, JSONValue)] = [
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
                    .object(pairs: [
                        ("betterUnderRule", .integer(comparison.betterUnderFirst)),
                        ("betterUnderGreedy", .integer(comparison.betterUnderSecond)),
                        ("same", .integer(comparison.same)),
                    ])
                ))
        }
        if !figures.areas.isEmpty { members.append(("areas", .list(figures.areas.map(area)))) }
        if !figures.categories.isEmpty { members.append(("categories", .list(figures.categories.map(spending)))) }
        if !figures.districts.isEmpty { members.append(("districts", .list(figures.districts.map(spending)))) }
        return JSONValue.object(pairs: members).line
    }

    private func money(_ units: Int) -> JSONValue { .text(election.amount(units)) }

    /// A share in units of the currency, as a fraction.
    private func endowment(_ share: Fraction) -> String { RecountBundle.endowment(share, scale: election.scale) }

    private func area(_ area: (name: String, group: FairnessFigures.Group)) -> JSONValue {
        .object(pairs: [
            ("area", .text(area.name)), ("voters", .integer(area.group.voters)),
            ("excludedVoters", .integer(area.group.excluded)), ("meanWinners", .number(area.group.meanWinners)),
        ])
    }

    private func spending(_ line: FairnessFigures.Spending) -> JSONValue {
        .object(pairs: [
            ("name", .text(line.name)), ("cost", money(line.cost)), ("winners", .integer(line.winners)),
            ("projects", .integer(line.projects)), ("votes", .integer(line.votes)),
        ])
    }

    /// A part of an amount, with at most six decimals.
    private func money(part amount: Double) -> JSONValue {
        let millionths = (amount / Double(Amount.unit(scale: election.scale)) * 1_000_000).rounded()
        return Int(exactly: millionths).map { .text(Amount.text($0, scale: 6)) } ?? .null
    }

    private func winner(_ winner: Explanation.Winner) -> JSONValue {
        let project = election.projects[winner.project]
        var members: [(String, JSONValue)] = [
            ("id", .text(project.id)), ("round", .integer(winner.round)), ("stage", .text(winner.stage.rawValue)),
            ("cost", money(project.cost)), ("votes", .integer(winner.votes)),
        ]
        if let payers = winner.payers { members.append(("payers", .integer(payers))) }
        if let gaveAll = winner.gaveAll { members.append(("gaveAll", .integer(gaveAll))) }
        if let highest = winner.highestPayment {
            members.append(("highestPayment", money(part: highest)))
        }
        if let load = winner.load { members.append(("load", money(part: load))) }
        if let effective = winner.effectiveVotes { members.append(("effectiveVotes", .number(effective))) }
        return .object(pairs: members)
    }

    private func loser(_ loser: Explanation.Loser, _ words: PlainWords) -> JSONValue {
        let project = election.projects[loser.project]
        return .object(pairs: [
            ("id", .text(project.id)), ("votes", .integer(loser.votes)), ("cost", money(project.cost)),
            ("reason", .object(pairs: reason(loser.reason) + [("text", .text(words.sentence(for: loser)))])),
        ])
    }

    private func reason(_ reason: Reason) -> [(String, JSONValue)] {
        let code: [(String, JSONValue)] = [("code", .text(reason.code))]
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
                JSONValue.object(pairs: [
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
}
