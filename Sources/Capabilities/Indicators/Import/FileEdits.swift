internal import Ground

/// Changes to the lines of an index folder's files; lines that are not concerned stay as they are.
struct FileEdits {
    /// Lines of indicators, new or with other fields.
    var lines: [IncomingValues.Line] = []
    private var added: [ValueRecord] = []
    /// File → line → indicator → the new record, nil for removal.
    private var replaced: [String: [Int: [String: ValueRecord?]]] = [:]
    /// File → line → where the offered file says so.
    private var origins: [String: [Int: Place]] = [:]

    private static let columns = [
        "unit", "period", "indicator", "value", "source", "status", "as_of", "entered_by", "chosen_because", "records",
    ]

    mutating func add(_ record: ValueRecord) { added.append(record) }
    mutating func remove(_ record: ValueRecord) { set(record, nil) }
    mutating func replace(_ record: ValueRecord, by other: ValueRecord) { set(record, other) }

    private mutating func set(_ record: ValueRecord, _ other: ValueRecord?) {
        replaced[record.place.file, default: [:]][record.place.line ?? 0, default: [:]].updateValue(other, forKey: record.indicator)
    }

    /// A fault of the changed folder, placed where the offered file has it, if that is where it comes from.
    func traced(_ fault: Diagnostic) -> Diagnostic {
        guard let line = fault.place.line, let origin = origins[fault.place.file]?[line] else { return fault }
        return Diagnostic(fault.severity, at: origin, fault.message, advice: fault.advice)
    }

    mutating func applied(to folder: IndexFiles, target: String, _ faults: inout Diagnostics) -> IndexFiles {
        var files = folder
        var moved = added
        for (file, edits) in replaced.sorted(by: { $0.key < $1.key }) {
            guard let bytes = folder[file] else { continue }
            var table = LineTable(bytes, file: file, &faults)
            if table.column("indicator") == nil {
                moved += editWide(&table, edits)
            } else {
                editLong(&table, edits)
            }
            write(table, to: &files)
        }
        if !moved.isEmpty { append(moved, to: target, &files, &faults) }
        if !lines.isEmpty { editIndicators(&files, &faults) }
        return files
    }

    private mutating func write(_ table: LineTable, to files: inout IndexFiles) {
        let (bytes, lines) = table.written
        files[table.file] = bytes
        origins[table.file] = origins[table.file].map { old in
            Dictionary(old.compactMap { line, place in lines[line].map { ($0, place) } }, uniquingKeysWith: { a, _ in a })
        }
    }

    private mutating func editLong(_ table: inout LineTable, _ edits: [Int: [String: ValueRecord?]]) {
        for (line, records) in edits {
            for (_, record) in records {
                guard let record else {
                    table.remove(line)
                    continue
                }
                for (column, text) in Self.fields(record) where !text.isEmpty || table.column(column) != nil { table.set(line, column, text) }
                if record.place.line != line || record.place.file != table.file { origins[table.file, default: [:]][line] = record.place }
            }
        }
    }

    /// In a file with a column per indicator only the value can change in its place; whatever else changes moves to a line of its own.
    private mutating func editWide(_ table: inout LineTable, _ edits: [Int: [String: ValueRecord?]]) -> [ValueRecord] {
        var moved: [ValueRecord] = []
        for (line, records) in edits.sorted(by: { $0.key < $1.key }) {
            for (indicator, record) in records.sorted(by: { $0.key < $1.key }) {
                table.set(line, indicator, "")
                if let record { moved.append(record) }
            }
        }
        return moved
    }

    private mutating func append(_ records: [ValueRecord], to target: String, _ files: inout IndexFiles, _ faults: inout Diagnostics) {
        var table = LineTable(files[target] ?? Array(CSV.line(Self.columns).utf8), file: target, &faults)
        if table.column("indicator") == nil {
            faults.error("has a column per indicator and takes no single values", at: Place(target), advice: "name another file with --into")
            return
        }
        for record in records {
            let line = table.append()
            for (column, text) in Self.fields(record) where !text.isEmpty { table.set(line, column, text) }
            origins[target, default: [:]][line] = record.place
        }
        write(table, to: &files)
    }

    private mutating func editIndicators(_ files: inout IndexFiles, _ faults: inout Diagnostics) {
        var table = LineTable(files.indicators, file: "indicators.csv", &faults)
        for change in lines {
            let line = table.line(where: "code", is: change.code) ?? table.append()
            for field in change.fields where !field.text.isEmpty || table.column(field.column) != nil { table.set(line, field.column, field.text) }
            origins["indicators.csv", default: [:]][line] = change.place
        }
        write(table, to: &files)
    }

    private static func fields(_ record: ValueRecord) -> [(String, String)] {
        [
            ("unit", record.unit), ("period", record.period), ("indicator", record.indicator), ("value", "\(record.value)"),
            ("source", record.source), ("status", record.status.rawValue), ("as_of", record.asOf), ("entered_by", record.enteredBy),
            ("chosen_because", record.chosenBecause), ("records", record.records),
        ]
    }
}

/// A CSV file as lines that can be changed; every other line keeps its bytes.
private struct LineTable {
    private struct Line {
        var number: Int
        var fields: [String]
        /// As it stood; nil where it was changed.
        var bytes: ArraySlice<UInt8>?
    }

    let file: String
    private var header: [String]
    private var lines: [Line] = []
    private var positions: [Int: Int] = [:]
    private var columns: [String: Int]
    private var isWider = false
    private var head: ArraySlice<UInt8>
    private var next: Int

    init(_ bytes: [UInt8], file: String, _ faults: inout Diagnostics) {
        self.file = file
        let rows = CSV.split(bytes, file: file, diagnostics: &faults)
        header = rows.first?.fields ?? []
        columns = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
        // Where each line of text begins.
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == 10 { starts.append(index + 1) }
        func start(_ line: Int) -> Int { starts.indices.contains(line - 1) ? starts[line - 1] : bytes.count }
        let numbers = rows.map(\.line) + [starts.count + 1]
        head = bytes[start(1)..<start(numbers.dropFirst().first ?? 1)]
        for (index, row) in rows.enumerated().dropFirst() {
            positions[row.line] = lines.count
            lines.append(Line(number: row.line, fields: row.fields, bytes: bytes[start(row.line)..<start(numbers[index + 1])]))
        }
        next = starts.count + (bytes.last == 10 ? 0 : 1)
    }

    func column(_ name: String) -> Int? { columns[name] }

    func line(where column: String, is text: String) -> Int? {
        guard let index = columns[column] else { return nil }
        return lines.first { $0.fields.indices.contains(index) && $0.fields[index] == text }?.number
    }

    mutating func append() -> Int {
        positions[next] = lines.count
        lines.append(Line(number: next, fields: [String](repeating: "", count: header.count), bytes: nil))
        next += 1
        return next - 1
    }

    mutating func remove(_ line: Int) {
        guard let position = positions[line] else { return }
        (lines[position].fields, lines[position].bytes) = ([], nil)
    }

    mutating func set(_ line: Int, _ column: String, _ text: String) {
        guard let position = positions[line] else { return }
        if columns[column] == nil {
            columns[column] = header.count
            header.append(column)
            isWider = true
        }
        guard let index = columns[column] else { return }
        while lines[position].fields.count <= index { lines[position].fields.append("") }
        if lines[position].fields[index] == text || Self.isSameNumber(lines[position].fields[index], text) { return }
        lines[position].fields[index] = text
        lines[position].bytes = nil
    }

    private static func isSameNumber(_ a: String, _ b: String) -> Bool {
        guard let x = Double(a), let y = Double(b) else { return false }
        return x == y
    }

    /// The file as it is written, and which line each line became: below a removed line all move up.
    var written: (bytes: [UInt8], lines: [Int: Int]) {
        var result = isWider ? Array(CSV.line(header).utf8) : Array(head)
        if result.last != 10 { result.append(10) }
        var (numbers, count) = ([Int: Int](), 1 + result.count { $0 == 10 })
        for line in lines where !line.fields.isEmpty {
            let start = result.count
            if let bytes = line.bytes, !isWider {
                result += bytes
                if result.last != 10 { result.append(10) }
            } else {
                let missing = [String](repeating: "", count: max(0, header.count - line.fields.count))
                result += Array(CSV.line(line.fields + missing).utf8)
            }
            numbers[line.number] = count
            count += result[start...].count { $0 == 10 }
        }
        return (result, numbers)
    }
}
