/// Two results of one election, voter by voter.
public struct HeadToHead: Sendable, Hashable {
    /// Voters with more approved winners in the first result.
    public var betterUnderFirst: Int
    public var betterUnderSecond: Int
    public var same: Int
    /// Projects that win only in one of them, in ascending order of their number.
    public var onlyFirst: [Int]
    public var onlySecond: [Int]
    /// Votes for these projects together.
    public var votesOnlyFirst: Int
    public var votesOnlySecond: Int

    public init(_ election: Election, _ first: [Int], _ second: [Int]) {
        let (a, b) = (Set(first), Set(second))
        onlyFirst = a.subtracting(b).sorted()
        onlySecond = b.subtracting(a).sorted()
        let votes = election.votes
        votesOnlyFirst = onlyFirst.reduce(0) { $0 + votes[$1] }
        votesOnlySecond = onlySecond.reduce(0) { $0 + votes[$1] }
        var gain = [Int](repeating: 0, count: election.projects.count)
        for project in onlyFirst { gain[project] = 1 }
        for project in onlySecond { gain[project] = -1 }
        var (better, worse, same) = (0, 0, 0)
        for ballot in 0..<election.ballots.count {
            let balance = election.ballots.choices(of: ballot).reduce(0) { $0 + gain[Int($1)] }
            if balance > 0 {
                better += 1
            } else if balance < 0 {
                worse += 1
            } else {
                same += 1
            }
        }
        (betterUnderFirst, betterUnderSecond, self.same) = (better, worse, same)
    }
}
