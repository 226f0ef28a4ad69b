public import Ground

extension Spreadsheet {
    /// How much a workbook may hold.
    public struct Limits: Sendable {
        /// Bytes of all its parts, unpacked.
        public var bytes = 256 << 20
        public var cells = 2_000_000

        public init() {}
    }

    /// Reads an XLSX workbook (ECMA-376): shared and inline strings, numbers, truth values, dates and errors; of formulas the result
    /// that was stored. Hidden sheets are read too; charts, pictures and looks are not.
    ///
    /// Throws what is wrong with the place: the file, its part and line, or sheet and cell.
    public static func read(_ bytes: [UInt8], file: String, limits: Limits = Limits()) throws(RejectedInput) -> Spreadsheet {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw RejectedInput(
                "is an old .xls file, or an .xlsx file with a password", at: Place(file),
                advice: "save it as .xlsx without a password")
        }
        do {
            var reader = SpreadsheetReader(archive: try ZipArchive(bytes, limit: limits.bytes), file: file, limits: limits)
            return try reader.read()
        } catch let failure as ZipArchive.Failure {
            throw RejectedInput("\(failure)", at: Place(file), advice: "save it as .xlsx again")
        } catch let rejected as RejectedInput {
            throw rejected
        } catch {
            throw RejectedInput("\(error)", at: Place(file))
        }
    }
}

/// Reads the parts of a workbook.
private struct SpreadsheetReader {
    let archive: ZipArchive
    let file: String
    let limits: Spreadsheet.Limits
    private var strings: [String] = []
    private var cellCount = 0
    /// Per cell format: whether it shows a date.
    private var dateFormats: [Bool] = []
    private var countsFrom1904 = false

    init(archive: ZipArchive, file: String, limits: Spreadsheet.Limits) {
        (self.archive, self.file, self.limits) = (archive, file, limits)
    }

    mutating func read() throws -> Spreadsheet {
        let book = try target(of: "_rels/.rels", folder: "", where: { $0.type.hasSuffix("/officeDocument") }).first?.path
        guard let book, let workbook = try archive.file(book) else {
            throw RejectedInput("is not an .xlsx workbook", at: Place(file), advice: "save it as .xlsx")
        }
        let folder = book.split(separator: "/").dropLast().joined(separator: "/")
        let name = book.split(separator: "/").last.map(String.init) ?? book
        let related = try target(of: (folder.isEmpty ? "" : folder + "/") + "_rels/\(name).rels", folder: folder, where: { _ in true })
        if let part = related.first(where: { $0.type.hasSuffix("/sharedStrings") }) { try readStrings(part.path) }
        if let part = related.first(where: { $0.type.hasSuffix("/styles") }) { try readStyles(part.path) }
        var (sheets, isFrom1904) = ([(name: String, path: String)](), false)
        try pieces(workbook, book) { piece in
            guard case .start(let element, let attributes) = piece else { return }
            if element == "workbookPr" { isFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
            if element == "sheet", let name = attributes["name"], let id = attributes["id"] {
                guard let part = related.first(where: { $0.id == id }) else { return }
                if part.type.hasSuffix("/worksheet") { sheets.append((name, part.path)) }
            }
        }
        countsFrom1904 = isFrom1904
        var result = Spreadsheet()
        for sheet in sheets { result.sheets.append(try readSheet(sheet.name, sheet.path)) }
        if result.sheets.isEmpty { throw RejectedInput("has no sheet of cells", at: Place(file)) }
        return result
    }

    // MARK: Parts

    private struct Related {
        var id: String
        var type: String
        var path: String
    }

    private func target(of part: String, folder: String, where wanted: (Related) -> Bool) throws -> [Related] {
        guard let bytes = try archive.file(part) else { return [] }
        var result: [Related] = []
        try pieces(bytes, part) { piece in
            guard case .start("Relationship", let given) = piece, given["TargetMode"] != "External" else { return }
            guard let id = given["Id"], let type = given["Type"], let target = given["Target"] else { return }
            let path = target.hasPrefix("/") ? String(target.dropFirst()) : folder.isEmpty ? target : folder + "/" + target
            result.append(Related(id: id, type: type, path: Self.plain(path)))
        }
        return result.filter(wanted)
    }

    /// The path without “.” and “..”.
    private static func plain(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    private func pieces(_ bytes: [UInt8], _ part: String, _ visit: (XMLReader.Piece) throws -> Void) throws {
        var reader = XMLReader(bytes)
        do {
            while let piece = try reader.next() { try visit(piece) }
        } catch let fault as XMLReader.Fault {
            throw RejectedInput("its part “\(part)” is damaged in \(fault)", at: Place(file), advice: "save it as .xlsx again")
        }
    }

    private mutating func readStrings(_ part: String) throws {
        guard let bytes = try archive.file(part) else { return }
        var (found, text, isText, phonetic) = ([String](), "", false, 0)
        try pieces(bytes, part) { piece in
            switch piece {
            case .start("si", _): text = ""
            case .end("si"): found.append(text)
            case .start("rPh", _): phonetic += 1
            case .end("rPh"): phonetic -= 1
            case .start("t", _): isText = true
            case .end("t"): isText = false
            case .text(let more) where isText && phonetic == 0: text += more
            default: break
            }
        }
        strings = found
    }

    private mutating func readStyles(_ part: String) throws {
        guard let bytes = try archive.file(part) else { return }
        var (own, formats, isCellFormats) = ([Int: Bool](), [Int](), false)
        try pieces(bytes, part) { piece in
            switch piece {
            case .start("numFmt", let given):
                if let id = given["numFmtId"].flatMap({ Int($0) }), let code = given["formatCode"] { own[id] = Self.showsDate(code) }
            case .start("cellXfs", _): isCellFormats = true
            case .end("cellXfs"): isCellFormats = false
            case .start("xf", let given) where isCellFormats: formats.append(given["numFmtId"].flatMap { Int($0) } ?? 0)
            default: break
            }
        }
        // 14–22 are dates everywhere, 27–36 and 50–58 in East Asian editions; 45–47 are spans of time.
        dateFormats = formats.map { own[$0] ?? ((14...22).contains($0) || (27...36).contains($0) || (50...58).contains($0)) }
    }

    /// Whether a format shows a year or a day; what stands in quotation marks or brackets, or after a backslash, does not count.
    private static func showsDate(_ code: String) -> Bool {
        var (isQuoted, isBracketed, isEscaped) = (false, false, false)
        for character in code.lowercased() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else if isBracketed {
                isBracketed = character != "]"
            } else {
                switch character {
                case "\\", "_": isEscaped = true
                case "\"": isQuoted = true
                case "[": isBracketed = true
                case "y", "d", "年", "日": return true
                default: break
                }
            }
        }
        return false
    }

    // MARK: Cells

    private struct OpenCell {
        var column: Int
        var kind: String
        var format: Int
        var text = ""
        var hasValue = false
        var hasFormula = false
    }

    private mutating func readSheet(_ name: String, _ part: String) throws -> Spreadsheet.Sheet {
        guard let bytes = try archive.file(part) else {
            throw RejectedInput("the sheet “\(name)” is missing from the file", at: Place(file), advice: "save it as .xlsx again")
        }
        var sheet = Spreadsheet.Sheet(name: name)
        var row = Spreadsheet.Row(number: 0, cells: [])
        // An empty cell without a reference takes its place all the same.
        var (cell, isText, phonetic, count, after) = (OpenCell?.none, false, 0, 0, 0)
        try pieces(bytes, part) { piece in
            switch piece {
            case .start("row", let given):
                let number = given["r"].map { Int($0) ?? -1 } ?? row.number + 1
                guard number > row.number, number <= 1_048_576 else {
                    throw RejectedInput("sheet “\(name)”: the rows are not in order after row \(row.number)", at: Place(file))
                }
                row = Spreadsheet.Row(number: number, cells: [])
                after = 0
            case .end("row"): if !row.cells.isEmpty { sheet.rows.append(row) }
            case .start("c", let given):
                let column = given["r"].map { Self.column($0, row: row.number) ?? -1 } ?? after
                guard column >= after, column < 16_384 else {
                    throw RejectedInput("the cells are not in order", at: Spreadsheet.place(file, sheet: name, row: row.number))
                }
                after = column + 1
                cell = OpenCell(column: column, kind: given["t"] ?? "n", format: given["s"].flatMap { Int($0) } ?? 0)
            case .start("f", _): cell?.hasFormula = true
            case .start("v", _), .start("t", _):
                isText = true
                cell?.hasValue = true
            case .end("v"), .end("t"): isText = false
            case .start("rPh", _): phonetic += 1
            case .end("rPh"): phonetic -= 1
            case .text(let more) where isText && phonetic == 0: cell?.text += more
            case .end("c"):
                if let done = cell, let value = try value(done, name, row.number) {
                    row.cells.append(Spreadsheet.Cell(column: done.column, value: value))
                    count += 1
                    if cellCount + count > limits.cells { throw RejectedInput("holds more than \(limits.cells) cells", at: Place(file)) }
                }
                cell = nil
            default: break
            }
        }
        cellCount += count
        return sheet
    }

    /// The column of a reference such as `C7`, which must name this row.
    private static func column(_ reference: String, row: Int) -> Int? {
        var (column, rest) = (0, Substring(reference))
        while let letter = rest.utf8.first, (65...90).contains(letter), column < 20_000 {
            column = column * 26 + Int(letter) - 64
            rest = rest.dropFirst()
        }
        return column > 0 && Int(rest) == row ? column - 1 : nil
    }

    private func value(_ cell: OpenCell, _ sheet: String, _ row: Int) throws -> Spreadsheet.Value? {
        guard cell.hasValue else { return cell.hasFormula ? .fault("a formula without its result") : nil }
        func refuse(_ message: String) -> RejectedInput {
            RejectedInput(message, at: Spreadsheet.place(file, sheet: sheet, row: row, column: cell.column))
        }
        switch cell.kind {
        case "s":
            guard let index = Int(cell.text), strings.indices.contains(index) else { throw refuse("its text is missing from the file") }
            return strings[index].isEmpty ? nil : .text(strings[index])
        case "inlineStr", "str": return cell.text.isEmpty ? nil : .text(cell.text)
        case "b": return .truth(cell.text == "1" || cell.text == "true")
        case "e": return .fault(cell.text)
        case "d":
            guard let date = CivilDate(cell.text.prefix(10)) else { throw refuse("“\(cell.text)” is not a date") }
            return .date(date)
        case "n":
            if cell.text.isEmpty { return cell.hasFormula ? .fault("a formula without its result") : nil }
            guard let number = Double(cell.text), number.isFinite else { throw refuse("“\(cell.text)” is not a number") }
            return dateFormats.indices.contains(cell.format) && dateFormats[cell.format] ? date(number) : .number(number)
        default: throw refuse("a cell of the kind “\(cell.kind)” is not known")
        }
    }

    /// The day of a serial number; the time of day is left off.
    private func date(_ serial: Double) -> Spreadsheet.Value {
        guard serial >= 0, serial < 2_958_466 else { return .number(serial) }
        // Day 60 of the older counting is 29 February 1900, which never was: before it everything is one day off.
        let day = Int(serial)
        let start = countsFrom1904 ? -24_107 : day < 60 ? -25_568 : -25_569
        return .date(CivilDate(daysSinceEpoch: start + day))
    }
}
