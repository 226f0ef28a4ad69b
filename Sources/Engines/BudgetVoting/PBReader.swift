public import Ground

/// Reads Pabulib `.pb` files: `;`-separated sections META, PROJECTS and VOTES.
///
/// Format: D. Stolicki, S. Szufa, N. Talmon, "Pabulib: A Participatory Budgeting Library", arXiv 2012.06539.
public enum PBReader {
    public enum Mode: Sendable, Hashable {
        /// What contradicts itself is an error: counts, unknown projects, ballots outside the declared limits.
        case strict
        /// What can be counted is counted: contradictions become warnings, unusable choices are left out.
        case lenient
    }

    /// More findings than this are summed up in one line.
    static let mostFindings = 100

    /// Reads the bytes of a file (not compressed).
    ///
    /// Everything found goes to `diagnostics`, with lines; the election is nil when there is an error among it.
    public static func read(
        _ bytes: [UInt8], file: String, mode: Mode = .strict, diagnostics: inout Diagnostics
    ) -> Election? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            diagnostics.error("is UTF-16 text", at: Place(file), advice: "save the file as UTF-8")
            return nil
        }
        var reading = PBReading(file: file, mode: mode)
        bytes.withUnsafeBufferPointer { reading.run(PBRecords($0)) }
        let election = reading.finish()
        diagnostics.append(contentsOf: reading.found.diagnostics)
        return reading.found.diagnostics.hasErrors ? nil : election
    }
}

/// Findings of one file, at most a hundred of a severity.
struct PBFindings {
    let file: String
    let mode: PBReader.Mode
    private(set) var diagnostics = Diagnostics()
    private var errors = 0
    private var warnings = 0

    init(file: String, mode: PBReader.Mode) {
        self.file = file
        self.mode = mode
    }

    mutating func error(_ message: String, line: Int?, advice: String? = nil) {
        errors += 1
        guard errors <= PBReader.mostFindings else { return }
        diagnostics.error(SafeLine.of(message), at: Place(file, line: line), advice: advice.map { SafeLine.of($0) })
    }

    mutating func warning(_ message: String, line: Int?, advice: String? = nil) {
        warnings += 1
        guard warnings <= PBReader.mostFindings else { return }
        diagnostics.warning(SafeLine.of(message), at: Place(file, line: line), advice: advice.map { SafeLine.of($0) })
    }

    /// An error in a strict reading, a warning in a lenient one.
    mutating func contradiction(_ message: String, line: Int?, advice: String? = nil) {
        switch mode {
        case .strict: error(message, line: line, advice: advice)
        case .lenient: warning(message, line: line, advice: advice)
        }
    }

    mutating func close() {
        let (moreErrors, moreWarnings) = (errors - PBReader.mostFindings, warnings - PBReader.mostFindings)
        if moreErrors > 0 { diagnostics.error("\(moreErrors) more errors of this file are not shown", at: Place(file)) }
        if moreWarnings > 0 {
            diagnostics.warning("\(moreWarnings) more warnings of this file are not shown", at: Place(file))
        }
    }
}

/// The state of one reading, section after section.
struct PBReading {
    enum Section: String {
        case meta = "META"
        case projects = "PROJECTS"
        case votes = "VOTES"
    }

    /// A project as its row gave it, before the amounts share one scale.
    struct RawProject {
        var project: Project
        var cost: Amount.Written
        var line: Int
        var votes: Int?
        var score: Int?
    }

    var found: PBFindings
    var meta: [MetaEntry] = []
    var metaLines: [String: Int] = [:]
    var rawProjects: [RawProject] = []
    var projectIndex = ByteIndex()
    var ballots = Ballots()
    var ballotLines: [Int32] = []
    var voterIndex = ByteIndex()
    var areaIndex = ByteIndex()
    var areaNames: [String] = []
    var voteType: VoteType?
    var columns: [String: Int] = [:]
    var columnNames: [String] = []
    var sections: [Section: Int] = [:]
    var stamp: [Int32] = []
    /// How often ballots name a project a second time.
    var repeats: [Int] = []
    var choices: [Int32] = []
    var points: [Int32] = []

    init(file: String, mode: PBReader.Mode) { found = PBFindings(file: file, mode: mode) }

    mutating func run(_ source: PBRecords) {
        var records = source
        var section: Section?
        var awaitsHeader = false
        while records.next() {
            if let next = sectionStarting(records) {
                if sections.updateValue(records.line, forKey: next) != nil {
                    found.error("the section \(next.rawValue) stands twice", line: records.line)
                }
                if next == .votes { beginVotes(line: records.line) }
                section = next
                awaitsHeader = true
                continue
            }
            guard let section else {
                found.error(
                    "the file does not begin with META", line: records.line,
                    advice: "a .pb file has the sections META, PROJECTS and VOTES, each on a line of its own")
                return
            }
            if let fault = records.fault {
                let message =
                    fault == .openQuote
                    ? "a quotation mark is opened here and never closed" : "text follows a closing quotation mark"
                found.error(message, line: records.line, advice: "write a quotation mark inside a field as two")
                if fault == .openQuote { return }
                continue
            }
            if awaitsHeader {
                awaitsHeader = false
                readHeader(records, of: section)
                continue
            }
            switch section {
            case .meta: readMeta(records)
            case .projects: readProject(records)
            case .votes: readVote(records)
            }
        }
    }

    private func sectionStarting(_ records: PBRecords) -> Section? {
        guard let first = records.fields.first else { return nil }
        for field in records.fields.dropFirst() where field.start != field.end { return nil }
        // Spreadsheets add empty fields behind the word. In quotes it is the id of a project or voter, unless it stands alone.
        if first.isQuoted, records.fields.count > 1 { return nil }
        if records.equals(first, "META") { return .meta }
        if records.equals(first, "PROJECTS") { return .projects }
        if records.equals(first, "VOTES") { return .votes }
        return nil
    }

    private mutating func readHeader(_ records: PBRecords, of section: Section) {
        columns = [:]
        columnNames = []
        for (index, field) in records.fields.enumerated() {
            let name = (records.text(field) ?? "").lowercased()
            columnNames.append(name)
            if !name.isEmpty, columns.updateValue(index, forKey: name) != nil {
                found.error("the column \u{201C}\(name)\u{201D} stands twice", line: records.line)
            }
        }
        let required: [String] =
            switch section {
            case .meta: ["key", "value"]
            case .projects: ["project_id", "cost"]
            case .votes: ["voter_id", "vote"]
            }
        for name in required where columns[name] == nil {
            found.error(
                "the section \(section.rawValue) lacks the column \u{201C}\(name)\u{201D}", line: records.line,
                advice: "the columns found are \(columnNames.joined(separator: ";"))")
        }
        if section == .votes, voteType?.carriesPoints == true, columns["points"] == nil {
            found.error(
                "ballots of the type \(voteType?.rawValue ?? "") need the column \u{201C}points\u{201D}",
                line: records.line)
        }
    }

    private mutating func readMeta(_ records: PBRecords) {
        guard let key = records.text(records.fields[0]), !key.isEmpty else {
            found.error("a META line without a key, or not UTF-8", line: records.line)
            return
        }
        // A semicolon inside a value is not always quoted in published files: it belongs to the value.
        var values: [String] = []
        for field in records.fields.dropFirst() {
            guard let value = records.text(field) else {
                found.error("the value of \u{201C}\(key)\u{201D} is not UTF-8 text", line: records.line)
                return
            }
            values.append(value)
        }
        while values.count > 1, values.last == "" { values.removeLast() }
        if values.isEmpty { found.contradiction("the key \u{201C}\(key)\u{201D} has no value", line: records.line) }
        if metaLines.updateValue(records.line, forKey: key) != nil {
            found.error("the key \u{201C}\(key)\u{201D} stands twice", line: records.line)
            return
        }
        meta.append(MetaEntry(key, values.joined(separator: ";")))
    }

    func metaValue(_ key: String) -> String? { meta.first { $0.key == key }?.value }
}
