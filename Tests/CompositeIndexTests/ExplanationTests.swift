import CompositeIndex
import Foundation
import Ground
import TestSupport
import Testing

struct ExplanationTests {
    /// Two years, five units, seven indicators.
    private func panel(_ seed: UInt64, _ method: IndexMethod = IndexMethod(), missing: [(Int, Int)] = []) throws -> IndexBuild {
        var random = SeededRandom(seed: seed)
        var table = PropertyTests.table(&random, indicators: 7, units: 10)
        table.periods = (0..<10).map { $0 < 5 ? "1" : "2" }
        table.units = (0..<10).map { "u\($0 % 5)" }
        for (indicator, row) in missing { table.columns[indicator][row] = .nan }
        return IndexBuild(try PropertyTests.tree(7), method, raw: table)
    }

    private static let rules: [Aggregation] = [.arithmetic, .geometric(shift: 0), .harmonic, .power(2), .power(-0.5)]

    @Test(arguments: 1...10) func partsAddUp(seed: UInt64) throws {
        for rule in Self.rules {
            let method = IndexMethod(
                normalisation: .minMax(lower: 1, upper: 100), aggregation: rule, aggregationOf: seed % 2 == 0 ? ["top": .harmonic] : [:])
            let build = try panel(seed, method, missing: seed % 3 == 0 ? [(2, 7), (3, 7)] : [])
            let explanation = try #require(Explanation(build, row: 7, since: 2))
            let points = explanation.parts.reduce(0) { $0 + $1.points }
            #expect(isClose(points, build.scores[build.structure.top][7]), "\(rule)")
            #expect(abs(explanation.remainder) < 1e-9)
            #expect(explanation.parts.allSatisfy { (1...5).contains($0.rank) || $0.value.isNaN })
            #expect(Explanation(build, row: 10) == nil)
        }
        let copeland = try panel(seed, IndexMethod(aggregationOf: ["top": .copeland]))
        #expect(Explanation(copeland, row: 7) == nil)
    }

    /// Under arithmetic means a part is effective weight × value, a change effective weight × difference.
    @Test func partsOfArithmeticMeans() throws {
        let build = try panel(3)
        let shares = build.structure.effectiveWeights
        for part in try #require(Explanation(build, row: 7, since: 2)).parts {
            let column = build.normalised.columns[part.indicator]
            #expect(isClose(part.points, shares[part.indicator] * column[7]))
            #expect(abs((part.change ?? .nan) - shares[part.indicator] * (column[7] - column[2])) < 1e-9)
        }
    }

    @Test(arguments: 1...10) func changesAddUp(seed: UInt64) throws {
        for rule in Self.rules {
            for isEach in [false, true] {
                let method = IndexMethod(
                    treatment: Treatment(winsoriseAtMost: 1), normalisation: .minMax(lower: isEach ? 1 : 0, upper: 100),
                    normalisesEachPeriod: isEach, aggregation: rule)
                let build = try panel(seed, method, missing: seed % 2 == 0 ? [(1, 2), (4, 7)] : [])
                let top = build.scores[build.structure.top]
                let own = try #require(ChangeDecomposition(build, from: 2, to: 7))
                let sum = own.moves.reduce(0) { $0 + $1.points } + own.coverage + own.others
                #expect(abs(sum - (top[7] - top[2])) < 1e-9, "\(rule)")
                #expect(abs(own.total - (top[7] - top[2])) < 1e-9)
                if !isEach { #expect(own.others == 0) }
                if seed % 2 == 1 { #expect(abs(own.coverage) < 1e-9) }
            }
        }
    }

    /// Only one indicator of the unit moved and nobody else did: it alone has the change, and others have none.
    @Test func whoMovedHasThePoints() throws {
        var build = try panel(5, IndexMethod(normalisesEachPeriod: true))
        var table = build.input.raw
        for index in table.columns.indices { for row in 0..<5 { table.columns[index][row + 5] = table.columns[index][row] } }
        // Between the extremes, so that a small step counts.
        table.columns[3][7] = 0.5
        table.columns[3][2] = 0.49
        (table.columns[3][0], table.columns[3][5]) = (0.1, 0.1)
        (table.columns[3][1], table.columns[3][6]) = (0.9, 0.9)
        build = IndexBuild(build.structure, build.method, raw: table)
        let own = try #require(ChangeDecomposition(build, from: 2, to: 7))
        #expect(own.total != 0)
        #expect(abs(own.moves[3].points + own.others - own.total) < 1e-9)
        #expect(own.moves.filter { $0.indicator != 3 }.allSatisfy { $0.points == 0 })
        // Everybody else falls back while the unit stands still: the others made the change.
        table = build.input.raw
        table.columns[3][7] = table.columns[3][2]
        table.columns[0] = table.columns[0].enumerated().map { $0.offset >= 5 && $0.offset != 7 ? $0.element + 2 : $0.element }
        build = IndexBuild(build.structure, build.method, raw: table)
        let still = try #require(ChangeDecomposition(build, from: 2, to: 7))
        #expect(still.moves.allSatisfy { abs($0.points) < 1e-12 })
        #expect(abs(still.others - still.total) < 1e-12 && still.total < 0)
    }

    /// Two editions: other data, treatment, normalisation, weights and means; each step's effect is named and all sum to the change.
    @Test(arguments: 1...6) func editions(seed: UInt64) throws {
        let old = try panel(seed, IndexMethod(normalisation: .minMax(lower: 1, upper: 100)))
        var input = old.input
        input.raw.columns[1][2] += 0.2
        let method = IndexMethod(
            filling: .mean, treatment: Treatment(winsoriseAtMost: 2, skewLimit: 0.1, kurtosisLimit: -1),
            normalisation: .zScore(mean: 50, deviation: 10), weightingOf: ["p0": .entropy], aggregation: .geometric(shift: 0))
        let new = IndexBuild(old.structure, method, input)
        let own = try #require(ChangeDecomposition(from: old, row: 2, to: new, row: 7))
        let sum = own.moves.reduce(0) { $0 + $1.points } + own.coverage + own.others + own.method.reduce(0) { $0 + $1.points }
        #expect(abs(sum - own.total) < 1e-9)
        #expect(abs(own.total - (new.scores[new.structure.top][7] - old.scores[old.structure.top][2])) < 1e-9)
        let steps = own.method.map(\.step)
        #expect(steps.contains(.data) && steps.contains(.normalisation) && steps.contains(.weights) && steps.contains(.aggregation))
        #expect(!steps.contains(.filling))
        #expect(try #require(ChangeDecomposition(from: old, row: 2, to: old, row: 7)).method.isEmpty)
    }

    @Test func standing() throws {
        var build = try panel(9)
        let tree = try IndexStructure(
            build.structure.elements.map { element in
                var result = element
                if element.code == "i1" { (result.direction, result.target) = (-1, 0.1) }
                return result
            })
        build = IndexBuild(tree, IndexMethod(), build.input)
        let standing = try #require(Standing(build, row: 7, peers: ["u0", "u4"], past: 2))
        for line in standing.lines {
            let column = build.imputed.columns[line.indicator]
            #expect(line.value == column[7] && line.past == column[2] && line.count == 5)
            #expect(isClose(line.peerMedian, (column[5] + column[9]) / 2))
            // Points are what the index says with that value in its place.
            var values = build.normalised.columns
            values[line.indicator][7] = (values[line.indicator][5] + values[line.indicator][9]) / 2
            let raised = IndexBuild.aggregate(tree, build.method, normalised: values)[tree.top][7]
            #expect(abs(line.pointsToPeers - (raised - build.scores[tree.top][7])) < 1e-9)
        }
        let down = standing.lines[1]
        #expect(isClose(down.toTarget ?? .nan, max(0, down.value - 0.1)))
        #expect(isClose(down.growth ?? .nan, (down.past - down.value) / down.past))
        // The target reached in the data gives the points that were promised.
        if let points = down.pointsToTarget, points != 0 {
            var input = build.input
            input.raw.columns[1][7] = 0.1
            let reached = IndexBuild(tree, IndexMethod(), input)
            #expect(abs(reached.scores[tree.top][7] - build.scores[tree.top][7] - points) < 1e-9)
            #expect(standing.missedTargets(3).map(\.indicator) == [1])
        }
        #expect(down.pointsToTarget != nil && standing.lines[0].pointsToTarget == nil)
        let (up, back) = (standing.moved(7), standing.moved(7, falling: true))
        #expect(up.count + back.count == 7 && up.allSatisfy { ($0.growth ?? 0) > 0 } && back.allSatisfy { ($0.growth ?? 0) < 0 })
        #expect(standing.strengths(7).count + standing.gaps(7).count == 7)
        #expect(Standing.Growth(0.1) == .strong && Standing.Growth(0.099) == .some && Standing.Growth(0) == .flatOrDown)
        #expect(Standing(build, row: 99) == nil)
    }

    /// Each proposed move, made in the data, reaches the rank; a little less of it does not.
    @Test(arguments: 1...6) func smallestMoves(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let tree = try PropertyTests.tree(6)
        let table = PropertyTests.table(&random, indicators: 6, units: 15)
        let rule: Aggregation = seed % 2 == 0 ? .arithmetic : .geometric(shift: 1)
        let build = IndexBuild(tree, IndexMethod(treatment: Treatment(winsoriseAtMost: 1), aggregation: rule), raw: table)
        let row = try #require(build.ranks.firstIndex(of: 9))
        let moves = try #require(SmallestMoves(build, row: row, places: 2))
        #expect(moves.rank == 9 && moves.target == 7)
        func rank(_ changes: [SmallestMoves.Move], _ share: Double) -> Int {
            var changed = table
            for move in changes { changed.columns[move.indicator][row] = move.from + share * (move.to - move.from) }
            return IndexBuild(tree, build.method, raw: changed).ranks[row]
        }
        for move in moves.alone { #expect(rank([move], 1) <= 7 && rank([move], 0.99) > 7) }
        #expect(!moves.together.isEmpty && rank(moves.together, 1) <= 7 && rank(moves.together, 0.98) > 7)
        #expect(!moves.balanced.isEmpty && rank(moves.balanced, 1) <= 7 && rank(moves.balanced, 0.98) > 7)
        // Moving by effect needs less in squares than moving all alike.
        func squares(_ list: [SmallestMoves.Move]) -> Double { list.reduce(0) { $0 + $1.share * $1.share } }
        #expect(squares(moves.balanced) <= squares(moves.together) * 1.05)
        let first = try #require(build.ranks.firstIndex(of: 1))
        #expect(SmallestMoves(build, row: first, places: 1) == nil)
    }

    @Test(.enabled(if: Reference.isPresent), arguments: ["AUT", "CHN"]) func bestAndWorstOfTheReference(unit: String) throws {
        let asem = try ASEM.shared.get()
        let row = try #require(asem.raw.units.firstIndex(of: unit))
        // Ties stand in the order of the groups' names there.
        let order = asem.structure.indicators.indices.sorted {
            (asem.structure.elements[$0].parent ?? "", $0) < (asem.structure.elements[$1].parent ?? "", $1)
        }
        let elements = order.map { asem.structure.elements[$0] } + asem.structure.elements[asem.structure.indicatorCount...]
        let tree = try IndexStructure(elements)
        let columns = order.map { asem.raw.columns[$0] }
        let own = Standing.byRank(columns, tree, row: row, count: 5, leavesOutLast: true)
        for (name, list) in [("strengths", own.best), ("weaknesses", own.worst)] {
            let table = try ReferenceTable("expected/\(name)_\(unit).csv")
            #expect(list.map { tree.elements[$0.indicator].code } == (try table.texts("Code")))
            #expect(list.map { Double($0.rank) } == (try table.numbers("Rank")))
            for (line, expected) in zip(list, try table.numbers("Value")) {
                #expect(isRounded(columns[line.indicator][row], expected, digits: 3), "\(name)")
            }
        }
    }
}
