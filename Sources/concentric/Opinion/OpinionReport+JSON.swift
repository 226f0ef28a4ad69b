internal import Ground
internal import OpinionMap

/// For other programs.
extension OpinionReport {
    var json: String {
        var members: [(String, JSONValue)] = [
            ("k", .integer(landscape.k)),
            ("participants", .list(landscape.participants.map(participant))),
            ("statements", .list(landscape.statements.map(statement))),
            ("representative", .list(landscape.representative.map(representative))),
            (
                "consensus",
                .object(pairs: [
                    ("agree", .list(landscape.consensus.agree.map(consensus))),
                    ("disagree", .list(landscape.consensus.disagree.map(consensus))),
                ])
            ),
            ("groups", .list(landscape.groups.map(group))),
            ("hiddenGroups", .integer(landscape.hiddenGroups)),
            ("privacyFloor", .integer(privacyFloor)),
            ("groupsFrom", .text(isOfficial ? "official" : "found")),
            (
                "choices",
                .list(landscape.choices.map { .object(pairs: [("k", .integer($0.k)), ("silhouette", .number($0.silhouette))]) })
            ),
        ]
        if let stability { members.append(("stability", stabilityValue(stability))) }
        members.append(("flags", flagsValue))
        return JSONValue.object(pairs: members).line
    }

    private func participant(_ participant: Landscape.Participant) -> JSONValue {
        .object(pairs: [
            ("id", .integer(participant.id)), ("group", participant.group.map { .integer($0) } ?? .null),
            ("x", .number(participant.position.x)), ("y", .number(participant.position.y)),
        ])
    }

    private func statement(_ figures: Landscape.StatementFigures) -> JSONValue {
        .object(pairs: [
            ("id", .integer(figures.statement.id)),
            ("groupInformedConsensus", landscape.k == 0 ? .null : .number(figures.groupInformedConsensus)),
            ("seen", .integer(figures.tally.seen)), ("agrees", .integer(figures.tally.agrees)),
            ("disagrees", .integer(figures.tally.disagrees)), ("moderated", .integer(figures.statement.moderation.rawValue)),
            ("isMeta", .truth(figures.statement.isMeta)), ("isSeed", .truth(figures.statement.isSeed)),
            ("x", .number(figures.position.x)), ("y", .number(figures.position.y)), ("priority", .number(figures.priority)),
        ])
    }

    private func representative(_ entry: Representative) -> JSONValue {
        .object(pairs: [
            ("group", .integer(entry.group)), ("id", .integer(entry.statement)), ("for", .text(code(entry.direction))),
            ("successes", .integer(entry.successes)), ("trials", .integer(entry.trials)), ("probability", .number(entry.probability)),
            ("probabilityTest", .number(entry.probabilityTest)), ("representativeness", .number(entry.representativeness)),
            ("representativenessTest", .number(entry.representativenessTest)), ("bestAgree", .truth(entry.isBestAgree)),
            ("agrees", .integer(entry.leaning.group.agrees)),
        ])
    }

    private func consensus(_ entry: Consensus.Entry) -> JSONValue {
        .object(pairs: [
            ("id", .integer(entry.statement)), ("successes", .integer(entry.successes)), ("trials", .integer(entry.trials)),
            ("probability", .number(entry.probability)), ("probabilityTest", .number(entry.probabilityTest)),
        ])
    }

    private func group(_ group: Landscape.Group) -> JSONValue {
        .object(pairs: [
            ("id", .integer(group.id)), ("size", .integer(group.size)), ("x", .number(group.centre.x)), ("y", .number(group.centre.y)),
        ])
    }

    private func stabilityValue(_ stability: Stability) -> JSONValue {
        let counts = stability.counts.sorted { $0.key < $1.key }
        return .object(pairs: [
            ("resamples", .integer(stability.resamples)), ("seed", .text(String(seed))), ("share", .number(stability.share)),
            ("agreement", .number(stability.agreement)),
            ("counts", .list(counts.map { .object(pairs: [("k", .integer($0.key)), ("resamples", .integer($0.value))]) })),
        ])
    }

    private var flagsValue: JSONValue {
        let lines = flags.straightLines.map { line in
            JSONValue.object(pairs: [
                ("id", .integer(line.participant)), ("stance", .text(code(line.stance))), ("votes", .integer(line.votes)),
                ("log10Chance", .number(line.log10Chance)),
            ])
        }
        let patterns = flags.patterns.map { pattern in
            JSONValue.object(pairs: [
                ("participants", .list(pattern.participants.map { .integer($0) })), ("sharedVotes", .integer(pattern.sharedVotes)),
                ("log10Chance", .number(pattern.log10Chance)),
            ])
        }
        return .object(pairs: [("straightLines", .list(lines)), ("patterns", .list(patterns))])
    }

    private func code(_ stance: Stance) -> String {
        switch stance {
        case .agree: "agree"
        case .disagree: "disagree"
        case .pass: "pass"
        }
    }
}
