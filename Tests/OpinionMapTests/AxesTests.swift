import Ground
import OpinionMap
import TestSupport
import Testing

/// The axes against an independent way of finding them: Jacobi rotations of the whole covariance matrix.
struct AxesTests {
    @Test("Axes, variances and positions equal those of the full eigenproblem", arguments: 0..<12)
    func eigenproblem(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let votes = RandomConversation.votes(
            &random, participants: 20 + random.below(40), statements: 8 + random.below(12), camps: 1 + random.below(4), seen: 0.7)
        let table = VoteTable(votes)
        let landscape = Conversation(table).landscape(.init(privacyFloor: 1))
        let oracle = PlainAxes(table)
        let axes = landscape.axes
        let scale = max(1, oracle.values[0])
        #expect(abs(axes.variances.0 - oracle.values[0]) <= 1e-10 * scale)
        #expect(abs(axes.variances.1 - oracle.values[1]) <= 1e-10 * scale)
        #expect(abs(axes.totalVariance - oracle.values.reduce(0, +)) <= 1e-9 * scale)
        // An eigenvector is as exact as its eigenvalue stands apart.
        let gap = min(oracle.values[0] - oracle.values[1], oracle.values[1] - oracle.values[2]) / scale
        #expect(abs(abs(dot(axes.first, oracle.vectors[0])) - 1) <= 1e-10 / max(gap, 1e-6))
        #expect(abs(abs(dot(axes.second, oracle.vectors[1])) - 1) <= 1e-10 / max(gap, 1e-6))
        #expect(abs(dot(axes.first, axes.second)) <= 1e-12)
    }

    @Test("Statements that mirror each other and camps that never meet are no trap")
    func symmetric() {
        // Two circles of people who vote on different statements; in each, statements come in opposite pairs.
        var conversation = Conversation()
        for participant in 0..<40 {
            let circle = participant < 10 ? 0 : 1
            for statement in 0..<8 {
                let isYes = (participant % 2 == 0) == (statement % 2 == 0)
                conversation.record(isYes ? .agree : .disagree, by: participant, on: circle * 100 + statement)
            }
        }
        let axes = conversation.landscape().axes
        // Sum of squares of the larger circle: 30 people × 8 statements; of the smaller one 10 × 8.
        #expect(abs(axes.variances.0 - 240) <= 1e-9 && abs(axes.variances.1 - 80) <= 1e-9)
    }

    @Test("A direction that opens after the last update is met")
    func newDirection() {
        var conversation = Conversation()
        for participant in 0..<10 {
            for statement in 0..<8 { conversation.record(participant % 2 == 0 ? .agree : .disagree, by: participant, on: statement) }
        }
        _ = conversation.update()
        for participant in 100..<140 {
            for statement in 100..<108 { conversation.record(participant % 2 == 0 ? .agree : .disagree, by: participant, on: statement) }
        }
        let updated = conversation.update().axes
        #expect(abs(updated.variances.0 - 320) <= 1e-9 && abs(updated.variances.1 - 80) <= 1e-9)
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// Every step written out with full matrices.
struct PlainAxes {
    /// Largest first.
    private(set) var values: [Double]
    private(set) var vectors: [[Double]]

    init(_ table: VoteTable) {
        let count = table.statements.count
        let rows = table.participants.map { participant in
            table.statements.map { table.stance(of: participant, on: $0).map { Double($0.rawValue) } }
        }
        let means = (0..<count).map { column -> Double in
            let seen = rows.compactMap { $0[column] }
            return seen.isEmpty ? 0 : seen.reduce(0, +) / Double(seen.count)
        }
        let completed = rows.map { row in row.indices.map { (row[$0] ?? means[$0]) - means[$0] } }
        var a = (0..<count).map { i in (0..<count).map { j in completed.reduce(0) { $0 + $1[i] * $1[j] } } }
        var v = (0..<count).map { i in (0..<count).map { $0 == i ? 1.0 : 0 } }
        for _ in 0..<60 {
            for p in 0..<count - 1 {
                for q in p + 1..<count where a[p][q] != 0 { PlainAxes.rotate(&a, &v, p, q) }
            }
        }
        let order = (0..<count).sorted { a[$0][$0] > a[$1][$1] }
        values = order.map { a[$0][$0] }
        vectors = order.map { column in v.map { $0[column] } }
    }

    private static func rotate(_ a: inout [[Double]], _ v: inout [[Double]], _ p: Int, _ q: Int) {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        for k in a.indices {
            let (x, y) = (a[k][p], a[k][q])
            a[k][p] = c * x - s * y
            a[k][q] = s * x + c * y
        }
        for k in a.indices {
            let (x, y) = (a[p][k], a[q][k])
            a[p][k] = c * x - s * y
            a[q][k] = s * x + c * y
        }
        for k in a.indices {
            let (x, y) = (v[k][p], v[k][q])
            v[k][p] = c * x - s * y
            v[k][q] = s * x + c * y
        }
    }
}
