import CompositeIndex
import Ground
import Testing

struct ExplanationTests {
    @Test(arguments: 1...10) func partsAddUp(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let tree = try PropertyTests.tree(7)
        var table = PropertyTests.table(&random, indicators: 7, units: 10)
        table.periods = (0..<10).map { $0 < 5 ? "1" : "2" }
        table.units = (0..<10).map { "u\($0 % 5)" }
        let build = IndexBuild(tree, IndexMethod(), raw: table)
        let explanation = try #require(Explanation(build, row: 7, since: 2))
        let points = explanation.parts.reduce(0) { $0 + $1.points }
        #expect(isClose(points, build.scores[tree.top][7]))
        let change = explanation.parts.reduce(0) { $0 + ($1.change ?? 0) }
        #expect(abs(change - (explanation.change ?? .nan)) < 1e-9)
        #expect(explanation.parts.allSatisfy { (1...5).contains($0.rank) })
        #expect(Explanation(build, row: 10) == nil)
        var geometric = IndexMethod()
        geometric.aggregationOf = ["top": .geometric(shift: 0)]
        #expect(Explanation(IndexBuild(tree, geometric, raw: table), row: 7) == nil)
    }
}
