/// The two directions in which the votes differ most.
///
/// Found by power iteration on a block of four orthonormal vectors with the Rayleigh–Ritz step: the first two are wanted, the other
/// two keep the iteration from missing a direction. It starts from the data, not from chance: each statement weighs by the
/// spread of its votes. Method: B. Parlett, "The Symmetric Eigenvalue Problem", chapter 14.
public struct PrincipalAxes: Sendable {
    /// Share of the largest eigenvalue below which what is left of XᵀX·v − λ·v counts as nothing.
    public static let tolerance = 1e-12
    static let mostIterations = 500

    /// Mean vote by column.
    public let centre: [Double]
    /// Weight of each statement on the first axis (unit length), or zeros where all votes are equal.
    public let first: [Double]
    /// Weight of each statement on the second axis (unit length), or zeros.
    public let second: [Double]
    /// Sum of squares of the votes along both axes.
    public let variances: (Double, Double)
    /// Sum of squares of all votes from their means.
    public let totalVariance: Double
    /// How many multiplications by the matrix it took.
    public let iterations: Int
    /// Where the next search may start.
    let block: [SIMD4<Double>]

    init(_ residuals: Residuals, after previous: [SIMD4<Double>]? = nil, tolerance: Double = PrincipalAxes.tolerance) {
        let spread = residuals.spread
        var block = PrincipalAxes.start(spread, after: previous)
        PrincipalAxes.orthonormalise(&block)
        var values = SIMD4<Double>.zero
        var count = 0
        while count < PrincipalAxes.mostIterations {
            count += 1
            let image = residuals.applied(to: block)
            let ritz = SymmetricFour(products(block, image))
            values = ritz.values
            let vectors = block.map { ritz.rotated($0) }
            let images = image.map { ritz.rotated($0) }
            let isFound = PrincipalAxes.remainder(vectors, images, values) <= tolerance * values[0]
            block = isFound ? vectors : images
            PrincipalAxes.orthonormalise(&block)
            if isFound || values[0] <= 0 { break }
        }
        PrincipalAxes.turn(&block)
        centre = residuals.centre
        first = block.map { $0[0] }
        second = block.map { $0[1] }
        variances = (max(0, values[0]), max(0, values[1]))
        totalVariance = spread.reduce(0, +)
        iterations = count
        self.block = block
    }

    /// An irregular vector for every statement's place, weighed by spread: no symmetry of the data makes it miss a direction.
    private static func start(_ spread: [Double], after previous: [SIMD4<Double>]?) -> [SIMD4<Double>] {
        let steps = SIMD4<Double>(0.618_033_988_749_894_8, 0.414_213_562_373_095_1, 0.732_050_807_568_877_2, 0.236_067_977_499_789_8)
        let fresh = spread.enumerated().map { column, squares in
            let turns = steps * Double(column + 1)
            return (turns - turns.rounded(.down) - 0.5) * squares.squareRoot()
        }
        guard let previous else { return fresh }
        var isEmpty = SIMDMask<SIMD4<Int64>>(repeating: true)
        for vector in previous { isEmpty = isEmpty .& (vector .== 0) }
        // The last guard begins anew each time, so that a direction which new votes open is met.
        isEmpty[3] = true
        return fresh.indices.map { column in
            guard column < previous.count else { return fresh[column] * 1e-3 }
            return previous[column].replacing(with: fresh[column], where: isEmpty)
        }
    }

    /// Gram–Schmidt, twice; a vector that depends on those before it becomes zero.
    static func orthonormalise(_ block: inout [SIMD4<Double>]) {
        for lane in 0..<4 {
            let before = length(block, lane)
            for _ in 0..<2 {
                var dots = SIMD4<Double>.zero
                for vector in block { dots += vector * vector[lane] }
                for earlier in lane..<4 { dots[earlier] = 0 }
                for index in block.indices { block[index][lane] -= (block[index] * dots).sum() }
            }
            let after = length(block, lane)
            let scale = after > before * 1e-12 && after > 0 ? 1 / after : 0
            for index in block.indices { block[index][lane] *= scale }
        }
    }

    private static func length(_ block: [SIMD4<Double>], _ lane: Int) -> Double {
        block.reduce(0) { $0 + $1[lane] * $1[lane] }.squareRoot()
    }

    /// What is left of image − λ·vector in the two wanted directions.
    private static func remainder(_ vectors: [SIMD4<Double>], _ images: [SIMD4<Double>], _ values: SIMD4<Double>) -> Double {
        var squares = SIMD4<Double>.zero
        for (vector, image) in zip(vectors, images) {
            let rest = image - vector * values
            squares += rest * rest
        }
        return max(squares[0], squares[1]).squareRoot()
    }

    /// An axis has no sign of its own: it is turned so that the sum of the cubes of its weights is positive.
    private static func turn(_ block: inout [SIMD4<Double>]) {
        var cubes = SIMD4<Double>.zero
        for vector in block { cubes += vector * vector * vector }
        let signs = SIMD4<Double>(repeating: 1).replacing(with: -1, where: cubes .< 0)
        for index in block.indices { block[index] *= signs }
    }
}

/// The 4 × 4 products of the vectors of two blocks.
private func products(_ a: [SIMD4<Double>], _ b: [SIMD4<Double>]) -> [SIMD4<Double>] {
    var result = [SIMD4<Double>](repeating: .zero, count: 4)
    for (left, right) in zip(a, b) {
        for lane in 0..<4 { result[lane] += right * left[lane] }
    }
    return result
}
