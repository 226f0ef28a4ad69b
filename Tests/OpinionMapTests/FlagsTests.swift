import Ground
import OpinionMap
import TestSupport
import Testing

struct FlagsTests {
    /// Sixty people of two camps on forty statements.
    private func crowd(_ random: inout SeededRandom) -> [Vote] {
        RandomConversation.votes(&random, participants: 60, statements: 40, camps: 2, seen: 0.6)
    }

    @Test("Nothing is flagged where everybody answers for himself", arguments: 0..<10)
    func quiet(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let conversation = Conversation(VoteTable(crowd(&random)))
        let flags = Flags(conversation, conversation.landscape())
        #expect(flags.straightLines.isEmpty && flags.patterns.isEmpty)
    }

    @Test("Somebody who only agrees or only passes is flagged")
    func straight() {
        var random = SeededRandom(seed: 1)
        var conversation = Conversation(VoteTable(crowd(&random)))
        for statement in 0..<40 {
            conversation.record(.agree, by: 9001, on: statement * 2)
            conversation.record(.pass, by: 9002, on: statement * 2)
        }
        for statement in 0..<10 { conversation.record(.agree, by: 9003, on: statement * 2) }
        let flags = Flags(conversation, conversation.landscape())
        #expect(flags.straightLines.map(\.participant) == [9001, 9002])
        #expect(flags.straightLines.map(\.stance) == [.agree, .pass])
        #expect(flags.straightLines.map(\.votes) == [40, 40])
    }

    @Test("Copies are found, with a few answers changed, even when they are a group of their own", arguments: [4, 25])
    func copies(count: Int) {
        var random = SeededRandom(seed: 2)
        var conversation = Conversation(VoteTable(crowd(&random)))
        let script = (0..<40).map { _ in Stance.allCases[random.below(3)] }
        for copy in 0..<count {
            for (statement, stance) in script.enumerated() where random.below(10) > 0 {
                conversation.record(random.below(80) == 0 ? .pass : stance, by: 5000 + copy, on: statement * 2)
            }
        }
        let flags = Flags(conversation, conversation.landscape())
        #expect(flags.patterns.count == 1)
        let found = flags.patterns.first?.participants ?? []
        #expect(found.allSatisfy { $0 >= 5000 })
        #expect(found.count * 4 >= count * 3)
        #expect((flags.patterns.first?.sharedVotes ?? 0) >= Flags.fewestVotes)
    }

    @Test("Where everybody says the same, nobody stands out", arguments: [20, 300])
    func unanimous(statements: Int) {
        var conversation = Conversation()
        for participant in 0..<30 {
            for statement in 0..<statements { conversation.record(.disagree, by: participant, on: statement) }
        }
        let flags = Flags(conversation, conversation.landscape())
        #expect(flags.straightLines.isEmpty && flags.patterns.isEmpty)
    }

    @Test("Above the size up to which all are compared, entirely equal ballots are found")
    func many() {
        var random = SeededRandom(seed: 3)
        var conversation = Conversation()
        for participant in 0...Flags.mostCompared {
            for statement in 0..<16 { conversation.record(random.below(2) == 0 ? .agree : .disagree, by: participant, on: statement) }
        }
        for participant in [90_001, 90_002] {
            for statement in 0..<40 { conversation.record(statement % 3 == 0 ? .agree : .disagree, by: participant, on: statement) }
        }
        for participant in 91_000..<91_020 {
            for statement in 20..<40 { conversation.record(random.below(2) == 0 ? .agree : .disagree, by: participant, on: statement) }
        }
        #expect(Flags(conversation, conversation.landscape()).patterns.map(\.participants).contains([90_001, 90_002]))
    }

    @Test("A flag changes nothing of the map")
    func noConsequence() {
        var random = SeededRandom(seed: 1)
        let conversation = Conversation(VoteTable(crowd(&random)))
        let before = conversation.landscape()
        _ = Flags(conversation, before)
        expectSame(before, conversation.landscape(), within: 0)
    }

    @Test("Stability: clear camps always come out, noise does not; the same seed draws the same")
    func stability() {
        var random = SeededRandom(seed: 8)
        let clear = Conversation(VoteTable(RandomConversation.opposed(&random, participants: 60, statements: 20)))
            .stability(resamples: 20, seed: 5)
        #expect(clear.k == 2 && clear.share == 1 && clear.agreement > 0.99)
        let noise = Conversation(
            VoteTable(RandomConversation.votes(&random, participants: 60, statements: 20, camps: 1, seen: 0.7)))
        let first = noise.stability(resamples: 20, seed: 5)
        #expect(first.agreement < 0.9 && first.counts.values.reduce(0, +) == 20)
        #expect(first == noise.stability(resamples: 20, seed: 5))
    }
}
