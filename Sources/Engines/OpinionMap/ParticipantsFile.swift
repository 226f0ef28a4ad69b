internal import Ground

/// `participants-votes.csv`: a row for each participant, a column for each statement.
struct ParticipantsFile {
    var statements: [Int] = []
    var rows: [(participant: Int, cells: [VoteTable.Cell])] = []
    /// The published group of each participant who has one.
    var groups: [Int: Int] = [:]

    fileprivate enum Column {
        case participant, group, votes, ignored
        case statement(Int32)
    }

    private static let known: Set<String> = ["xid", "n-comments", "n-agree", "n-disagree"]

    /// - Returns: nil where the header is of no use.
    static func read(_ bytes: [UInt8], faults: inout Faults) -> ParticipantsFile? {
        bytes.withUnsafeBufferPointer { buffer in
            var scanner = FieldScanner(buffer)
            var result = ParticipantsFile()
            guard let columns = result.readHeader(&scanner, &faults) else { return nil }
            result.readRows(&scanner, columns, &faults)
            result.sort()
            return result
        }
    }

    private mutating func readHeader(_ scanner: inout FieldScanner, _ faults: inout Faults) -> [Column]? {
        guard !scanner.isAtEnd else {
            faults.error("the file is empty", line: 1, advice: "give it a line of column names")
            return nil
        }
        var columns: [Column] = []
        var names: Set<String> = []
        while true {
            let (field, end) = scanner.next()
            let name = scanner.text(field)
            if !names.insert(name).inserted { faults.error("the column \u{201C}\(name)\u{201D} stands twice", line: 1) }
            columns.append(column(name, scanner.integer(field), &faults))
            if end == .row { break }
        }
        if !names.contains("participant") {
            faults.error("the column \u{201C}participant\u{201D} is missing", line: 1)
        }
        if Set(statements).count != statements.count { faults.error("two columns stand for the same statement", line: 1) }
        if statements.count > VoteTable.mostStatements {
            faults.error("\(statements.count) statements; at most \(VoteTable.mostStatements) are read", line: 1)
        }
        return faults.hasErrors ? nil : columns
    }

    private mutating func column(_ name: String, _ number: Int?, _ faults: inout Faults) -> Column {
        if let number {
            statements.append(number)
            return .statement(Int32(clamping: statements.count - 1))
        }
        switch name {
        case "participant": return .participant
        case "group-id": return .group
        case "n-votes": return .votes
        default:
            if !ParticipantsFile.known.contains(name) {
                faults.warning("the column \u{201C}\(name)\u{201D} is not read", line: 1, advice: "statement columns are whole numbers")
            }
            return .ignored
        }
    }

    fileprivate struct Row {
        var participant: Int?
        var group: Int?
        var declared: Int?
        var cells: [VoteTable.Cell] = []
        var fields = 0
        var isSound = true
    }

    private mutating func readRows(_ scanner: inout FieldScanner, _ columns: [Column], _ faults: inout Faults) {
        var lines: [Int: Int] = [:]
        while !scanner.isAtEnd {
            let line = scanner.line
            let row = ParticipantsFile.readRow(&scanner, columns, line, statements, &faults)
            if row.fields == 1 && columns.count > 1 && row.participant == nil && row.isSound { continue }
            if row.fields != columns.count {
                faults.error(
                    "\(row.fields) fields where the header has \(columns.count)", line: line,
                    advice: "check commas and quotes on this line")
                continue
            }
            guard row.isSound else { continue }
            guard let id = row.participant else {
                faults.error("the participant has no id", line: line)
                continue
            }
            if let first = lines.updateValue(line, forKey: id) {
                faults.error("participant \(id) stands twice, first on line \(first)", line: line)
                continue
            }
            if let declared = row.declared, declared != row.cells.count {
                faults.warning("n-votes says \(declared), the row has \(row.cells.count) votes", line: line)
            }
            if rows.count == VoteTable.mostParticipants {
                faults.error("more than \(VoteTable.mostParticipants) participants", line: line)
                return
            }
            groups[id] = row.group
            rows.append((id, row.cells))
        }
    }

    private static func readRow(
        _ scanner: inout FieldScanner, _ columns: [Column], _ line: Int, _ statements: [Int], _ faults: inout Faults
    ) -> Row {
        var row = Row()
        while true {
            let (field, end) = scanner.next()
            if let fault = scanner.fault { row.fail(fault, line, &faults) }
            if row.fields < columns.count, !scanner.isEmpty(field) {
                row.take(field, scanner, columns[row.fields], line, statements, &faults)
            }
            row.fields += 1
            if end == .row { return row }
        }
    }

    /// Rows by participant and columns by statement, so that the order of the file does not matter.
    private mutating func sort() {
        let order = statements.indices.sorted { statements[$0] < statements[$1] }
        if order != Array(statements.indices) {
            var place = [Int32](repeating: 0, count: order.count)
            for (new, old) in order.enumerated() { place[old] = Int32(new) }
            statements = order.map { statements[$0] }
            for row in rows.indices {
                rows[row].cells = rows[row].cells.map { VoteTable.Cell(column: place[Int($0.column)], stance: $0.stance) }
                    .sorted { $0.column < $1.column }
            }
        }
        rows.sort { $0.participant < $1.participant }
    }
}

extension ParticipantsFile.Row {
    fileprivate mutating func fail(_ fault: FieldScanner.Fault, _ line: Int, _ faults: inout Faults) {
        isSound = false
        switch fault {
        case .openQuote: faults.error("a quotation mark is opened in this row and never closed", line: line)
        case .textAfterQuote:
            faults.error(
                "text follows a closing quotation mark", line: line, advice: "write a quotation mark inside a field as two")
        }
    }

    fileprivate mutating func take(
        _ field: FieldScanner.Field, _ scanner: FieldScanner, _ column: ParticipantsFile.Column, _ line: Int, _ statements: [Int],
        _ faults: inout Faults
    ) {
        switch column {
        case .statement(let index):
            if let stance = scanner.stance(field) {
                cells.append(VoteTable.Cell(column: index, stance: stance))
            } else {
                reject("the vote on statement \(statements[Int(index)])", scanner.text(field), "none of 1, 0 and -1", line, &faults)
            }
        case .participant:
            participant = scanner.integer(field)
            if participant == nil { reject("the participant", scanner.text(field), "no whole number", line, &faults) }
        case .group:
            group = scanner.integer(field)
            if group == nil { reject("the group", scanner.text(field), "no whole number", line, &faults) }
        case .votes:
            declared = scanner.integer(field)
            if declared == nil { reject("n-votes", scanner.text(field), "no whole number", line, &faults) }
        case .ignored: break
        }
    }

    private mutating func reject(_ what: String, _ text: String, _ why: String, _ line: Int, _ faults: inout Faults) {
        isSound = false
        faults.error("\(what), \u{201C}\(text.prefix(40))\u{201D}, is \(why)", line: line)
    }
}
