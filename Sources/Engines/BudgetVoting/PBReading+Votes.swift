extension PBReading {
    /// Columns of a ballot that name the voter's area, the first found is kept.
    private static let areaColumns = ["neighborhood", "neighbourhood", "district", "subunit", "area"]

    /// The most points one project can get on one ballot.
    static let mostPoints = 1_000_000

    mutating func beginVotes(line: Int) {
        if sections[.projects] == nil {
            found.error("VOTES stands before PROJECTS", line: line, advice: "the order is META, PROJECTS, VOTES")
        }
        voteType = metaValue("vote_type").flatMap { VoteType(rawValue: $0.lowercased()) }
        stamp = Array(repeating: -1, count: projectIndex.count)
        repeats = Array(repeating: 0, count: projectIndex.count)
        if let announced = metaValue("num_votes").flatMap({ Int($0) }), announced > 0 {
            ballots.reserve(ballots: min(announced, 1 << 22), choices: min(announced, 1 << 22) * 4)
        }
    }

    mutating func readVote(_ records: PBRecords) {
        guard let voterColumn = columns["voter_id"], let voteColumn = columns["vote"] else { return }
        let line = records.line
        let fields = records.fields
        if fields.count != columnNames.count {
            found.contradiction(
                "\(fields.count) fields where the header has \(columnNames.count)", line: line,
                advice: "check semicolons and quotes on this line")
        }
        guard voterColumn < fields.count, voteColumn < fields.count else { return }
        guard let voter = records.text(fields[voterColumn]), !voter.isEmpty else {
            found.error("a ballot without a voter id, or its id is not UTF-8", line: line)
            return
        }
        if !records.withContent(fields[voterColumn], { voterIndex.insert($0) }).isNew {
            found.contradiction(
                "the voter id \u{201C}\(voter)\u{201D} stands twice", line: line,
                advice: "one voter has one ballot; remove the one that does not count")
        }
        choices.removeAll(keepingCapacity: true)
        points.removeAll(keepingCapacity: true)
        if voteType?.carriesPoints == true {
            let field = columns["points"].flatMap { $0 < fields.count ? records.trimmed(fields[$0]) : nil }
            readPoints(field ?? UnsafeBufferPointer(rebasing: records.bytes[0..<0]), line: line)
        }
        records.withContent(fields[voteColumn]) { readChoices($0, line: line) }
        ballots.append(voter: voter, choices: choices, points: points, area: readArea(records))
        ballotLines.append(Int32(clamping: line))
    }

    private mutating func readPoints(_ text: UnsafeBufferPointer<UInt8>, line: Int) {
        PBReading.forEachPart(of: text) { part in
            guard let value = Amount.read(part), value.decimals == 0, abs(value.digits) <= PBReading.mostPoints else {
                found.error(
                    "\u{201C}\(String(decoding: part, as: UTF8.self))\u{201D} is not a whole number of points up to "
                        + "\(PBReading.mostPoints)", line: line)
                points.append(0)
                return
            }
            if value.digits < 0 {
                // Scoring may go below zero; what is given out of a common sum cannot.
                let message = "negative points are kept and count as none"
                if voteType == .scoring { found.warning(message, line: line) } else { found.contradiction(message, line: line) }
            }
            points.append(Int32(value.digits))
        }
    }

    private mutating func readChoices(_ text: UnsafeBufferPointer<UInt8>, line: Int) {
        let ballot = Int32(clamping: ballots.count)
        var position = 0
        var kept = 0
        let givenPoints = points.count
        PBReading.forEachPart(of: text) { part in
            defer { position += 1 }
            guard let project = projectIndex.find(part), Int(project) < stamp.count else {
                let name = String(decoding: part, as: UTF8.self)
                found.contradiction(
                    "the ballot names project \u{201C}\(name)\u{201D}, which is not in PROJECTS", line: line)
                return
            }
            guard stamp[Int(project)] != ballot else {
                let name = String(decoding: part, as: UTF8.self)
                found.warning("the ballot names project \u{201C}\(name)\u{201D} twice; it counts once", line: line)
                repeats[Int(project)] += 1
                return
            }
            stamp[Int(project)] = ballot
            choices.append(project)
            if position < givenPoints { points[kept] = points[position] }
            kept += 1
        }
        guard voteType?.carriesPoints == true else { return }
        if position != givenPoints {
            found.contradiction("\(position) projects but \(givenPoints) points", line: line)
        }
        while points.count < choices.count { points.append(0) }
        points.removeLast(points.count - choices.count)
    }

    private mutating func readArea(_ records: PBRecords) -> Int32? {
        for name in PBReading.areaColumns {
            guard let column = columns[name] else { continue }
            guard column < records.fields.count else { return -1 }
            let field = records.fields[column]
            guard let text = records.text(field), !PBReading.isMissing(text) else { return -1 }
            let (number, isNew) = records.withContent(field) { areaIndex.insert($0) }
            if isNew { areaNames.append(text) }
            return number
        }
        return nil
    }

    /// Calls the body with each part between commas, without outer blanks; an empty text has no parts.
    static func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: ",") { end += 1 }
            var (low, high) = (start, end)
            while low < high, PBRecords.isBlank(text[low]) { low += 1 }
            while high > low, PBRecords.isBlank(text[high - 1]) { high -= 1 }
            if high > low { body(UnsafeBufferPointer(rebasing: text[low..<high])) }
            start = end + 1
        }
    }
}
