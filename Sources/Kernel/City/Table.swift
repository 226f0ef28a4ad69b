internal import Documents
internal import Ground

/// A CSV file read by column name, with faults that name line and column.
struct Table {
    let csv: CSV
    /// Whether the header was as expected; rows of other tables are not worth reading.
    let isUsable: Bool
    private let positions: [String: Int]

    /// Reads a file whose columns are known; a missing or unknown column is reported, a missing file too where it is required.
    init?(
        _ name: String, in files: CityFiles, required: [String], optional: [String] = [], isRequired: Bool = true,
        diagnostics: inout Diagnostics
    ) {
        let bytes =
            isRequired
            ? files.required(name, diagnostics: &diagnostics) : files.bytes(name, diagnostics: &diagnostics)
        guard let bytes else { return nil }
        csv = CSV(bytes, file: files.path(name), diagnostics: &diagnostics)
        var positions: [String: Int] = [:]
        var isUsable = !csv.header.isEmpty
        if isUsable {
            for column in required {
                guard let position = csv.requiredColumn(column, diagnostics: &diagnostics) else {
                    isUsable = false
                    continue
                }
                positions[column] = position
            }
        }
        for column in optional { positions[column] = csv.column(column) }
        let known = required + optional
        for (index, column) in csv.header.enumerated() where !known.contains(column) {
            let near = Spelling.nearest(to: column, among: known)
            diagnostics.error(
                "the column \u{201C}\(column)\u{201D} is not known here",
                at: Place(csv.file, line: 1, column: Table.column(of: index, in: csv.header)),
                advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" }
                    ?? "known are \(known.joined(separator: ", "))")
        }
        self.positions = positions
        self.isUsable = isUsable
    }

    var rows: [TableRow] {
        guard isUsable else { return [] }
        return csv.rows.map { TableRow(row: $0, file: csv.file, positions: positions) }
    }

    /// The column, counted in characters, where a field begins; exact for files that quote only what must be quoted.
    static func column(of index: Int, in fields: [String]) -> Int {
        var column = 1
        for field in fields.prefix(index) { column += CSV.line([field]).count }
        return column
    }
}

/// One row of a table.
struct TableRow {
    let row: CSV.Row
    let file: String
    let positions: [String: Int]

    /// The place of the row.
    var place: Place { Place(file, line: row.line) }

    /// The place of a field.
    func place(_ column: String) -> Place {
        guard let position = positions[column] else { return place }
        return Place(file, line: row.line, column: Table.column(of: position, in: row.fields))
    }

    /// The field; empty where the file lacks the column.
    subscript(_ column: String) -> String {
        guard let position = positions[column], position < row.fields.count else { return "" }
        return row.fields[position]
    }

    /// The field, or nil where it is empty.
    func optional(_ column: String) -> String? {
        let text = self[column]
        return text.isEmpty ? nil : text
    }

    /// A field that must not be empty.
    func required(_ column: String, _ diagnostics: inout Diagnostics) -> String? {
        if let text = optional(column) { return text }
        diagnostics.error("\u{201C}\(column)\u{201D} is empty", at: place(column), advice: "write a value")
        return nil
    }

    /// Texts in both languages; Chinese must be there, English defaults to it.
    func bilingual(_ stem: String, _ diagnostics: inout Diagnostics) -> Bilingual? {
        guard let zh = required(stem + "_zh", &diagnostics) else { return nil }
        return Bilingual(zh: zh, en: optional(stem + "_en") ?? zh)
    }

    /// Yes or no; empty is no.
    func truth(_ column: String, _ diagnostics: inout Diagnostics) -> Bool {
        switch self[column] {
        case "yes", "true", "是": return true
        case "", "no", "false", "否": return false
        default:
            diagnostics.error(
                "\u{201C}\(self[column])\u{201D} is neither yes nor no", at: place(column), advice: "write yes or no")
            return false
        }
    }

    func date(_ column: String, _ diagnostics: inout Diagnostics) -> CivilDate? {
        guard let text = optional(column) else { return nil }
        if let date = CivilDate(text) { return date }
        diagnostics.error(
            "\u{201C}\(text)\u{201D} is not a day of the calendar", at: place(column),
            advice: "write it as 2026-10-01")
        return nil
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable & CaseIterable>(
        _ column: String, _ type: Word.Type, _ diagnostics: inout Diagnostics
    ) -> Word? where Word.RawValue == String {
        guard let text = required(column, &diagnostics) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: text, among: known)
        diagnostics.error(
            "\u{201C}\(text)\u{201D} is not known as \(column)", at: place(column),
            advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" } ?? "known are \(known.joined(separator: ", "))")
        return nil
    }

    /// The items of a field that holds several, separated by semicolons.
    func items(_ column: String) -> [String] {
        self[column].split(separator: ";").map { item in
            String(item.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}
