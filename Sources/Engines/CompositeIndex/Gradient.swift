#if canImport(Glibc)
    internal import Glibc
#endif

/// One row's scores up the tree and how the top answers to each indicator.
struct RowModel {
    let tree: IndexStructure
    let method: IndexMethod

    /// Whether every rule is a mean: Copeland's depends on the other rows.
    var isOfMeans: Bool {
        tree.elements[tree.indicatorCount...].allSatisfy { method.rule(of: $0.code).isMean }
    }

    /// Scores of all elements for one row's normalised values; NaN where missing.
    func scores(_ values: [Double]) -> [Double] {
        var scores = values
        for index in tree.indicatorCount..<tree.elements.count {
            let below = tree.children[index]
            let code = tree.elements[index].code
            let present = below.filter { !scores[$0].isNaN }
            let share = Double(present.count) / Double(below.count)
            let weight = present.reduce(0) { $0 + tree.elements[$1].weight }
            let least = method.least(of: code)
            guard weight > 0, least <= 0 || share >= least else {
                scores.append(.nan)
                continue
            }
            let rule = method.rule(of: code)
            let sum = present.reduce(0) { total, child in
                let w = tree.elements[child].weight
                return w > 0 ? total + w * rule.inward(scores[child]) : total
            }
            scores.append(rule.outward(sum / weight))
        }
        return scores
    }

    /// ∂ top ÷ ∂ indicator at the row's scores; 0 for what is missing and where a mean has no finite slope.
    func gradient(_ scores: [Double]) -> [Double] {
        var slope = [Double](repeating: 0, count: tree.elements.count)
        slope[tree.top] = 1
        for index in stride(from: tree.top, through: tree.indicatorCount, by: -1) where slope[index] != 0 && !scores[index].isNaN {
            let present = tree.children[index].filter { !scores[$0].isNaN }
            let whole = present.reduce(0) { $0 + tree.elements[$1].weight }
            guard whole > 0 else { continue }
            let rule = method.rule(of: tree.elements[index].code)
            for child in present {
                let own = RowModel.slope(rule, parent: scores[index], child: scores[child])
                slope[child] = own.isFinite ? slope[index] * tree.elements[child].weight / whole * own : 0
            }
        }
        return Array(slope[..<tree.indicatorCount])
    }

    /// f′(x) ÷ f′(S): what the mean gains for one more in a child of weight 1.
    private static func slope(_ rule: Aggregation, parent s: Double, child x: Double) -> Double {
        switch rule {
        case .arithmetic: 1
        case .geometric(let shift): (s + shift) / (x + shift)
        case .harmonic: (s / x) * (s / x)
        case .power(let p): pow(s / x, 1 - p)
        case .copeland: .nan
        }
    }

    /// What each indicator's move from one row of values to another adds to the top, along the straight line between them
    /// (Aumann and Shapley's way of sharing); sums to the change exactly. Cells that are missing in either do not move.
    func shares(from a: [Double], to b: [Double]) -> [Double] {
        let start = zip(a, b).map { $1.isNaN ? .nan : $0 }
        let step = zip(a, b).map { $0.isNaN || $1.isNaN ? 0 : $1 - $0 }
        let nodes = [-0.906_179_845_938_664, -0.538_469_310_105_683_1, 0, 0.538_469_310_105_683_1, 0.906_179_845_938_664]
        let weights = [0.236_926_885_056_189, 0.478_628_670_499_366_5, 0.568_888_888_888_888_9, 0.478_628_670_499_366_5, 0.236_926_885_056_189]
        let pieces = isArithmetic ? 1 : 32
        var points = [Double](repeating: 0, count: step.count)
        for piece in 0..<pieces {
            for (node, weight) in zip(nodes, weights) {
                let t = (Double(piece) + (node + 1) / 2) / Double(pieces)
                let slope = gradient(scores(zip(start, step).map { $0 + t * $1 }))
                for index in step.indices where step[index] != 0 {
                    points[index] += step[index] * slope[index] * weight / 2 / Double(pieces)
                }
            }
        }
        // What the quadrature leaves over (where a mean starts from 0) goes to those that moved, by the size of their share.
        let end = scores(zip(start, step).map { $0 + $1 })[tree.top]
        let rest = end - scores(start)[tree.top] - points.reduce(0, +)
        let size = points.reduce(0) { $0 + abs($1) }
        if size > 0, rest.isFinite { for index in points.indices { points[index] += rest * abs(points[index]) / size } }
        return points
    }

    private var isArithmetic: Bool {
        tree.elements[tree.indicatorCount...].allSatisfy { method.rule(of: $0.code) == .arithmetic }
    }
}
