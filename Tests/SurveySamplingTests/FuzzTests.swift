import Ground
import SurveySampling
import Testing

/// Spoiled files and words: either a design with finite weights or diagnostics, never a crash.
@Suite struct FuzzTests {
    private static let table = Array(
        """
        stype,dnum,"s num",pw,N,M,y
        E,1,1,2.5,10,4,12
        E,1,2,2.5,10,4,NA
        E,2,3,2.5,10,5,14
        E,2,4,2.5,10,5,
        H,1,1,4,6,3,1e3
        H,1,2,4,6,3,-7
        H,2,1,4,6,2,"8"
        H,2,2,4,6,2,9

        """.utf8)
    private static let words = Array(#"strata=stype, units=dnum/"s num", population=N/M, weights=pw, lonely=centre # all"#.utf8)
    private static let pieces: [[UInt8]] = [
        ",", "\"", "\n", "\r\n", "/", "=", "#", "-", "NA", "nan", "inf", "1e308", "1e-320", "-1", "0", "99999999999999999999", "stype",
        "pw", "\u{FEFF}", "\u{0}", "é", "e\u{301}", "区", "srs", "0x1p4", "١",
    ].map { Array($0.utf8) }

    private func spoiled(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var result = bytes
        for _ in 0..<(1 + random.below(5)) {
            let at = random.below(result.count + 1)
            switch random.below(5) {
            case 0: result.insert(contentsOf: FuzzTests.pieces[random.below(FuzzTests.pieces.count)], at: at)
            case 1 where at < result.count: result[at] = UInt8(random.below(256))
            case 2 where at < result.count: result.remove(at: at)
            case 3:
                let end = min(result.count, at + random.below(20))
                result.insert(contentsOf: result[at..<end], at: random.below(result.count + 1))
            default: result.removeSubrange(at..<min(result.count, at + random.below(20)))
            }
        }
        return result
    }

    @Test func spoiledInputNeverCrashes() {
        var random = SeededRandom(seed: 2026)
        var (accepted, refused) = (0, 0)
        for _ in 0..<6_000 {
            let bytes = random.below(2) == 0 ? FuzzTests.table : spoiled(FuzzTests.table, &random)
            let words = random.below(2) == 0 ? FuzzTests.words : spoiled(FuzzTests.words, &random)
            do throws(RejectedInput) {
                try use(bytes, String(decoding: words, as: UTF8.self))
                accepted += 1
            } catch {
                refused += 1
                #expect(error.diagnostics.hasErrors)
            }
        }
        #expect(accepted > 500 && refused > 500, "\(accepted) \(refused)")
    }

    private func use(_ bytes: [UInt8], _ words: String) throws(RejectedInput) {
        let table = try SurveyTable(bytes, file: "d.csv")
        let description = try DesignDescription(words, file: "--design")
        #expect(try DesignDescription(description.text, file: "again") == description, "\(description.text)")
        var notes = Diagnostics()
        let design = try description.design(of: table, diagnostics: &notes)
        let cells = try table.numbersWithGaps("y")
        let (values, domain) = (cells.map { $0 ?? 0 }, cells.map { $0 != nil })
        for statistic in [Statistic.mean(values), .total(values), .ratio(values, over: values), .quantile(values, share: 0.5)] {
            let found = design.estimate(statistic, domain: domain)
            #expect(found.standardError.isNaN || found.standardError >= 0)
        }
        _ = design.proportion(values.map { $0 > 5 }, domain: domain)
        _ = design.independence(values.map { $0 > 5 ? "a" : "b" }, values.map { $0 > 10 ? "a" : "b" })
        if let replicates = try? design.replicates(.jackknife) { _ = design.estimate(.mean(values), by: replicates, domain: domain) }
        if let replicates = try? design.replicates(.halfSamples) { _ = design.estimate(.mean(values), by: replicates) }
        if let margin = try? SurveyDesign.Margin(table, sample: table) { _ = try? design.postStratified(margin) }
    }

    @Test func spoiledMarginsNeverCrash() throws {
        var random = SeededRandom(seed: 4)
        let sample = try SurveyTable(FuzzTests.table, file: "d.csv")
        var notes = Diagnostics()
        let design = try DesignDescription("weights=pw", file: "--design").design(of: sample, diagnostics: &notes)
        var (accepted, refused) = (0, 0)
        for _ in 0..<3_000 {
            let first = spoiled(Array("stype,n\nE,20\nH,30\n".utf8), &random)
            let second = random.below(3) == 0 ? spoiled(Array("dnum,n\n1,25\n2,25\n".utf8), &random) : Array("dnum,n\n1,25\n2,25\n".utf8)
            do throws(RejectedInput) {
                let margins = [
                    try SurveyDesign.Margin(SurveyTable(first, file: "a.csv"), sample: sample),
                    try SurveyDesign.Margin(SurveyTable(second, file: "b.csv"), sample: sample),
                ]
                let weights = try design.raked(margins).weights
                #expect(weights.allSatisfy { $0 > 0 && $0.isFinite })
                accepted += 1
            } catch {
                refused += 1
            }
        }
        #expect(accepted > 20 && refused > 500, "\(accepted) \(refused)")
    }
}
