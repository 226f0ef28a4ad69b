internal import Ground

/// `votes.csv`: every vote as it was cast, re-votes among them.
enum VotesFile {
    private struct Columns {
        var time: Int?
        var participant: Int?
        var statement: Int?
        var vote: Int?
        var count = 0
    }

    /// The votes in the order of the file; nil where the header is of no use.
    static func read(_ bytes: [UInt8], faults: inout Faults) -> [Vote]? {
        bytes.withUnsafeBufferPointer { buffer in
            var scanner = FieldScanner(buffer)
            guard let columns = readHeader(&scanner, &faults) else { return nil }
            var votes: [Vote] = []
            var lines: [Vote: Int] = [:]
            while !scanner.isAtEnd {
                let line = scanner.line
                guard let vote = readRow(&scanner, columns, line, &faults) else { continue }
                if let first = lines.updateValue(line, forKey: vote) {
                    faults.warning("this vote stands twice, first on line \(first)", line: line)
                    continue
                }
                votes.append(vote)
            }
            checkSize(votes, &faults)
            return votes
        }
    }

    private static func readHeader(_ scanner: inout FieldScanner, _ faults: inout Faults) -> Columns? {
        guard !scanner.isAtEnd else {
            faults.error("the file is empty", line: 1, advice: "give it a line of column names")
            return nil
        }
        var columns = Columns()
        var names: Set<String> = []
        while true {
            let (field, end) = scanner.next()
            let name = scanner.text(field)
            if !names.insert(name).inserted { faults.error("the column \u{201C}\(name)\u{201D} stands twice", line: 1) }
            switch name {
            case "timestamp": columns.time = columns.count
            case "voter-id": columns.participant = columns.count
            case "comment-id": columns.statement = columns.count
            case "vote": columns.vote = columns.count
            default: break
            }
            columns.count += 1
            if end == .row { break }
        }
        for (name, place) in [
            ("timestamp", columns.time), ("voter-id", columns.participant), ("comment-id", columns.statement), ("vote", columns.vote),
        ] where place == nil {
            faults.error("the column \u{201C}\(name)\u{201D} is missing", line: 1)
        }
        return faults.hasErrors ? nil : columns
    }

    private static func readRow(
        _ scanner: inout FieldScanner, _ columns: Columns, _ line: Int, _ faults: inout Faults
    ) -> Vote? {
        var (time, participant, statement, stance): (Int?, Int?, Int?, Stance?)
        var count = 0
        var isSound = true
        var isBlank = false
        while true {
            let (field, end) = scanner.next()
            if scanner.fault != nil {
                faults.error("the quotation marks of this row do not match", line: line)
                isSound = false
            }
            if count == 0 { isBlank = scanner.isEmpty(field) }
            if count == columns.time { time = scanner.integer(field) }
            if count == columns.participant { participant = scanner.integer(field) }
            if count == columns.statement { statement = scanner.integer(field) }
            if count == columns.vote { stance = scanner.stance(field) }
            count += 1
            if end == .row { break }
        }
        guard isSound else { return nil }
        if count == 1, isBlank, columns.count > 1 { return nil }
        if count != columns.count {
            faults.error("\(count) fields where the header has \(columns.count)", line: line)
            return nil
        }
        for (name, isMissing) in [
            ("timestamp", time == nil), ("voter-id", participant == nil), ("comment-id", statement == nil),
        ] where isMissing {
            faults.error("the \(name) is no whole number of at most 15 digits", line: line)
        }
        if stance == nil { faults.error("the vote is none of 1, 0 and -1", line: line) }
        guard let time, let participant, let statement, let stance else { return nil }
        return Vote(participant: participant, statement: statement, stance: stance, time: Int64(time))
    }

    private static func checkSize(_ votes: [Vote], _ faults: inout Faults) {
        let (participants, statements) = (Set(votes.map(\.participant)), Set(votes.map(\.statement)))
        if participants.count > VoteTable.mostParticipants {
            faults.error("\(participants.count) participants; at most \(VoteTable.mostParticipants) are read", line: nil)
        }
        if statements.count > VoteTable.mostStatements {
            faults.error("\(statements.count) statements; at most \(VoteTable.mostStatements) are read", line: nil)
        }
    }
}
