import CompositeIndex
import Foundation
import Ground
import Indicators
import Testing

private let tree = """
    code,name,kind,parent,direction,weight,unit,unit_en,definition,name_en,definition_en,origin
    a,<b>&甲,indicator,one,1,1,分,points,是什么,First,what it is,public
    b,乙,indicator,one,-1,1,件,cases,,Second,,proposal
    c,丙,indicator,two,1,1,人,people,,Third,,public
    d,丁,indicator,two,1,2,个,pieces,,Fourth,,public
    one,活力,aggregate,top,1,1,,,,Vitality,,
    two,服务,aggregate,top,1,1,,,,Services,,
    top,指数,aggregate,,1,1,,,,The index,,

    """

/// Five units over three years, with one cell that two sources give.
private func folder(status: String = "synthetic", method: String = "aggregate: arithmetic\nwinsorise: 2\n") throws -> IndexFolder {
    var random = SeededRandom(seed: 3)
    var values = "unit,period,indicator,value,source,status,as_of,entered_by,chosen_because\n"
    for period in ["2021", "2022", "2023"] {
        for unit in ["u1", "u2", "u3", "u4", "u5"] {
            for code in ["a", "b", "c", "d"] {
                let chosen = unit == "u2" && period == "2023" && code == "a" ? "agreed" : ""
                values += "\(unit),\(period),\(code),\((random.unit() * 1000).rounded() / 10),draw,\(status),\(period)-12-31,li,\(chosen)\n"
            }
        }
    }
    values += "u2,2023,a,55.5,bureau,official,2023,wu,\n"
    let cited = "name,period,value,source,name_zh,source_zh\nindex as published,2018,81.03,a report,公布的指数,公开报告\n"
    var warnings = Diagnostics()
    return try IndexFolder.read(
        indicators: Array(tree.utf8), method: method,
        values: [("index-data/v.csv", Array(values.utf8)), ("index-data/cited.csv", Array(cited.utf8))], warnings: &warnings)
}

/// Made once: a report takes a study of 1,500 runs.
private enum Made {
    static let chinese = (try? IndexReport(folder(), unit: "u2", language: .zh))?.html ?? ""
    static let english = (try? IndexReport(folder(), unit: "u2", language: .en))?.html ?? ""
}

@Suite("The report")
struct ReportTests {
    @Test("Marks, escapes, both languages", arguments: ReportLanguage.allCases) func marks(language: ReportLanguage) {
        let page = language == .zh ? Made.chinese : Made.english
        #expect(page.contains(IndexExport.syntheticMark) && page.contains("@top-right{content:\""))
        #expect(page.contains(language == .zh ? "&lt;b&gt;&amp;甲" : "First") && !page.contains("<b>&"))
        for id in ["summary", "scores", "dimensions", "growth", "peers", "strengths", "audit", "sensitivity", "cited", "method", "data"] {
            #expect(page.contains("<h2 id=\"\(id)\"") && page.contains("href=\"#\(id)\""))
        }
        #expect(page.contains("81.03") && page.contains(language == .zh ? "公开报告" : "a report"))
        // Nothing is loaded from elsewhere.
        #expect(!page.contains("src=") && !page.contains("http") && !page.contains("@import") && !page.contains("url("))
        // Every chart has a table below it.
        #expect(page.count(of: "<svg") == 7 && page.count(of: "<details open>") >= 7)
        #expect(page.count(of: "<table") == page.count(of: "</table>") && page.count(of: "<section") == 11)
    }

    @Test("An English report of a folder with English names has no Chinese but the mark") func english() {
        let page = Made.english
        let text = page.replacing(IndexExport.syntheticMark, with: "").replacing("含合成数据", with: "").replacing("合成数据", with: "")
        let han = text.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value) }
        #expect(han.isEmpty, "\(String(String.UnicodeScalarView(han)))")
    }

    @Test("A Chinese report says nothing in English but names and letters") func chinese() {
        let page = Made.chinese
        let body = page[(page.firstRange(of: "<main>")?.upperBound ?? page.startIndex)..<(page.firstRange(of: "<script>")?.lowerBound ?? page.endIndex)]
        let words = body.replacing(/<[^>]*>/, with: " ").replacing(/&[a-z#0-9]+;/, with: " ").matches(of: /[A-Za-z]{3,}/).map { String($0.output) }
        let known: Set = ["contains", "synthetic", "values", "Contains", "Sobol", "CRITIC", "draw", "bureau", "agreed", "KMO", "one", "two", "top"]
        #expect(Set(words).subtracting(known).isEmpty, "\(Set(words).subtracting(known))")
    }

    @Test("Its numbers are those of the run") func numbers() throws {
        let index = try folder()
        let build = index.build()
        let page = Made.english
        for row in build.normalised.units.indices where build.normalised.units[row] == "u2" {
            let score = String(format: "%.2f", build.scores[build.structure.top][row])
            #expect(page.contains("<th scope=\"row\">\(build.normalised.periods[row])</th><td class=\"n\">\(score)</td>"))
        }
        let last = try #require(build.normalised.units.lastIndex(of: "u2"))
        #expect(page.contains("rank \(build.ranks[last]) of 5"))
        let standing = try #require(Standing(build, row: last))
        let lead = try #require(standing.strengths(1).first ?? standing.gaps(1).first)
        #expect(page.contains(String(format: "%+.2f", -lead.pointsToPeers).replacing("-", with: "\u{2212}")))
    }

    @Test("Several sources stand side by side, the used one with its reason") func conflicts() throws {
        let page = Made.english
        #expect(page.contains(">used: agreed</td>") && page.contains(">not used</td>") && page.contains("<td class=\"n\">55.5</td>"))
        let other = try #require(IndexReport(folder(), unit: "u3", language: .en)).html
        #expect(other.contains("No value has more than one source"))
    }

    @Test("Without synthetic values there is no mark") func unmarked() throws {
        let page = try #require(IndexReport(folder(status: "official"), unit: "u1", language: .en)).html
        #expect(!page.contains(IndexExport.syntheticMark) && page.contains("@top-right{content:\"\""))
    }

    @Test("Chosen peers only") func peers() throws {
        let page = try #require(IndexReport(folder(), unit: "u2", language: .en, peers: ["u3", "u5"])).html
        #expect(page.contains("Compared with u3, u5."))
        // The others wait in the charts until a reader asks for them.
        #expect(page.count(of: "class=\"row\" data-name=\"u3\"") == 2 && page.count(of: "class=\"row off\" data-name=\"u4\"") == 2)
        // The field stands below, whole.
        let field = try #require(page.range(of: "<caption>All units in "))
        #expect(page[field.upperBound...].contains("<th scope=\"row\">u4</th>"))
    }

    @Test("Unknown units give none; thin folders and other methods a report all the same") func thin() throws {
        #expect(try IndexReport(folder(), unit: "zz") == nil)
        for method in [
            "aggregate: copeland\n", "aggregate: geometric 1\nfill: em\n", "normalise: {method: rank}\naggregate: power 2\nstudy: {exponent: [-1, 1]}\n",
        ] {
            let page = try #require(IndexReport(folder(method: method), unit: "u1", language: .zh)).html
            #expect(page.hasSuffix("</html>\n") && !page.contains("nan") && !page.contains("inf"))
        }
        var warnings = Diagnostics()
        let small = try IndexFolder.read(
            indicators: Array("code,kind,parent\na,indicator,t\nt,aggregate,\n".utf8), method: "aggregate: arithmetic\n",
            values: [("v.csv", Array("unit,period,indicator,value,source,status\nx,1,a,1,s,estimate\ny,1,a,0,s,estimate\n".utf8))], warnings: &warnings)
        #expect(IndexReport(small, unit: "x")?.html.hasSuffix("</html>\n") == true)
    }

    @Test("The pages of a print stand in the contents") func pages() throws {
        let report = try #require(IndexReport(folder(), unit: "u2"))
        #expect(!report.html.contains("class=\"page\""))
        #expect(report.html(pages: ["audit": 12]).contains("<span class=\"page\">12</span>"))
    }
}

@Suite("Pages of a PDF")
struct PrintedPagesTests {
    private let pdf = """
        %PDF-1.4
        1 0 obj
        <</Type /Page
        /Parent 5 0 R>>
        endobj
        2 0 obj
        <</Length 4>> stream
        x\u{1} y endstream
        endobj
        3 0 obj
        <</Type /Page>>
        endobj
        4 0 obj
        <</audit [3 0 R /XYZ 0 10 0]
        /scores [1 0 R /XYZ 0 842 0]>>
        endobj
        5 0 obj
        <</Type /Pages
        /Count 2
        /Kids [6 0 R 3 0 R]>>
        endobj
        6 0 obj
        <</Type /Pages
        /Kids [1 0 R]>>
        endobj
        7 0 obj
        <</Type /Catalog
        /Pages 5 0 R
        /Dests 4 0 R>>
        endobj
        """

    @Test("Destinations by name, pages in a tree") func reads() {
        #expect(PrintedPages.read(Array(pdf.utf8)) == ["audit": 2, "scores": 1])
        #expect(PrintedPages.read([]) == [:] && PrintedPages.read(Array("%PDF-1.7 other".utf8)) == [:])
    }

    @Test("Spoilt files have no pages, or some; nothing traps") func fuzz() {
        var random = SeededRandom(seed: 8)
        for _ in 0..<3_000 {
            var bytes = Array(pdf.utf8)
            for _ in 0...random.below(4) {
                let at = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[at] = Array("0123456789/[] R\n".utf8)[random.below(16)]
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8(random.below(256)), at: at)
                }
            }
            #expect(PrintedPages.read(bytes).values.allSatisfy { $0 >= 1 })
        }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
