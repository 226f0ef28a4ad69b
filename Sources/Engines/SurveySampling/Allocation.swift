public import Ground

/// A stratum of a population: its units and, for Neyman's allocation, the spread of the measure among them.
public struct StratumSummary: Sendable, Hashable {
    public var name: String
    public var units: Double
    /// Standard deviation with n − 1; nil where it is not known.
    public var deviation: Double?

    public init(name: String, units: Double, deviation: Double? = nil) {
        self.name = name
        self.units = units
        self.deviation = deviation
    }
}

/// How a total sample is shared among strata.
public enum Allocation: String, Sendable, CaseIterable {
    /// n_h ∝ N_h.
    case proportional
    /// n_h ∝ N_h S_h.
    case neyman

    /// The shares before rounding.
    public func shares(of total: Double, among strata: [StratumSummary]) -> [Double] {
        let sizes = strata.map { self == .neyman ? $0.units * ($0.deviation ?? 0) : $0.units }
        let sum = sizes.reduce(0, +)
        return sizes.map { sum > 0 ? total * $0 / sum : 0 }
    }

    /// Whole sizes that sum to `total`, each at least `minimum` and at most the units of its stratum; the largest
    /// remainders are rounded up. What a full stratum cannot take goes to the others.
    public func sizes(of total: Int, among strata: [StratumSummary], minimum: Int = 2) throws(RejectedInput) -> [Int] {
        let place = Place("--size")
        var limits: [Int] = []
        for stratum in strata {
            guard stratum.units >= 1, stratum.units < 1e15 else {
                throw RejectedInput("the stratum \u{201C}\(stratum.name)\u{201D} is empty", at: Place("--strata"))
            }
            if self == .neyman, !(stratum.deviation.map { $0 >= 0 && $0 < 1e100 } ?? false) {
                throw RejectedInput(
                    "the stratum \u{201C}\(stratum.name)\u{201D} has no standard deviation", at: Place("--measure"),
                    advice: "give a measure with at least two units in each stratum")
            }
            limits.append(Int(stratum.units))
        }
        let floors = limits.map { min($0, max(0, minimum)) }
        let least = floors.reduce(0, +)
        let most = limits.reduce(0) { $0.addingReportingOverflow($1).overflow ? Int.max : $0 + $1 }
        guard total >= least, total <= most, !strata.isEmpty else {
            throw RejectedInput(
                "a sample of \(total) cannot be shared among \(strata.count) strata", at: place,
                advice: "it must lie between \(least) and \(most)")
        }
        return fill(total, strata, floors, limits)
    }

    private func fill(_ total: Int, _ strata: [StratumSummary], _ floors: [Int], _ limits: [Int]) -> [Int] {
        var fixed = [Int?](repeating: nil, count: strata.count)
        while true {
            let free = strata.indices.filter { fixed[$0] == nil }
            let rest = total - fixed.reduce(0) { $0 + ($1 ?? 0) }
            var wanted = shares(of: Double(rest), among: free.map { strata[$0] })
            // No spread anywhere among the rest: share by size.
            if rest > 0, wanted.allSatisfy({ $0 == 0 }) {
                wanted = Allocation.proportional.shares(of: Double(rest), among: free.map { strata[$0] })
            }
            let over = free.indices.filter { wanted[$0] > Double(limits[free[$0]]) }
            let under = free.indices.filter { wanted[$0] < Double(floors[free[$0]]) }
            let excess = over.reduce(0.0) { $0 + wanted[$1] - Double(limits[free[$1]]) }
            let lack = under.reduce(0.0) { $0 + Double(floors[free[$1]]) - wanted[$1] }
            if over.isEmpty, under.isEmpty {
                return Allocation.rounded(rest, wanted, free, fixed, limits)
            }
            // The side with the larger sum is certain to stay at its bound.
            if excess >= lack { for index in over { fixed[free[index]] = limits[free[index]] } }
            if lack >= excess { for index in under { fixed[free[index]] = floors[free[index]] } }
        }
    }

    private static func rounded(
        _ rest: Int, _ wanted: [Double], _ free: [Int], _ fixed: [Int?], _ limits: [Int]
    ) -> [Int] {
        var result = fixed.map { $0 ?? 0 }
        var left = rest
        for (index, share) in zip(free, wanted) {
            result[index] = min(limits[index], Int(share.rounded(.down)))
            left -= result[index]
        }
        let order = free.indices.sorted { a, b in
            let (x, y) = (wanted[a] - wanted[a].rounded(.down), wanted[b] - wanted[b].rounded(.down))
            return x == y ? a < b : x > y
        }
        // Rounding in the shares may have given one too many.
        for index in order.reversed() where left < 0 && result[free[index]] > 0 {
            result[free[index]] -= 1
            left += 1
        }
        while left > 0 {
            var moved = false
            for index in order where left > 0 && result[free[index]] < limits[free[index]] {
                result[free[index]] += 1
                left -= 1
                moved = true
            }
            if !moved { break }
        }
        return result
    }
}
