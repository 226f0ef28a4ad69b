import Foundation
import Ground
import TestSupport
import Testing

/// What people script against: the words of `concentric sample`, their output, their exit codes.
@Suite("The command sample")
struct CommandTests {
    private static let small = """
        district,village,households,answer,income,weight
        东,甲,10,yes,10,5
        东,甲,10,no,12,5
        东,乙,10,yes,14,5
        东,乙,10,yes,,5
        西,丙,8,no,20,4
        西,丙,8,yes,22,4
        西,丁,8,no,24,4
        西,丁,8,no,30,4

        """

    /// A folder of its own for each test.
    private struct Desk: ~Copyable {
        let path = NSTemporaryDirectory() + "/sample-\(UUID().uuidString)"

        init(_ data: String = CommandTests.small) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try OutputFile.write(data, to: path + "/d.csv")
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func file(_ name: String, _ text: String) throws { try OutputFile.write(text, to: path + "/" + name) }
        func text(_ name: String) throws -> String { try InputFile.text(path + "/" + name) }
        func run(_ words: String...) throws -> Program.Answer { try Program.run(["sample"] + words, in: path) }
        func run(_ words: [String]) throws -> Program.Answer { try Program.run(["sample"] + words, in: path) }
    }

    private struct Estimates: Decodable {
        struct One: Decodable {
            var statistic: String
            var of: String
            var domain: [String: String]?
            var estimate: Double
            var standardError: Double?
            var low: Double?
            var high: Double?
            var designEffect: Double?
            var effectiveSize: Double?
            var rows: Int
            var missing: Int
            var degreesOfFreedom: Int
        }
        struct Test: Decodable {
            var f: Double?
            var p: Double?
        }
        var estimates: [One]
        var tests: [Test]
        var design: String
        var weightSum: Double
        var errors: String
    }

    private func near(_ a: Double?, _ b: Double, _ share: Double = 1e-9) -> Bool { a.map { abs($0 - b) <= share * max(1, abs(b)) } ?? false }

    // MARK: Estimate

    /// The published estimates through the command line, from the very files.
    @Test(.enabled(if: Reference.isPresent)) func publishedEstimates() throws {
        let desk = try Desk()
        let folder = URL(fileURLWithPath: Reference.folder).path + "/sampling/"
        let strata = try desk.run(
            "estimate", folder + "apistrat.csv", "--design", "strata=stype,population=fpc,weights=pw", "--mean", "api00", "--total",
            "enroll", "--proportion", "sch.wide=Yes", "--ratio", "api00/api99", "--independence", "sch.wide/stype", "--json"
        ).json(Estimates.self)
        let found = strata.estimates
        #expect(near(found[0].estimate, 662.287363159321) && near(found[0].standardError, 9.40894080278458))
        #expect(near(found[0].low, 643.732188272086) && near(found[0].high, 680.842538046555))
        #expect(near(found[0].designEffect, 1.20445726853772) && near(found[0].effectiveSize, 200 / 1.20445726853772))
        #expect(near(found[1].estimate, 3687177.53243828) && near(found[1].standardError, 114641.71610078))
        #expect(near(found[2].low, 0.774539654746768) && near(found[2].high, 0.870814854943599))
        #expect(near(found[3].estimate, 1.05226054621825) && found[3].designEffect == nil)
        #expect(near(strata.tests[0].f, 17.2474439638888))

        let raked = try desk.run(
            "estimate", folder + "apiclus1.csv", "--design", "units=dnum,population=fpc,weights=pw", "--margin",
            folder + "margin_stype.csv", "--margin", folder + "margin_schwide.csv", "--mean", "api00", "--json"
        ).json(Estimates.self)
        #expect(near(raked.estimates[0].estimate, 641.230246862209) && near(raked.estimates[0].standardError, 23.7036412402377))

        // Weights that are not named follow from the populations; half the districts have few schools.
        let stages = try desk.run(
            "estimate", folder + "apiclus2.csv", "--design", "units=dnum/snum,population=fpc1/fpc2", "--total", "enroll",
            "--skip-missing", "--normal", "--json"
        ).json(Estimates.self)
        #expect(near(stages.estimates[0].estimate, 2639272.93) && near(stages.estimates[0].standardError, 799637.773648358))
        #expect(near(stages.estimates[0].low, 1072011.69297143) && stages.estimates[0].missing == 6)

        let left = try desk.run(
            "estimate", folder + "apiclus1.csv", "--design", "units=dnum,population=fpc,weights=pw", "--replicates", "jackknife",
            "--mean", "api00", "--json"
        ).json(Estimates.self)
        #expect(near(left.estimates[0].standardError, 26.3293605895276) && left.errors == "jackknife")
    }

    @Test("The table states estimate, error, interval, design effect and effective size") func table() throws {
        let desk = try Desk()
        let answer = try desk.run(
            "estimate", "d.csv", "--design", "strata=district,units=village,weights=weight", "--mean", "income", "--proportion",
            "answer=yes", "--median", "income", "--skip-missing", "--by", "district")
        #expect(answer.code == 0 && answer.errors.isEmpty, "\(answer.errors)")
        let lines = answer.output.split(separator: "\n").map(String.init)
        for word in ["estimate", "std. error", "95 % interval", "design effect", "rows", "effective size"] {
            #expect(lines[2].contains(word))
        }
        #expect(lines[0] == "d.csv: 8 rows, design strata=district,units=village,weights=weight")
        #expect(lines[1].hasPrefix("weights sum to 36; 2 degrees of freedom"))
        #expect(lines.contains { $0.hasPrefix("mean income, district=东") && $0.contains("12.00") })
        #expect(lines.contains { $0.hasPrefix("proportion answer=yes, district=西") && $0.contains("25.0 %") })
        #expect(answer.output.contains("left out for want of a value: mean income, district=东 1, quantile income@0.5, district=东 1 rows"))
    }

    @Test func domainsFilesAndWeights() throws {
        let desk = try Desk()
        try desk.file("design.txt", "# how it was drawn\nstrata = district\nweights = weight\n")
        try desk.file("m.csv", "answer,n\nyes,30\nno,10\n")
        let answer = try desk.run(
            "estimate", "d.csv", "--design", "design.txt", "--margin", "m.csv", "--total", "weight", "--proportion", "answer", "--where",
            "district=西", "--weights-out", "w.csv", "--json")
        let found = try answer.json(Estimates.self)
        #expect(answer.code == 0 && found.design == "strata=district,weights=weight" && found.weightSum == 40)
        #expect(found.estimates.map(\.of) == ["weight", "answer=no", "answer=yes"] && found.estimates.allSatisfy { $0.rows == 4 })
        #expect(near(found.estimates[1].estimate + found.estimates[2].estimate, 1))
        let weights = try desk.text("w.csv").split(separator: "\n")
        #expect(weights[0] == "district,village,households,answer,income,weight,calibrated_weight" && weights.count == 9)
        let sum = weights.dropFirst().compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }.reduce(0, +)
        #expect(near(sum, 40))
        for words in [["jackknife"], ["half-samples"], ["bootstrap:20", "--seed", "4"]] {
            let other = try desk.run(
                ["estimate", "d.csv", "--design", "strata=district,units=village,weights=weight", "--total", "weight", "--replicates"] + words)
            #expect(other.code == 0 && other.output.contains("replicates ("), "\(other.errors)")
        }
    }

    // MARK: Draw, allocate, size

    @Test("A sample that was drawn is analysed as its own words say") func drawAndEstimate() throws {
        var frame = "street,village,people,y\n"
        for index in 0..<600 { frame += "s\(index % 3),v\(index % 60),\(1 + index % 7),\(index % 11)\n" }
        let desk = try Desk(frame)
        struct Draw: Decodable {
            struct Row: Decodable {
                var line: Int
                var weight: Double
            }
            struct Stratum: Decodable {
                var stratum: String?
                var units: Int
                var drawn: Int
                var rows: Int
            }
            var design: String
            var strata: [Stratum]
            var rows: [Row]?
        }
        let plans: [[String]] = [
            ["--size", "60"], ["--size", "60", "--strata", "street"], ["--sizes", "s0=5,s1=6", "--sizes", "s2=7", "--strata", "street"],
            ["--size", "60", "--strata", "street", "--allocation", "neyman", "--measure", "y"],
            ["--size", "12", "--clusters", "village"], ["--size", "12", "--clusters", "village", "--within", "4"],
            ["--size", "12", "--clusters", "village", "--within", "4", "--strata", "street"],
            ["--size", "60", "--pps", "people"], ["--size", "12", "--clusters", "village", "--within", "4", "--pps", "people"],
        ]
        for plan in plans {
            let drawn = try desk.run(["draw", "d.csv", "--seed", "9", "-o", "s.csv", "--json"] + plan)
            #expect(drawn.code == 0 && drawn.errors.isEmpty, "\(plan) \(drawn.errors)")
            let design = try drawn.json(Draw.self).design
            let found = try desk.run("estimate", "s.csv", "--design", design, "--total", "y", "--json")
            #expect(found.code == 0 && found.errors.isEmpty, "\(plan) \(found.errors)")
            let total = try found.json(Estimates.self).estimates[0]
            let truth = Double((0..<600).reduce(0) { $0 + $1 % 11 })
            #expect(abs(total.estimate - truth) < 4.5 * (total.standardError ?? 0), "\(plan) \(total)")
            // The same words draw the same rows, to standard output as to a file.
            let again = try desk.run(["draw", "d.csv", "--seed", "9"] + plan)
            #expect(try desk.text("s.csv") == again.output && again.errors.contains("analyse with --design '\(design)'"))
            let rows = try desk.run(["draw", "d.csv", "--seed", "9", "--json"] + plan).json(Draw.self).rows ?? []
            #expect(rows.count == again.output.split(separator: "\n").count - 1)
            #expect(try desk.run(["draw", "d.csv", "--seed", "10"] + plan).output != again.output)
        }
        let text = try desk.run("draw", "d.csv", "--size", "60", "--strata", "street", "-o", "s.csv").output
        #expect(text.contains("together    600     60") && text.contains("the weights sum to 600, the frame has 600 rows"), "\(text)")
    }

    @Test func columnsOfTheFrameStayAsTheyAre() throws {
        let desk = try Desk("weight,population,y\n" + (1...9).map { "\($0),x,\($0)\n" }.joined())
        let drawn = try desk.run("draw", "d.csv", "--size", "3")
        #expect(drawn.output.hasPrefix("weight,population,y,sample_weight,sample_population\n"))
        #expect(drawn.errors.contains("population=sample_population,weights=sample_weight"))
    }

    @Test func doubtfulSamplesAreCommentedOn() throws {
        let desk = try Desk()
        let lonely = try desk.run("draw", "d.csv", "--strata", "district", "--sizes", "东=1,西=0")
        #expect(lonely.code == 0 && lonely.errors.contains("“东” holds a single drawn unit"))
        #expect(lonely.errors.contains("nothing was drawn in “西”"))
        let single = try desk.run("draw", "d.csv", "--clusters", "village", "--within", "1", "--size", "2")
        #expect(single.code == 0 && single.errors.contains("lonely=certain"))
        let unweighted = try desk.run("estimate", "d.csv", "--design", "srs", "--mean", "households")
        #expect(unweighted.code == 0 && unweighted.errors.contains("every row counts 1"))
    }

    @Test(.enabled(if: Reference.isPresent)) func allocations() throws {
        let folder = URL(fileURLWithPath: Reference.folder).path + "/sampling/"
        let desk = try Desk()
        let summary = try desk.run(
            "allocate", folder + "allocation.csv", "--strata", "stratum", "--units", "N", "--deviation", "S", "--size", "200", "--json")
        let frame = try desk.run(
            "allocate", folder + "apipop.csv", "--strata", "stype", "--measure", "api00", "--size", "200", "--json")
        struct Shared: Decodable {
            struct Way: Decodable {
                var share: Double
                var size: Int
            }
            struct Stratum: Decodable {
                var stratum: String
                var proportional: Way
                var neyman: Way
            }
            var strata: [Stratum]
        }
        let expected = [147.208521117857, 20.6053886453453, 32.186090236798]
        for answer in [summary, frame] {
            let found = try answer.json(Shared.self).strata
            #expect(found.map(\.stratum) == ["E", "H", "M"])
            #expect(zip(found, expected).allSatisfy { near($0.neyman.share, $1) })
            #expect(found.map(\.neyman.size) == [147, 21, 32] && found.map(\.proportional.size) == [143, 24, 33])
        }
        let text = try desk.run("allocate", folder + "apipop.csv", "--strata", "stype", "--size", "200")
        #expect(text.code == 0 && text.output.contains("proportional") && !text.output.contains("neyman"))
    }

    @Test func sizes() throws {
        let desk = try Desk()
        let text = try desk.run("size", "--margin", "0.05", "--population", "5000", "--deff", "1.5", "--response-rate", "0.7").output
        for part in ["384.1", "576.2", "516.8", "517", "739", "proportion near 50 % within ±5 percentage points, 95 % of the time"] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        let given = try desk.run("size", "--completed", "384").output
        #expect(given.contains("384 completed interviews give a proportion near 50 % within ±5.00 percentage points"), "\(given)")
        struct Size: Decodable {
            var completed: Int
            var designEffect: Double
            var margin: Double
        }
        let mean = try desk.run(
            "size", "--margin", "2", "--deviation", "15", "--cluster-size", "10", "--correlation", "0.05", "--json"
        ).json(Size.self)
        #expect(mean.completed == 314 && near(mean.designEffect, 1.45))
        let back = try desk.run("size", "--completed", "314", "--deviation", "15", "--deff", "1.45", "--json").json(Size.self)
        #expect(back.margin < 2 && back.margin > 1.99)
    }

    // MARK: Bad input

    private static let faults: [(words: [String], message: String)] = [
        (["estimate", "none.csv", "--design", "srs", "--mean", "y"], "none.csv: error: cannot be opened"),
        (["estimate", "d.csv", "--design", "strata=region", "--mean", "income"], "d.csv:1: error: the column “region” is missing"),
        (["estimate", "d.csv", "--design", "strata=", "--mean", "income"], "--design:1:8: error: a column name is missing"),
        (["estimate", "d.csv", "--design", "none.txt", "--mean", "income"], "none.txt: error: cannot be opened"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "income"], "d.csv:5: error: “income” is empty"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "income"], "--skip-missing leaves out"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "answer"], "d.csv:2: error: “answer” is “yes”, not a number"),
        (["estimate", "d.csv", "--design", "units=district,weights=weight,strata=district", "--mean", "weight"], "holds a single sampled unit"),
        (["estimate", "d.csv", "--design", "population=weight", "--mean", "weight"], "d.csv:6: error: the population is 4.0 here"),
        (["estimate", "d.csv", "--design", "weights=weight", "--proportion", "answer=maybe"], "--proportion: error: no row has “maybe”"),
        (["estimate", "d.csv", "--design", "weights=weight", "--proportion", "zeal=1"], "--proportion: error: “zeal=1” is neither"),
        (["estimate", "d.csv", "--design", "weights=weight", "--ratio", "income"], "--ratio: error: “income” is not COLUMN/COLUMN"),
        (["estimate", "d.csv", "--design", "weights=weight", "--quantile", "weight@2"], "--quantile: error: “weight@2” is not"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--where", "district"], "--where: error: “district” is not"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--by", "zeal"], "the column “zeal” is missing"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--margin", "d.csv"], "d.csv:1: error: a margin has two columns"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--replicates", "luck"], "--replicates: error: “luck”"),
        (["estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--replicates", "bootstrap:1"], "between 2 and 100000"),
        (["estimate", "d.csv", "--design", "weights=weight", "--median", "weight", "--replicates", "jackknife"], "nothing true of quantiles"),
        (["estimate", "d.csv", "--design", "strata=district,weights=weight", "--mean", "weight", "--replicates", "brr"], "d.csv:2: error: balanced"),
        (["estimate", "d.csv", "--design", "srs"], "ask for something"),
        (["estimate", "d.csv", "--mean", "weight"], "--design"),
        (["estimate", "d.csv", "--design", "srs", "--mean", "weight", "--level", "95"], "--level must lie between 0 and 1"),
        (["estimate", "d.csv", "--design", "srs", "--mean", "weight", "--interval", "wide"], "wide"),
        (["estimate", "d.csv", "--design", "weights=weight", "--weights-out", "no/where.csv"], "no/where.csv: error: cannot be written"),
        (["draw", "d.csv", "--size", "9"], "--size: error: a sample of 9 cannot be drawn from the 8 units"),
        (["draw", "d.csv", "--size", "0"], "--size: error: a sample of 0"),
        (["draw", "d.csv", "--size", "2", "--strata", "district"], "--size: error: a sample of 2 cannot be shared among 2 strata"),
        (["draw", "d.csv", "--size", "2", "--pps", "income"], "d.csv:5: error: “income” is empty"),
        (["draw", "d.csv", "--size", "2", "--clusters", "village", "--within", "0"], "--within: error: must be at least 1"),
        (["draw", "d.csv", "--sizes", "东=2", "--strata", "district"], "the stratum “西” has no size"),
        (["draw", "d.csv", "--sizes", "东=2,西=2,北=1", "--strata", "district"], "no stratum “北”"),
        (["draw", "d.csv", "--sizes", "东", "--strata", "district"], "“东” is not STRATUM=N"),
        (["draw", "d.csv", "--sizes", "东=2,东=3", "--strata", "district"], "“东” stands twice"),
        (["draw", "d.csv", "--size", "2", "--sizes", "东=2"], "give either --size or --sizes"),
        (["draw", "d.csv", "--size", "2", "--within", "2"], "--within needs --clusters"),
        (["draw", "d.csv", "--size", "2", "-o", "no/where.csv"], "no/where.csv: error: cannot be written"),
        (["allocate", "d.csv", "--strata", "district", "--size", "99"], "cannot be shared among 2 strata"),
        (["allocate", "d.csv", "--strata", "village", "--units", "weight", "--size", "9"], "d.csv:3: error: the stratum “甲” stands twice"),
        (["allocate", "d.csv", "--strata", "district", "--method", "neyman", "--size", "4"], "has no standard deviation"),
        (["size", "--margin", "0"], "--margin: error: must lie above 0"),
        (["size", "--margin", "5"], "--margin: error: must lie above 0"),
        (["size", "--margin", "0.05", "--level", "1"], "--level: error"),
        (["size", "--margin", "0.05", "--cluster-size", "5"], "go together"),
        (["size", "--completed", "0"], "--completed: error"),
        (["size"], "give either --margin or --completed"),
        (["guess"], "guess"),
    ]

    @Test("Bad input: exit code 2, the place on standard error, nothing on standard output", arguments: faults.indices)
    func badInput(index: Int) throws {
        let fault = CommandTests.faults[index]
        let answer = try Desk().run(fault.words)
        #expect(answer.code == 2 && answer.output.isEmpty, "\(answer.code) \(answer.output)")
        #expect(answer.errors.contains(fault.message), "\(answer.errors)")
    }

    @Test("Names cannot move the cursor or forge lines") func controlCharacters() throws {
        let evil = "东\u{1B}[2J\u{7}\u{202E}"
        let desk = try Desk(CommandTests.small.replacing("东", with: evil).replacing("丁", with: "\"丁\n99  forged\""))
        let answers = [
            try desk.run("estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--by", "district"),
            try desk.run("estimate", "d.csv", "--design", "weights=weight", "--proportion", "village"),
            try desk.run("estimate", "d.csv", "--design", "strata=village,units=district", "--mean", "weight"),
            try desk.run("allocate", "d.csv", "--strata", "village", "--size", "8"),
            try desk.run("draw", "d.csv", "--strata", "district", "--size", "4", "-o", "s.csv"),
        ]
        for answer in answers {
            let text = answer.output + answer.errors
            #expect(!text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
            #expect(!text.contains("\n99"))
        }
        // Programs get the name as it is.
        let json = try desk.run("estimate", "d.csv", "--design", "weights=weight", "--mean", "weight", "--by", "district", "--json")
        #expect(try json.json(Estimates.self).estimates.contains { $0.domain?["district"] == evil })
    }
}
