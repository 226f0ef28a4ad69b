import CompositeIndex
import Foundation
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
        let places = Array(0..<6).shuffled(using: &random)
        let moved = try IndexStructure(places.map { tree.elements[$0] } + tree.elements[6...])
        let byIndicator = IndexBuild(
            moved, IndexMethod(), raw: IndexTable(units: table.units, periods: table.periods, columns: places.map { table.columns[$0] }))
        #expect(byIndicator.ranks == build.ranks)
        for (a, b) in zip(byIndicator.scores[moved.top], build.scores[tree.top]) { #expect(isClose(a, b)) }
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

    /// Under every mean and every normalisation that keeps order, a better value is never a lower score – treated, weighted or not.
    @Test(arguments: 1...12) func monotone(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let tree = try Self.tree(6)
        let table = Self.table(&random, indicators: 6, units: 14)
        let rules: [Aggregation] = [.arithmetic, .geometric(shift: 0), .harmonic, .power(2), .copeland]
        let scales: [Normalisation] = [.minMax(lower: 1, upper: 100), .percentileRank, .borda, .scaled(lower: -1, upper: 2)]
        for rule in rules {
            for scale in scales {
                let method = IndexMethod(normalisation: scale, weighting: .equal, aggregation: rule)
                let build = IndexBuild(tree, method, raw: table)
                // Between the extremes: moving those moves everybody's scale.
                let middle = table.columns[4].enumerated().sorted { $0.element < $1.element }[6].offset
                var better = table
                better.columns[4][middle] = table.columns[4].sorted()[9]
                let after = IndexBuild(tree, method, raw: better)
                #expect(after.scores[tree.top][middle] >= build.scores[tree.top][middle] - 1e-12, "\(rule) \(scale)")
            }
        }
    }

    /// Data-driven weights: none below 0, each group sums to 1, units of measure do not matter.
    @Test(arguments: [Weighting.equal, .principalComponent, .entropy, .deviation, .critic, .optimised(targets: [1, 2, 1])])
    func weights(rule: Weighting) throws {
        for seed in UInt64(1)...8 {
            var random = SeededRandom(seed: seed)
            let tree = try Self.tree(6)
            var table = Self.table(&random, indicators: 6, units: 20)
            let method = IndexMethod(weightingOf: ["p0": rule, "p1": rule])
            let build = IndexBuild(tree, method, raw: table)
            for group in tree.children[tree.indicatorCount..<tree.top] {
                let own = group.map { build.structure.elements[$0].weight }
                #expect(own.allSatisfy { $0 >= 0 } && isClose(own.reduce(0, +), 1), "\(rule) \(own)")
            }
            table.columns[2] = table.columns[2].map { 8 * $0 }
            for (a, b) in zip(IndexBuild(tree, method, raw: table).scores[tree.top], build.scores[tree.top]) { #expect(isClose(a, b, 1e-6)) }
        }
    }

    @Test func optimisedWeightsReachTheirTargets() throws {
        var random = SeededRandom(seed: 2)
        let table = Self.table(&random, indicators: 3, units: 60)
        let targets = [3.0, 2.0, 2.0]
        let own = try #require(Weighting.optimised(targets: targets).weights(table.columns, given: []))
        let mean = Aggregation.arithmetic.apply(table.columns, weights: own)
        let r = table.columns.map { Statistics.pearson($0, mean) }
        for (a, b) in zip(r, targets) { #expect(abs(a / r.reduce(0, +) - b / 7) < 1e-4) }
    }

    /// A column whose cells are gone at random comes back near what it was, where other columns tell of it.
    @Test func expectationMaximisation() throws {
        var random = SeededRandom(seed: 6)
        var table = Self.table(&random, indicators: 4, units: 60)
        let base = table.columns[0]
        for index in 1..<4 { table.columns[index] = base.map { Double(index) * 10 * $0 + 0.3 * random.unit() } }
        let whole = table.columns[2]
        for row in stride(from: 0, to: 60, by: 5) { table.columns[2][row] = .nan }
        let (byMean, _) = Preparation.impute(table, .mean, groups: [])
        let (byLaw, cells) = Preparation.impute(table, .expectationMaximisation, groups: [])
        func far(_ column: [Double]) -> Double { zip(column, whole).reduce(0) { $0 + abs($1.0 - $1.1) } }
        #expect(cells.count == 12 && far(byLaw.columns[2]) < far(byMean.columns[2]) / 5)
        // The unit's own other indicators tell as much here, as all go up together.
        let (byRow, _) = Preparation.impute(table, .unitMean, groups: [])
        #expect(far(byRow.columns[2]) < far(byMean.columns[2]) / 3)
    }

    @Test func boxCoxAndItsOrder() throws {
        var random = SeededRandom(seed: 7)
        let column = (0..<80).map { _ in exp(3 * random.unit() * random.unit()) } + [Double.nan]
        for form in [Treatment.Transformation.boxCox(nil), .boxCox(0), .boxCox(0.5), .logarithm, .logarithmOfDistance, .logarithmBySkew] {
            let own = try #require(form.apply(column))
            #expect(own[80].isNaN)
            let order = (0..<80).sorted { column[$0] < column[$1] }
            #expect(zip(order, order.dropFirst()).allSatisfy { own[$0] <= own[$1] }, "\(form)")
        }
        // The likeliest λ leaves less skewness than the column had.
        let own = try #require(Treatment.Transformation.boxCox(nil).apply(column))
        #expect(abs(Statistics.skewKurtosis(own).skew) < abs(Statistics.skewKurtosis(column).skew) / 3)
        let zero = try #require(Treatment.Transformation.boxCox(0).apply(column))
        #expect(isClose(zero[3], log(column[3] - (column.filter { !$0.isNaN }.min() ?? 0) + 1)))
        // The mirror form keeps order for a left tail too.
        let left = column.map { -$0 }
        let mirrored = try #require(Treatment.Transformation.logarithmBySkew.apply(left))
        #expect(abs(Statistics.skewKurtosis(mirrored).skew) < abs(Statistics.skewKurtosis(left).skew))
        #expect(Treatment.Transformation.logarithmOfShare.apply([0.1, 0.2]) == nil && Treatment.Transformation.logarithm.apply([1, 1]) == nil)
    }

    @Test func zerosUnderTheGeometricMean() {
        let mean = Aggregation.geometric(shift: 0).apply([[0, 4], [9, 9]], weights: [1, 1])
        #expect(mean[0] == 0)
        #expect(isClose(mean[1], 6))
    }
}
