internal import Ground

/// `comments.csv`: the statements' texts and what the moderators decided.
struct CommentsFile {
    var statements: [Statement] = []
    /// The published chance that somebody of every group agrees, where the file has it.
    var published: [Int: Double] = [:]

    static func read(_ bytes: [UInt8], faults: inout Faults) -> CommentsFile? {
        var found = Diagnostics()
        let file = CSV(bytes, file: faults.file, diagnostics: &found)
        let id = file.requiredColumn("comment-id", diagnostics: &found)
        for diagnostic in found.all { faults.error(diagnostic.message, line: diagnostic.place.line, advice: diagnostic.advice) }
        guard let id else { return nil }
        var result = CommentsFile()
        var lines: [Int: Int] = [:]
        for row in file.rows {
            guard let number = integer(row.fields[id]) else {
                faults.error("the comment-id \u{201C}\(row.fields[id].prefix(40))\u{201D} is no whole number", line: row.line)
                continue
            }
            if let first = lines.updateValue(row.line, forKey: number) {
                faults.error("statement \(number) stands twice, first on line \(first)", line: row.line)
                continue
            }
            result.take(number, row, of: file, &faults)
        }
        if result.statements.count > VoteTable.mostStatements {
            faults.error("\(result.statements.count) statements; at most \(VoteTable.mostStatements) are read", line: nil)
        }
        return result
    }

    private mutating func take(_ id: Int, _ row: CSV.Row, of file: CSV, _ faults: inout Faults) {
        func field(_ name: String) -> String? { file.column(name).map { row.fields[$0] } }
        func truth(_ name: String) -> Bool {
            switch field(name) {
            case "true", "1", "True", "TRUE": return true
            case nil, "", "false", "0", "False", "FALSE": return false
            case .some(let text):
                faults.error("\(name) is \u{201C}\(text.prefix(40))\u{201D}", line: row.line, advice: "write true or false")
                return false
            }
        }
        var moderation = Statement.Moderation.open
        if let text = field("moderated"), !text.isEmpty {
            if let value = CommentsFile.integer(text).flatMap({ Statement.Moderation(rawValue: $0) }) {
                moderation = value
            } else {
                faults.error("moderated is \u{201C}\(text.prefix(40))\u{201D}", line: row.line, advice: "write -1, 0 or 1")
            }
        }
        if let text = field("group-informed-consensus"), !text.isEmpty {
            if let value = Double(text), value.isFinite {
                published[id] = value
            } else {
                faults.warning("group-informed-consensus is no number", line: row.line)
            }
        }
        statements.append(
            Statement(
                id: id, text: field("comment-body"), moderation: moderation, isMeta: truth("is-meta"), isSeed: truth("is-seed")))
    }

    private static func integer(_ text: String) -> Int? { text.utf8.count <= 16 ? Int(text) : nil }
}
