import Foundation
import Ground
import TestSupport
import Testing

/// What people script against: the words of `concentric tally` and `concentric recount`, their output, their exit codes.
@Suite("The commands tally and recount")
struct CommandTests {
    private static let small = """
        META
        key;value
        description;d
        country;c
        unit;Testing <b>
        instance;2024
        num_projects;4
        num_votes;6
        budget;100.5
        vote_type;approval
        rule;greedy
        date_begin;1
        date_end;2
        currency;CNY
        min_project_score_threshold;2
        PROJECTS
        project_id;cost;votes;name;category;district
        a;60;3;Roof <script>alert("1")</script>;roof;East & West
        b;50;2;Lamp;light;East & West
        c;40;1;Bench;rest;South
        d;0.5;1;Paint;rest;South
        VOTES
        voter_id;vote;neighborhood
        1;a;N
        2;a;N
        3;a,d;N
        4;b;S
        5;b;S
        6;c;S

        """

    /// A folder of its own for each test.
    private struct Desk: ~Copyable {
        let path = NSTemporaryDirectory() + "/tally-\(UUID().uuidString)"

        init(_ election: String = CommandTests.small) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try OutputFile.write(election, to: path + "/e.pb")
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func run(_ words: String...) throws -> Program.Answer { try Program.run(words, in: path) }
        func run(_ words: [String]) throws -> Program.Answer { try Program.run(words, in: path) }
    }

    private struct Report: Decodable {
        struct Loser: Decodable {
            struct Reason: Decodable {
                var code: String
                var text: String
                var missing: String?
                var left: String?
                var supporters: Int?
                var spent: [Spent]?
            }
            struct Spent: Decodable {
                var project: String
                var voters: Int
                var paid: String
            }
            var id: String
            var reason: Reason
        }
        struct Rule: Decodable {
            var method: String
            var utility: String
            var completion: String
            var step: String
        }
        var winners: [String]
        var cost: String
        var budget: String
        var increment: Int
        var excludedVoters: Int
        var losers: [Loser]
        var rule: Rule
    }

    private func report(_ answer: Program.Answer) throws -> Report {
        #expect(answer.code == 0 && answer.errors.isEmpty, "\(answer.errors)")
        #expect(answer.output.last == "\n" && answer.output.dropLast().allSatisfy { $0 != "\n" })
        return try JSONDecoder().decode(Report.self, from: Data(answer.output.utf8))
    }

    // MARK: Counting

    @Test("The JSON object begins with the agreed keys; money is text") func json() throws {
        let desk = try Desk()
        let answer = try desk.run("tally", "e.pb", "--rule", "greedy", "--json")
        let start =
            #"{"winners":["a","d","c"],"cost":"100.5","budget":"100.5","increment":0,"excludedVoters":2,"#
            + #""losers":[{"id":"b","votes":2,"cost":"50","reason":{"code":"does-not-fit","cost":"50","left":"40.5","place":2,"#
        #expect(answer.output.hasPrefix(start), "\(answer.output)")
        let report = try report(answer)
        #expect(report.losers.map(\.id) == ["b"] && report.losers[0].reason.text.contains("40.5 CNY was left"))
    }

    private static let words: [[String]] = {
        var lines: [[String]] = []
        for rule in ["greedy", "equal-shares", "phragmen", "maximin"] {
            for utility in ["cost", "cardinality", "points", "points-cost"] {
                lines.append(["--rule", rule, "--utility", utility])
            }
        }
        for completion in ["none", "add1-last", "add1-first"] {
            lines.append(["--rule", "equal-shares", "--completion", completion])
            lines.append(["--completion", completion, "--then", "greedy", "--step", "0.5", "--floor"])
        }
        for ties in ["id", "cost", "votes", "cost-votes"] { lines.append(["--ties", ties, "--lot", "7"]) }
        return lines + [
            ["--comparison"], ["--eligibility", "threshold"], ["--explain"], ["--explain", "--lang", "zh"],
            ["--minimum-votes", "declared"], ["--minimum-votes", "2", "--rule", "greedy", "--no-skip"],
            ["--exclusive", "a, b", "--exclusive", "c,d"], ["--limit", "rest=0.5"], ["--fixed", "d"],
            ["--at-least", "rest=1"],
        ]
    }()

    @Test("Every option is understood, before and after the file", arguments: words)
    func options(words: [String]) throws {
        let desk = try Desk()
        let after = try desk.run(["tally", "e.pb", "--json"] + words)
        let report = try report(after)
        #expect(Set(report.winners + report.losers.map(\.id)) == ["a", "b", "c", "d"])
        #expect(report.budget == "100.5")
        for (word, value) in [
            ("--rule", report.rule.method), ("--utility", report.rule.utility), ("--step", report.rule.step),
        ] {
            if let place = words.firstIndex(of: word) { #expect(words[place + 1] == value) }
        }
        #expect(try desk.run(["tally"] + words + ["--json", "e"]).output == after.output)
        #expect(try desk.run(["tally", "count", "e"] + words).code == 0)
    }

    @Test("The ending of the file may be left out, and the file may be compressed", .enabled(if: Reference.isPresent))
    func names() throws {
        let path = Reference.path("voting/Poland_Swiecie_2023")
        let full = URL(fileURLWithPath: path).path
        let desk = try Desk()
        let long = try desk.run("tally", full + ".pb.gz", "--json")
        #expect(try report(long).winners.count == 17)
        #expect(try desk.run("tally", full, "--json").output == long.output)
        #expect(try desk.run("tally", full + ".pb", "--json").output == long.output)
    }

    @Test("Wieliczka as the city counted it, in JSON and in words", .enabled(if: Reference.isPresent))
    func wieliczka() throws {
        let file = URL(fileURLWithPath: Reference.path("voting/Poland_Wieliczka_2023_Green_Budget")).path
        let desk = try Desk()
        let rule = [
            "--rule", "equal-shares", "--utility", "cost", "--completion", "add1-last", "--ties", "cost-votes",
            "--comparison",
        ]
        let report = try report(try desk.run(["tally", file, "--json"] + rule))
        #expect(report.winners.count == 30 && report.winners.first == "24" && report.winners.last == "69")
        #expect(report.cost == "995079" && report.budget == "1000000")
        #expect(report.increment == 164 && report.excludedVoters == 1172 && report.losers.count == 34)
        let loser = try #require(report.losers.first { $0.id == "21" }).reason
        #expect(loser.code == "supporters-short" && loser.supporters == 496)
        #expect(loser.left == "75286" && loser.missing == "24714")
        let spent = try #require(loser.spent?.first)
        #expect(spent.project == "6" && spent.paid == "40048" && spent.voters * 100 / 496 == 38)
        let english = try desk.run(["tally", file, "--explain"] + rule)
        #expect(english.output.contains("30 winners cost 995,079 PLN; 4,921 PLN is left."))
        #expect(english.output.contains("Voters without any winner: 1172 (18 %); 1.617 winners per voter on average."))
        #expect(english.output.contains("1615 voters have more winners under this rule, 873 under greedy"))
        #expect(english.output.contains("38 % of them had paid 40,048 PLN for project 6"))
        let chinese = try desk.run(["tally", file, "--explain", "--lang", "zh"] + rule)
        #expect(chinese.output.contains("30个入选，共995,079 PLN，剩余4,921 PLN。"))
        #expect(chinese.output.contains("38%的人已为6号项目"))
    }

    // MARK: Bad input

    private static let faults: [(words: [String], from: String, to: String, message: String)] = [
        (["tally", "nothing"], "", "", "nothing: error: cannot be opened"),
        (["tally", "."], "", "", ".: error: cannot be read"),
        (["tally", "e"], "budget;100.5", "budget;0", "e.pb:9: error: the budget is 0"),
        (["tally", "e"], "budget;100.5", "budget;-1", "e.pb:9: error: the budget is -1"),
        (["tally", "e"], "budget;100.5", "budget;99999999999999999999", "e.pb:9: error: the budget"),
        (["tally", "e"], "budget;100.5", "budget;999999999999999.5", "e.pb:9: error: the budget is too large"),
        (["tally", "e"], "6;c;S", "6;x;S", "e.pb:29: error: the ballot names project \u{201C}x\u{201D}"),
        (["tally", "e"], "6;c;S", "5;c;S", "e.pb:29: error: the voter id \u{201C}5\u{201D} stands twice"),
        (["tally", "e"], "d;0.5;1", "c;0.5;1", "e.pb:21: error: the project id \u{201C}c\u{201D} stands twice, first on line 20"),
        (["tally", "compare", "e", "greedy", "phragmen"], "b;50;2", "b;50;3", "e.pb:19: error: project b has 2 votes"),
        (["tally", "e", "--step", "0"], "", "", "e.pb: error: the step must be positive"),
        (["tally", "e", "--step", "much"], "", "", "--step: error: \u{201C}much\u{201D}"),
        (["tally", "e", "--limit", "rest"], "", "", "--limit: error: \u{201C}rest\u{201D} is not NAME=VALUE"),
        (["tally", "e", "--limit", "rode=4"], "", "", "no project has the category rode"),
        (["tally", "e", "--fixed", "zz"], "", "", "names project zz, which is not on the ballot"),
        (["tally", "e", "--minimum-votes", "declared"], "min_project_score_threshold;2\n", "own;2\n", "--minimum-votes: error"),
        (["tally", "e", "--bundle", "e.pb"], "", "", "e.pb: error: no folder can be made here"),
        (["tally", "compare", "e", "greedy", "lottery"], "", "", "\u{201C}lottery\u{201D} is not a rule"),
        (["tally", "compare", "e", "greedy", "phragmen/x"], "", "", "unknown part \u{201C}x\u{201D}"),
        (["tally", "compare", "e", "greedy", "phragmen", "--html", "no/where.html"], "", "", "no/where.html: error: cannot be written"),
        (["recount", "none"], "", "", "none/count.json: error: cannot be opened"),
    ]

    @Test("Bad input: exit code 2, the place on standard error, nothing on standard output", arguments: faults.indices)
    func badInput(index: Int) throws {
        let fault = CommandTests.faults[index]
        let text = fault.from.isEmpty ? CommandTests.small : CommandTests.small.replacing(fault.from, with: fault.to)
        let answer = try Desk(text).run(fault.words)
        #expect(answer.code == 2 && answer.output.isEmpty, "\(answer.output)")
        #expect(answer.errors.contains(fault.message), "\(answer.errors)")
    }

    @Test("Words that are not known are refused and named") func unknownWords() throws {
        let desk = try Desk()
        for words in [["--rule", "lottery"], ["--ties", "luck"], ["--completion", "add2"], ["--eligibility", "x"], ["--what"]] {
            let answer = try desk.run(["tally", "e"] + words)
            #expect(answer.code != 0 && answer.output.isEmpty && answer.errors.contains(words.last ?? ""))
        }
    }

    @Test("What contradicts itself is counted when asked for, with warnings") func lenient() throws {
        let desk = try Desk(CommandTests.small.replacing("num_votes;6", with: "num_votes;7"))
        #expect(try desk.run("tally", "e").code == 2)
        let answer = try desk.run("tally", "e", "--lenient", "--json")
        #expect(answer.code == 0 && answer.errors.hasPrefix("e.pb:8: warning: num_votes is 7"))
        #expect(answer.output.hasPrefix(#"{"winners":["#))
    }

    @Test("Nobody voted, and one voter alone") func fewVoters() throws {
        let head = CommandTests.small.components(separatedBy: "1;a;N")[0]
            .replacing(";3;Roof", with: ";;Roof").replacing(";2;Lamp", with: ";;Lamp").replacing(";1;", with: ";;")
        for rule in ["greedy", "equal-shares", "phragmen", "maximin"] {
            let nobody = try Desk(head.replacing("num_votes;6", with: "num_votes;0"))
            let none = try report(try nobody.run("tally", "e", "--rule", rule, "--json"))
            #expect(none.winners == (rule == "greedy" ? ["d", "c", "b"] : []) && none.excludedVoters == 0)
            #expect(try nobody.run("tally", "e", "--rule", rule, "--explain").code == 0)
            let single = try Desk(head.replacing("num_votes;6", with: "num_votes;1") + "1;a,c;N\n")
            let one = try report(try single.run("tally", "e", "--rule", rule, "--json"))
            #expect(Set(one.winners).isSuperset(of: ["a", "c"]) && one.excludedVoters == 0, "\(rule)")
        }
    }

    // MARK: Recount and compare

    @Test("A bundle is counted again: equal, or where it differs") func recount() throws {
        let desk = try Desk()
        let rule = ["--step", "0.5", "--floor", "--ties", "votes", "--lot", "5", "--limit", "rest=40.5", "--exclusive", "a,b"]
        #expect(try desk.run(["tally", "e", "--bundle", "out", "--then", "greedy"] + rule).code == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: desk.path + "/out").sorted()
        #expect(files == ["README.txt", "count.json", "election.pb"])
        let record = try InputFile.text(desk.path + "/out/count.json")
        for part in [
            #""software" : "Concentric BudgetVoting "#, #""method" : "equal-shares""#, #""utility" : "cost""#,
            #""completion" : "add1-last""#, #""step" : "0.5""#, #""lot" : 5"#, #""endowment" : ""#, #""rest" : "40.5""#,
        ] { #expect(record.contains(part), "\(part) in \(record)") }
        let equal = try desk.run("recount", "out")
        #expect(equal.code == 0 && equal.errors.isEmpty && equal.output.hasPrefix("equal: "), "\(equal.errors)")
        #expect(try desk.run("recount", "out", "--lang", "zh").output.hasPrefix("一致："))

        try OutputFile.write(record.replacing(#""lot" : 5"#, with: #""lot" : "x""#), to: desk.path + "/out/count.json")
        let broken = try desk.run("recount", "out")
        #expect(broken.code == 2 && broken.errors.contains("lot"), "\(broken.errors)")

        try OutputFile.write(record.replacing("\"a\"\n    ]", with: "\"c\"\n    ]"), to: desk.path + "/out/count.json")
        try OutputFile.write(
            try InputFile.text(desk.path + "/out/election.pb").replacing("\n1;a;N", with: "\n1;b;N"),
            to: desk.path + "/out/election.pb")
        let other = try desk.run("recount", "out")
        #expect(other.code == 1 && other.output.hasPrefix("not equal:") && other.output.contains("published"), "\(other.output)")
        #expect(other.errors.contains("project a has 2 votes, the file says 3"))
    }

    private static let spoiled: [(from: String, to: String, message: String)] = [
        ("{", "[", "it is not JSON"),
        ("\"format\" : 1", "\"format\" : 2", "has the format 2"),
        ("\"format\" : 1", "\"formt\" : 1", "\u{201C}format\u{201D} is missing"),
        ("\"method\" : \"equal-shares\"", "\"method\" : \"lottery\"", "describes a rule that is not known"),
        ("\"method\" : \"equal-shares\"", "\"method\" : 7", "rule.method"),
        ("\"step\" : \"1\"", "\"step\" : \"0\"", "the step must be positive"),
        ("\"step\" : \"1\"", "\"step\" : \"-1\"", "the step must be positive"),
        ("\"step\" : \"1\"", "\"step\" : \"1e9\"", "describes a rule that is not known"),
        ("\"rest\" : \"40.5\"", "\"rest\" : \"-1\"", "is negative"),
        ("\"rest\" : \"40.5\"", "\"rust\" : \"1\"", "no project has the category rust"),
        ("\"increment\" : ", "\"increment\" : 1", "increment: published 1"),
        ("\"cost\" : \"", "\"cost\" : \"9", "cost: published 9"),
    ]

    @Test("A bundle that was tampered with is refused or told apart", arguments: spoiled.indices)
    func spoiledBundles(index: Int) throws {
        let change = CommandTests.spoiled[index]
        let desk = try Desk()
        #expect(try desk.run("tally", "e", "--bundle", "out", "--limit", "rest=40.5").code == 0)
        let record = try InputFile.text(desk.path + "/out/count.json")
        let other = record.replacing(change.from, with: change.to, maxReplacements: 1)
        #expect(other != record)
        try OutputFile.write(other, to: desk.path + "/out/count.json")
        let answer = try desk.run("recount", "out")
        let isDifference = change.message.contains("published")
        #expect(answer.code == (isDifference ? 1 : 2), "\(answer.output)\(answer.errors)")
        #expect((isDifference ? answer.output : answer.errors).contains(change.message), "\(answer.output)\(answer.errors)")
    }

    @Test("Names cannot move the cursor or forge lines") func controlCharacters() throws {
        let evil = "Lamp\u{1B}[2J\u{7}\n99  z  1  forged\u{202E}"
        let text = CommandTests.small.replacing("Lamp", with: "\"\(evil)\"").replacing("6;c;S", with: "6;c;S\u{1B}[1A")
        let desk = try Desk(text)
        for words in [["e", "--explain"], ["compare", "e", "greedy", "maximin"], ["e", "--fixed", "b", "--explain", "--lang", "zh"]] {
            let answer = try desk.run(["tally"] + words)
            #expect(answer.code == 0)
            #expect(!answer.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
            #expect(!answer.output.contains("\n99"))
        }
        // Programs get the name as it is, with its escapes.
        #expect(try desk.run("tally", "e", "--json").output.contains("S\\u001b[1A"))
        let broken = try Desk(text.replacing("5;b;S", with: "5;b\u{1B}[2J;S")).run("tally", "e")
        #expect(broken.code == 2 && !broken.errors.contains("\u{1B}") && broken.errors.contains("b [2J"))
    }

    @Test("The comparison: the same figures in words and on a page that stands alone") func compare() throws {
        let desk = try Desk()
        let answer = try desk.run("tally", "compare", "e", "equal-shares", "greedy/no-skip", "--html", "out.html")
        #expect(answer.code == 0 && answer.errors.isEmpty)
        #expect(answer.output.contains("have more winners under equal-shares"))
        let page = try InputFile.text(desk.path + "/out.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">") && page.contains("<svg") && page.contains("<table"))
        #expect(page.contains("Money by category") && page.contains("Money by district") && page.contains("by area"))
        #expect(page.contains("Why not under greedy/no-skip") && page.contains("the count had ended before it, at project b"))
        // Nothing from outside, and nothing that the file says becomes markup.
        for word in ["<script", "http:", "https:", "src=", "url(", "@import", "<link", "<b>"] { #expect(!page.contains(word), "\(word)") }
        #expect(page.contains("East &amp; West") && page.contains("Testing &lt;b&gt;"))
        // Every chart has its table, every table its caption, every column and row its header.
        func count(_ word: String) -> Int { page.components(separatedBy: word).count - 1 }
        #expect(count("<caption>") == count("<table") && count("role=\"img\"") + 1 <= count("<table"))
        #expect(!page.contains("<th>") && !page.contains("<th scope=\"col\"></th>"))
        let chinese = try desk.run("tally", "compare", "e", "maximin", "phragmen", "--html", "zh.html", "--lang", "zh")
        #expect(chinese.code == 0 && chinese.output.contains("投票人"))
        #expect(try InputFile.text(desk.path + "/zh.html").contains("<html lang=\"zh\">"))
    }
}
