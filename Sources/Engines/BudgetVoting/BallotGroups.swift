/// Ballots that are alike count as one with a weight: whoever chose the same has the same money left at any moment.
struct BallotGroups: Sendable {
    /// Ballots in each group; empty ballots belong to no group.
    private(set) var weights: [Int] = []
    /// The group of each ballot, −1 for empty ones.
    private(set) var groupOfBallot: [Int32] = []
    private(set) var starts: [Int] = [0]
    /// Projects of each group in ascending order.
    private(set) var choices: [Int32] = []
    /// Points or ranks beside each choice; empty when ballots are sets.
    private(set) var points: [Int32] = []

    var count: Int { weights.count }

    func choices(of group: Int) -> ArraySlice<Int32> { choices[starts[group]..<starts[group + 1]] }

    /// - Parameter usesPoints: whether ballots with other points (or another order, if ordinal) are different.
    init(_ election: Election, usesPoints: Bool) {
        let ballots = election.ballots
        let isOrdinal = election.voteType == .ordinal
        let keepsPoints = usesPoints && (isOrdinal || election.voteType.carriesPoints)
        groupOfBallot = Array(repeating: -1, count: ballots.count)
        weights.reserveCapacity(ballots.count / 2)
        var hashes: [UInt64] = []
        var slots = [Int32](repeating: -1, count: 1 << 10)
        var row: [Int64] = []
        for ballot in 0..<ballots.count {
            let (low, high) = (ballots.starts[ballot], ballots.starts[ballot + 1])
            if low == high { continue }
            row.removeAll(keepingCapacity: true)
            for index in low..<high {
                var worth = 0
                if keepsPoints { worth = isOrdinal ? high - index : max(0, Int(ballots.points[index])) }
                row.append(Int64(ballots.choices[index]) << 32 | Int64(worth))
            }
            BallotGroups.sort(&row)
            var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
            for word in row {
                hash = (hash ^ UInt64(bitPattern: word)) &* 0xFF51_AFD7_ED55_8CCD
                hash ^= hash >> 32
            }
            let mask = slots.count - 1
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] >= 0 {
                let group = Int(slots[slot])
                if hashes[group] == hash, equals(group, row, keepsPoints: keepsPoints) { break }
                slot = (slot + 1) & mask
            }
            if slots[slot] >= 0 {
                weights[Int(slots[slot])] += 1
                groupOfBallot[ballot] = slots[slot]
                continue
            }
            let group = Int32(weights.count)
            slots[slot] = group
            hashes.append(hash)
            weights.append(1)
            groupOfBallot[ballot] = group
            for word in row {
                choices.append(Int32(truncatingIfNeeded: word >> 32))
                if keepsPoints { points.append(Int32(truncatingIfNeeded: word & 0xFFFF_FFFF)) }
            }
            starts.append(choices.count)
            if weights.count * 2 > slots.count { slots = BallotGroups.rehashed(hashes, size: slots.count * 2) }
        }
    }

    private func equals(_ group: Int, _ row: [Int64], keepsPoints: Bool) -> Bool {
        let start = starts[group]
        guard starts[group + 1] - start == row.count else { return false }
        for index in 0..<row.count {
            if Int64(choices[start + index]) != row[index] >> 32 { return false }
            if keepsPoints, Int64(points[start + index]) != row[index] & 0xFFFF_FFFF { return false }
        }
        return true
    }

    private static func rehashed(_ hashes: [UInt64], size: Int) -> [Int32] {
        var slots = [Int32](repeating: -1, count: size)
        for (group, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(group)
        }
        return slots
    }

    /// Ballots are short: insertion, and the library's sort for long ones.
    private static func sort(_ row: inout [Int64]) {
        guard row.count <= 24 else {
            row.sort()
            return
        }
        for index in 1..<max(1, row.count) {
            let value = row[index]
            var hole = index
            while hole > 0, row[hole - 1] > value {
                row[hole] = row[hole - 1]
                hole -= 1
            }
            row[hole] = value
        }
    }
}

/// Who supports each project: groups with weight and utility, project by project.
struct Supporters: Sendable {
    let groups: BallotGroups
    private(set) var starts: [Int] = [0]
    private(set) var group: [Int32] = []
    /// The utility of the project for one voter of the group, the cost left out: 1, points or rank.
    private(set) var worth: [Int32] = []
    /// Whether every `worth` is 1.
    let isUniform: Bool
    /// Voters who named the project.
    private(set) var votes: [Int] = []
    /// Voters times worth.
    private(set) var totalWorth: [Int] = []

    init(_ election: Election, utility: Utility) {
        self.init(election, groups: BallotGroups(election, usesPoints: utility.usesPoints))
    }

    init(_ election: Election, groups: BallotGroups) {
        self.groups = groups
        let count = election.projects.count
        isUniform = groups.points.isEmpty
        votes = Array(repeating: 0, count: count)
        totalWorth = votes
        var sizes = votes
        for choice in groups.choices { sizes[Int(choice)] += 1 }
        starts.reserveCapacity(count + 1)
        for size in sizes { starts.append(starts[starts.count - 1] + size) }
        group = Array(repeating: 0, count: groups.choices.count)
        worth = Array(repeating: 1, count: groups.choices.count)
        var next = Array(starts.dropLast())
        for one in 0..<groups.count {
            for index in groups.starts[one]..<groups.starts[one + 1] {
                let project = Int(groups.choices[index])
                let value = isUniform ? 1 : Int(groups.points[index])
                group[next[project]] = Int32(one)
                worth[next[project]] = Int32(value)
                next[project] += 1
                votes[project] += groups.weights[one]
                totalWorth[project] += groups.weights[one] * value
            }
        }
        dropWorthless()
    }

    /// A choice with no points supports nothing and pays nothing; the vote is still counted.
    private mutating func dropWorthless() {
        guard !isUniform, worth.contains(0) else { return }
        var (newGroup, newWorth, newStarts): ([Int32], [Int32], [Int]) = ([], [], [0])
        for project in 0..<votes.count {
            for index in starts[project]..<starts[project + 1] where worth[index] > 0 {
                newGroup.append(group[index])
                newWorth.append(worth[index])
            }
            newStarts.append(newGroup.count)
        }
        (group, worth, starts) = (newGroup, newWorth, newStarts)
    }
}
