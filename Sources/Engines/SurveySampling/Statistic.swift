/// A number that weights make of values: what is estimated.
public enum Statistic: Sendable {
    /// Σwy / Σw.
    case mean([Double])
    /// Σwy.
    case total([Double])
    /// Σwy / Σwx.
    case ratio([Double], over: [Double])
    /// The smallest value at which the weighted distribution reaches the share.
    case quantile([Double], share: Double)

    /// The value under these weights; rows of weight zero do not count. NaN where nothing counts.
    public func value(_ weights: [Double]) -> Double {
        switch self {
        case .mean(let values): return Statistic.sum(weights, values) / weights.reduce(0, +)
        case .total(let values): return Statistic.sum(weights, values)
        case .ratio(let above, let below): return Statistic.sum(weights, above) / Statistic.sum(weights, below)
        case .quantile(let values, let share): return Distribution.Sample(values, weights).value(share)
        }
    }

    private static func sum(_ weights: [Double], _ values: [Double]) -> Double {
        var sum = 0.0
        for (weight, value) in zip(weights, values) { sum += weight * value }
        return sum
    }
}

extension Distribution {
    /// The weighted distribution of a sample.
    struct Sample {
        private var values: [Double] = []
        private var reached: [Double] = []

        init(_ values: [Double], _ weights: [Double]) {
            let order = values.indices.filter { weights[$0] > 0 }.sorted { values[$0] < values[$1] }
            var sum = 0.0
            for row in order {
                sum += weights[row]
                self.values.append(values[row])
                reached.append(sum)
            }
        }

        /// The smallest value at which the distribution reaches the share; NaN for shares outside 0 … 1.
        func value(_ share: Double) -> Double {
            guard share >= 0, share <= 1, let sum = reached.last else { return .nan }
            // Equal weights meet shares such as one quarter exactly but for rounding.
            let wanted = share * sum * (1 - 1e-12)
            var (low, high) = (0, reached.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if reached[middle] >= wanted { high = middle } else { low = middle + 1 }
            }
            return values[low]
        }
    }
}
