import Ground
import OpinionMap

/// Conversations made by a seed: camps that answer by their own inclination.
enum RandomConversation {
    /// - Parameters:
    ///   - camps: how many groups of participants answer differently.
    ///   - seen: the chance that a participant meets a statement.
    static func votes(
        _ random: inout SeededRandom, participants: Int, statements: Int, camps: Int, seen: Double
    ) -> [Vote] {
        let inclination = (0..<camps).map { _ in (0..<statements).map { _ in random.unit() } }
        var votes: [Vote] = []
        for participant in 0..<participants {
            for statement in 0..<statements where random.unit() < seen {
                let yes = inclination[participant % camps][statement]
                let draw = random.unit()
                let stance: Stance = draw < 0.1 ? .pass : draw < 0.1 + 0.9 * yes ? .agree : .disagree
                votes.append(
                    Vote(participant: participant * 3 + 1, statement: statement * 2, stance: stance, time: Int64(votes.count)))
            }
        }
        return votes
    }

    /// Camps that answer opposite on every statement, but for some noise.
    static func opposed(_ random: inout SeededRandom, participants: Int, statements: Int, noise: Double = 0.1) -> [Vote] {
        var votes: [Vote] = []
        for participant in 0..<participants {
            for statement in 0..<statements {
                let isYes = (participant % 2 == statement % 2) != (random.unit() < noise)
                votes.append(
                    Vote(
                        participant: participant, statement: statement, stance: isYes ? .agree : .disagree,
                        time: Int64(votes.count)))
            }
        }
        return votes
    }
}
