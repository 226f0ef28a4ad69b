internal import Foundation

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

/// Compares participants' answers.
private struct Likeness {
    private let table: VoteTable
    /// Rows with enough votes, by participant.
    private let rows: [Int]
    private let groups: [Int?]
    private let groupTallies: [[Tally]]

    init(_ table: VoteTable, _ landscape: Landscape) {
        self.table = table
        rows = table.participants.indices.filter { table.votes(inRow: $0) >= Flags.fewestVotes }
            .sorted { table.participants[$0] < table.participants[$1] }
        let place = Dictionary(uniqueKeysWithValues: landscape.groups.enumerated().map { ($1.id, $0) })
        var groups = [Int?](repeating: nil, count: table.participants.count)
        for participant in landscape.participants {
            guard let row = table.row(of: participant.id) else { continue }
            groups[row] = participant.group.flatMap { place[$0] }
        }
        self.groups = groups
        var tallies = [[Tally]](
            repeating: [Tally](repeating: Tally(), count: table.statements.count), count: landscape.groups.count)
        for figures in landscape.statements {
            guard let column = table.column(of: figures.statement.id) else { continue }
            for (group, tally) in figures.byGroup.enumerated() { tallies[group][column] = tally }
        }
        groupTallies = tallies
    }

    func straightLines() -> [Flags.StraightLine] {
        let limit = log(Flags.expectedByChance / Double(max(1, rows.count)))
        return rows.compactMap { row in
            let cells = table.rows[row]
            guard let stance = cells.first?.stance, cells.allSatisfy({ $0.stance == stance }) else { return nil }
            let chance = cells.reduce(0.0) { sum, cell in
                var tally = table.tallies[Int(cell.column)]
                tally.add(stance, -1)
                return sum + log(Double(tally[stance] + 1) / Double(tally.seen + 3))
            }
            guard chance < limit else { return nil }
            return Flags.StraightLine(
                participant: table.participants[row], stance: stance, votes: cells.count, log10Chance: chance / M_LN10)
        }
    }

    private struct Pair {
        let a: Int
        let b: Int
        let shared: Int
        let differing: Int
    }

    func patterns() -> [Flags.Pattern] {
        let pairs = rows.count <= Flags.mostCompared ? nearlyEqual() : equal()
        var alike: [Int: [Int]] = [:]
        for pair in pairs {
            alike[pair.a, default: []].append(pair.b)
            alike[pair.b, default: []].append(pair.a)
        }
        let all = Double(rows.count) * Double(max(0, rows.count - 1)) / 2
        let limit = log(Flags.expectedByChance / max(1, all))
        var others: [Int: Surroundings] = [:]
        var found: [(pair: Pair, chance: Double)] = []
        for pair in pairs {
            let chance =
                [pair.a, pair.b].map { row in
                    let around = others[row] ?? surroundings(of: row, without: alike[row] ?? [])
                    others[row] = around
                    return self.chance(pair, around)
                }.max() ?? 0
            if chance < limit { found.append((pair, chance)) }
        }
        return collect(found)
    }

    /// Pairs who both voted on enough statements and differ on one in twenty at most; what both passed over says nothing.
    private func nearlyEqual() -> [Pair] {
        let width = (table.statements.count + 63) / 64
        var bits = [UInt64](repeating: 0, count: rows.count * width * 3)
        for (index, row) in rows.enumerated() {
            for cell in table.rows[row] {
                let place = (index * 3 + Int(cell.stance.rawValue) + 1) * width + Int(cell.column) / 64
                bits[place] |= 1 << UInt64(cell.column % 64)
            }
        }
        var result: [Pair] = []
        bits.withUnsafeBufferPointer { bits in
            for a in rows.indices {
                for b in rows.indices where b > a {
                    var (shared, same) = (0, 0)
                    for word in 0..<width {
                        let (x, y) = (a * 3 * width + word, b * 3 * width + word)
                        let (x0, x1, x2) = (bits[x], bits[x + width], bits[x + 2 * width])
                        let (y0, y1, y2) = (bits[y], bits[y + width], bits[y + 2 * width])
                        shared += ((x0 | x1 | x2) & (y0 | y1 | y2) & ~(x1 & y1)).nonzeroBitCount
                        same += ((x0 & y0) | (x2 & y2)).nonzeroBitCount
                    }
                    guard shared >= Flags.fewestVotes, (shared - same) * Flags.differing <= shared else { continue }
                    result.append(Pair(a: rows[a], b: rows[b], shared: shared, differing: shared - same))
                }
            }
        }
        return result
    }

    /// Neighbours among those whose ballots are entirely equal.
    private func equal() -> [Pair] {
        var first: [[VoteTable.Cell]: Int] = [:]
        var result: [Pair] = []
        for row in rows {
            let cells = table.rows[row]
            let answers = cells.count { $0.stance != .pass }
            if let other = first[cells], answers >= Flags.fewestVotes {
                result.append(Pair(a: other, b: row, shared: answers, differing: 0))
            } else {
                first[cells] = row
            }
        }
        return result
    }

    /// What a participant's group and everybody say, without him and those like him: a group of copies must not explain itself.
    private struct Surroundings {
        var group: [Tally]
        var everybody: [Tally]
    }

    private func surroundings(of row: Int, without alike: [Int]) -> Surroundings {
        var result = Surroundings(group: groups[row].map { groupTallies[$0] } ?? table.tallies, everybody: table.tallies)
        for other in alike + [row] {
            for cell in table.rows[other] {
                result.everybody[Int(cell.column)].add(cell.stance, -1)
                if groups[row] == nil || groups[other] == groups[row] { result.group[Int(cell.column)].add(cell.stance, -1) }
            }
        }
        return result
    }

    /// Logarithm of the chance that two members of this group give so many equal answers.
    private func chance(_ pair: Pair, _ around: Surroundings) -> Double {
        var sum = 0.0
        let (a, b) = (table.rows[pair.a], table.rows[pair.b])
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            if a[i].column < b[j].column {
                i += 1
            } else if a[i].column > b[j].column {
                j += 1
            } else {
                if a[i].stance == b[j].stance, a[i].stance != .pass { sum += log(sameAnswer(Int(a[i].column), around)) }
                i += 1
                j += 1
            }
        }
        // So many ways to choose the answers that differ.
        for step in 0..<pair.differing { sum += log(Double(pair.shared - step) / Double(step + 1)) }
        return sum
    }

    /// Chance that two members answer a statement alike; a small group is smoothed with everybody.
    private func sameAnswer(_ column: Int, _ around: Surroundings) -> Double {
        let (group, all) = (around.group[column], around.everybody[column])
        return Stance.allCases.reduce(0.0) { sum, stance in
            let common = Double(all[stance] + 1) / Double(all.seen + 3)
            let share = (Double(group[stance]) + 3 * common) / Double(group.seen + 3)
            return sum + share * share
        }
    }

    /// Joins pairs that have a member in common.
    private func collect(_ pairs: [(pair: Pair, chance: Double)]) -> [Flags.Pattern] {
        var parent: [Int: Int] = [:]
        func root(_ row: Int) -> Int {
            var row = row
            while let next = parent[row], next != row { row = next }
            return row
        }
        for (pair, _) in pairs {
            let (x, y) = (root(pair.a), root(pair.b))
            parent[max(x, y)] = min(x, y)
            parent[min(x, y)] = min(x, y)
            for row in [pair.a, pair.b] where row != min(x, y) && row != max(x, y) { parent[row] = min(x, y) }
        }
        var members: [Int: Set<Int>] = [:]
        var least: [Int: (shared: Int, chance: Double)] = [:]
        for (pair, chance) in pairs {
            let key = root(pair.a)
            members[key, default: []].formUnion([table.participants[pair.a], table.participants[pair.b]])
            let before = least[key] ?? (.max, 0)
            least[key] = (min(before.shared, pair.shared), min(before.chance, chance))
        }
        return members.map { key, ids in
            let figures = least[key] ?? (0, 0)
            return Flags.Pattern(
                participants: ids.sorted(), sharedVotes: figures.shared, log10Chance: figures.chance / M_LN10)
        }.sorted { $0.log10Chance != $1.log10Chance ? $0.log10Chance < $1.log10Chance : $0.participants[0] < $1.participants[0] }
    }
}
