import BudgetVoting
import Ground
import Testing

/// Every way of filling a ballot, read, written and read again.
@Suite(".pb files of every vote type")
struct PBVoteTypeTests {
    private static func file(_ type: VoteType, meta: String = "", ballots: String) -> String {
        """
        META
        key;value
        description;"one; two"
        country;c
        unit;u
        instance;i
        num_projects;3
        num_votes;\(ballots.split(separator: "\n").count)
        budget;1000
        vote_type;\(type.rawValue)
        rule;greedy
        date_begin;1
        date_end;2
        own_key;kept
        \(meta)PROJECTS
        project_id;cost;name;category;latitude
        BAD/0007;300;"a ""b"" c";x,y;1.5
        9;400.25;none;;
        10;500;"semi;colon";y;
        VOTES
        voter_id;vote\(type.carriesPoints ? ";points" : "");age

        """ + ballots
    }

    private func read(_ text: String, _ mode: PBReader.Mode = .strict) -> (Election?, Diagnostics) {
        var diagnostics = Diagnostics()
        let election = PBReader.read(Array(text.utf8), file: "x.pb", mode: mode, diagnostics: &diagnostics)
        return (election, diagnostics)
    }

    private static let files: [(VoteType, String, points: [Int32], scores: [Int]?)] = [
        (.approval, "a;10,BAD/0007;1\nb;;2\nc;9;3\n", [], nil),
        (.choose1, "a;10;1\nb;;2\nc;9;3\n", [], nil),
        (.ordinal, "a;10,BAD/0007,9;1\nb;9,10;2\nc;;3\n", [], [2, 3, 4]),
        (.cumulative, "a;10,BAD/0007;7,3;1\nb;9;10;2\nc;;;3\n", [7, 3, 10], [3, 10, 7]),
        (.scoring, "a;10,BAD/0007;5,0;1\nb;9;2;2\nc;BAD/0007;4;3\n", [5, 0, 2, 4], [4, 2, 5]),
    ]

    @Test("Reading, writing and reading again gives the same election", arguments: files.indices)
    func roundTrip(index: Int) throws {
        let (type, ballots, points, scores) = PBVoteTypeTests.files[index]
        let (first, diagnostics) = read(PBVoteTypeTests.file(type, ballots: ballots))
        #expect(diagnostics.isEmpty, "\(diagnostics.text)")
        let election = try #require(first)
        #expect(election.voteType == type && election.ballots.count == 3)
        #expect(election.ballots.points == points && election.scores == scores)
        #expect(election.ballots.choices(of: 0).first == 2)
        #expect(election.meta("description") == "one; two" && election.meta("own_key") == "kept")
        let text = PBWriter.text(election)
        let (second, again) = read(text)
        #expect(again.isEmpty, "\(again.text)")
        let copy = try #require(second)
        #expect(copy.projects == election.projects && copy.ballots == election.ballots && copy.meta == election.meta)
        #expect(copy.budget == election.budget && copy.scale == 2 && copy.voteType == type)
        #expect(PBWriter.text(copy) == text)
        #expect(text.contains("score") == (scores != nil))
    }

    @Test("Limits on points are held against every ballot") func pointLimits() {
        let ballots = "a;10,9;7,4;1\nb;9;1;2\n"
        func errors(_ meta: String, _ type: VoteType = .cumulative) -> [String] {
            read(PBVoteTypeTests.file(type, meta: meta, ballots: ballots)).1.errors.map {
                "\($0.place.line ?? 0) \($0.message)"
            }
        }
        #expect(errors("max_sum_points;11\nmin_sum_points;1\n").isEmpty)
        #expect(errors("max_sum_points;10\n") == ["23 the ballot gives 11 points, at most 10 are allowed"])
        #expect(errors("min_sum_points;2\n") == ["24 the ballot gives 1 points, at least 2 are asked"])
        #expect(errors("max_points;5\n", .scoring) == ["23 the ballot gives a project 7 points, at most 5 are allowed"])
        #expect(errors("min_points;2\n", .scoring) == ["24 the ballot gives a project 1 points, at least 2 are asked"])
    }

    @Test("Scores below zero are kept, written, and support nothing") func negativeScores() throws {
        let text = PBVoteTypeTests.file(.scoring, ballots: "a;10,9;-5,2;1\nb;10;1;2\n")
        let (read, diagnostics) = read(text)
        let election = try #require(read, "\(diagnostics.text)")
        #expect(diagnostics.warnings.map(\.place.line) == [22] && election.ballots.points == [-5, 2, 1])
        #expect(election.scores == [0, 2, -4])
        #expect(self.read(PBWriter.text(election)).0?.ballots == election.ballots)
        // Project 10 has one supporter with a point; the other one's −5 takes nothing away and pays nothing.
        let outcome = try Counting.count(election, by: CountingRule(.equalShares, utility: .points))
        #expect(outcome.winners == [1, 2])
        // What is given out of a common sum cannot be negative.
        let cumulative = PBVoteTypeTests.file(.cumulative, ballots: "a;10,9;-5,2;1\n")
        #expect(self.read(cumulative).0 == nil && self.read(cumulative, .lenient).0 != nil)
    }

    @Test("A voter or project that is called like a section is not one") func sectionNames() throws {
        var box = Ballots()
        box.append(voter: "VOTES", choices: [] as [Int32])
        box.append(voter: "META", choices: [0, 1] as [Int32])
        let projects = [Project(id: "PROJECTS", cost: 1), Project(id: "META", cost: 2)]
        let meta = ["description", "country", "unit", "instance", "rule", "date_begin", "date_end"].map { MetaEntry($0, "x") }
        let election = Election(meta: meta, budget: 5, projects: projects, ballots: box)
        let (copy, diagnostics) = read(PBWriter.text(election))
        #expect(diagnostics.isEmpty, "\(diagnostics.text)")
        #expect(copy?.ballots == box && copy?.projects == projects)
        // Spreadsheets fill lines up with separators, and some put every field in quotes.
        let text = PBVoteTypeTests.file(.approval, ballots: "a;9;1\n")
        let filled = text.replacing("META\n", with: "META;;\n").replacing("VOTES\n", with: "\"VOTES\"\n")
        #expect(read(filled).0?.ballots.count == 1)
    }

    @Test("Faults of all sections are told together") func together() {
        let text = PBVoteTypeTests.file(.approval, ballots: "a;9;1\nb;nobody;2\n")
            .replacing("budget;1000", with: "budget;much").replacing("9;400.25", with: "9;dear").replacing("num_projects;3", with: "num_projects;4")
        let lines = read(text).1.errors.compactMap(\.place.line)
        #expect(Set(lines) == [7, 9, 18, 23], "\(read(text).1.text)")
    }

    @Test("A hundred thousand repeated ids are told quickly and briefly") func manyRepeats() {
        var text = PBVoteTypeTests.file(.approval, ballots: "a;9;1\n")
        let more = (0..<100_000).map { "p\($0);1;n;;\n" } + (0..<100_000).map { "p\($0);1;n;;\n" }
        text = text.replacing("VOTES\n", with: more.joined() + "VOTES\n")
        let diagnostics = read(text).1
        #expect(diagnostics.hasErrors && diagnostics.all.count < 120)
        #expect(diagnostics.text.contains("the project id \u{201C}p7\u{201D} stands twice, first on line 27"))
    }
}
