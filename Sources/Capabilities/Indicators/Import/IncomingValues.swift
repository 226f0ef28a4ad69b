internal import Documents
internal import Ground

/// What an offered file brings: values with all that belongs to them, and lines of indicators.
struct IncomingValues {
    /// Lines of indicators by code, with their columns.
    struct Line {
        var code: String
        var fields: [(column: String, text: String)]
        var place: Place
    }

    var records: [ValueRecord] = []
    var lines: [Line] = []
    /// Sheets that hold neither.
    var skipped: [String] = []
    var faults = Diagnostics()

    private let defaults: IndexImport.Defaults
    /// Codes and names, each with its code.
    private var codes: [String: String] = [:]

    private static let about = ["unit", "period", "source", "status", "as_of", "entered_by", "chosen_because", "records"]

    private static let statuses = [
        "官方": ValueStatus.official, "调查": .survey, "平台": .platform, "估算": .estimate, "建议": .proposal, "合成": .synthetic,
    ]

    /// - Parameter known: codes and names of the folder's indicators and denominators, each with its code.
    init(_ bytes: [UInt8], file: String, known: [String: String], defaults: IndexImport.Defaults) {
        (self.defaults, codes) = (defaults, known)
        let tables = SheetTable.read(bytes, file: file, &faults)
        let lists = tables.filter { $0.column("code") != nil && $0.column("kind") != nil && $0.column("parent") != nil }
        for table in lists { readLines(table) }
        var isAnything = !lists.isEmpty
        for table in tables where !lists.contains(where: { $0.sheet == table.sheet }) {
            let isLong = table.column("indicator") != nil && table.column("value") != nil
            guard table.column("unit") != nil, table.column("period") != nil, isLong || isWide(table) else {
                skipped.append(table.sheet ?? file)
                continue
            }
            isAnything = true
            faults.append(contentsOf: table.faults)
            if isLong { readLong(table) } else { readWide(table) }
        }
        if !isAnything, !faults.hasErrors {
            faults.error(
                "holds neither values nor indicators", at: Place(file),
                advice: "values have the columns unit, period, indicator, value, source, status, as_of, entered_by (or one column per indicator)")
        }
        refuseDoubles()
    }

    private func isWide(_ table: SheetTable) -> Bool {
        table.column("indicator") == nil && (table.sheet == nil || table.header.contains { codes[$0] != nil })
    }

    // MARK: Indicators

    private mutating func readLines(_ table: SheetTable) {
        faults.append(contentsOf: table.faults)
        guard let code = table.column("code"), let kind = table.column("kind") else { return }
        for row in table.rows {
            let place = table.place(row.number, code)
            if row.fields[code].isEmpty { faults.error("the code is empty", at: place) }
            if let other = lines.first(where: { $0.code == row.fields[code] }) {
                faults.error("“\(row.fields[code])” stands at \(other.place) too", at: place)
            }
            for column in row.faults { faults.error("the cell holds “\(row.fields[column])”", at: table.place(row.number, column)) }
            let fields = zip(table.header, row.fields).filter { !$0.0.isEmpty }.map { (column: $0.0, text: $0.1) }
            lines.append(Line(code: row.fields[code], fields: fields, place: place))
            if ["indicator", "part", IndexPart.olderKind].contains(row.fields[kind]) { codes[row.fields[code]] = row.fields[code] }
        }
    }

    // MARK: Values

    private mutating func readLong(_ table: SheetTable) {
        guard let indicator = table.column("indicator"), let value = table.column("value") else { return }
        for row in table.rows {
            guard let code = codes[row.fields[indicator]] else {
                unknown(row.fields[indicator], at: table.place(row.number, indicator))
                continue
            }
            add(table, row, code, value)
        }
    }

    private mutating func readWide(_ table: SheetTable) {
        var columns: [(column: Int, code: String)] = []
        for (column, name) in table.header.enumerated() where !name.isEmpty && !Self.about.contains(name) {
            if let code = codes[name] { columns.append((column, code)) } else { unknown(name, at: table.place(table.headerRow, column)) }
        }
        for row in table.rows {
            for (column, code) in columns { add(table, row, code, column) }
        }
    }

    private mutating func unknown(_ name: String, at place: Place) {
        let near = Spelling.nearest(to: name, among: codes.keys.sorted())
        faults.error("“\(name)” is not in indicators.csv", at: place, advice: near.map { "did you mean “\($0)”?" })
    }

    private mutating func add(_ table: SheetTable, _ row: SheetTable.Row, _ code: String, _ column: Int) {
        let (text, place) = (row.fields[column], table.place(row.number, column))
        if text.isEmpty { return }
        func at(_ name: String) -> Place { table.place(row.number, table.column(name)) }
        func field(_ name: String, _ otherwise: String = "") -> String {
            let own = table.column(name).map { row.fields[$0] } ?? ""
            return own.isEmpty ? otherwise : own
        }
        guard let value = Double(decimal: text), !row.faults.contains(column) else {
            faults.error("the value “\(text)” of “\(code)” is not a number", at: place, advice: "write 1234.5, without other marks")
            return
        }
        for name in Self.about {
            guard let column = table.column(name), row.faults.contains(column) else { continue }
            faults.error("the cell holds “\(row.fields[column])”", at: table.place(row.number, column))
            return
        }
        for name in ["unit", "period"] where field(name).isEmpty { faults.error("the \(name) is empty", at: at(name)) }
        let source = field("source", defaults.source)
        let (asOf, enteredBy) = (field("as_of", defaults.asOf), field("entered_by", defaults.enteredBy))
        for (name, text) in [("source", source), ("as_of", asOf), ("entered_by", enteredBy)] where text.isEmpty {
            let option = name.replacing("_", with: "-")
            faults.error("the \(name) is missing", at: at(name), advice: "fill the column, or give --\(option) for the whole file")
        }
        if !asOf.isEmpty, !ValuesReader.isDate(asOf) {
            faults.error("the date “\(asOf)” is not known", at: at("as_of"), advice: "write 2024-12-31, 2024-12 or 2024")
        }
        let word = field("status", defaults.status)
        guard let status = ValueStatus(rawValue: word) ?? Self.statuses[word] else {
            let words = ValueStatus.allCases.map(\.rawValue).joined(separator: ", ")
            faults.error("the status is “\(word)”", at: at("status"), advice: "write one of \(words)")
            return
        }
        records.append(
            ValueRecord(
                unit: field("unit"), period: field("period"), indicator: code, value: value, source: source, status: status, asOf: asOf,
                enteredBy: enteredBy, chosenBecause: field("chosen_because"), records: field("records"), place: place))
    }

    /// One source says one thing about one cell.
    private mutating func refuseDoubles() {
        var seen: [ValueRecord.Key: Place] = [:]
        for record in records {
            if let other = seen.updateValue(record.place, forKey: record.key) {
                faults.error(
                    "“\(record.indicator)” of \(record.unit) in \(record.period) from “\(record.source)” stands at \(other) too",
                    at: record.place)
            }
        }
    }
}

extension ValueRecord {
    /// A cell of the table.
    struct Cell: Hashable {
        var unit: String
        var period: String
        var indicator: String
    }

    /// What one source says about a cell.
    struct Key: Hashable {
        var cell: Cell
        var source: String
    }

    var cell: Cell { Cell(unit: unit, period: period, indicator: indicator) }
    var key: Key { Key(cell: cell, source: source) }

    /// Whether all but the place and the reason is the same.
    func says(theSameAs other: ValueRecord) -> Bool {
        var copy = self
        (copy.place, copy.chosenBecause) = (other.place, other.chosenBecause)
        return copy == other
    }
}
