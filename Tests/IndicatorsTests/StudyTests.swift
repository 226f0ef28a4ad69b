import CompositeIndex
import Ground
import Indicators
import TestSupport
import Testing

struct StudyTests {
    private func build() throws -> IndexBuild {
        let place = Place("t")
        var elements = (0..<6).map {
            IndexElement(code: "i\($0)", name: "", parent: "top", isIndicator: true, place: place)
        }
        elements.append(IndexElement(code: "top", name: "", parent: nil, isIndicator: false, place: place))
        var random = SeededRandom(seed: 5)
        var columns: [[Double]] = []
        for _ in 0..<6 { columns.append((0..<15).map { _ in random.unit() }) }
        let table = IndexTable(
            units: (0..<15).map { "u\($0)" }, periods: [String](repeating: "1", count: 15), columns: columns)
        return IndexBuild(try IndexStructure(elements), IndexMethod(), raw: table)
    }

    @Test func aSeedGivesOneStudy() throws {
        let build = try build()
        let one = IndexStudy(build, samples: 100, seed: 9)
        let two = IndexStudy(build, samples: 100, seed: 9)
        #expect(one.runs == 600)
        #expect(one.spreads == two.spreads)
        #expect(one.indices == two.indices)
        #expect(one.spreads.allSatisfy { $0.q5 <= $0.median && $0.median <= $0.q95 && $0.q5 >= 1 && $0.q95 <= 15 })
        #expect(IndexStudy(build, samples: 100, seed: 10).indices != one.indices)
    }

    @Test(arguments: [(12, 2), (13, 2), (600, 100), (605, 100), (2000, 333)]) func exactlySoManyRuns(runs: Int, samples: Int) throws {
        let build = try build()
        let study = IndexStudy(build, plan: .customary, kind: .random, runs: runs, seed: 9)
        #expect(study.runs == runs && study.samples == samples && study.indices != nil)
        // What is left over beyond the blocks makes no difference to them.
        let blocks = IndexStudy(build, samples: samples, seed: 9)
        if runs % 6 == 0 { #expect(study.indices == blocks.indices && study.spreads == blocks.spreads) }
    }

    @Test func tooFewRunsForBlocks() throws {
        let study = IndexStudy(try build(), plan: .customary, kind: .sobol, runs: 11, seed: 9)
        #expect(study.runs == 11 && study.samples == nil && study.indices == nil && study.spreads.count == 15)
    }

    @Test func aFactorWithoutEffectHasNone() throws {
        // Uniform data need no treatment, so its total index is zero exactly.
        let study = IndexStudy(try build(), samples: 100, seed: 1)
        #expect(study.indices?.total[0] == 0)
        #expect((study.indices?.total[2] ?? 0) > 0)
    }

    @Test func brokenOff() throws {
        let study = IndexStudy(try build(), samples: 100, seed: 1, isCancelled: { true })
        #expect(study.runs == 0)
        #expect(study.indices == nil)
    }
}
