internal import BudgetVoting
internal import OpinionMap

/// What `concentric opinion` tells.
struct OpinionReport {
    let topic: String
    let landscape: Landscape
    let stability: Stability?
    let flags: Flags
    let language: PlainLanguage
    let privacyFloor: Int
    let seed: UInt64
    let isOfficial: Bool
    private let statements: [Int: Statement]

    init(
        topic: String, landscape: Landscape, stability: Stability?, flags: Flags, language: PlainLanguage, privacyFloor: Int,
        seed: UInt64, isOfficial: Bool
    ) {
        self.topic = topic
        self.landscape = landscape
        self.stability = stability
        self.flags = flags
        self.language = language
        self.privacyFloor = privacyFloor
        self.seed = seed
        self.isOfficial = isOfficial
        statements = Dictionary(landscape.statements.map { ($0.statement.id, $0.statement) }) { first, _ in first }
    }

    func say(_ chinese: String, _ english: String) -> String { language == .zh ? chinese : english }

    /// The statement's text, or its number where there is none.
    func words(_ statement: Int) -> String {
        guard let text = statements[statement]?.text, !text.isEmpty else { return say("第\(statement)条", "statement \(statement)") }
        return text
    }

    func word(_ stance: Stance) -> String {
        switch stance {
        case .agree: say("同意", "agree")
        case .disagree: say("不同意", "disagree")
        case .pass: say("跳过", "pass")
        }
    }

    /// A, B, C … for groups; published ids stay as they are where there are more than letters.
    func letter(_ group: Int) -> String {
        guard (0..<26).contains(group), let scalar = Unicode.Scalar(65 + UInt32(group)) else { return String(group) }
        return String(Character(scalar))
    }

    /// A whole percentage.
    func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "–" }
        return percent(Double(part) / Double(whole))
    }

    func percent(_ share: Double) -> String {
        let number = Int(exactly: (share * 100).rounded()) ?? 0
        return language == .zh ? "\(number)%" : "\(number) %"
    }

    /// How the others answered a representative statement in the same way.
    func others(_ entry: Representative) -> String {
        percent(entry.leaning.others[entry.toldDirection], of: entry.leaning.others.seen)
    }

    func own(_ entry: Representative) -> String {
        percent(entry.leaning.group[entry.toldDirection], of: entry.trials)
    }

    /// Statements that every group supports most; those moderated out are left out.
    func uniting(_ count: Int) -> [Landscape.StatementFigures] {
        Array(
            landscape.statements.filter { $0.statement.moderation != .out && $0.tally.seen > 0 }
                .sorted {
                    $0.groupInformedConsensus != $1.groupInformedConsensus
                        ? $0.groupInformedConsensus > $1.groupInformedConsensus : $0.statement.id < $1.statement.id
                }.prefix(count))
    }

    // MARK: Sentences

    var sizeSentence: String {
        let (people, count) = (landscape.participants.count, landscape.statements.count)
        let placed = landscape.groups.reduce(0) { $0 + $1.size }
        let groups = landscape.k == 1 ? "1 group" : "\(landscape.k) groups"
        return say(
            "\(people)人对\(count)条意见表态，其中\(placed)人归入\(landscape.k)个群体。",
            "Participants: \(people). Statements: \(count). In \(groups): \(placed) of the participants.")
    }

    var hiddenSentence: String? {
        let hidden = landscape.hiddenGroups
        if hidden == 0 { return nil }
        return say(
            "另有\(hidden)个群体不足\(privacyFloor)人，为保护隐私不予显示。",
            "Groups with fewer than \(privacyFloor) members, not shown to protect them: \(hidden).")
    }

    var stabilitySentence: String? {
        guard let stability else { return nil }
        let counts = stability.counts.sorted { $0.key < $1.key }.map { say("\($0.key)个：\($0.value)次", "\($0.key): \($0.value)") }
        let list = counts.joined(separator: say("，", ", "))
        let agreement = two(stability.agreement)
        return say(
            "稳定性：\(stability.resamples)次重抽样中，最佳群体数为\(list)；分成\(stability.k)个群体时，与本图的一致程度为\(agreement)（1为完全一致，0为偶然）。",
            "Stability: of \(stability.resamples) resamples the best number of groups was \(list); in \(stability.k) groups they agree with "
                + "this map by \(agreement) (1 entirely, 0 as by chance).")
    }

    /// Two decimals.
    func two(_ value: Double) -> String {
        let hundredths = Int(exactly: (value * 100).rounded()) ?? 0
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        return "\(hundredths < 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
