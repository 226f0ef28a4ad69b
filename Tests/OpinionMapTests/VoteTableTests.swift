import Ground
import OpinionMap
import Testing

struct VoteTableTests {
    @Test("The latest vote counts; of equal times the later in the list; a late message with an early time does not")
    func latest() {
        let votes = [
            Vote(participant: 1, statement: 5, stance: .agree, time: 10), Vote(participant: 1, statement: 5, stance: .disagree, time: 30),
            Vote(participant: 1, statement: 5, stance: .pass, time: 20), Vote(participant: 2, statement: 5, stance: .agree, time: 7),
            Vote(participant: 2, statement: 5, stance: .pass, time: 7),
        ]
        let table = VoteTable(votes)
        #expect(table.stance(of: 1, on: 5) == .disagree)
        #expect(table.stance(of: 2, on: 5) == .pass)
        #expect(table.stance(of: 3, on: 5) == nil && table.stance(of: 1, on: 6) == nil)
        #expect(table.count == 2)
        #expect(table.tallies == [Tally(agrees: 0, disagrees: 1, seen: 2)])
    }

    @Test("A table after any sequence of votes equals a dictionary", arguments: 0..<20)
    func model(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = VoteTable()
        var model: [[Int]: Stance] = [:]
        for _ in 0..<400 {
            let key = [random.below(12), random.below(9)]
            let stance = Stance.allCases[random.below(3)]
            let previous = table.record(stance, by: key[0], on: key[1])
            #expect(previous == model.updateValue(stance, forKey: key))
        }
        #expect(table.count == model.count)
        for participant in 0..<12 {
            for statement in 0..<9 { #expect(table.stance(of: participant, on: statement) == model[[participant, statement]]) }
        }
        for (column, tally) in table.tallies.enumerated() {
            let said = model.filter { $0.key[1] == table.statements[column] }.map(\.value)
            #expect(tally.seen == said.count && tally.agrees == said.count { $0 == .agree })
            #expect(tally.disagrees == said.count { $0 == .disagree })
        }
    }
}
