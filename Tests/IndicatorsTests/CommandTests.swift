import Documents
import Foundation
import Ground
import Indicators
import TestSupport
import Testing

private let demonstration = CommandDesk.root + "/cities/kunming"
private let mark = IndexExport.syntheticMark

/// Lines of a CSV text by their first fields.
private func table(_ text: String) -> [[String]] {
    var faults = Diagnostics()
    return CSV.split(Array(text.utf8), file: "", diagnostics: &faults).map(\.fields)
}

@Suite("concentric index: results")
struct IndexResultCommandTests {
    @Test("The demonstration's terminal says what a computation by hand says") func byHand() throws {
        let desk = try CommandDesk()
        let answer = try desk.run("run", demonstration)
        #expect(answer.code == 0 && answer.errors.isEmpty, "\(answer.errors)")
        #expect(answer.lines[0] == "! \(mark)" && answer.output.contains("24 indicators are our proposal"))
        for score in ["2016: 80.36", "2017: 80.78", "2018: 81.03"] {
            #expect(answer.lines.contains { $0.hasPrefix("cited: governance index as published") && $0.contains(score) })
        }
        let scores = try HandComputation(demonstration).scores
        #expect(scores.count == 155)
        var (period, seen) = ("", 0)
        for line in answer.lines {
            if line.count == 4, Int(line) != nil { period = line }
            let words = line.split(separator: " ")
            guard words.count == 6, let rank = Int(words[0]), let unit = words.last.map(String.init) else { continue }
            let own = try #require(scores[[period, unit]])
            let expected = [own.total] + ["vitality", "services", "environment"].map { own.dimensions[$0] ?? .nan }
            #expect(words[1...4].map(String.init) == expected.map { String(format: "%.2f", $0) }, "\(period) \(unit)")
            #expect(rank == 1 + scores.count { $0.key[0] == period && $0.value.total > own.total + 1e-9 })
            seen += 1
        }
        #expect(seen == 155)
    }

    @Test("A folder made from iData and iMeta prints the reference program's scores", .enabled(if: Reference.isPresent)) func reference() throws {
        let desk = try CommandDesk()
        let folder = URL(fileURLWithPath: Reference.path("index/asem")).path
        let made = try desk.run("import-coin", folder + "/ASEM_iData.csv", folder + "/ASEM_iMeta.csv", "asem", "--group", "EurAsia_group")
        #expect(made.code == 0 && made.output.isEmpty && made.errors.isEmpty, "\(made.errors)")
        let answer = try desk.run("run", "asem", "--csv", "scores.csv")
        #expect(answer.code == 0 && !answer.output.contains(mark))
        for line in [
            "     1  68.38   62.79   73.98  CHE", "     2  64.82   61.94   67.70  NLD", "     3  64.80   57.10   72.51  DNK",
            "     4  64.47   57.44   71.50  NOR",
        ] { #expect(answer.lines.contains(line), "\(line)") }
        let expected = table(String(decoding: try InputFile.read(folder + "/expected/07_Aggregated.csv"), as: UTF8.self))
        let rows = table(try desk.text("scores.csv"))
        #expect(rows.count == 52 && expected.count == 52)
        for name in ["Physical", "Political", "Instit", "P2P", "ConEcFin", "Environ", "Social", "SusEcFin", "Conn", "Sust", "Index"] {
            let (column, other) = (try #require(rows[0].firstIndex(of: name)), try #require(expected[0].firstIndex(of: name)))
            for row in rows.dropFirst() {
                let want = try #require(expected.first { $0[0] == row[1] }.flatMap { Double($0[other]) })
                let have = try #require(Double(row[column]))
                #expect(abs(have - want) <= 1e-9 * abs(want), "\(name) of \(row[1])")
            }
        }
        let audit = try desk.run("audit", "asem", "--least", "serious")
        #expect(audit.output.contains("serious: Economic and Financial (Sus) [SusEcFin] (-0.377): its parts contradict each other"))
        #expect(try desk.run("audit", "asem").output.contains("2639 of 2639 values do not say who entered them"))
        #expect(try desk.run("import-coin", folder + "/ASEM_iData.csv", folder + "/ASEM_iMeta.csv", "asem").code == 2)
    }

    @Test("Every export says that values are synthetic") func exports() throws {
        let desk = try CommandDesk()
        let answer = try desk.run(
            "run", demonstration, "--json", "--csv", "s.csv", "--cells", "c.csv", "--weights", "w.csv", "--xlsx", "b.xlsx", "--values", "v.csv")
        #expect(answer.code == 0 && answer.errors.isEmpty)
        #expect(try desk.run("run", demonstration, "--values", "v.json").code == 0)
        #expect(try desk.run("sensitivity", demonstration, "--runs", "60", "--out", "r.csv").code == 0)
        #expect(try desk.run("report", demonstration, "r.html", "--lang", "en").code == 0)
        for name in ["s.csv", "c.csv", "w.csv", "v.csv", "r.csv"] {
            let rows = table(try desk.text(name))
            #expect(rows.count > 1 && rows.allSatisfy { $0.count == rows[0].count }, "\(name)")
            #expect(rows[0].last == mark || rows[1].last == mark, "\(name)")
        }
        #expect(try desk.text("v.json").hasPrefix("{\"synthetic\":true,"))
        #expect(try desk.text("r.html").contains(mark))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        #expect(json["synthetic"] as? Bool == true && (json["proposals"] as? [String])?.count == 24)
        #expect((json["cited"] as? [[String: String]])?.first?["value"] == "80.36")
        let periods = try #require(json["periods"] as? [[String: Any]])
        let unit = try #require((periods[4]["units"] as? [[String: Any]])?.first { $0["code"] as? String == "昆明" })
        let scores = try #require(unit["scores"] as? [String: Double])
        let own = try #require(try HandComputation(demonstration).scores[["2022", "昆明"]])
        #expect(periods.count == 5 && Set(scores.keys) == ["governance", "vitality", "services", "environment"])
        #expect(abs((scores["governance"] ?? 0) - own.total) < 1e-9)
        let book = try Spreadsheet.read(InputFile.read(desk.path + "/b.xlsx"), file: "b.xlsx")
        #expect(book.sheets.count == 8)
        // A path that cannot be written is refused by name.
        let refused = try desk.run("run", demonstration, "--csv", "none/s.csv")
        #expect(refused.code == 2 && refused.errors.contains("none/s.csv: error: cannot be written"))
    }

    @Test(
        "Findings name what they are about in plain words, the code behind",
        arguments: [
            ("en", "Disposable income per head [income] (0.152): says little about its own dimension “Social vitality [vitality]”"),
            ("zh", "居民人均可支配收入 [income] (0.152): 对所属维度“社会活力 [vitality]”说明不多"),
        ])
    func audit(language: String, line: String) throws {
        let answer = try CommandDesk().run("audit", demonstration, "--lang", language)
        #expect(answer.code == 0 && answer.lines.contains { $0.hasSuffix(line) }, "\(answer.output.prefix(400))")
    }

    @Test("Explanations, and what is not there") func explain() throws {
        let desk = try CommandDesk()
        let english = try desk.run("explain", demonstration, "昆明", "--rise", "3")
        #expect(english.code == 0 && english.lines[0] == "! \(mark)")
        #expect(english.lines[1].hasPrefix("昆明 2022: ") && english.output.contains("change since 2021: ") && english.output.contains("to rise from rank"))
        let chinese = try desk.run("explain", demonstration, "昆明", "--lang", "zh", "--period", "2019", "--since", "2018")
        #expect(chinese.code == 0 && chinese.lines[1].hasPrefix("昆明 2019：") && chinese.output.contains("较 2018："))
        #expect(![english, chinese].contains { $0.output.contains("-0.00 ") || $0.output.contains("+-") })
        for words in [["昆"], ["昆明", "--period", "1999"], ["昆明", "--since", "1999"]] {
            let answer = try desk.run(["explain", demonstration] + words)
            #expect(answer.code == 2 && answer.output.isEmpty && answer.errors.contains("error: there is no unit"), "\(words)")
        }
    }

    @Test("Where no folder is named it is the one that one stands in", arguments: [["run"], ["audit"], ["explain", "昆明"]])
    func here(words: [String]) throws {
        let desk = try CommandDesk()
        let named = try desk.run([words[0], demonstration] + words.dropFirst())
        let here = try Program.run(["index"] + words, in: demonstration)
        #expect(here.code == 0 && here.output == named.output && !here.output.isEmpty, "\(here.errors)")
        let tooMany = try desk.run("explain", demonstration, "昆明", "昆明")
        #expect(tooMany.code == 2 && tooMany.output.isEmpty)
    }

    @Test("A study can be replayed, and broken off without half a file") func sensitivity() throws {
        let desk = try CommandDesk()
        // 122 runs are six blocks of 20, and two plain draws.
        let first = try desk.run("sensitivity", demonstration, "--runs", "122", "--out", "runs.csv")
        #expect(first.code == 0 && first.output.contains("122 runs, seed 1") && first.errors.hasSuffix("122 of 122 runs\n"))
        #expect(try table(desk.text("runs.csv")).count == 123)
        let again = try desk.run("sensitivity", demonstration, "--replay", "runs.csv")
        #expect(again.code == 0 && again.output == first.output)
        let broken = try desk.run(["sensitivity", demonstration, "--runs", "1000000", "--out", "part.csv"]) { $0.contains(" runs") }
        #expect(broken.code == 0 && broken.output.contains("stopped after ") && broken.output.contains(" of 1000000 runs"), "\(broken.output.prefix(200))")
        let rows = table(try desk.text("part.csv"))
        #expect(rows.count < 1_000_001 && rows.allSatisfy { $0.count == rows[0].count })
        #expect(try !desk.state().keys.contains { $0.contains(".part") && $0 != "part.csv" })
        let json = try desk.run("sensitivity", demonstration, "--runs", "13", "--json")
        let whole = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(whole["runs"] as? Int == 13 && whole["asked"] as? Int == 13 && whole["complete"] as? Bool == true && whole["synthetic"] as? Bool == true)
        #expect((whole["periods"] as? [[String: Any]])?.count == 5 && (whole["choices"] as? [[String: Any]])?.count == 4)
        try desk.write("treatment,normalisation,weights,aggregation\n0.1,0.2,1.5,0\n", "bad.csv")
        let refused = try desk.run("sensitivity", demonstration, "--replay", "bad.csv")
        #expect(refused.code == 2 && refused.errors.contains("bad.csv:2: error: “1.5” of weights"))
    }
}

/// The demonstration's index with nothing but a file of values and a sheet of paper: minimum and maximum over all years, plain means.
/// (Its treatment of outliers finds none, which the report says.)
private struct HandComputation {
    struct Score {
        var total = 0.0
        var dimensions: [String: Double] = [:]
    }

    /// By period and unit.
    private(set) var scores: [[String]: Score] = [:]

    init(_ folder: String) throws {
        func column(_ rows: [[String]], _ name: String) throws -> Int { try #require(rows.first?.firstIndex(of: name)) }
        let tree = table(String(decoding: try InputFile.read(folder + "/indicators.csv"), as: UTF8.self))
        let (code, kind, parent, direction) = (
            try column(tree, "code"), try column(tree, "kind"), try column(tree, "parent"), try column(tree, "direction")
        )
        let (numerator, denominator, per) = (try column(tree, "numerator"), try column(tree, "denominator"), try column(tree, "per"))
        // Values stand in a file with a column per number, and in one with a line per published rate.
        let wide = table(String(decoding: try InputFile.read(folder + "/index-data/values.csv"), as: UTF8.self))
        var values: [String: [[String]: Double]] = [:]
        for row in wide.dropFirst() {
            for (name, text) in zip(wide[0], row).dropFirst(6) { values[name, default: [:]][[row[1], row[0]]] = Double(text) }
        }
        let published = table(String(decoding: try InputFile.read(folder + "/index-data/published.csv"), as: UTF8.self))
        for line in tree.dropFirst() where line[kind] == "indicator" {
            var own = values[line[code]] ?? [:]
            if !line[numerator].isEmpty {
                let scale = try #require(Double(line[per]))
                for (cell, value) in try #require(values[line[numerator]]) { own[cell] = value / (try #require(values[line[denominator]]?[cell])) * scale }
            }
            for row in published.dropFirst() where row[2] == line[code] { own[[row[1], row[0]]] = Double(row[3]) }
            #expect(own.count == 155)
            let (low, high) = (try #require(own.values.min()), try #require(own.values.max()))
            for (cell, value) in own {
                let share = (value - low) / (high - low)
                scores[cell, default: Score()].dimensions[line[parent], default: 0] += 100 * (line[direction] == "-1" ? 1 - share : share)
            }
        }
        let sizes = Dictionary(grouping: tree.dropFirst().filter { $0[kind] == "indicator" }) { $0[parent] }.mapValues { Double($0.count) }
        for (cell, score) in scores {
            let means = score.dimensions.reduce(into: [:]) { $0[$1.key] = $1.value / (sizes[$1.key] ?? 1) }
            scores[cell] = Score(total: means.values.reduce(0, +) / Double(means.count), dimensions: means)
        }
    }
}
