public import Ground

/// Random samples of the positions of a frame. The same seed gives the same sample on every machine.
public enum SampleDraw {
    /// A drawn unit, its weight and what the estimator needs for the finite population at each stage.
    public struct Unit: Sendable, Hashable {
        /// The position in the frame.
        public var index: Int
        /// One over the chance of selection.
        public var weight: Double
        /// Units of the population at each stage, in the stratum or cluster of this unit; empty for unequal chances.
        public var population: [Double]
    }

    /// `n` of `count` positions with equal chances, in order.
    public static func positions(
        _ n: Int, of count: Int, using random: inout SeededRandom
    ) throws(RejectedInput) -> [Int] {
        guard n >= 1, n <= count else {
            throw RejectedInput(
                "a sample of \(n) cannot be drawn from \(count) units", at: Place("--size"),
                advice: count > 0 ? "it must lie between 1 and \(count)" : "the frame is empty")
        }
        var pool = Array(0..<count)
        for index in 0..<n { pool.swapAt(index, index + random.below(count - index)) }
        return pool[..<n].sorted()
    }

    public static func simple(_ n: Int, of count: Int, seed: UInt64) throws(RejectedInput) -> [Unit] {
        var random = SeededRandom(seed: seed)
        let drawn = try positions(n, of: count, using: &random)
        return drawn.map { Unit(index: $0, weight: Double(count) / Double(n), population: [Double(count)]) }
    }

    /// A simple sample in each stratum. `sizes` belong to the strata in order of name.
    public static func stratified(
        _ sizes: [String: Int], strata: [String], seed: UInt64
    ) throws(RejectedInput) -> [Unit] {
        let groups = Dictionary(grouping: strata.indices, by: { strata[$0] })
        for name in sizes.keys.sorted() where groups[name] == nil {
            throw RejectedInput("the frame has no stratum \u{201C}\(name)\u{201D}", at: Place("--sizes"))
        }
        var random = SeededRandom(seed: seed)
        var units: [Unit] = []
        for name in groups.keys.sorted() {
            guard let members = groups[name] else { continue }
            guard let n = sizes[name] else {
                throw RejectedInput("the stratum \u{201C}\(name)\u{201D} has no size", at: Place("--sizes"))
            }
            for position in try positions(n, of: members.count, using: &random) {
                units.append(
                    Unit(
                        index: members[position], weight: Double(members.count) / Double(n),
                        population: [Double(members.count)]))
            }
        }
        return units.sorted { $0.index < $1.index }
    }

    /// A simple sample of clusters; with `within`, a simple sample of at most so many units of each, else all of them.
    public static func clusters(
        _ n: Int, within: Int? = nil, clusters: [String], seed: UInt64
    ) throws(RejectedInput) -> [Unit] {
        if let within, within < 1 { throw RejectedInput("must be at least 1", at: Place("--within")) }
        let groups = Dictionary(grouping: clusters.indices, by: { clusters[$0] })
        let names = groups.keys.sorted()
        var random = SeededRandom(seed: seed)
        var units: [Unit] = []
        for chosen in try positions(n, of: names.count, using: &random) {
            let members = groups[names[chosen]] ?? []
            let taken = min(within ?? members.count, members.count)
            let first = Double(names.count) / Double(n)
            for position in try positions(taken, of: members.count, using: &random) {
                let sizes = [Double(names.count)] + (within == nil ? [] : [Double(members.count)])
                units.append(
                    Unit(
                        index: members[position], weight: first * Double(members.count) / Double(taken),
                        population: sizes))
            }
        }
        return units.sorted { $0.index < $1.index }
    }

    /// Chances of selection in proportion to size, n·x/Σx; what would exceed 1 is taken for certain and the rest shared anew.
    public static func inclusionProbabilities(_ n: Int, sizes: [Double]) throws(RejectedInput) -> [Double] {
        guard sizes.allSatisfy({ $0 >= 0 && $0 < 1e200 }) else {
            throw RejectedInput("a size is negative or not a number", at: Place("--measure"))
        }
        let positive = sizes.count { $0 > 0 }
        guard n >= 1, n <= positive else {
            throw RejectedInput(
                "a sample of \(n) cannot be drawn from \(positive) units with a size", at: Place("--size"))
        }
        var isCertain = [Bool](repeating: false, count: sizes.count)
        while true {
            let rest = Double(n - isCertain.count { $0 })
            let sum = sizes.indices.reduce(0.0) { isCertain[$1] ? $0 : $0 + sizes[$1] }
            let chances = sizes.indices.map { isCertain[$0] ? 1 : (sum > 0 ? rest * sizes[$0] / sum : 0) }
            let new = chances.indices.filter { !isCertain[$0] && chances[$0] >= 1 }
            if new.isEmpty { return chances }
            for index in new { isCertain[index] = true }
        }
    }

    /// A systematic sample with chances in proportion to size, in the order of the frame.
    public static func proportionalToSize(_ n: Int, sizes: [Double], seed: UInt64) throws(RejectedInput) -> [Unit] {
        let chances = try inclusionProbabilities(n, sizes: sizes)
        var random = SeededRandom(seed: seed)
        var next = random.unit()
        var reached = 0.0
        var units: [Unit] = []
        for (index, chance) in chances.enumerated() where chance > 0 {
            // Certain units stand outside the line that is walked.
            if chance >= 1 {
                units.append(Unit(index: index, weight: 1, population: []))
                continue
            }
            reached += chance
            if reached > next {
                units.append(Unit(index: index, weight: 1 / chance, population: []))
                next += 1
            }
        }
        // The sum of the chances may fall a hair short of n in floating point.
        if units.count < n {
            let chosen = Set(units.map(\.index))
            if let last = chances.indices.last(where: { chances[$0] > 0 && !chosen.contains($0) }) {
                units.append(Unit(index: last, weight: 1 / chances[last], population: []))
            }
        }
        return units.sorted { $0.index < $1.index }
    }
}
