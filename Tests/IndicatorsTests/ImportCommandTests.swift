import Documents
import Foundation
import Ground
import Indicators
import Testing

private let head = "unit,period,indicator,value,source,status,as_of,entered_by\n"

@Suite("concentric index: imports and bad folders")
struct ImportCommandTests {
    @Test("A preview writes nothing; applied is applied; taken back is as before") func preview() throws {
        let desk = try CommandDesk()
        try desk.kunming()
        try desk.write(head + "昆明,2022,bed-count,70000,bureau,official,2022-12-31,li\n昆明,2022,life,81,bureau,official,2022-12-31,li\n", "new.csv")
        let before = try desk.state()
        let open = try desk.run("import", "new.csv", "kunming")
        #expect(open.code == 2 && open.output.contains("2 added, 0 changed") && open.errors.contains("new.csv:3: error: “life” of 昆明 in 2022"))
        let words = ["import", "new.csv", "kunming", "--choose", "incoming", "--because", "counted, not drawn"]
        let shown = try desk.run(words)
        #expect(shown.code == 0 && shown.output.contains("nothing was written; --apply does") && shown.output.contains("scores of 2022 that change: "))
        #expect(try desk.state() == before)
        let written = try desk.run(words + ["--apply", "--lang", "zh"])
        #expect(written.code == 0 && written.output.contains("已写入：index-data/imported.csv"), "\(written.output)\(written.errors)")
        let values = try desk.run("run", "kunming", "--values", "v.csv")
        #expect(values.code == 0)
        let lines = try desk.text("v.csv").split(separator: "\n").filter { $0.hasPrefix("昆明,2022,bed-count,") }
        // Both sources stay; the chosen one has its reason.
        #expect(lines.count == 2 && lines.contains { $0.hasPrefix("昆明,2022,bed-count,70000.0,bureau,official,2022-12-31,li,\"counted, not drawn\"") })
        #expect(try desk.run(words).output.contains("nothing changes"))
        #expect(try desk.run("import", "--undo", "kunming").code == 0)
        let after = try desk.state()
        #expect(after.filter { $0.key.hasPrefix("kunming/") } == before.filter { $0.key.hasPrefix("kunming/") })
        #expect(try desk.run("import", "--undo", "kunming").code == 2)
    }

    @Test("Every fault with its line, all at once, and nothing written") func faults() throws {
        let desk = try CommandDesk()
        try desk.kunming()
        let text =
            head + """
                昆明,2022,bed-count,7,5,bureau,official,2022-12-31,li
                昆明,2022,bedz,7.5,bureau,official,2022-12-31,li
                昆明,2022,bed-count,"1,234",bureau,official,2022-12-31,li
                昆明,2022,bed-count,7.5,bureau,guess,2022-12-31,li
                昆明,2022,bed-count,7.5,bureau,official,2022-13-31,li
                昆明,2022,bed-count,7.5,bureau,official,2022-12-31,
                昆明,2022,bed-count,0x10,bureau,official,2022-12-31,li
                昆明,2023,green-area,11,bureau,official,2023-12-31,li

                """
        try desk.write(text, "bad.csv")
        let before = try desk.state()
        for words in [["import", "bad.csv", "kunming"], ["import", "bad.csv", "kunming", "--apply"]] {
            let answer = try desk.run(words)
            #expect(answer.code == 2 && answer.output.isEmpty)
            for line in 2...8 { #expect(answer.errors.contains("bad.csv:\(line): error: "), "line \(line): \(answer.errors)") }
            #expect(!answer.errors.contains("bad.csv:9"))
        }
        #expect(try desk.state() == before)
    }

    @Test("A typed rate is refused at its line; a published one stands beside the computed one") func rates() throws {
        let desk = try CommandDesk()
        try desk.kunming()
        let drawn = "演示用随机数 drawn at random for the demonstration"
        try desk.write(
            head + "昆明,2022,beds,7.5,li's desk,estimate,2022-12-31,li\n昆明,2022,life,81,\(drawn),synthetic,2022-12-31,li\n", "typed.csv")
        let before = try desk.state()
        let typed = try desk.run("import", "typed.csv", "kunming", "--apply")
        let refusal = "typed.csv:2: error: “beds” is a rate, computed from “bed-count” and “residents”, never typed"
        #expect(typed.code == 2 && typed.errors.contains(refusal), "\(typed.errors)")
        #expect(try desk.state() == before)
        try desk.write(head + "昆明,2022,beds,7.5,yearbook 2023,official,2022-12-31,li\n", "published.csv")
        let beside = try desk.run("import", "published.csv", "kunming", "--apply")
        #expect(beside.code == 0 && !beside.output.contains("scores of 2022 that change"), "\(beside.output)\(beside.errors)")
        #expect(try desk.run("report", "kunming", "r.html", "--lang", "en").code == 0)
        let page = try desk.text("r.html")
        #expect(page.contains(">yearbook 2023</td><td>not used</td>") && page.contains(">used: computed from its parts</td>"))
        // With a reason it counts.
        try desk.write(
            head.replacing("\n", with: ",chosen_because\n") + "昆明,2022,beds,7.5,yearbook 2023,official,2022-12-31,li,audited\n", "published.csv")
        let chosen = try desk.run("import", "published.csv", "kunming", "--apply")
        #expect(chosen.code == 0 && chosen.output.contains("now counts: 昆明 2022 beds = 7.5") && chosen.output.contains("scores of 2022 that change"))
        #expect(try desk.run("run", "kunming", "--cells", "c.csv").code == 0)
        let line = try #require(try desk.text("c.csv").split(separator: "\n").first { $0.hasPrefix("昆明,2022,beds,") })
        let rate = try #require(Double(line.split(separator: ",", omittingEmptySubsequences: false)[5]))
        #expect(abs(rate - 7.5) < 1e-12 && line.contains("yearbook 2023,official"), "\(line)")
    }

    @Test("A workbook goes out, is changed in a cell, and comes back as that change") func workbook() throws {
        let desk = try CommandDesk()
        try desk.kunming()
        #expect(try desk.run("run", "kunming", "--xlsx", "out.xlsx").code == 0)
        #expect(try desk.run("import", "out.xlsx", "kunming").output.hasSuffix("nothing changes\n"))
        var book = try Spreadsheet.read(InputFile.read(desk.path + "/out.xlsx"), file: "out.xlsx")
        let sheet = try #require(book.sheets.firstIndex { $0.name == "Data" })
        book.sheets[sheet].rows[1].cells[3].value = .number(40_000)
        try OutputFile.write(book.xlsx(), to: desk.path + "/in.xlsx")
        let shown = try desk.run("import", "in.xlsx", "kunming")
        #expect(shown.code == 0 && shown.output.contains("0 added, 1 changed, 0 removed") && shown.output.contains("→ 40000.0"), "\(shown.output)")
        book.sheets[sheet].rows[1].cells[3].value = .text("forty")
        try OutputFile.write(book.xlsx(), to: desk.path + "/bad.xlsx")
        let refused = try desk.run("import", "bad.xlsx", "kunming", "--apply")
        #expect(refused.code == 2 && refused.errors.contains("D2") && refused.errors.contains("“forty”"), "\(refused.errors)")
    }

    /// What a folder may look like when something went wrong with it: refused with its name, by every command.
    @Test(
        "Bad folders",
        arguments: [
            "nowhere", "empty", "file.txt", "no-method", "no-values", "folder-for-file", "not-text", "huge", "one", "loop",
        ])
    func badFolders(name: String) throws {
        let desk = try CommandDesk()
        let (tree, values) = ("code,kind,parent\na,indicator,top\ntop,aggregate,\n", "unit,period,indicator,value,source,status\n")
        try FileManager.default.createDirectory(atPath: desk.path + "/empty", withIntermediateDirectories: true)
        try desk.write("no folder", "file.txt")
        for folder in ["no-method", "no-values", "folder-for-file", "not-text", "huge", "one", "loop"] {
            try desk.write(tree, folder + "/indicators.csv")
            if folder != "no-method" { try desk.write("aggregate: arithmetic\n", folder + "/index.yaml") }
            if folder != "no-values" { try desk.write(values + "x,2024,a,1,s,official\ny,2024,a,2,s,official\n", folder + "/index-data/v.csv") }
        }
        try FileManager.default.createDirectory(atPath: desk.path + "/folder-for-file/index-data/w.csv", withIntermediateDirectories: true)
        try OutputFile.write([0x63, 0xFF, 0xFE, 0x00, 0x0A], to: desk.path + "/not-text/indicators.csv")
        try desk.write(values + "x,2024,a,1e400,s,official\ny,2024,a,-1e308,s,official\n", "huge/index-data/v.csv")
        try desk.write(values + "x,2024,a,1,s,official\n", "one/index-data/v.csv")
        try FileManager.default.removeItem(atPath: desk.path + "/loop/index.yaml")
        try FileManager.default.createSymbolicLink(atPath: desk.path + "/loop/index.yaml", withDestinationPath: "index.yaml")
        for words in [["run", name], ["audit", name], ["sensitivity", name, "--runs", "20"], ["explain", name, "x"], ["report", name, "r.html"]] {
            let answer = try desk.run(words)
            #expect(answer.code == 2 && answer.output.isEmpty && answer.errors.contains("error: "), "\(words): \(answer.code) \(answer.errors)")
        }
        #expect(try desk.state()["r.html"] == nil)
    }

    @Test("Where nothing compares there is no score, and that is said") func nothingCompares() throws {
        let desk = try CommandDesk()
        try desk.write("code,kind,parent\na,indicator,top\ntop,aggregate,\n", "same/indicators.csv")
        try desk.write("aggregate: arithmetic\n", "same/index.yaml")
        try desk.write("unit,period,indicator,value,source,status\nx,2024,a,1,s,official\ny,2024,a,1,s,official\n", "same/index-data/v.csv")
        #expect(try desk.run("run", "same").output.contains("     –      –  x\n"))
        #expect(try desk.run("explain", "same", "x").output == "x 2024: no score, as nothing of it compares or too little of it is known\n")
        let study = try desk.run("sensitivity", "same", "--runs", "24")
        #expect(study.code == 0 && study.output.contains("2024  x  –  –  –––"), "\(study.output)")
        let report = try desk.run("report", "same", "r.html", "--unit", "x")
        #expect(report.code == 2 && report.errors.contains("“x” has no score in any period"))
    }

    @Test("Numbers near the ends of what numbers can be") func hugeNumbers() throws {
        let desk = try CommandDesk()
        for (number, pair) in [("1e308", "-1e308"), ("5e-324", "0"), ("1e15", "1e15"), ("-0", "0")].enumerated() {
            let folder = "n\(number)"
            try desk.write("code,kind,parent\na,indicator,top\nb,indicator,top\ntop,aggregate,\n", folder + "/indicators.csv")
            try desk.write("winsorise: 2\nnormalise: {method: min-max, from: 0, to: 100}\naggregate: arithmetic\n", folder + "/index.yaml")
            var values = "unit,period,indicator,value,source,status\n"
            for (unit, value) in [("x", pair.0), ("y", pair.1), ("z", "1")] {
                values += "\(unit),2024,a,\(value),s,official\n\(unit),2024,b,\(unit == "x" ? 1 : 2),s,official\n"
            }
            try desk.write(values, folder + "/index-data/v.csv")
            for words in [["run", folder, "--json"], ["audit", folder], ["sensitivity", folder, "--runs", "30"], ["explain", folder, "x"]] {
                let answer = try desk.run(words)
                #expect(answer.code == 0, "\(pair) \(words): \(answer.code) \(answer.errors)")
            }
            #expect(try desk.run("report", folder, "r.html", "--unit", "x").code == 0)
            // Still JSON: no infinity, no not-a-number.
            _ = try JSONSerialization.jsonObject(with: Data(try desk.run("run", folder, "--json").output.utf8))
        }
    }
}

@Suite("concentric index report")
struct ReportCommandTests {
    private static let browser = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test("Two languages; unknown units and peers are refused") func page() throws {
        let desk = try CommandDesk()
        let demonstration = CommandDesk.root + "/cities/kunming"
        #expect(try desk.run("report", demonstration, "zh.html", "--date", "2026-11-21").code == 0)
        let page = try desk.text("zh.html")
        #expect(page.contains("lang=\"zh-Hans\"") && page.contains("昆明") && page.contains("2026-11-21"))
        // Nothing is loaded from elsewhere.
        #expect(!page.contains("src=") && !page.contains("http://") && !page.contains("https://") && !page.contains("@import"))
        for words in [["--unit", "昆"], ["--peers", "北京,昆"]] {
            let answer = try desk.run(["report", demonstration, "x.html"] + words)
            #expect(answer.code == 2 && answer.errors.contains("“昆”"))
        }
        let refused = try desk.run("report", demonstration, "y.html", "--pdf", "y.pdf", "--browser", "/nonexistent/browser")
        #expect(refused.code == 2 && refused.errors.contains("/nonexistent/browser: error: is not a program"))
        let state = try desk.state()
        #expect(state["x.html"] == nil && state["y.pdf"] == nil)
    }

    @Test("Printed: every section of the contents with its page, the mark, a font that is no picture", .enabled(if: browser != nil)) func print() throws {
        let desk = try CommandDesk()
        let answer = try desk.run("report", CommandDesk.root + "/cities/kunming", "r.html", "--pdf", "r.pdf")
        #expect(answer.code == 0, "\(answer.errors)")
        let bytes = try InputFile.read(desk.path + "/r.pdf")
        #expect(bytes.starts(with: Array("%PDF-".utf8)))
        let pages = PrintedPages.read(bytes)
        #expect(pages.count == 11 && (pages.values.max() ?? 0) > 10, "\(pages)")
    }
}
