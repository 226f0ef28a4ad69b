public import Ground

extension SamplePlan {
    /// Draws `count` units from a frame without strata.
    public func draw(_ count: Int, seed: UInt64) throws(RejectedInput) -> DrawnSample {
        guard strata == nil else {
            throw RejectedInput("a frame with strata needs a size for each", at: Place("--size"))
        }
        return try draw(["": count], seed: seed)
    }

    /// Draws the given number of units in each stratum. The same plan and seed give the same sample on every machine:
    /// strata are drawn in order of name from one SeededRandom.
    public func draw(_ counts: [String: Int], seed: UInt64) throws(RejectedInput) -> DrawnSample {
        if let within, within < 1 { throw RejectedInput("must be at least 1", at: Place("--within")) }
        let frame = frame
        guard !frame.isEmpty else { throw RejectedInput("the frame has no rows", at: Place("frame")) }
        let names = Set(frame.map(\.name))
        for name in counts.keys.sorted() where !names.contains(name) {
            throw RejectedInput("the frame has no stratum \u{201C}\(name)\u{201D}", at: Place("--sizes"))
        }
        var random = SeededRandom(seed: seed)
        var sample = DrawnSample(rows: [], strata: [])
        for stratum in frame {
            guard let count = counts[stratum.name] else {
                throw RejectedInput("the stratum \u{201C}\(stratum.name)\u{201D} has no size", at: Place("--sizes"))
            }
            // A stratum may be left out on purpose; what is said of the rest then holds for the rest alone.
            if count == 0, strata != nil { continue }
            try draw(count, of: stratum, into: &sample, using: &random)
        }
        sample.rows.sort { $0.index < $1.index }
        return sample
    }

    private func draw(
        _ count: Int, of stratum: Stratum, into sample: inout DrawnSample, using random: inout SeededRandom
    ) throws(RejectedInput) {
        let units = stratum.units
        let chosen: [(unit: Int, chance: Double)]
        if let sizes {
            let totals = units.map { rows in rows.reduce(0) { $0 + sizes[$1] } }
            chosen = try SamplePlan.proportional(count, sizes: totals, in: stratum.name, using: &random)
        } else {
            let positions = try SamplePlan.positions(count, of: units.count, in: stratum.name, using: &random)
            let chance = Double(count) / Double(units.count)
            chosen = positions.map { ($0, chance) }
        }
        var drawn = 0
        for (unit, chance) in chosen {
            let rows = units[unit]
            let taken = min(within ?? rows.count, rows.count)
            let weight = Double(rows.count) / Double(taken) / chance
            var population: [Double] = sizes == nil ? [Double(units.count)] : []
            if sizes == nil, clusters != nil, within != nil { population.append(Double(rows.count)) }
            for position in try SamplePlan.positions(taken, of: rows.count, in: stratum.name, using: &random) {
                sample.rows.append(.init(index: rows[position], weight: weight, population: population))
            }
            drawn += taken
        }
        sample.strata.append(
            .init(
                name: stratum.name, units: units.count, drawn: chosen.count,
                certain: sizes == nil ? 0 : chosen.count { $0.chance >= 1 }, rows: drawn))
    }

    /// `n` of `count` positions with equal chances, in order.
    private static func positions(
        _ n: Int, of count: Int, in stratum: String, using random: inout SeededRandom
    ) throws(RejectedInput) -> [Int] {
        guard n >= 1, n <= count else { throw refusal(n, of: count, in: stratum) }
        if n == count { return Array(0..<count) }
        var pool = Array(0..<count)
        for index in 0..<n { pool.swapAt(index, index + random.below(count - index)) }
        return pool[..<n].sorted()
    }

    private static func refusal(_ n: Int, of count: Int, in stratum: String, what: String = "") -> RejectedInput {
        let label = stratum.isEmpty ? "" : " of the stratum \u{201C}\(stratum)\u{201D}"
        return RejectedInput(
            "a sample of \(n) cannot be drawn from the \(count) units\(label)\(what)", at: Place("--size"),
            advice: count > 0 ? "it must lie between 1 and \(count)" : nil)
    }

    /// Chances of selection in proportion to size, n·x/Σx; what would exceed 1 is taken for certain and the rest is shared
    /// anew among the others.
    public static func inclusionProbabilities(_ n: Int, sizes: [Double]) throws(RejectedInput) -> [Double] {
        try inclusionProbabilities(n, sizes: sizes, in: "")
    }

    private static func inclusionProbabilities(
        _ n: Int, sizes: [Double], in stratum: String
    ) throws(RejectedInput) -> [Double] {
        guard sizes.allSatisfy({ $0 >= 0 && $0 < 1e200 }) else {
            throw RejectedInput("a size is negative or not a number", at: Place("--pps"))
        }
        let positive = sizes.count { $0 > 0 }
        guard n >= 1, n <= positive else { throw refusal(n, of: positive, in: stratum, what: " that have a size") }
        var isCertain = [Bool](repeating: false, count: sizes.count)
        while true {
            let rest = n - isCertain.count { $0 }
            let open = sizes.indices.filter { !isCertain[$0] && sizes[$0] > 0 }
            // As many places as units: each is certain, whatever rounding says.
            if rest == open.count {
                for index in open { isCertain[index] = true }
                return isCertain.map { $0 ? 1 : 0 }
            }
            let sum = open.reduce(0.0) { $0 + sizes[$1] }
            let factor = Double(rest) / sum
            let new = rest > 0 ? open.filter { sizes[$0] * factor >= 1 } : []
            if new.isEmpty { return sizes.indices.map { isCertain[$0] ? 1 : sizes[$0] * factor } }
            for index in new { isCertain[index] = true }
        }
    }

    /// A systematic sample with chances in proportion to size, in the order of the frame.
    private static func proportional(
        _ n: Int, sizes: [Double], in stratum: String, using random: inout SeededRandom
    ) throws(RejectedInput) -> [(unit: Int, chance: Double)] {
        let chances = try inclusionProbabilities(n, sizes: sizes, in: stratum)
        var chosen = chances.indices.filter { chances[$0] >= 1 }
        let others = chances.indices.filter { chances[$0] > 0 && chances[$0] < 1 }
        let wanted = n - chosen.count
        var next = random.unit()
        var reached = 0.0
        var picked: Set<Int> = []
        for index in others where picked.count < wanted {
            reached += chances[index]
            if reached > next {
                picked.insert(index)
                next += 1
            }
        }
        // The sum of the chances may fall a hair short of the whole number in floating point.
        for index in others.reversed() where picked.count < wanted { picked.insert(index) }
        chosen = (chosen + picked).sorted()
        return chosen.map { ($0, chances[$0]) }
    }
}
