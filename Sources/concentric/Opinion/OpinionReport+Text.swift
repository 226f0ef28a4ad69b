internal import BudgetVoting
internal import OpinionMap

/// For the terminal.
extension OpinionReport {
    var text: String {
        var text = plain(topic) + "\n" + sizeSentence + "\n"
        if let hiddenSentence { text += hiddenSentence + "\n" }
        text += groupsText + representativeText + consensusText + unitingText
        if let stabilitySentence { text += "\n" + stabilitySentence + "\n" }
        return text + flagsText
    }

    private var groupsText: String {
        let rows = landscape.groups.map { group in
            [letter(group.id), String(group.size), two(group.centre.x), two(group.centre.y)]
        }
        if rows.isEmpty { return "" }
        return "\n" + Terminal.table([[say("群体", "group"), say("人数", "people"), "x", "y"]] + rows) + "\n"
    }

    /// On one line, without what would steer a terminal.
    private func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
            result.append(isControl ? " " : scalar)
        }
        return String(result)
    }

    private func short(_ statement: Int) -> String {
        let text = plain(words(statement))
        let most = language == .zh ? 40 : 90
        return text.count > most ? String(text.prefix(most - 1)) + "…" : text
    }

    private var representativeText: String {
        landscape.groups.map { group in
            let entries = landscape.representative.filter { $0.group == group.id }
            if entries.isEmpty { return "" }
            let lines = entries.map { entry in
                say(
                    "  \(word(entry.toldDirection)) \(own(entry))（其他人\(others(entry))）",
                    "  \(own(entry)) \(word(entry.toldDirection)) (others \(others(entry)))  ")
                    + "[\(entry.statement)] \(short(entry.statement))\n"
            }
            return "\n" + say("群体\(letter(group.id))的特点", "What tells group \(letter(group.id)) apart") + "\n" + lines.joined()
        }.joined()
    }

    private var consensusText: String {
        let entries = landscape.consensus.agree + landscape.consensus.disagree
        if entries.isEmpty { return "\n" + say("没有多数人一致的意见。", "No statement has most people of one mind.") + "\n" }
        let lines = entries.map { entry in
            "  \(percent(entry.successes, of: entry.trials)) \(word(entry.direction))  [\(entry.statement)] \(short(entry.statement))\n"
        }
        return "\n" + say("多数人一致", "What most people say") + "\n" + lines.joined()
    }

    private var unitingText: String {
        if landscape.k == 0 { return "" }
        let lines = uniting(5).map { "  \(two($0.groupInformedConsensus))  [\($0.statement.id)] \(short($0.statement.id))\n" }
        return "\n" + say("各群体都赞成（各群体赞成概率之积）", "What every group supports (product of the groups' chances to agree)") + "\n"
            + lines.joined()
    }

    private var flagsText: String {
        if flags.straightLines.isEmpty && flags.patterns.isEmpty { return "" }
        var text = "\n" + say("供版主查看（不自动处理）", "For the moderator (nothing follows of itself)") + "\n"
        for line in flags.straightLines {
            text += say(
                "  参与者\(line.participant)：\(line.votes)票全部为“\(word(line.stance))”",
                "  participant \(line.participant): all \(line.votes) votes are \(word(line.stance))")
            text += chance(line.log10Chance)
        }
        for pattern in flags.patterns {
            let ids = pattern.participants.prefix(12).map(String.init).joined(separator: ", ")
            let more = pattern.participants.count > 12 ? " …" : ""
            text += say(
                "  \(pattern.participants.count)名参与者在至少\(pattern.sharedVotes)条意见上几乎相同：\(ids)\(more)",
                "  \(pattern.participants.count) participants answer nearly alike on \(pattern.sharedVotes) statements or more: \(ids)\(more)")
            text += chance(pattern.log10Chance)
        }
        return text
    }

    private func chance(_ log10: Double) -> String {
        let exponent = Int(exactly: log10.rounded()) ?? 0
        return say("（偶然概率约10的\(exponent)次方）\n", " (chance about 10^\(exponent))\n")
    }
}
