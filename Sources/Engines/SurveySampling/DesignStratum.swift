internal import Ground

/// A stratum of one stage: the rows of each sampled unit, and the strata of the next stage within each.
struct DesignStratum: Sendable {
    let units: [[Int]]
    /// Units of the population; nil for sampling with replacement.
    let population: Double?
    let next: [[DesignStratum]]
    let lonely: LonelyUnit

    /// The share of the stratum that was not sampled.
    var open: Double { population.map { ($0 - Double(units.count)) / $0 } ?? 1 }

    /// Builds the strata of all stages and collects what is wrong with them.
    struct Builder {
        let places: [Place]
        let lonely: LonelyUnit
        var diagnostics = Diagnostics()

        mutating func strata(of rows: [Int], stages: ArraySlice<SurveyDesign.Stage>) -> [DesignStratum] {
            guard let stage = stages.first else { return [] }
            return DesignStratum.grouped(rows, by: stage.strata).map { stratum(of: $0, stage, stages.dropFirst()) }
        }

        private mutating func stratum(
            of rows: [Int], _ stage: SurveyDesign.Stage, _ below: ArraySlice<SurveyDesign.Stage>
        ) -> DesignStratum {
            let units = stage.units == nil ? rows.map { [$0] } : DesignStratum.grouped(rows, by: stage.units)
            let size = stage.population.flatMap { populationSize($0, of: rows, sampled: units.count) }
            if units.count == 1, size != 1, lonely == .refuse, let row = rows.first {
                let label = stage.strata.map { " \u{201C}\($0[row])\u{201D}" } ?? ""
                diagnostics.error(
                    "the stratum\(label) holds a single sampled unit, so its variance is unknown", at: places[row],
                    advice: "join it with a similar stratum, or say what a lonely unit stands for: certain or centre")
            }
            // Below a stage drawn with replacement further stages add nothing.
            let rest = size == nil ? [] : below
            var next: [[DesignStratum]] = []
            for unit in units { next.append(strata(of: unit, stages: rest)) }
            return DesignStratum(units: units, population: size, next: next, lonely: lonely)
        }

        private mutating func populationSize(_ sizes: [Double], of rows: [Int], sampled: Int) -> Double? {
            guard let first = rows.first else { return nil }
            let size = sizes[first]
            for row in rows where sizes[row] != size {
                diagnostics.error(
                    "the population is \(sizes[row]) here and \(size) elsewhere in the same stratum", at: places[row])
                return nil
            }
            guard size.isFinite, size >= Double(sampled) else {
                diagnostics.error(
                    "the population \(size) is smaller than the \(sampled) units sampled", at: places[first],
                    advice: "give the number of units of the population, not a share")
                return nil
            }
            return size
        }
    }

    /// Rows with the same label together, in order of first appearance.
    static func grouped(_ rows: [Int], by labels: [String]?) -> [[Int]] {
        guard let labels else { return [rows] }
        var order: [String: Int] = [:]
        var groups: [[Int]] = []
        for row in rows {
            if let index = order[labels[row]] {
                groups[index].append(row)
            } else {
                order[labels[row]] = groups.count
                groups.append([row])
            }
        }
        return groups
    }

    /// f·n/(n−1)·Σ(z − z̄)² of each stratum, and n/N times that of the stages within its units.
    static func add(_ strata: [DesignStratum], _ columns: [[Double]], factor: Double, to sum: inout [[Double]]) {
        for stratum in strata {
            let n = Double(stratum.units.count)
            if n > 1 || stratum.lonely == .centre {
                let centred = columns.map { stratum.deviations(of: $0) }
                let scale = factor * stratum.open * (n > 1 ? n / (n - 1) : 1)
                for a in columns.indices {
                    for b in columns.indices {
                        sum[a][b] += scale * zip(centred[a], centred[b]).reduce(0) { $0 + $1.0 * $1.1 }
                    }
                }
            }
            guard let population = stratum.population else { continue }
            for next in stratum.next { add(next, columns, factor: factor * n / population, to: &sum) }
        }
    }

    /// The totals of the units less their mean; that of a lonely unit itself.
    private func deviations(of column: [Double]) -> [Double] {
        let totals = units.map { rows in rows.reduce(0) { $0 + column[$1] } }
        let mean = totals.count > 1 ? totals.reduce(0, +) / Double(totals.count) : 0
        return totals.map { $0 - mean }
    }
}
