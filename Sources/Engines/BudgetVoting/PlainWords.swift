/// The language of explanations.
public enum PlainLanguage: String, Sendable, Hashable, CaseIterable {
    case zh, en
}

/// Explanations as sentences that a resident understands; the same data as `Explanation`, put into words.
public struct PlainWords: Sendable {
    public let election: Election
    public let language: PlainLanguage
    /// The outcome that is explained.
    public let outcome: Outcome
    /// How many of the winners that a loser's supporters paid for are named.
    public var mostNamed = 3

    public init(_ outcome: Outcome, of election: Election, language: PlainLanguage) {
        self.outcome = outcome
        self.election = election
        self.language = language
    }

    private var isChinese: Bool { language == .zh }

    /// An amount for people, with the currency where one is known.
    public func money(_ units: Int) -> String {
        let text = Amount.grouped(units, scale: election.scale)
        return withCurrency(text)
    }

    private func withCurrency(_ text: String) -> String {
        election.currency.isEmpty ? text : "\(text) \(SafeLine.of(election.currency, most: 20))"
    }

    /// An amount that is a fraction of the smallest unit, to two decimals of the currency.
    public func money(_ amount: Double) -> String {
        let value = amount / Double(Amount.unit(scale: election.scale)) * 100
        guard let cents = Int(exactly: value.rounded()) else { return "?" }
        let rest = String(cents.magnitude % 100)
        let whole = Amount.grouped(cents / 100, scale: 0)
        let text = "\(whole).\(rest.count < 2 ? "0" : "")\(rest)"
        return withCurrency(text)
    }

    public func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0 %" }
        let tenths = (Double(part) * 100 / Double(whole)).rounded()
        let number = Int(exactly: tenths) ?? 0
        let shown = number == 0 && part > 0 ? "<1" : String(number)
        return isChinese ? "\(shown)%" : "\(shown) %"
    }

    /// `project 6 “Zielona Chorągwica …”`.
    public func title(_ project: Int) -> String {
        let value = election.projects[project]
        let id = SafeLine.of(value.id)
        let number = isChinese ? "\(id)号项目" : "project \(id)"
        guard let name = value.name, !name.isEmpty else { return number }
        let short = SafeLine.of(name, most: 60)
        return isChinese ? "\(number)“\(short)”" : "\(number) “\(short)”"
    }

    /// Why a project lost, in one to four sentences.
    public func sentence(for loser: Explanation.Loser) -> String {
        let cost = election.projects[loser.project].cost
        switch loser.reason {
        case .supportersShort(let shortfall): return shortage(shortfall, cost: cost)
        case .noSupport:
            if loser.votes > 0 { return isChinese ? "没有人给它分数。" : "Nobody gave it points." }
            return isChinese ? "没有人投票给它。" : "Nobody voted for it."
        case .tooFewVotes(let votes, let needed):
            return isChinese
                ? "它得到\(votes)票，入选至少需要\(needed)票。" : "It has \(votes) votes; at least \(needed) are needed to win."
        case .ineligible(let votes, let needed):
            return isChinese
                ? "它得到\(votes)票；按它的造价\(money(cost))，至少需要\(needed)票才能参加计票。"
                : "It has \(votes) votes; at its cost of \(money(cost)) it needs \(needed) to take part in the count."
        case .dearerThanBudget(let cost, let budget):
            return isChinese
                ? "它的造价\(money(cost))超过全部预算\(money(budget))。"
                : "Its cost of \(money(cost)) is more than the whole budget of \(money(budget))."
        case .rivalWon(let rival):
            return isChinese
                ? "它与\(title(rival))只能选一个，后者已入选。"
                : "Only one of it and \(title(rival)) could win, and the latter did."
        case .categoryFull(let name):
            let category = SafeLine.of(name)
            return isChinese
                ? "“\(category)”类别的限额所剩的钱不够付\(money(cost))。"
                : "What was left of the limit for “\(category)” did not cover its cost of \(money(cost))."
        default: return greedySentence(for: loser.reason)
        }
    }

    private func greedySentence(for reason: Reason) -> String {
        switch reason {
        case .doesNotFit(let cost, let left, let place):
            let turn = place.map { isChinese ? "它排第\($0)位；" : "It was number \($0) in the order; " } ?? ""
            // Without a place there was no turn: it was passed by while others were bought.
            let when =
                place == nil
                ? (isChinese ? "计票结束时" : "was left at the end of the count") : (isChinese ? "轮到它时" : "was left at its turn")
            let rest =
                isChinese
                ? "\(when)还剩\(money(left))，不够付\(money(cost))。"
                : "\(money(left)) \(when), less than its cost of \(money(cost))."
            return turn + rest
        case .walkEnded(let end, let place):
            let turn = place.map { isChinese ? "它排第\($0)位；" : "It was number \($0) in the order; " } ?? ""
            let rest =
                isChinese
                ? "计票在它之前的\(title(end))处停止，因为剩下的钱不够付那个项目。"
                : "the count had ended before it, at \(title(end)), which the money left did not cover."
            return turn + rest
        case .countEnded(let end, let cost, let left):
            return isChinese
                ? "计票在\(title(end))处停止：轮到它，但剩下的\(money(left))不够付\(money(cost))。本项目的支持者负担更重，排在其后。"
                : "The count ended at \(title(end)), whose turn it was: the \(money(left)) left did not cover \(money(cost)). "
                    + "The supporters of this project would have carried more, so its turn was later."
        default: return ""
        }
    }

    private func shortage(_ shortfall: Reason.Shortfall, cost: Int) -> String {
        let named = shortfall.spent.prefix(mostNamed)
        let share = outcome.share.map { money($0.approximation) } ?? ""
        let paid = named.map { spent -> String in
            let part = percent(spent.voters, of: shortfall.supporters)
            let name = "\(title(spent.project))"
            return isChinese
                ? "\(part)的人已为\(name)付出\(money(spent.paid))"
                : "\(part) of them had paid \(money(spent.paid)) for \(name)"
        }
        let others = shortfall.spent.count - named.count
        if isChinese {
            var text = "支持它的\(shortfall.supporters)人每人有\(share)，共\(money(shortfall.owned))。"
            if !paid.isEmpty {
                text += paid.joined(separator: "，")
                text += others > 0 ? "；他们还为另外\(others)个入选项目付过款。" : "。"
            }
            text += "他们剩下\(money(shortfall.left))，离造价\(money(cost))还差\(money(shortfall.missing))"
            text += "：再有\(shortfall.votersMissing)位未花过钱的支持者才够。"
            return text + remainderSentence
        }
        var text = "Its \(shortfall.supporters) supporters had \(share) each, \(money(shortfall.owned)) together. "
        if !paid.isEmpty {
            text += paid.joined(separator: ", ")
            text += others > 0 ? "; they had paid for \(others) other winners too. " : ". "
        }
        text +=
            "They had \(money(shortfall.left)) left, \(money(shortfall.missing)) short of its cost of \(money(cost)): "
        let more = shortfall.votersMissing
        text +=
            more == 1
            ? "one more supporter who had spent nothing yet would have been enough."
            : "\(more) more supporters who had spent nothing yet would have been enough."
        return text + remainderSentence
    }

    /// Where greedy then bought from what was left: that this did not reach it either.
    private var remainderSentence: String {
        guard outcome.rule.thenGreedy else { return "" }
        let left = money(outcome.moneyLeft)
        return isChinese
            ? "之后按票数使用余款时，也没有轮到它：最后剩下\(left)。"
            : " Nor did the money left over reach it afterwards, when it was spent by votes: \(left) remains."
    }

    /// How a project won, in one sentence.
    public func sentence(for winner: Explanation.Winner) -> String {
        let cost = election.projects[winner.project].cost
        switch winner.stage {
        case .bundle: return isChinese ? "计票之前已确定。" : "Settled before the count."
        case .remainder:
            return isChinese
                ? "用剩余的钱按票数买入（\(winner.votes)票）。" : "Bought by votes (\(winner.votes)) from the money left over."
        case .rule: break
        }
        if cost == 0 { return isChinese ? "不用花钱。" : "It costs nothing." }
        guard let payers = winner.payers, let highest = winner.highestPayment else {
            return [votes(winner), winner.load.map(burden)].compactMap { $0 }.joined(separator: isChinese ? "" : " ")
        }
        let all = winner.gaveAll ?? 0
        let effective = winner.effectiveVotes.map(tenth) ?? "?"
        if isChinese {
            let poor = all > 0 ? "，其中\(all)人付出了剩下的全部" : ""
            return "\(payers)位支持者共同付款，每人最多\(money(highest))\(poor)；有效票数\(effective)。"
        }
        let poor = all > 0 ? "; \(all) of them gave all they had left" : ""
        return "\(payers) supporters paid for it, at most \(money(highest)) each\(poor). Effective votes: \(effective)."
    }

    private func votes(_ winner: Explanation.Winner) -> String {
        isChinese ? "\(winner.votes)票。" : "\(winner.votes) votes."
    }

    private func burden(_ load: Double) -> String {
        if outcome.rule.method == .phragmen {
            return isChinese
                ? "此后它的每位支持者负担\(money(load))。" : "Each of its supporters carries \(money(load)) from then on."
        }
        return isChinese
            ? "把到此为止的造价尽量均摊，负担最重的人为\(money(load))。"
            : "With all costs so far spread as evenly as can be, nobody carries more than \(money(load))."
    }

    private func tenth(_ value: Double) -> String {
        Int(exactly: (value * 10).rounded()).map { Amount.text($0, scale: 1) } ?? "?"
    }
}
