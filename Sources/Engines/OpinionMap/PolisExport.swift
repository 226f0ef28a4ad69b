public import Ground

/// A conversation as the export of a published program lays it out in four files.
public struct PolisExport: Sendable {
    /// A file by the name the user knows.
    public struct File: Sendable {
        public let name: String
        public let bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The files that were found; votes are needed in one of the two forms.
    public struct Files: Sendable {
        public var comments: File?
        public var participantsVotes: File?
        public var votes: File?
        public var summary: File?

        public init(comments: File? = nil, participantsVotes: File? = nil, votes: File? = nil, summary: File? = nil) {
            self.comments = comments
            self.participantsVotes = participantsVotes
            self.votes = votes
            self.summary = summary
        }
    }

    public let conversation: Conversation
    /// The published group of each participant who has one.
    public let officialGroups: [Int: Int]
    /// The published chance that somebody of every group agrees, by statement.
    public let publishedConsensus: [Int: Double]
    /// What the conversation is about.
    public let topic: String?

    /// Reads the files; faults go to `diagnostics`.
    ///
    /// Where both forms of votes are there, those as they were cast count, and cells that differ are warned of.
    /// - Parameter folder: the name for faults of no file.
    /// - Returns: nil where there are errors.
    public static func read(_ files: Files, folder: String, diagnostics: inout Diagnostics) -> PolisExport? {
        guard files.participantsVotes != nil || files.votes != nil else {
            diagnostics.error(
                "there is neither participants-votes.csv nor votes.csv", at: Place(folder), advice: "name the folder of an export")
            return nil
        }
        let comments = part(files.comments, &diagnostics) { CommentsFile.read($0, faults: &$1) }
        let matrix = part(files.participantsVotes, &diagnostics) { ParticipantsFile.read($0, faults: &$1) }
        let votes = part(files.votes, &diagnostics) { VotesFile.read($0, faults: &$1) }
        let topic = files.summary.flatMap { readTopic($0, &diagnostics) }
        if diagnostics.hasErrors { return nil }

        var table: VoteTable
        let published = matrix.map { VoteTable(statements: $0.statements, rows: $0.rows) }
        if let votes {
            table = VoteTable(votes)
            if let published, let file = files.participantsVotes { compare(published, table, file.name, &diagnostics) }
            for id in matrix?.statements ?? [] { table.add(statement: id) }
            for row in matrix?.rows ?? [] { table.add(participant: row.participant) }
        } else {
            table = published ?? VoteTable()
        }
        if table.count == 0 {
            diagnostics.error("nobody has voted", at: Place(folder), advice: "name an export with at least one vote")
            return nil
        }
        tellUnknown(table, comments, files.comments?.name ?? folder + "/comments.csv", &diagnostics)
        return PolisExport(
            conversation: Conversation(table, statements: comments?.statements.sorted { $0.id < $1.id } ?? []),
            officialGroups: matrix?.groups ?? [:], publishedConsensus: comments?.published ?? [:], topic: topic)
    }

    private static func part<T>(_ file: File?, _ diagnostics: inout Diagnostics, _ read: ([UInt8], inout Faults) -> T?) -> T? {
        guard let file else { return nil }
        var faults = Faults(file: file.name)
        let result = read(file.bytes, &faults)
        faults.tell(&diagnostics)
        return result
    }

    /// Cells of the published matrix that are not the latest votes.
    private static func compare(_ matrix: VoteTable, _ votes: VoteTable, _ file: String, _ diagnostics: inout Diagnostics) {
        if matrix == votes { return }
        var faults = Faults(file: file)
        func warn(_ participant: Int, _ statement: Int, _ here: Stance?, _ there: Stance?) {
            faults.warning(
                "participant \(participant) on statement \(statement): \(word(here)) here, \(word(there)) in the votes, which count",
                line: nil)
        }
        for (row, participant) in matrix.participants.enumerated() {
            for cell in matrix.rows[row] {
                let statement = matrix.statements[Int(cell.column)]
                let there = votes.stance(of: participant, on: statement)
                if there != cell.stance { warn(participant, statement, cell.stance, there) }
            }
        }
        for (row, participant) in votes.participants.enumerated() {
            for cell in votes.rows[row] {
                let statement = votes.statements[Int(cell.column)]
                if matrix.stance(of: participant, on: statement) == nil { warn(participant, statement, nil, cell.stance) }
            }
        }
        faults.tell(&diagnostics)
    }

    private static func word(_ stance: Stance?) -> String { stance.map { String($0.rawValue) } ?? "nothing" }

    private static func tellUnknown(
        _ table: VoteTable, _ comments: CommentsFile?, _ file: String, _ diagnostics: inout Diagnostics
    ) {
        guard let comments else {
            diagnostics.warning("not found: statements have no text and none is moderated out", at: Place(file))
            return
        }
        let known = Set(comments.statements.map(\.id))
        let unknown = table.statements.filter { !known.contains($0) }.sorted()
        if unknown.isEmpty { return }
        let list = unknown.prefix(5).map(String.init).joined(separator: ", ") + (unknown.count > 5 ? " …" : "")
        diagnostics.warning("\(unknown.count) statements voted on are not listed: \(list)", at: Place(file))
    }

    private static func readTopic(_ file: File, _ diagnostics: inout Diagnostics) -> String? {
        var found = Diagnostics()
        let rows = CSV.split(file.bytes, file: file.name, diagnostics: &found)
        for diagnostic in found.all.prefix(Faults.most) {
            diagnostics.warning(diagnostic.message, at: diagnostic.place, advice: diagnostic.advice)
        }
        return rows.first { $0.fields.count > 1 && $0.fields[0] == "topic" }?.fields[1]
    }
}
