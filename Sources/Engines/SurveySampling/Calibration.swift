/// Weights brought to known counts: what replicates need to do it again, and what the variance needs to know of it.
struct Calibration: Sendable {
    /// The rows of each margin in groups, and the count of each group.
    struct Groups: Sendable {
        var index: [Int]
        var targets: [Double]

        /// Brings the weights of each group to its count; a group without weight is left alone.
        func adjust(_ weights: inout [Double]) {
            var sums = [Double](repeating: 0, count: targets.count)
            for row in weights.indices { sums[index[row]] += weights[row] }
            for row in weights.indices where sums[index[row]] > 0 {
                weights[row] *= targets[index[row]] / sums[index[row]]
            }
        }
    }

    let margins: [Groups]
    let tolerance: Double
    let rounds: Int
    /// The weights right after each margin in the last round.
    private(set) var weights: [[Double]] = []
    /// Those before the first.
    private(set) var before: [Double] = []

    /// - Parameters:
    ///   - margins: a single one is met at once; several are met in turn until no cell of their cross table moves by
    ///     `tolerance` in a round.
    init(_ margins: [Groups], tolerance: Double, rounds: Int) {
        self.margins = margins
        self.tolerance = tolerance
        self.rounds = rounds
    }

    /// Brings the weights to the margins; false where they have not settled in the rounds allowed.
    mutating func calibrate(_ current: inout [Double]) -> Bool {
        before = current
        let cells = cells()
        var old = table(cells, current)
        for _ in 0..<rounds {
            weights = []
            for margin in margins {
                margin.adjust(&current)
                weights.append(current)
            }
            if margins.count == 1 { return true }
            let new = table(cells, current)
            if zip(old, new).allSatisfy({ abs($0 - $1) < tolerance }) { return meets(current, within: Double(new.count)) }
            old = new
        }
        return false
    }

    /// Weights may settle on one margin and miss another for good, where the margins contradict each other.
    private func meets(_ weights: [Double], within cells: Double) -> Bool {
        margins.allSatisfy { margin in
            var sums = margin.targets.map { -$0 }
            for row in weights.indices { sums[margin.index[row]] += weights[row] }
            return sums.allSatisfy { abs($0) <= cells * tolerance }
        }
    }

    /// Takes out of weighted linearised values what the margins explain.
    ///
    /// One margin: the mean of each group, weighted by the weights before. Several: unweighted means, margin by margin,
    /// ten times over, as R's `svyrecvar` does for raking.
    func removeExplained(from values: inout [Double]) {
        if margins.count == 1, let margin = margins.first, let weights = weights.first {
            Calibration.project(&values, margin, weights, averaging: before)
            return
        }
        let even = [Double](repeating: 1, count: values.count)
        for _ in 0..<10 {
            for (margin, weights) in zip(margins, weights) {
                Calibration.project(&values, margin, weights, averaging: even)
            }
        }
    }

    private static func project(
        _ values: inout [Double], _ margin: Groups, _ weights: [Double], averaging: [Double]
    ) {
        var sums = [Double](repeating: 0, count: margin.targets.count)
        var totals = sums
        for row in values.indices where weights[row] > 0 {
            sums[margin.index[row]] += averaging[row] * values[row] / weights[row]
            totals[margin.index[row]] += averaging[row]
        }
        for row in values.indices where weights[row] > 0 {
            let group = margin.index[row]
            values[row] -= sums[group] / totals[group] * weights[row]
        }
    }

    /// The cell of the cross table of each row, numbered in order of first appearance.
    private func cells() -> (index: [Int], count: Int) {
        var numbers: [[Int]: Int] = [:]
        let rows = margins.first?.index.indices ?? 0..<0
        let index = rows.map { row in
            let key = margins.map { $0.index[row] }
            if let number = numbers[key] { return number }
            numbers[key] = numbers.count
            return numbers.count - 1
        }
        return (index, numbers.count)
    }

    private func table(_ cells: (index: [Int], count: Int), _ weights: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: cells.count)
        for (cell, weight) in zip(cells.index, weights) { sums[cell] += weight }
        return sums
    }
}
