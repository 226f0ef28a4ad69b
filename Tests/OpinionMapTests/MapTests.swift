import Ground
import OpinionMap
import Testing

/// What holds for every map, and what small ones must be.
struct MapTests {
    @Test("Everybody equal: one point, one group, nothing representative, no number that is none")
    func everybodyEqual() {
        var conversation = Conversation()
        for participant in 0..<20 {
            for statement in 0..<10 { conversation.record(.agree, by: participant, on: statement) }
        }
        let landscape = conversation.landscape()
        #expect(landscape.k == 1 && landscape.groups[0].size == 20)
        #expect(landscape.participants.allSatisfy { $0.position == Point(x: 0, y: 0) })
        #expect(landscape.representative.isEmpty)
        #expect(landscape.consensus.agree.count == 5 && landscape.consensus.disagree.isEmpty)
        #expect(landscape.statements.allSatisfy { abs($0.groupInformedConsensus - 21.0 / 22) < 1e-15 })
        let stability = conversation.stability(resamples: 10, seed: 1)
        #expect(stability.counts == [1: 10] && stability.agreement == 1)
    }

    @Test("A statement nobody saw has one half for every group and is listed nowhere")
    func neverSeen() {
        var random = SeededRandom(seed: 3)
        var conversation = Conversation(VoteTable(RandomConversation.opposed(&random, participants: 40, statements: 12)))
        conversation.set(Statement(id: 99, text: "new"))
        let landscape = conversation.landscape()
        let figures = landscape.statements.first { $0.statement.id == 99 }
        #expect(landscape.k == 2)
        #expect(figures?.groupInformedConsensus == 0.25 && figures?.tally.seen == 0)
        #expect((figures?.priority ?? 0) > 0)
        #expect(!landscape.representative.contains { $0.statement == 99 })
        #expect(!(landscape.consensus.agree + landscape.consensus.disagree).contains { $0.statement == 99 })
    }

    @Test("One voter, one vote; nobody at all")
    func few() {
        var conversation = Conversation()
        #expect(conversation.landscape().k == 0)
        #expect(conversation.stability(resamples: 3, seed: 1).resamples == 0)
        conversation.record(.pass, by: 1, on: 1)
        let landscape = conversation.landscape(.init(privacyFloor: 1))
        #expect(landscape.k == 1 && landscape.participants[0].group == 0)
        #expect(conversation.landscape().hiddenGroups == 1)
        #expect(conversation.landscape().participants[0].group == nil)
    }

    @Test("Two opposed camps are found, whatever the order and the ids", arguments: 0..<10)
    func camps(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let votes = RandomConversation.opposed(&random, participants: 60, statements: 20)
        let landscape = Conversation(VoteTable(votes)).landscape()
        let truth = landscape.participants.map { $0.id % 2 }
        let found = landscape.participants.map { $0.group ?? -1 }
        #expect(landscape.k == 2)
        #expect(AdjustedRandIndex.of(truth, found) == 1)
        for group in landscape.groups {
            let camp = landscape.participants.first { $0.group == group.id }.map { $0.id % 2 } ?? -1
            for entry in landscape.representative where entry.group == group.id {
                #expect((entry.direction == .agree) == (entry.statement % 2 == camp))
            }
        }
    }

    @Test("The same votes in another order give the same map", arguments: 0..<10)
    func orderDoesNotMatter(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let votes = RandomConversation.votes(&random, participants: 70, statements: 25, camps: 3, seen: 0.6)
        let a = Conversation(VoteTable(votes)).landscape()
        var other = Conversation()
        for vote in votes.shuffled(using: &random) { other.record(vote.stance, by: vote.participant, on: vote.statement) }
        expectSame(a, other.landscape(), within: 1e-9)
    }

    @Test("Moderated out: no place on the map, no list, votes kept")
    func moderation() {
        var random = SeededRandom(seed: 4)
        var conversation = Conversation(VoteTable(RandomConversation.opposed(&random, participants: 40, statements: 12)))
        conversation.set(Statement(id: 0, moderation: .out))
        let landscape = conversation.landscape()
        let figures = landscape.statements[0]
        #expect(figures.tally.seen == 40 && figures.priority == 0 && figures.position == Point(x: 0, y: 0))
        #expect(landscape.axes.first[0] == 0 && landscape.axes.centre[0] == 0)
        #expect(!landscape.representative.contains { $0.statement == 0 })
    }

    @Test("No group below the privacy floor is shown, and none of its members counts in any group's figures")
    func privacyFloor() {
        var random = SeededRandom(seed: 5)
        var votes = RandomConversation.opposed(&random, participants: 60, statements: 20, noise: 0.02)
        votes.removeAll { $0.participant % 2 == 1 && $0.participant > 6 }
        let conversation = Conversation(VoteTable(votes))
        let all = conversation.landscape(.init(privacyFloor: 1))
        let shown = conversation.landscape(.init(privacyFloor: 5))
        #expect(all.groups.map(\.size).sorted() == [3, 30])
        #expect(shown.k == 1 && shown.hiddenGroups == 1)
        #expect(shown.participants.count { $0.group != nil } == 30)
        for figures in shown.statements { #expect(figures.byGroup.count == 1 && figures.byGroup[0].seen == 30) }
        #expect(shown.representative.isEmpty)
    }

    @Test("Below fifteen with seven votes the most active take part")
    func fillUp() {
        var conversation = Conversation()
        for participant in 0..<30 {
            for statement in 0..<(participant < 10 ? 8 : participant % 6 + 1) {
                conversation.record(participant % 2 == 0 ? .agree : .disagree, by: participant, on: statement)
            }
        }
        let placed = conversation.landscape(.init(privacyFloor: 1)).participants.filter(\.isPlaced)
        #expect(placed.count == 15)
        #expect(Set(placed.map(\.id)).isSuperset(of: 0..<10))
        #expect(placed.dropFirst(10).map(\.votes).min() == 5)
    }
}

/// Equal groups and lists; positions and weights within `tolerance`.
func expectSame(_ a: Landscape, _ b: Landscape, within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(a.participants.map(\.id) == b.participants.map(\.id), sourceLocation: sourceLocation)
    #expect(a.participants.map(\.group) == b.participants.map(\.group), sourceLocation: sourceLocation)
    #expect(a.choices.map(\.k) == b.choices.map(\.k), sourceLocation: sourceLocation)
    #expect(a.groups.map(\.size) == b.groups.map(\.size), sourceLocation: sourceLocation)
    #expect(a.representative == b.representative, sourceLocation: sourceLocation)
    #expect(a.consensus == b.consensus, sourceLocation: sourceLocation)
    #expect(
        a.statements.map(\.groupInformedConsensus) == b.statements.map(\.groupInformedConsensus), sourceLocation: sourceLocation)
    var apart = 0.0
    for (x, y) in zip(a.participants, b.participants) {
        apart = max(apart, abs(x.position.x - y.position.x), abs(x.position.y - y.position.y))
    }
    for (x, y) in zip(a.statements, b.statements) {
        apart = max(apart, abs(x.position.x - y.position.x), abs(x.position.y - y.position.y))
    }
    #expect(apart <= tolerance, sourceLocation: sourceLocation)
}
