internal import Documents
internal import Ground

/// A table that is offered for import – a CSV file, or a sheet of a workbook – with the place of every cell.
struct SheetTable {
    struct Row {
        /// The line of the file or the row of the sheet, from 1.
        var number: Int
        /// One per column of the header.
        var fields: [String]
        /// Columns whose cell holds an error or an uncomputed formula.
        var faults: Set<Int> = []
    }

    let file: String
    /// nil for a CSV file.
    let sheet: String?
    let header: [String]
    let headerRow: Int
    var rows: [Row] = []
    /// What is wrong with its shape; matters only where the table is one that is imported.
    var faults = Diagnostics()

    func place(_ row: Int, _ column: Int? = nil) -> Place {
        guard let sheet else { return Place(file, line: row) }
        return Spreadsheet.place(file, sheet: sheet, row: row, column: column)
    }

    func column(_ name: String) -> Int? { header.firstIndex(of: name) }

    /// The tables of a file; what is not readable goes to the faults.
    static func read(_ bytes: [UInt8], file: String, _ faults: inout Diagnostics) -> [SheetTable] {
        let isBook = ZipArchive.isZip(bytes) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) || file.lowercased().hasSuffix(".xlsx")
        if !isBook { return [of(CSV(bytes, file: file, diagnostics: &faults))] }
        do {
            return try Spreadsheet.read(bytes, file: file).sheets.compactMap { of($0, file) }
        } catch {
            faults.append(contentsOf: error.diagnostics)
            return []
        }
    }

    private static func of(_ csv: CSV) -> SheetTable {
        SheetTable(
            file: csv.file, sheet: nil, header: csv.header.map(heading), headerRow: 1,
            rows: csv.rows.map { Row(number: $0.line, fields: $0.fields.map(trimmed)) })
    }

    private static func of(_ sheet: Spreadsheet.Sheet, _ file: String) -> SheetTable? {
        guard let first = sheet.rows.first, let width = first.cells.last.map({ $0.column + 1 }) else { return nil }
        var header = [String](repeating: "", count: width)
        for cell in first.cells { header[cell.column] = heading(cell.value.plain) }
        var table = SheetTable(file: file, sheet: sheet.name, header: header, headerRow: first.number)
        for (index, name) in header.enumerated() where !name.isEmpty && header.firstIndex(of: name) != index {
            table.faults.error("the column “\(name)” stands twice", at: table.place(first.number, index))
        }
        for row in sheet.rows.dropFirst() {
            var fields = Row(number: row.number, fields: [String](repeating: "", count: width))
            for cell in row.cells {
                let text = trimmed(cell.value.plain)
                guard cell.column < width, !header[cell.column].isEmpty else {
                    if !text.isEmpty { table.faults.error("“\(text)” stands in a column without a name", at: table.place(row.number, cell.column)) }
                    continue
                }
                fields.fields[cell.column] = text
                if case .fault = cell.value { fields.faults.insert(cell.column) }
            }
            if fields.fields.contains(where: { !$0.isEmpty }) { table.rows.append(fields) }
        }
        return table
    }

    private static func trimmed(_ text: String) -> String {
        func isSpace(_ character: Character) -> Bool { character.isWhitespace }
        var rest = text[...]
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return String(rest.drop(while: isSpace))
    }

    /// Column names in Chinese mean the same as the English ones.
    private static let chinese = [
        "地区": "unit", "时期": "period", "年度": "period", "指标": "indicator", "数值": "value", "来源": "source", "状态": "status", "截至日期": "as_of",
        "录入人": "entered_by", "采用理由": "chosen_because", "记录": "records", "代码": "code", "名称": "name", "类型": "kind", "上级": "parent",
        "方向": "direction", "权重": "weight", "计量单位": "unit", "定义": "definition", "分子": "numerator", "分母": "denominator",
    ]

    private static func heading(_ text: String) -> String {
        let plain = trimmed(text)
        return chinese[plain] ?? plain
    }
}
