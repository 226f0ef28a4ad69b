internal import Ground

/// The draws of a study: rows of numbers in 0 ..< 1, one column per factor.
public struct StudyDesign: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case random
        /// The quasi-random sequence of Sobol', shifted by the seed.
        case sobol
    }

    public let rows: [[Double]]
    /// How many rows make a block, where the rows are A, B, then A with column i from B for each factor; nil for plain draws. Rows beyond
    /// the blocks are plain draws.
    public let samples: Int?
    /// How a number picks one of several alternatives.
    public let draw: DiscreteDraw

    /// A given design, for replay.
    public init(rows: [[Double]], samples: Int? = nil, draw: DiscreteDraw = .unbiased) {
        (self.rows, self.samples, self.draw) = (rows, samples, draw)
    }

    /// - Parameters:
    ///   - samples: rows per block; (factors + 2) blocks are made.
    /// nil where a Sobol' sequence has not as many dimensions as twice the factors.
    public init?(_ kind: Kind, factors: Int, samples: Int, seed: UInt64) {
        self.init(kind, factors: factors, samples: samples, others: 0, seed: seed)
    }

    /// Exactly so many rows: as large blocks as they make, then plain draws. Where they do not make two rows a block, all are plain.
    ///
    /// nil where a Sobol' sequence has not as many dimensions as twice the factors.
    public init?(_ kind: Kind, factors: Int, runs: Int, seed: UInt64) {
        let blocks = max(1, factors + 2)
        let samples = factors > 0 && runs / blocks >= 2 ? runs / blocks : 0
        self.init(kind, factors: factors, samples: samples, others: max(0, runs - samples * blocks), seed: seed)
    }

    private init?(_ kind: Kind, factors: Int, samples: Int, others: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var pairs: [[Double]] = []
        switch kind {
        case .random: pairs = (0..<samples + others).map { _ in (0..<2 * factors).map { _ in random.unit() } }
        case .sobol:
            guard samples < 1 << 30, others < 1 << 30, let sequence = SobolSequence(dimensions: 2 * factors, shiftedBy: random) else { return nil }
            pairs = (0..<samples + others).map { sequence.point(UInt32($0)) }
        }
        let a = pairs[..<samples].map { Array($0[..<factors]) }
        let b = pairs[..<samples].map { Array($0[factors...]) }
        var rows = a + b
        for factor in 0..<factors {
            rows += zip(a, b).map { one, other in
                var row = one
                row[factor] = other[factor]
                return row
            }
        }
        rows += pairs[samples...].map { Array($0[..<factors]) }
        (self.rows, self.samples, draw) = (rows, samples > 0 ? samples : nil, .unbiased)
    }
}
