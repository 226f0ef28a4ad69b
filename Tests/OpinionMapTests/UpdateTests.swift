import Ground
import OpinionMap
import TestSupport
import Testing

/// What comes in piece by piece is what comes in at once.
struct UpdateTests {
    @Test("Random histories of votes, re-votes, new people, new statements and moderation", arguments: 0..<8)
    func histories(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let votes = RandomConversation.votes(&random, participants: 50, statements: 20, camps: 2, seen: 0.7)
        var live = Conversation()
        for (count, vote) in votes.enumerated() {
            live.record(vote.stance, by: vote.participant, on: vote.statement)
            if random.below(200) == 0 {
                live.set(Statement(id: random.below(22) * 2, moderation: random.below(2) == 0 ? .out : .accepted))
            }
            guard count % 97 == 96 || count == votes.count - 1 else { continue }
            // Axes whose strengths are nearly equal are exact only as far as these stand apart.
            let updated = live.update(.init(privacyFloor: 1))
            let fresh = Conversation(live.table, statements: live.statements).landscape(.init(privacyFloor: 1))
            #expect(abs(updated.axes.variances.0 - fresh.axes.variances.0) <= 1e-9 * max(1, fresh.axes.variances.0))
            #expect(abs(updated.axes.variances.1 - fresh.axes.variances.1) <= 1e-9 * max(1, fresh.axes.variances.0))
            if count > votes.count / 2 { expectSame(updated, fresh, within: 1e-7) }
        }
    }

    @Test(
        "Votes on a published conversation: groups and lists are equal, positions within 10⁻⁸",
        .enabled(if: Reference.isPresent), arguments: [ReferenceConversation.bowlingGreen2050, ReferenceConversation.brexit])
    func published(name: String) throws {
        var live = try ReferenceConversation(name).export.conversation
        _ = live.update()
        var random = SeededRandom(seed: 11)
        for _ in 0..<20 {
            let participant = live.table.participants[random.below(live.table.participants.count)]
            let statement = live.table.statements[random.below(live.table.statements.count)]
            live.record(Stance.allCases[random.below(3)], by: participant, on: statement)
            expectSame(live.update(), live.landscape(), within: 1e-8)
        }
    }

    @Test("An update takes fewer steps than a beginning")
    func steps() {
        var random = SeededRandom(seed: 2)
        var live = Conversation(
            VoteTable(RandomConversation.votes(&random, participants: 300, statements: 60, camps: 3, seen: 0.5)))
        let first = live.update().axes.iterations
        live.record(.agree, by: 4, on: 6)
        #expect(live.update().axes.iterations < first)
        // Nothing new: one look suffices, two where rounding wants another.
        #expect(live.update().axes.iterations <= 2)
    }

    @Test("The number of groups shown changes after four wins in a row")
    func memory() {
        var memory = GroupCountMemory()
        #expect([2, 3, 3, 3, 2, 3, 3, 3, 3, 2].map { memory.settle($0) } == [2, 2, 2, 2, 2, 2, 2, 2, 3, 3])
        var random = SeededRandom(seed: 6)
        var live = Conversation(VoteTable(RandomConversation.opposed(&random, participants: 60, statements: 20)))
        var settled = GroupCountMemory()
        #expect(live.update(.init(), settling: &settled).k == 2 && settled.shown == 2 && settled.run == 1)
    }
}
