import CompositeIndex
import Foundation
import Ground
import Indicators
import Testing

struct ExplanationTextTests {
    private func folder(_ method: String = "aggregate: arithmetic\n") throws -> IndexFolder {
        var warnings = Diagnostics()
        return try SmallFolder().with { $0.method = method }.read(&warnings)
    }

    @Test func inBothLanguages() throws {
        let folder = try folder()
        let build = folder.build()
        let row = try #require(build.normalised.units.indices.last { build.normalised.units[$0] == "x" })
        func text(_ isChinese: Bool) -> String {
            ExplanationText(
                build, row: row, isChinese: isChinese, proposals: ["a"], peers: ["y"], count: 3, rise: 1, earlier: 0
            ).text
        }
        let (english, chinese) = (text(false), text(true))
        #expect(english.contains("x 2024: ") && english.contains("change since 2023") && english.contains("A (our proposal)"))
        #expect(chinese.contains("较 2023") && chinese.contains("A（本项目建议）") && chinese.contains("自身指标变动"))
        // Growth of x: a doubles, b falls although less is better … : counts make four.
        #expect(english.contains("growth: 2 indicators by 10 % or more, 0 by less, 2 flat or down"))
        #expect(english.contains("to rise from rank"))
        #expect(english.contains("best against the past\n  +100.0 %  A (our proposal): 1.00 → 2.00"))
        #expect(english.contains("targets: 0 of 1 reached") && chinese.contains("目标：1 项中已达到 0 项"))
    }

    @Test func editionsNameTheMethodsPart() throws {
        let (old, new) = (try folder().build(), try folder("aggregate: arithmetic\nweights: {top: {g: 3, h: 1}}\n").build())
        let text = ExplanationText(
            new, row: 4, isChinese: false, proposals: [], peers: [], count: 2, rise: 1, earlier: 1, old: old
        ).text
        #expect(text.contains("method: weights"), "\(text)")
    }

    @Test func copelandIsNotTakenApart() throws {
        let build = try folder("aggregate: copeland\n").build()
        let text = ExplanationText(build, row: 3, isChinese: false, proposals: [], peers: [], count: 2, rise: 1, earlier: nil).text
        #expect(text.contains("Copeland rule compares with others"))
    }

    @Test func everyCellLeaves() throws {
        let folder = try folder("winsorise: 1\n")
        let build = folder.build()
        let lines = CellExport.csv(folder, build).split(separator: "\n")
        #expect(lines.count == 1 + 6 * 4)
        #expect(lines[2].hasPrefix("x,2023,b,10.0,100.0,100.0,,,100.0,"))
        #expect(CellExport.weights(folder, build).contains("a,g,1.0,0.25"))
    }
}
