public import Ground

/// A workbook in memory: sheets of cells, without formulas and without looks.
public struct Spreadsheet: Sendable, Hashable {
    /// What a cell holds.
    public enum Value: Sendable, Hashable {
        case text(String)
        case number(Double)
        case truth(Bool)
        case date(CivilDate)
        /// An error (`#DIV/0!`), or a formula that was never computed.
        case fault(String)

        /// As it would be typed into a CSV file: numbers at their shortest, dates as 2026-10-01.
        public var plain: String {
            switch self {
            case .text(let text): text
            case .number(let number):
                if number == number.rounded(), abs(number) < 1e15 { "\(Int(number))" } else { "\(number)" }
            case .truth(let truth): truth ? "true" : "false"
            case .date(let date): "\(date)"
            case .fault(let what): what
            }
        }
    }

    public struct Cell: Sendable, Hashable {
        /// Counted from 0.
        public var column: Int
        public var value: Value

        public init(column: Int, value: Value) { (self.column, self.value) = (column, value) }
    }

    public struct Row: Sendable, Hashable {
        /// Counted from 1, as spreadsheets do.
        public var number: Int
        /// By column; empty cells are left out.
        public var cells: [Cell]

        public init(number: Int, cells: [Cell]) { (self.number, self.cells) = (number, cells) }

        public subscript(column: Int) -> Value? { cells.first { $0.column == column }?.value }
    }

    public struct Sheet: Sendable, Hashable {
        public var name: String
        /// By number; empty rows are left out.
        public var rows: [Row]

        public init(name: String, rows: [Row] = []) { (self.name, self.rows) = (name, rows) }

        /// Appends a row below the last one; nil leaves a cell empty.
        public mutating func append(_ values: [Value?]) {
            let cells = values.enumerated().compactMap { index, value in value.map { Cell(column: index, value: $0) } }
            rows.append(Row(number: (rows.last?.number ?? 0) + 1, cells: cells))
        }
    }

    public var sheets: [Sheet]

    public init(sheets: [Sheet] = []) { self.sheets = sheets }

    /// `A` for 0, `Z` for 25, `AA` for 26.
    public static func letters(_ column: Int) -> String {
        var (rest, text) = (column, "")
        repeat {
            text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
            rest = rest / 26 - 1
        } while rest >= 0
        return text
    }

    /// Where a cell stands, as messages name it: `book.xlsx: sheet “Data”, cell C7`.
    public static func place(_ file: String, sheet: String, row: Int, column: Int? = nil) -> Place {
        Place("\(file): sheet “\(sheet)”, " + (column.map { "cell \(letters($0))\(row)" } ?? "row \(row)"))
    }
}
