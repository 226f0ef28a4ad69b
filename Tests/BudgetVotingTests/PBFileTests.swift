import BudgetVoting
import Ground
import TestSupport
import Testing

@Suite(".pb files")
struct PBFileTests {
    private static let meta = """
        META
        key;value
        description;d
        country;c
        unit;u
        instance;i
        num_projects;2
        num_votes;3
        budget;100
        vote_type;approval
        rule;greedy
        date_begin;2024
        date_end;2024

        """
    private static let good =
        meta + """
            PROJECTS
            project_id;cost;votes;name;selected
            BAD/0007;60;2;"a ""quoted""; name";1
            c12;50.5;2;none;0
            VOTES
            voter_id;vote;age;sex
            1;BAD/0007,c12;33;F
            2;c12;none;M
            3;BAD/0007;20;F

            """

    private func read(_ text: String, _ mode: PBReader.Mode = .strict) -> (Election?, Diagnostics) {
        var diagnostics = Diagnostics()
        let election = PBReader.read(Array(text.utf8), file: "x.pb", mode: mode, diagnostics: &diagnostics)
        return (election, diagnostics)
    }

    @Test("A good file with string ids, quotes, decimals and none") func good() throws {
        let (read, diagnostics) = read(PBFileTests.good)
        #expect(diagnostics.isEmpty, "\(diagnostics.text)")
        let election = try #require(read)
        #expect(election.projects.map(\.id) == ["BAD/0007", "c12"])
        #expect(election.projects[0].name == "a \"quoted\"; name" && election.projects[1].name == nil)
        #expect(election.scale == 1 && election.budget == 1000 && election.projects.map(\.cost) == [600, 505])
        #expect(election.votes == [2, 2])
        #expect(election.amount(505) == "50.5" && election.amount(1000) == "100")
    }

    @Test("CRLF, a byte-order mark and blank lines change nothing") func lineEnds() throws {
        let text = "\u{FEFF}" + PBFileTests.good.replacing("\n", with: "\r\n").replacing("VOTES", with: "\r\nVOTES")
        let (election, diagnostics) = read(text)
        #expect(diagnostics.isEmpty, "\(diagnostics.text)")
        #expect(election?.votes == [2, 2])
    }

    @Test("UTF-16, as spreadsheets save \u{201C}Unicode text\u{201D}, is named as such") func utf16() {
        var diagnostics = Diagnostics()
        let bytes: [UInt8] = [0xFF, 0xFE] + PBFileTests.good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(PBReader.read(bytes, file: "x.pb", diagnostics: &diagnostics) == nil)
        #expect(diagnostics.text == "x.pb: error: is UTF-16 text – save the file as UTF-8\n")
    }

    /// A change to the good file, and the line and words of the error it must give; `lenient` where it can be repaired.
    private struct Fault: CustomTestStringConvertible {
        var from: String
        var to: String
        var line: Int?
        var words: String
        var isRepairable = false
        var testDescription: String { words }
    }

    private static let faults = [
        Fault(from: "budget;100", to: "budget;0", line: 9, words: "nothing to spend"),
        Fault(from: "budget;100", to: "budget;-5", line: 9, words: "nothing to spend"),
        Fault(from: "budget;100", to: "budget;99999999999999999999", line: 9, words: "exactly"),
        Fault(from: "budget;100", to: "budget;9000000000000000", line: 9, words: "too large to be counted exactly"),
        Fault(from: "budget;100", to: "budget;1.000.000", line: 9, words: "not a number"),
        Fault(from: "budget;100\n", to: "", line: 1, words: "lacks the key \u{201C}budget\u{201D}"),
        Fault(from: "unit;u\n", to: "", line: 1, words: "lacks the key", isRepairable: true),
        Fault(from: "vote_type;approval", to: "vote_type;lottery", line: 10, words: "not known"),
        Fault(from: "num_votes;3", to: "num_votes;4", line: 8, words: "the file has 3 ballots", isRepairable: true),
        Fault(from: "num_projects;2", to: "num_projects;two", line: 7, words: "whole number", isRepairable: true),
        Fault(from: "country;c", to: "unit;c", line: 5, words: "stands twice"),
        Fault(
            from: "c12;50.5;2;none;0", to: "BAD/0007;50.5;2;none;0", line: 17, words: "stands twice, first on line 16"),
        Fault(from: "c12;50.5;2;none;0", to: "c12;-3;2;none;0", line: 17, words: "is negative"),
        Fault(from: "c12;50.5;2;none;0", to: "c12;much;2;none;0", line: 17, words: "is not a number"),
        Fault(from: "c12;50.5;2;none;0", to: ";50.5;2;none;0", line: 17, words: "without an id"),
        Fault(from: "c12;50.5;2;none;0", to: "c12;50.5;2;none", line: 17, words: "4 fields", isRepairable: true),
        Fault(
            from: "c12;50.5;2;none;0", to: "c12;50.5;7;none;0", line: 17, words: "2 votes, the file says 7",
            isRepairable: true),
        Fault(
            from: "c12;50.5;2;none;0", to: "c12;50.5;2;none;9", line: 17, words: "not 0, 1, 2 or 3", isRepairable: true),
        Fault(from: "c12;50.5;2;none;0", to: "c12;50.5;2;\"none;0", line: 17, words: "never closed"),
        Fault(from: "c12;50.5;2;none;0", to: "c12;50.5;2;\"none\"x;0", line: 17, words: "follows a closing"),
        Fault(from: "2;c12;none;M", to: "2;c12,c99;none;M", line: 21, words: "c99", isRepairable: true),
        Fault(from: "2;c12;none;M", to: "1;c12;none;M", line: 21, words: "voter id", isRepairable: true),
        Fault(from: "2;c12;none;M", to: ";c12;none;M", line: 21, words: "without a voter id"),
        Fault(from: "2;c12;none;M", to: "2;c12;none;M;5;6", line: 21, words: "6 fields", isRepairable: true),
        Fault(from: "project_id;cost", to: "id;cost", line: 15, words: "lacks the column"),
        Fault(from: "voter_id;vote", to: "voter;vote", line: 19, words: "lacks the column"),
        Fault(from: "PROJECTS\n", to: "META\n", line: 14, words: "stands twice"),
        Fault(from: "VOTES\n", to: "", line: nil, words: "VOTES is missing"),
        Fault(from: "META\n", to: "", line: 1, words: "begin with META"),
        Fault(from: "vote_type;approval", to: "vote_type;cumulative", line: 19, words: "points"),
        Fault(from: "vote_type;approval", to: "vote_type;choose-1", line: 20, words: "at most 1", isRepairable: true),
        Fault(from: "rule;greedy", to: "rule;greedy\nmin_length;2", line: 22, words: "at least 2", isRepairable: true),
        Fault(from: "c12;50.5;2;none;0", to: "c12;50.1234567;2;none;0", line: 17, words: "more than 6 decimals"),
        Fault(from: "budget;100", to: "budget;100.0000001", line: 9, words: "more than 6 decimals"),
        Fault(from: "c12;50.5;2;none;0", to: "c12;999999999999999;2;none;0", line: 17, words: "grow too large"),
        Fault(from: "1;BAD/0007,c12;33;F", to: "1;BAD/0007,c12;33;F\n1;;;", line: 21, words: "stands twice", isRepairable: true),
    ]

    @Test("Faults are named by line, and repaired only when lenient", arguments: faults)
    private func fault(_ fault: Fault) {
        let text = PBFileTests.good.replacing(fault.from, with: fault.to, maxReplacements: 1)
        #expect(text != PBFileTests.good)
        let (election, diagnostics) = read(text)
        #expect(election == nil)
        let hit = diagnostics.errors.contains { $0.message.contains(fault.words) && $0.place.line == fault.line }
        #expect(hit, "\(diagnostics.text)")
        let (lenient, warnings) = read(text, .lenient)
        #expect((lenient != nil) == fault.isRepairable, "\(warnings.text)")
        if fault.isRepairable { #expect(warnings.warnings.contains { $0.message.contains(fault.words) }) }
    }

    @Test("A decimal comma is read with a warning") func decimalComma() throws {
        let (election, diagnostics) = read(PBFileTests.good.replacing("50.5", with: "50,5"))
        #expect(election?.projects[1].cost == 505)
        #expect(diagnostics.warnings.map(\.place.line) == [17])
    }

    @Test("A ballot for more or less money than META allows is counted, with a warning") func ballotCost() throws {
        let text = PBFileTests.good.replacing("rule;greedy", with: "rule;greedy\nmax_sum_cost;100\nmin_sum_cost;55")
        let (election, diagnostics) = read(text)
        #expect(election?.votes == [2, 2])
        #expect(
            diagnostics.warnings.map { "\($0.place.line ?? 0) \($0.message)" } == [
                "22 the ballot names projects for 110.5, at most 100 is allowed",
                "23 the ballot names projects for 50.5, at least 55 is asked",
            ])
    }

    @Test("A project that a ballot names twice counts once, with a warning") func repeatedChoice() throws {
        let text = PBFileTests.good.replacing("2;c12;none;M", with: "2;c12,c12;none;M")
        let (election, diagnostics) = read(text)
        #expect(election?.votes == [2, 2])
        #expect(diagnostics.warnings.map(\.place.line) == [21])
        // Some cities publish the doubled number.
        #expect(read(text.replacing("c12;50.5;2", with: "c12;50.5;3")).0?.votes == [2, 2])
        #expect(read(text.replacing("c12;50.5;2", with: "c12;50.5;4")).0 == nil)
    }

    @Test("Points stay beside their projects when others are left out") func points() throws {
        let text =
            PBFileTests.meta.replacing("approval", with: "cumulative") + """
                PROJECTS
                project_id;cost
                a;10
                b;20
                VOTES
                voter_id;vote;points;neighborhood
                1;zz,b;4,5;North
                2;a,b;1,2;
                3;b,a;3,7;North

                """
        let (read, _) = read(text, .lenient)
        let election = try #require(read)
        #expect(Array(election.ballots.points(of: 0)) == [5] && Array(election.ballots.choices(of: 0)) == [1])
        #expect(Array(election.ballots.points(of: 2)) == [3, 7] && Array(election.ballots.choices(of: 2)) == [1, 0])
        #expect(election.ballots.areas == ["North"] && election.ballots.areaOfBallot == [0, -1, 0])
        let (again, diagnostics) = self.read(PBWriter.text(election))
        #expect(diagnostics.isEmpty, "\(diagnostics.text)")
        #expect(again?.ballots == election.ballots)
    }

    @Test("Findings are counted, not endless") func manyFindings() {
        var text = PBFileTests.good
        for voter in 10..<5010 { text += "\(voter);nobody;1;F\n" }
        let (election, diagnostics) = read(text)
        #expect(election == nil && diagnostics.all.count < 120)
        #expect(diagnostics.text.contains("more errors of this file are not shown"))
    }

    @Test("Voters' age and sex are not written") func privacy() throws {
        let election = try #require(read(PBFileTests.good).0)
        let text = PBWriter.text(election)
        #expect(!text.contains("age") && !text.contains(";F"))
    }

    @Test("Amounts") func amounts() {
        func units(_ text: String) -> Int? { Amount.read(text.utf8)?.units(scale: 2) }
        #expect(units("12") == 1200 && units("12.5") == 1250 && units("12.50000") == 1250 && units("0.07") == 7)
        #expect(units("12.005") == nil && units("1.2.3") == nil && units("") == nil && units(".5") == nil)
        #expect(units("1 000") == nil && units("-") == nil && units("-3") == -300 && units("1e5") == nil)
        #expect(Amount.text(-1205, scale: 2) == "-12.05" && Amount.text(1200, scale: 2) == "12")
        #expect(Amount.grouped(123_456_789, scale: 2) == "1,234,567.89" && Amount.grouped(-1000, scale: 0) == "-1,000")
    }

    @Test(
        "All published files are read strictly; writing loses nothing",
        .enabled(if: Reference.isPresent), arguments: ReferenceElections.smallNames)
    func roundTrip(name: String) throws {
        let election = try ReferenceElections.load(name)
        var diagnostics = Diagnostics()
        let again = PBReader.read(
            Array(PBWriter.text(election).utf8), file: name, diagnostics: &diagnostics)
        let copy = try #require(again, "\(diagnostics.text)")
        #expect(copy.projects == election.projects && copy.ballots == election.ballots)
        #expect(copy.budget == election.budget && copy.scale == election.scale && copy.voteType == election.voteType)
    }
}
