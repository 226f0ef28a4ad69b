import CompositeIndex
import Ground
import TestSupport
import Testing

struct PropertyTests {
    static func tree(_ indicators: Int) throws -> IndexStructure {
        let place = Place("t")
        let leaves = (0..<indicators).map {
            IndexElement(code: "i\($0)", name: "", parent: "p\($0 % 2)", isIndicator: true, place: place)
        }
        let above = ["p0", "p1"].map {
            IndexElement(code: $0, name: "", parent: "top", isIndicator: false, place: place)
        }
        return try IndexStructure(
            leaves + above + [IndexElement(code: "top", name: "", parent: nil, isIndicator: false, place: place)])
    }

    static func table(_ random: inout SeededRandom, indicators: Int, units: Int) -> IndexTable {
        var columns: [[Double]] = []
        for _ in 0..<indicators { columns.append((0..<units).map { _ in random.unit() }) }
        return IndexTable(
            units: (0..<units).map { "u\($0)" }, periods: [String](repeating: "1", count: units), columns: columns)
    }

    @Test(arguments: 1...20) func orderUnitAndGrowth(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let tree = try Self.tree(6)
        let table = Self.table(&random, indicators: 6, units: 12)
        let build = IndexBuild(tree, IndexMethod(), raw: table)
        let order = Array(0..<12).shuffled(using: &random)
        var shuffled = table
        shuffled.columns = table.columns.map { column in order.map { column[$0] } }
        #expect(IndexBuild(tree, IndexMethod(), raw: shuffled).ranks == order.map { build.ranks[$0] })
        var scaled = table
        scaled.columns[2] = table.columns[2].map { $0 * 8 }
        #expect(IndexBuild(tree, IndexMethod(), raw: scaled).scores == build.scores)
        var grown = table
        let middle = table.columns[0].enumerated().sorted { $0.element < $1.element }[5].offset
        grown.columns[0][middle] += 0.001
        let after = IndexBuild(tree, IndexMethod(), raw: grown)
        #expect(after.scores[tree.top][middle] >= build.scores[tree.top][middle])
    }

    @Test func sharedRunsEqualBuilds() throws {
        var random = SeededRandom(seed: 3)
        let tree = try Self.tree(6)
        var table = Self.table(&random, indicators: 6, units: 12)
        table.columns[1][4] = .nan
        let rules = [Aggregation.arithmetic, .geometric(shift: 1), .harmonic, .power(2)]
        var study = MonteCarlo(
            tree, table: table, treatments: [Treatment(winsoriseAtMost: 2)],
            normalisations: [.minMax(lower: 1, upper: 100)], aggregations: rules,
            varying: tree.elements.map { _ in true })
        for (position, rule) in rules.enumerated() {
            let method = IndexMethod(
                treatment: Treatment(winsoriseAtMost: 2), normalisation: .minMax(lower: 1, upper: 100),
                aggregation: rule)
            let build = IndexBuild(tree, method, raw: table)
            study.run(
                .init(treatment: 0, normalisation: 0, aggregation: position, weights: 0),
                weights: tree.elements.map(\.weight))
            #expect(study.ranks == build.ranks)
            for (a, b) in zip(study.scores, build.scores[tree.top]) { #expect(isClose(a, b)) }
        }
    }

    @Test func zerosUnderTheGeometricMean() {
        let mean = Aggregation.geometric(shift: 0).apply([[0, 4], [9, 9]], weights: [1, 1])
        #expect(mean[0] == 0)
        #expect(isClose(mean[1], 6))
    }
}
