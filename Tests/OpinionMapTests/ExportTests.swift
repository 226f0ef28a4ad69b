import Ground
import OpinionMap
import TestSupport
import Testing

/// Good and bad files.
struct ExportTests {
    private static let comments = #"""
        timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,comment-body
        1,0,0,1,1,1,false,true,"Two lines,
        and ""quotes"""
        2,1,0,1,1,-1,false,false,Out
        3,5,0,1,1,0,true,false,Meta

        """#
    private static let matrix = """
        participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,5
        3,,1,0,2,1,1,1,-1,
        2,,0,0,1,0,0,,,0
        9,,,0,3,3,0,1,1,1

        """
    private static let votes = """
        timestamp,datetime,comment-id,voter-id,vote
        10,Mon,0,3,-1
        30,Mon,0,3,1
        20,Mon,1,3,-1
        20,Mon,5,2,0
        21,Mon,0,9,1
        22,Mon,1,9,1
        23,Mon,5,9,1

        """

    private func read(
        comments: String? = ExportTests.comments, matrix: String? = ExportTests.matrix, votes: String? = ExportTests.votes,
        summary: String? = nil
    ) -> (PolisExport?, [String]) {
        func file(_ name: String, _ text: String?) -> PolisExport.File? { text.map { PolisExport.File(name: name, bytes: Array($0.utf8)) } }
        var diagnostics = Diagnostics()
        let export = PolisExport.read(
            PolisExport.Files(
                comments: file("c.csv", comments), participantsVotes: file("p.csv", matrix), votes: file("v.csv", votes),
                summary: file("s.csv", summary)),
            folder: "dir", diagnostics: &diagnostics)
        return (export, diagnostics.all.map(\.description))
    }

    @Test("A sound export reads without a word, from either form of votes, CRLF and byte-order mark or not")
    func sound() throws {
        let (both, words) = read(summary: "topic,\"Parking, again\"\nurl,x\n")
        let export = try #require(both)
        #expect(words.isEmpty)
        #expect(export.topic == "Parking, again")
        #expect(export.officialGroups == [3: 1, 2: 0])
        #expect(export.conversation.table.stance(of: 3, on: 0) == .agree)
        let first = export.conversation.statements.first { $0.id == 0 }
        #expect(first?.text == "Two lines,\nand \"quotes\"" && first?.isSeed == true && first?.moderation == .accepted)
        #expect(export.conversation.statements.first { $0.id == 5 }?.isMeta == true)
        #expect(export.conversation.statements.first { $0.id == 1 }?.moderation == .out)
        let (onlyMatrix, _) = read(votes: nil)
        #expect(onlyMatrix?.conversation.table == export.conversation.table)
        let windows = "\u{FEFF}" + ExportTests.matrix.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        let (other, none) = read(matrix: windows, votes: nil)
        #expect(none.isEmpty && other?.conversation.table == export.conversation.table)
    }

    @Test(
        "Each fault is told with its file and line",
        arguments: [
            ("participant,0,1\n1,1\n", "p.csv:2: error: 2 fields where the header has 3 – check commas and quotes on this line"),
            ("participant,0\n1,1\n2,1\n1,0\n", "p.csv:4: error: participant 1 stands twice, first on line 2"),
            ("participant,0,0\n1,1,1\n", "p.csv:1: error: the column “0” stands twice"),
            ("participant,0,00\n1,1,1\n", "p.csv:1: error: two columns stand for the same statement"),
            ("participant,7\n1,2\n", "p.csv:2: error: the vote on statement 7, “2”, is none of 1, 0 and -1"),
            ("participant,7\nx,1\n", "p.csv:2: error: the participant, “x”, is no whole number"),
            ("participant,7\n,1\n", "p.csv:2: error: the participant has no id"),
            ("participant,group-id,7\n1,a,1\n", "p.csv:2: error: the group, “a”, is no whole number"),
            ("voter,7\n1,1\n", "p.csv:1: error: the column “participant” is missing"),
            ("participant,7\n1,\"1\n", "p.csv:2: error: a quotation mark is opened in this row and never closed"),
            ("participant,7\n1,\"1\"1\n", "p.csv:2: error: text follows a closing quotation mark – write a quotation mark inside a field as two"),
            ("", "p.csv:1: error: the file is empty – give it a line of column names"),
            ("participant,7\n1,\n", "dir: error: nobody has voted – name an export with at least one vote"),
            ("participant,7\n99999999999999999999,1\n", "p.csv:2: error: the participant, “99999999999999999999”, is no whole number"),
        ])
    func matrixFaults(text: String, message: String) {
        let (export, words) = read(comments: nil, matrix: text, votes: nil)
        #expect(export == nil)
        #expect(words.contains(message), "\(words)")
    }

    @Test(
        "Faults of votes",
        arguments: [
            ("timestamp,comment-id,voter-id,vote\n1,0,3\n", "v.csv:2: error: 3 fields where the header has 4"),
            ("timestamp,comment-id,voter-id,vote\n1,0,3,2\n", "v.csv:2: error: the vote is none of 1, 0 and -1"),
            ("timestamp,comment-id,voter-id,vote\nx,0,3,1\n", "v.csv:2: error: the timestamp is no whole number of at most 15 digits"),
            ("timestamp,comment-id,voter-id,vote\n1,0,\"3,1\n", "v.csv:2: error: the quotation marks of this row do not match"),
            ("timestamp,comment-id,vote\n1,0,1\n", "v.csv:1: error: the column “voter-id” is missing"),
            ("timestamp,vote,comment-id,voter-id,vote\n", "v.csv:1: error: the column “vote” stands twice"),
            ("", "v.csv:1: error: the file is empty – give it a line of column names"),
        ])
    func voteFaults(text: String, message: String) {
        let (export, words) = read(comments: nil, matrix: nil, votes: text)
        #expect(export == nil)
        #expect(words.contains(message), "\(words)")
    }

    @Test(
        "Faults of comments",
        arguments: [
            ("comment-id,moderated\n0,1\n0,1\n", "c.csv:3: error: statement 0 stands twice, first on line 2"),
            ("comment-id,moderated\n0,5\n", "c.csv:2: error: moderated is “5” – write -1, 0 or 1"),
            ("comment-id,is-meta\n0,maybe\n", "c.csv:2: error: is-meta is “maybe” – write true or false"),
            ("comment-id\nseven\n", "c.csv:2: error: the comment-id “seven” is no whole number"),
            ("comment-id,moderated\n0\n", "c.csv:2: error: 1 fields where the header has 2 – check commas and quotes on this line"),
            ("id\n0\n", "c.csv:1: error: the column “comment-id” is missing – the columns found are id"),
        ])
    func commentFaults(text: String, message: String) {
        let (export, words) = read(comments: text)
        #expect(export == nil)
        #expect(words.contains(message), "\(words)")
    }

    @Test("Neither form of votes; what is odd but usable is a warning")
    func warnings() {
        #expect(read(matrix: nil, votes: nil).1 == ["dir: error: there is neither participants-votes.csv nor votes.csv – name the folder of an export"])
        let twice = ExportTests.votes + "23,Mon,5,9,1\n"
        #expect(read(votes: twice).1 == ["v.csv:9: warning: this vote stands twice, first on line 8"])
        let other = ExportTests.votes + "40,Mon,5,9,-1\n"
        #expect(read(votes: other).1 == ["p.csv: warning: participant 9 on statement 5: 1 here, -1 in the votes, which count"])
        #expect(read(matrix: "participant,n-votes,odd,0\n1,3,x,1\n", votes: nil).1.count == 2)
        let (export, words) = read(comments: nil)
        #expect(export != nil && words.count == 1)
        #expect(read(comments: "comment-id\n0\n").1 == ["c.csv: warning: 2 statements voted on are not listed: 1, 5"])
    }

    @Test("Many faults are counted, not all told")
    func manyFaults() {
        let rows = String(repeating: "1,7\n", count: 5000)
        let (_, words) = read(comments: nil, matrix: "participant,0\n" + rows, votes: nil)
        #expect(words.count == 21 && words.last == "p.csv: error: and 4980 more faults")
    }

    @Test("More participants or statements than the limits are refused")
    func limits() {
        let wide = "participant," + (0...VoteTable.mostStatements).map(String.init).joined(separator: ",") + "\n"
        #expect(read(comments: nil, matrix: wide, votes: nil).1.contains("p.csv:1: error: 10001 statements; at most 10000 are read"))
        var long = "participant,0\n"
        for id in 0...VoteTable.mostParticipants { long += "\(id),1\n" }
        #expect(read(comments: nil, matrix: long, votes: nil).1 == ["p.csv:100002: error: more than 100000 participants"])
    }
}
