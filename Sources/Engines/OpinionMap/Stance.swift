/// What one participant says to one statement. The raw value is that of published exports: agree 1, pass 0, disagree −1.
public enum Stance: Int8, Sendable, Hashable, CaseIterable {
    case disagree = -1
    case pass = 0
    case agree = 1
}

/// One vote as it was cast.
public struct Vote: Sendable, Hashable {
    public var participant: Int
    public var statement: Int
    public var stance: Stance
    /// Milliseconds since 1970; only the order matters.
    public var time: Int64

    public init(participant: Int, statement: Int, stance: Stance, time: Int64) {
        self.participant = participant
        self.statement = statement
        self.stance = stance
        self.time = time
    }
}

/// How many participants saw a statement and what they said.
public struct Tally: Sendable, Hashable {
    public var agrees = 0
    public var disagrees = 0
    /// Everybody who answered, those who passed among them.
    public var seen = 0

    public init(agrees: Int = 0, disagrees: Int = 0, seen: Int = 0) {
        self.agrees = agrees
        self.disagrees = disagrees
        self.seen = seen
    }

    public var passes: Int { seen - agrees - disagrees }

    /// Mean of the votes seen (agree 1, pass 0, disagree −1); 0 where nobody saw the statement.
    public var mean: Double { seen == 0 ? 0 : Double(agrees - disagrees) / Double(seen) }

    /// How many said this.
    public subscript(stance: Stance) -> Int {
        switch stance {
        case .agree: agrees
        case .disagree: disagrees
        case .pass: passes
        }
    }

    mutating func add(_ stance: Stance, _ sign: Int = 1) {
        seen += sign
        if stance == .agree { agrees += sign }
        if stance == .disagree { disagrees += sign }
    }

    static func - (a: Tally, b: Tally) -> Tally {
        Tally(agrees: a.agrees - b.agrees, disagrees: a.disagrees - b.disagrees, seen: a.seen - b.seen)
    }
}
