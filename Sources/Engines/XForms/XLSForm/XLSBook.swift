public import Documents
public import Ground

/// The sheets of an XLSForm as they were written, before anything of them is understood.
public struct XLSBook: Sendable {
    /// Where a row or a cell stands: a sheet by its number in the book, row and column as a spreadsheet counts them.
    struct Spot: Hashable, Sendable {
        var sheet: Int
        /// Counted from 1.
        var row: Int
        /// Counted from 0; nil for a whole row.
        var column: Int?
    }

    struct Cell: Hashable, Sendable {
        var text: String
        var spot: Spot
    }

    struct Line: Sendable {
        var number: Int
        var cells: [Cell]
    }

    struct Sheet: Sendable {
        /// As it was written.
        var name: String
        /// The file that the sheet came from, when it is one by itself.
        var file: String?
        var lines: [Line]
    }

    /// The name by which messages call the book.
    var file: String
    var sheets: [Sheet]

    func sheet(_ name: String) -> Int? { sheets.firstIndex { $0.name.lowercased() == name } }

    func place(_ spot: Spot) -> Place {
        guard sheets.indices.contains(spot.sheet) else { return Place(file) }
        let sheet = sheets[spot.sheet]
        if let own = sheet.file { return Place(own, line: spot.row, column: spot.column.map { $0 + 1 }) }
        return Spreadsheet.place(file, sheet: sheet.name, row: spot.row, column: spot.column)
    }
}

// MARK: Reading

extension XLSBook {
    /// The sheets that mean something in a form.
    static let names = ["survey", "choices", "settings", "external_choices", "entities", "osm"]

    /// Reads an .xlsx workbook; at most 64 MiB unpacked and a million cells.
    ///
    /// Throws what makes the file unreadable; what is wrong *in* the form is found later, by `XLSForm`.
    public init(xlsx bytes: [UInt8], file: String) throws(RejectedInput) {
        var limits = Spreadsheet.Limits()
        (limits.bytes, limits.cells) = (64 << 20, 1_000_000)
        self.init(try Spreadsheet.read(bytes, file: file, limits: limits), file: file)
    }

    /// Takes a workbook that is in memory.
    public init(_ workbook: Spreadsheet, file: String) {
        self.file = file
        var sheets = workbook.sheets
        // A workbook of one sheet is a survey, whatever the sheet is called.
        if sheets.count == 1, !Self.names.contains(sheets[0].name.lowercased()) { sheets[0].name = "survey" }
        self.sheets = sheets.enumerated().map { index, sheet in
            let lines = sheet.rows.map { row in
                Line(
                    number: row.number,
                    cells: row.cells.map { cell in
                        Cell(text: Self.text(cell.value), spot: Spot(sheet: index, row: row.number, column: cell.column))
                    })
            }
            return Sheet(name: sheet.name, file: nil, lines: lines)
        }
    }

    /// Takes one CSV file per sheet, each with its sheet's name: `survey`, `choices`, `settings`, `external_choices`.
    ///
    /// Throws all faults of all files that are no CSV.
    public init(csv files: [(sheet: String, file: String, bytes: [UInt8])]) throws(RejectedInput) {
        var diagnostics = Diagnostics()
        file = files.first?.file ?? "survey.csv"
        sheets = files.enumerated().map { index, given in
            let rows = CSV.split(given.bytes, file: given.file, diagnostics: &diagnostics)
            let lines = rows.map { row in
                let cells = row.fields.enumerated().map { column, text in
                    Cell(text: text, spot: Spot(sheet: index, row: row.line, column: column))
                }
                return Line(number: row.line, cells: cells.filter { !$0.text.isEmpty })
            }
            return Sheet(name: given.sheet, file: given.file, lines: lines)
        }
        if diagnostics.hasErrors { throw RejectedInput(diagnostics) }
    }

    /// What a form takes a cell for: truth values in capitals, as spreadsheets show them, everything else as it would be typed.
    private static func text(_ value: Spreadsheet.Value) -> String {
        switch value {
        case .truth(let truth): truth ? "TRUE" : "FALSE"
        case .fault(let what): faultMark + what
        default: value.plain
        }
    }

    /// Begins the text of a cell that holds a spreadsheet's error; no text of a workbook begins so, since XML cannot hold it.
    static let faultMark = "\u{0}"
}
