#if canImport(Glibc)
    internal import Glibc
#endif

/// Weights for which correlations with the result stand to each other as wished.
public enum WeightOptimisation {
    /// Weights of at least 0 of one group's columns, towards target importances; nil where correlations cannot be computed.
    ///
    /// Importance is the Pearson correlation of a column with the weighted mean, as a share of the sum. Weights are squares of
    /// free numbers, so that none falls below 0; the simplex search is begun again from its result until that gains nothing.
    public static func towards(_ targets: [Double], _ columns: [[Double]]) -> [Double]? {
        let rule = Aggregation.arithmetic
        return nonNegative(targets) { weights in
            let mean = rule.apply(columns, weights: weights)
            return columns.map { Statistics.pearson($0, mean) }
        }
    }

    /// The same for any importances as a function of the weights.
    public static func nonNegative(_ targets: [Double], importances: ([Double]) -> [Double]) -> [Double]? {
        guard targets.count > 1, targets.allSatisfy({ $0 > 0 && $0.isFinite }) else { return targets.isEmpty ? nil : [1] }
        let aims = Weighting.shares(targets)
        func distance(_ free: [Double]) -> Double {
            let weights = Weighting.shares(free.map { $0 * $0 })
            let own = importances(weights)
            let sum = own.reduce(0, +)
            let far = zip(own, aims).reduce(0) { $0 + ($1.0 / sum - $1.1) * ($1.0 / sum - $1.1) }
            return far.isFinite ? far : 1e35
        }
        var best = aims.map { $0.squareRoot() }
        var value = distance(best)
        guard value < 1e35 else { return nil }
        for _ in 0..<20 {
            let next = NelderMead.minimise(from: best, tolerance: 1e-12, limit: 4000, distance).point
            let found = distance(next)
            guard found < value else { break }
            let gainedLittle = found > value * 0.999
            (best, value) = (next, found)
            if gainedLittle { break }
        }
        return Weighting.shares(best.map { $0 * $0 })
    }

    /// The reference program's search: no bounds (weights may fall below 0), ln of the mean squared distance, relative tolerance.
    /// `last` are the importances of its last trial, which is what that program prints – not those of its result.
    public static func unconstrained(
        _ targets: [Double], tolerance: Double, limit: Int, importances: ([Double]) -> [Double]
    ) -> (weights: [Double], last: [Double]) {
        let aims = Weighting.shares(targets)
        var last: [Double] = []
        let point = NelderMead.minimise(from: aims, tolerance: tolerance, limit: limit) { free in
            last = Weighting.shares(importances(Weighting.shares(free)))
            let sum = zip(last, aims).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
            return log(sum / Double(aims.count))
        }.point
        return (Weighting.shares(point), last)
    }
}

/// The simplex search of Nelder and Mead in the form of Nash's Compact Numerical Methods (1990), algorithm 19.
enum NelderMead {
    static func minimise(
        from start: [Double], tolerance: Double, limit: Int, _ function: ([Double]) -> Double
    ) -> (point: [Double], value: Double) {
        let n = start.count
        func value(_ x: [Double]) -> Double {
            let v = function(x)
            return v.isFinite ? v : 1e35
        }
        let first = value(start)
        let enough = tolerance * (abs(first) + tolerance)
        var step = start.reduce(0) { max($0, 0.1 * abs($1)) }
        if step == 0 { step = 0.1 }
        var (points, values) = ([start], [first])
        for i in 0..<n {
            var corner = start
            corner[i] += step
            points.append(corner)
            values.append(.nan)
        }
        var (low, calls, mustEvaluate) = (0, 1, true)
        // As in the published code, whose step has grown tenfold when it is added up.
        var size = 10 * step * Double(n)
        while true {
            if mustEvaluate {
                for j in points.indices where j != low {
                    values[j] = value(points[j])
                    calls += 1
                }
                mustEvaluate = false
            }
            var high = low
            for j in points.indices {
                if values[j] < values[low] { low = j }
                if values[j] > values[high] { high = j }
            }
            if values[high] <= values[low] + enough || calls > limit { break }
            let centre = (0..<n).map { i in
                var sum = -points[high][i]
                for point in points { sum += point[i] }
                return sum / Double(n)
            }
            let reflected = (0..<n).map { 2 * centre[$0] - points[high][$0] }
            let reflectedValue = value(reflected)
            calls += 1
            if reflectedValue < values[low] {
                let extended = (0..<n).map { 2 * reflected[$0] - centre[$0] }
                let extendedValue = value(extended)
                calls += 1
                let isBetter = extendedValue < reflectedValue
                (points[high], values[high]) = isBetter ? (extended, extendedValue) : (reflected, reflectedValue)
                continue
            }
            let wasWorst = reflectedValue >= values[high]
            if !wasWorst { (points[high], values[high]) = (reflected, reflectedValue) }
            let contracted = (0..<n).map { 0.5 * points[high][$0] + 0.5 * centre[$0] }
            let contractedValue = value(contracted)
            calls += 1
            if contractedValue < values[high] {
                (points[high], values[high]) = (contracted, contractedValue)
            } else if wasWorst {
                var shrunk = 0.0
                for j in points.indices where j != low {
                    for i in 0..<n {
                        points[j][i] = 0.5 * (points[j][i] - points[low][i]) + points[low][i]
                        shrunk += abs(points[j][i] - points[low][i])
                    }
                }
                guard shrunk < size else { break }
                (size, mustEvaluate) = (shrunk, true)
            }
        }
        return (points[low], values[low])
    }
}
