extension PBReading {
    /// Columns that have a place of their own in `Project`.
    private static let ownColumns: Set<String> = [
        "project_id", "cost", "votes", "score", "name", "category", "district", "selected",
    ]

    mutating func readProject(_ records: PBRecords) {
        guard let idColumn = columns["project_id"], let costColumn = columns["cost"] else { return }
        let line = records.line
        if records.fields.count != columnNames.count {
            found.contradiction(
                "\(records.fields.count) fields where the header has \(columnNames.count)", line: line,
                advice: "check semicolons and quotes on this line")
        }
        guard idColumn < records.fields.count, costColumn < records.fields.count else { return }
        guard let id = records.text(records.fields[idColumn]), !id.isEmpty else {
            found.error("a project without an id, or its id is not UTF-8", line: line)
            return
        }
        if id.utf8.contains(UInt8(ascii: ",")) {
            found.error("the id \u{201C}\(id)\u{201D} holds a comma, so no ballot can name it", line: line)
            return
        }
        let (number, isNew) = records.withContent(records.fields[idColumn]) { projectIndex.insert($0) }
        guard isNew else {
            // Every new id adds one project, so the numbers are places in the list.
            let first = rawProjects[Int(number)].line
            found.error("the project id \u{201C}\(id)\u{201D} stands twice, first on line \(first)", line: line)
            return
        }
        let cost = readCost(records, column: costColumn, id: id)
        var raw = RawProject(project: Project(id: id, cost: 0), cost: cost, line: line, votes: nil, score: nil)
        readDetails(records, into: &raw)
        rawProjects.append(raw)
    }

    private mutating func readCost(_ records: PBRecords, column: Int, id: String) -> Amount.Written {
        let nothing = Amount.Written(digits: 0, decimals: 0)
        guard let cost = Amount.read(records.trimmed(records.fields[column])) else {
            let text = records.text(records.fields[column]) ?? "?"
            found.error(
                "the cost \u{201C}\(text)\u{201D} of project \(id) is not a number", line: records.line,
                advice: "write digits and at most one decimal point, without grouping")
            return nothing
        }
        if cost.hasComma {
            found.warning("the cost of project \(id) has a decimal comma", line: records.line, advice: "write a point")
        }
        if cost.digits < 0 {
            found.error("the cost of project \(id) is negative", line: records.line)
            return nothing
        }
        if cost.decimals > Amount.mostDecimals {
            found.error("the cost of project \(id) has more than \(Amount.mostDecimals) decimals", line: records.line)
            return nothing
        }
        return cost
    }

    private mutating func readDetails(_ records: PBRecords, into raw: inout RawProject) {
        for (index, name) in columnNames.enumerated() where index < records.fields.count {
            guard let value = records.text(records.fields[index]) else {
                found.error("the column \u{201C}\(name)\u{201D} is not UTF-8 text", line: records.line)
                continue
            }
            if PBReading.isMissing(value) { continue }
            switch name {
            case "project_id", "cost": break
            case "votes": raw.votes = wholeNumber(value, column: name, line: records.line)
            case "score": raw.score = wholeNumber(value, column: name, line: records.line, isSigned: true)
            case "selected":
                raw.project.selected = wholeNumber(value, column: name, line: records.line)
                if let selected = raw.project.selected, !(0...3).contains(selected) {
                    found.contradiction("\u{201C}selected\u{201D} is \(selected), not 0, 1, 2 or 3", line: records.line)
                }
            case "name": raw.project.name = value
            case "category": raw.project.categories = PBReading.list(value)
            case "district": raw.project.district = value
            default: raw.project.details[name] = value
            }
        }
    }

    private mutating func wholeNumber(_ text: String, column: String, line: Int, isSigned: Bool = false) -> Int? {
        if let written = Amount.read(text.utf8), written.decimals == 0, isSigned || written.digits >= 0 {
            return written.digits
        }
        found.contradiction("\u{201C}\(column)\u{201D} is \u{201C}\(text)\u{201D}, not a whole number", line: line)
        return nil
    }

    static func isMissing(_ text: String) -> Bool {
        text.isEmpty || (text.utf8.count == 4 && text.lowercased() == "none")
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { part in
            var slice = part
            while slice.first == " " { slice.removeFirst() }
            while slice.last == " " { slice.removeLast() }
            return String(slice)
        }.filter { !$0.isEmpty }
    }
}
