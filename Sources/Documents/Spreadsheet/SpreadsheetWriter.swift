internal import Ground

extension Spreadsheet {
    /// The workbook as an XLSX file: the first row of every sheet bold and kept in view, numbers as numbers, dates as dates.
    ///
    /// The same workbook gives the same bytes. A name of a sheet is cut to what spreadsheets accept (31 characters, none of `[]:*?/\`).
    /// - Precondition: at least one sheet; at most 1,048,576 rows and 16,384 columns.
    public func xlsx() -> [UInt8] {
        precondition(!sheets.isEmpty, "a workbook has at least one sheet")
        let names = Self.sheetNames(sheets.map(\.name))
        var archive = ZipWriter()
        let types = sheets.indices.map {
            #"<Override PartName="/xl/worksheets/sheet\#($0 + 1).xml" ContentType="\#(Self.kind).worksheet+xml"/>"#
        }
        archive.add(
            "[Content_Types].xml",
            Self.part(
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Default Extension="xml" ContentType="application/xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="\(Self.kind).sheet.main+xml"/>\
                <Override PartName="/xl/styles.xml" ContentType="\(Self.kind).styles+xml"/>\(types.joined())</Types>
                """))
        archive.add("_rels/.rels", Self.relationships([("officeDocument", "xl/workbook.xml")]))
        let list = names.enumerated().map { #"<sheet name="\#(Self.escaped($1))" sheetId="\#($0 + 1)" r:id="rId\#($0 + 1)"/>"# }
        archive.add(
            "xl/workbook.xml",
            Self.part(
                """
                <workbook xmlns="\(Self.space)" xmlns:r="\(Self.relations)"><sheets>\(list.joined())</sheets></workbook>
                """))
        let parts = sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
        archive.add("xl/_rels/workbook.xml.rels", Self.relationships(parts + [("styles", "styles.xml")]))
        archive.add("xl/styles.xml", Self.part(Self.styles))
        for (index, sheet) in sheets.enumerated() { archive.add("xl/worksheets/sheet\(index + 1).xml", Self.part(sheet.xml)) }
        return archive.bytes
    }

    private static let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    fileprivate static let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    private static func part(_ xml: String) -> [UInt8] {
        Array(("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml).utf8)
    }

    private static func relationships(_ parts: [(type: String, target: String)]) -> [UInt8] {
        let lines = parts.enumerated().map {
            #"<Relationship Id="rId\#($0 + 1)" Type="\#(relations)/\#($1.type)" Target="\#($1.target)"/>"#
        }
        return part(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(lines.joined())</Relationships>")
    }

    /// Format 0 is plain, 1 bold (the first row), 2 a date.
    private static let styles = """
        <styleSheet xmlns="\(space)"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
        <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
        <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
        <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
        <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """

    /// Names that spreadsheets accept, no two alike.
    static func sheetNames(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.map { name in
            var plain = String(name.map { "[]:*?/\\".contains($0) || $0.isNewline ? "_" : $0 })
            while plain.hasPrefix("'") { plain.removeFirst() }
            while plain.hasSuffix("'") { plain.removeLast() }
            if plain.isEmpty { plain = "Sheet" }
            while plain.utf16.count > 31 { plain.removeLast() }
            var (candidate, number) = (plain, 2)
            while !seen.insert(candidate.lowercased()).inserted {
                let tail = " \(number)"
                var head = plain
                while head.utf16.count + tail.utf16.count > 31 { head.removeLast() }
                (candidate, number) = (head + tail, number + 1)
            }
            return candidate
        }
    }

    /// Text for XML; characters that XML has no place for become a replacement mark.
    fileprivate static func escaped(_ text: String) -> String {
        MarkupText.escaped(text) { scalar in
            switch scalar {
            case "\r": "&#13;"
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t", "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
            default: nil
            }
        }
    }
}

extension Spreadsheet.Sheet {
    fileprivate var xml: String {
        precondition((rows.last?.number ?? 0) <= 1_048_576, "a sheet has at most 1,048,576 rows")
        var text = """
            <worksheet xmlns="\(Spreadsheet.space)"><sheetViews><sheetView workbookViewId="0">\
            <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\(widths)<sheetData>
            """
        for row in rows {
            text += "<row r=\"\(row.number)\">"
            for cell in row.cells { text += Self.xml(cell, row.number, isHead: row.number == 1) }
            text += "</row>"
        }
        return text + "</sheetData></worksheet>"
    }

    /// Columns as wide as their longest text, within reason; Han characters take two places.
    private var widths: String {
        var longest: [Int: Int] = [:]
        for row in rows.prefix(2_000) {
            for cell in row.cells {
                let width = cell.value.plain.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
                longest[cell.column] = max(longest[cell.column] ?? 0, width)
            }
        }
        if longest.isEmpty { return "" }
        let columns = longest.sorted { $0.key < $1.key }.map { column, width in
            "<col min=\"\(column + 1)\" max=\"\(column + 1)\" width=\"\(min(60, max(8, width + 2)))\" customWidth=\"1\"/>"
        }
        return "<cols>\(columns.joined())</cols>"
    }

    private static func xml(_ cell: Spreadsheet.Cell, _ row: Int, isHead: Bool) -> String {
        let head = "<c r=\"\(Spreadsheet.letters(cell.column))\(row)\"\(isHead ? " s=\"1\"" : "")"
        switch cell.value {
        case .text(let text): return "\(head) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(Spreadsheet.escaped(text))</t></is></c>"
        case .number(let number) where number.isFinite: return "\(head)><v>\(number)</v></c>"
        case .number: return "\(head) t=\"e\"><v>#NUM!</v></c>"
        case .truth(let truth): return "\(head) t=\"b\"><v>\(truth ? 1 : 0)</v></c>"
        case .date(let date):
            // Before March 1900 spreadsheets count another calendar than everybody else.
            let serial = date.daysSinceEpoch + 25_569
            if serial < 61 { return xml(Spreadsheet.Cell(column: cell.column, value: .text("\(date)")), row, isHead: isHead) }
            return "<c r=\"\(Spreadsheet.letters(cell.column))\(row)\" s=\"2\"><v>\(serial)</v></c>"
        case .fault(let what): return "\(head) t=\"e\"><v>\(Spreadsheet.escaped(what.hasPrefix("#") ? what : "#VALUE!"))</v></c>"
        }
    }
}
