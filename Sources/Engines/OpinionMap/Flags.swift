/// What a moderator should look at. Nothing follows of itself: a flag removes no vote and lowers no weight.
public struct Flags: Sendable, Hashable {
    /// Somebody who gave the same answer throughout although the statements divide the others.
    public struct StraightLine: Sendable, Hashable {
        public let participant: Int
        public let stance: Stance
        public let votes: Int
        /// Decimal logarithm of the chance, were every answer given independently as by the others.
        public let log10Chance: Double
    }

    /// Participants who answered nearly the same on many statements, more alike than their group explains.
    public struct Pattern: Sendable, Hashable {
        /// By id.
        public let participants: [Int]
        /// The least number of statements that two of them found alike both voted on, without those that both passed over.
        public let sharedVotes: Int
        /// Decimal logarithm of the chance of the pair least likely to be alike by chance.
        public let log10Chance: Double
    }

    /// Fewer votes prove nothing.
    public static let fewestVotes = 15
    /// How many flags of a kind may come up in the whole conversation by chance.
    public static let expectedByChance = 0.01
    /// Of twenty answers that two participants both gave, one may differ.
    public static let differing = 20
    /// Above so many participants, only those whose ballots are entirely equal are compared.
    public static let mostCompared = 5_000

    public let straightLines: [StraightLine]
    public let patterns: [Pattern]

    /// - Parameter landscape: of the same conversation; its groups explain likeness.
    public init(_ conversation: Conversation, _ landscape: Landscape) {
        let likeness = Likeness(conversation.table, landscape)
        straightLines = likeness.straightLines()
        patterns = likeness.patterns()
    }
}
