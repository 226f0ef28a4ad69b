/// Eigenvalues and eigenvectors of a symmetric 4 × 4 matrix by Jacobi rotations, largest first.
struct SymmetricFour: Sendable {
    private(set) var values: SIMD4<Double>
    /// The eigenvectors' coordinates: `vectors[row][k]` belongs to the k-th value.
    private var vectors: [SIMD4<Double>]

    /// - Parameter matrix: its rows; slight asymmetry from rounding is averaged away.
    init(_ matrix: [SIMD4<Double>]) {
        var a = matrix
        for row in 0..<4 {
            for column in 0..<row {
                let mean = (a[row][column] + a[column][row]) / 2
                a[row][column] = mean
                a[column][row] = mean
            }
        }
        var v = (0..<4).map { row in
            var unit = SIMD4<Double>.zero
            unit[row] = 1
            return unit
        }
        for _ in 0..<30 {
            var off = 0.0
            var scale = 0.0
            for p in 0..<4 {
                scale += abs(a[p][p])
                for q in p + 1..<4 { off += abs(a[p][q]) }
            }
            if off <= scale * 1e-18 || off == 0 { break }
            for p in 0..<3 {
                for q in p + 1..<4 { SymmetricFour.rotate(&a, &v, p, q) }
            }
        }
        let diagonal = (0..<4).map { a[$0][$0] }
        let order = (0..<4).sorted { diagonal[$0] != diagonal[$1] ? diagonal[$0] > diagonal[$1] : $0 < $1 }
        values = SIMD4(order.map { diagonal[$0] })
        vectors = v.map { row in SIMD4(order.map { row[$0] }) }
    }

    /// A row of a block in the directions of the eigenvectors.
    func rotated(_ row: SIMD4<Double>) -> SIMD4<Double> {
        vectors[0] * row[0] + vectors[1] * row[1] + vectors[2] * row[2] + vectors[3] * row[3]
    }

    /// Makes a[p][q] zero.
    private static func rotate(_ a: inout [SIMD4<Double>], _ v: inout [SIMD4<Double>], _ p: Int, _ q: Int) {
        let apq = a[p][q]
        guard apq != 0 else { return }
        let theta = (a[q][q] - a[p][p]) / (2 * apq)
        let root = (theta * theta + 1).squareRoot()
        let t = theta >= 0 ? 1 / (theta + root) : 1 / (theta - root)
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in 0..<4 {
            let (x, y) = (a[k][p], a[k][q])
            a[k][p] = c * x - s * y
            a[k][q] = s * x + c * y
        }
        let (x, y) = (a[p], a[q])
        a[p] = x * c - y * s
        a[q] = x * s + y * c
        for k in 0..<4 {
            let (x, y) = (v[k][p], v[k][q])
            v[k][p] = c * x - s * y
            v[k][q] = s * x + c * y
        }
    }
}
