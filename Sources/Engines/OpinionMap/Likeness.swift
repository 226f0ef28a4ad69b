internal import Foundation

/// Compares participants' answers, for `Flags`.
struct Likeness {
    /// Of those found nearly equal to a participant, so many are looked at closely; the rest are linked through one another.
    private static let closest = 16

    private let table: VoteTable
    /// Rows with enough votes, by participant. All places below are places in this list.
    private let rows: [Int]
    private let groups: [Int?]
    private let groupTallies: [[Tally]]
    /// Share of each answer among all votes: what is expected of a statement that nobody else answered.
    private let shares: [Stance: Double]

    init(_ table: VoteTable, _ landscape: Landscape) {
        self.table = table
        let rows = table.participants.indices.filter { table.votes(inRow: $0) >= Flags.fewestVotes }
            .sorted { table.participants[$0] < table.participants[$1] }
        self.rows = rows
        let place = Dictionary(uniqueKeysWithValues: landscape.groups.enumerated().map { ($1.id, $0) })
        var group: [Int: Int] = [:]
        for participant in landscape.participants { group[participant.id] = participant.group.flatMap { place[$0] } }
        groups = rows.map { group[table.participants[$0]] }
        var tallies = [[Tally]](
            repeating: [Tally](repeating: Tally(), count: table.statements.count), count: landscape.groups.count)
        for figures in landscape.statements {
            guard let column = table.column(of: figures.statement.id) else { continue }
            for (group, tally) in figures.byGroup.enumerated() { tallies[group][column] = tally }
        }
        groupTallies = tallies
        let all = Double(table.count)
        shares = Dictionary(
            uniqueKeysWithValues: Stance.allCases.map { stance in
                (stance, (table.tallies.reduce(0.0) { $0 + Double($1[stance]) } + 1) / (all + 3))
            })
    }

    // MARK: One answer throughout

    func straightLines() -> [Flags.StraightLine] {
        let limit = log(Flags.expectedByChance / Double(max(1, rows.count)))
        return rows.compactMap { row in
            let cells = table.rows[row]
            guard let stance = cells.first?.stance, cells.allSatisfy({ $0.stance == stance }) else { return nil }
            let chance = cells.reduce(0.0) { sum, cell in
                var others = table.tallies[Int(cell.column)]
                others.add(stance, -1)
                return sum + log(common(others, stance))
            }
            guard chance < limit else { return nil }
            return Flags.StraightLine(
                participant: table.participants[row], stance: stance, votes: cells.count, log10Chance: chance / M_LN10)
        }
    }

    private func common(_ tally: Tally, _ stance: Stance) -> Double {
        (Double(tally[stance]) + (shares[stance] ?? 0)) / Double(tally.seen + 1)
    }

    // MARK: Nearly the same answers

    private struct Pair {
        let a: Int
        let b: Int
        let shared: Int
        let differing: Int
    }

    func patterns() -> [Flags.Pattern] {
        var circles = DisjointSets(rows.count)
        let pairs = rows.count <= Flags.mostCompared ? nearlyEqual(&circles) : equal(&circles)
        let members = Dictionary(grouping: rows.indices) { circles.root($0) }
        let pairsOfCircle = Dictionary(grouping: pairs) { circles.root($0.a) }
        let all = Double(rows.count) * Double(max(0, rows.count - 1)) / 2
        let limit = log(Flags.expectedByChance / max(1, all))
        var found: [(pair: Pair, chance: Double)] = []
        for circle in pairsOfCircle.keys.sorted() {
            // Where most are alike, likeness is the rule and needs no other explanation.
            let alike = members[circle] ?? []
            let around = Surroundings(of: self, without: alike.count * 2 > rows.count ? [] : alike)
            var logs: [Int: [Double]] = [:]
            for pair in pairsOfCircle[circle] ?? [] {
                var chance = -Double.infinity
                for place in [pair.a, pair.b] {
                    let key = groups[place] ?? -1
                    if logs[key] == nil { logs[key] = around.logsOfSameAnswer(in: groups[place], self) }
                    chance = max(chance, self.chance(pair, logs[key] ?? []))
                }
                if chance < limit { found.append((pair, chance)) }
            }
        }
        return collect(found)
    }

    /// Pairs who both voted on enough statements and differ on one in twenty at most; what both passed over says nothing.
    private func nearlyEqual(_ circles: inout DisjointSets) -> [Pair] {
        let width = (table.statements.count + 63) / 64
        var bits = [UInt64](repeating: 0, count: rows.count * width * 3)
        for (place, row) in rows.enumerated() {
            for cell in table.rows[row] {
                let word = (place * 3 + Int(cell.stance.rawValue) + 1) * width + Int(cell.column) / 64
                bits[word] |= 1 << UInt64(cell.column % 64)
            }
        }
        var result: [Pair] = []
        bits.withUnsafeBufferPointer { bits in
            for a in rows.indices {
                var met = 0
                for b in a + 1..<max(a + 1, rows.count) {
                    let (shared, same) = Likeness.compare(bits, a * 3 * width, b * 3 * width, width)
                    guard shared >= Flags.fewestVotes, (shared - same) * Flags.differing <= shared else { continue }
                    circles.join(a, b)
                    met += 1
                    if met <= Likeness.closest { result.append(Pair(a: a, b: b, shared: shared, differing: shared - same)) }
                }
            }
        }
        return result
    }

    /// Statements that both answered, without those both passed over, and those answered the same.
    @inline(__always)
    private static func compare(_ bits: UnsafeBufferPointer<UInt64>, _ a: Int, _ b: Int, _ width: Int) -> (shared: Int, same: Int) {
        var (shared, same) = (0, 0)
        for word in 0..<width {
            let (x0, x1, x2) = (bits[a + word], bits[a + word + width], bits[a + word + 2 * width])
            let (y0, y1, y2) = (bits[b + word], bits[b + word + width], bits[b + word + 2 * width])
            shared += ((x0 | x1 | x2) & (y0 | y1 | y2) & ~(x1 & y1)).nonzeroBitCount
            same += ((x0 & y0) | (x2 & y2)).nonzeroBitCount
        }
        return (shared, same)
    }

    /// Each with the first whose ballot is entirely equal.
    private func equal(_ circles: inout DisjointSets) -> [Pair] {
        var first: [[VoteTable.Cell]: Int] = [:]
        var result: [Pair] = []
        for (place, row) in rows.enumerated() {
            let cells = table.rows[row]
            guard let other = first[cells] else {
                first[cells] = place
                continue
            }
            let answers = cells.count { $0.stance != .pass }
            if answers < Flags.fewestVotes { continue }
            circles.join(other, place)
            result.append(Pair(a: other, b: place, shared: answers, differing: 0))
        }
        return result
    }

    /// Logarithm of the chance of so many equal answers.
    private func chance(_ pair: Pair, _ logs: [Double]) -> Double {
        var sum = 0.0
        let (a, b) = (table.rows[rows[pair.a]], table.rows[rows[pair.b]])
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            if a[i].column < b[j].column {
                i += 1
            } else if a[i].column > b[j].column {
                j += 1
            } else {
                if a[i].stance == b[j].stance, a[i].stance != .pass { sum += logs[Int(a[i].column)] }
                i += 1
                j += 1
            }
        }
        // So many ways to choose the answers that differ.
        for step in 0..<pair.differing { sum += log(Double(pair.shared - step) / Double(step + 1)) }
        return sum
    }

    /// Joins pairs that have a member in common.
    private func collect(_ pairs: [(pair: Pair, chance: Double)]) -> [Flags.Pattern] {
        var circles = DisjointSets(rows.count)
        for (pair, _) in pairs { circles.join(pair.a, pair.b) }
        var members: [Int: Set<Int>] = [:]
        var least: [Int: (shared: Int, chance: Double)] = [:]
        for (pair, chance) in pairs {
            let circle = circles.root(pair.a)
            members[circle, default: []].formUnion([pair.a, pair.b])
            let before = least[circle] ?? (.max, 0)
            least[circle] = (min(before.shared, pair.shared), min(before.chance, chance))
        }
        return members.map { circle, places in
            let figures = least[circle] ?? (0, 0)
            return Flags.Pattern(
                participants: places.sorted().map { table.participants[rows[$0]] }, sharedVotes: figures.shared,
                log10Chance: figures.chance / M_LN10)
        }.sorted { $0.log10Chance != $1.log10Chance ? $0.log10Chance < $1.log10Chance : $0.participants[0] < $1.participants[0] }
    }

    /// What groups and everybody say without a circle of people who are alike: copies must not explain themselves.
    private struct Surroundings {
        private var byGroup: [[Tally]]
        private var everybody: [Tally]

        init(of likeness: Likeness, without places: [Int]) {
            byGroup = likeness.groupTallies
            everybody = likeness.table.tallies
            for place in places {
                for cell in likeness.table.rows[likeness.rows[place]] {
                    everybody[Int(cell.column)].add(cell.stance, -1)
                    if let group = likeness.groups[place] { byGroup[group][Int(cell.column)].add(cell.stance, -1) }
                }
            }
        }

        /// By column, the logarithm of the chance that two of a group answer alike; a small group is smoothed with everybody.
        func logsOfSameAnswer(in group: Int?, _ likeness: Likeness) -> [Double] {
            everybody.indices.map { column in
                let tally = group.map { byGroup[$0][column] } ?? everybody[column]
                return log(
                    Stance.allCases.reduce(0.0) { sum, stance in
                        let common = likeness.common(everybody[column], stance)
                        let share = (Double(tally[stance]) + 3 * common) / Double(tally.seen + 3)
                        return sum + share * share
                    })
            }
        }
    }
}
