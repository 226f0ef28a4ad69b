internal import Documents

/// One sheet with its headings understood: rows of values by column and language.
struct XLSTable: Sendable {
    /// What a heading stands for: `label`, `bind:relevant`, `media:image`; a language for what is translated.
    struct Key: Hashable, Sendable {
        var name: String
        var language: String?

        init(_ name: String, _ language: String? = nil) { (self.name, self.language) = (name, language) }
    }

    struct Column: Sendable {
        var key: Key
        /// As it was written.
        var heading: String
        var spot: XLSBook.Spot
    }

    struct Row: Sendable {
        var spot: XLSBook.Spot
        var values: [Key: XLSBook.Cell] = [:]

        var number: Int { spot.row }

        subscript(_ name: String) -> XLSBook.Cell? { values[Key(name)] }

        /// The values whose names begin so (`bind:`), by the rest of the name, in the order of their columns.
        func all(_ prefix: String) -> [(name: String, language: String?, cell: XLSBook.Cell)] {
            values.filter { $0.key.name.hasPrefix(prefix) }
                .sorted { ($0.value.spot.column ?? 0) < ($1.value.spot.column ?? 0) }
                .map { (String($0.key.name.dropFirst(prefix.count)), $0.key.language, $0.value) }
        }

        /// A text and its translations; nil when there is none.
        func text(_ name: String) -> XLSText? {
            let found = values.filter { $0.key.name == name }.sorted { ($0.value.spot.column ?? 0) < ($1.value.spot.column ?? 0) }
            return found.isEmpty ? nil : XLSText(found.map { ($0.key.language, $0.value) })
        }
    }

    var sheet: Int
    var columns: [Column] = []
    var rows: [Row] = []

    func has(_ name: String) -> Bool { columns.contains { $0.key.name == name } }
    func spot(of name: String) -> XLSBook.Spot? { columns.first { $0.key.name == name }?.spot }
    var headingSpot: XLSBook.Spot { XLSBook.Spot(sheet: sheet, row: columns.first?.spot.row ?? 1, column: nil) }
}

/// A text as it was given: one without a language, translations, or both.
struct XLSText: Sendable {
    var plain: XLSBook.Cell?
    var translations: [(language: String, cell: XLSBook.Cell)] = []

    init(_ values: [(language: String?, cell: XLSBook.Cell)]) {
        for value in values {
            if let language = value.language { translations.append((language, value.cell)) } else { plain = value.cell }
        }
    }

    init(_ plain: XLSBook.Cell) { self.plain = plain }

    var isTranslated: Bool { !translations.isEmpty }
    var first: XLSBook.Cell? { plain ?? translations.first?.cell }
    var cells: [XLSBook.Cell] { [plain].compactMap { $0 } + translations.map(\.cell) }

    /// Text by language; what has none belongs to the form's own language, unless that was given as well.
    func byLanguage(own: String) -> [(language: String, cell: XLSBook.Cell)] {
        guard let plain, !translations.contains(where: { $0.language == own }) else { return translations }
        return [(own, plain)] + translations
    }
}

// MARK: Languages

extension XLSTable {
    /// Warns of languages in which some kinds of text have no column; people who use them see “-”.
    func warnOfMissingLanguages(_ findings: inout XLSFindings) {
        let kinds = columns.filter { XLSHeadings.isTranslatable($0.key.name) && !$0.key.name.hasPrefix("media:") }
        var languages: [String?] = []
        for column in kinds where !languages.contains(column.key.language) { languages.append(column.key.language) }
        guard languages.contains(where: { $0 != nil }) else { return }
        var names: [String] = []
        for column in kinds where !names.contains(column.key.name) { names.append(column.key.name) }
        for language in languages {
            let missing = names.filter { name in !kinds.contains { $0.key == Key(name, language) } }.map(XLSHeadings.spoken)
            if missing.isEmpty { continue }
            let whose = language.map { "the language “\($0)” has" } ?? "texts without a language have"
            findings.warning(
                "\(whose) no column for \(missing.joined(separator: ", "))", at: headingSpot, advice: "people who use it see “-” in its place")
        }
    }
}

// MARK: Reading

extension XLSTable {
    /// Reads a sheet: the first row that is not empty holds the headings.
    /// - Parameter collapses: whether runs of spaces become one.
    init(_ index: Int, of book: XLSBook, kind: XLSHeadings.Kind, collapses: Bool, findings: inout XLSFindings) {
        sheet = index
        let lines = book.sheets[index].lines.filter { !$0.cells.allSatisfy { Self.cleaned($0.text, collapses: false).isEmpty } }
        guard let head = lines.first else { return }
        let headings = head.cells.map { XLSBook.Cell(text: Self.cleaned($0.text, collapses: true), spot: $0.spot) }.filter { !$0.text.isEmpty }
        columns = XLSHeadings(kind, headings).columns(findings: &findings)
        var byColumn: [Int: Key] = [:]
        for column in columns { if let number = column.spot.column { byColumn[number] = column.key } }
        var last = head.number
        for line in lines.dropFirst() {
            // Whoever writes notes far below the form does not mean them as part of it.
            if line.number - last > 61 {
                findings.warning(
                    "this row and all below it are not read, since more than 60 empty rows stand above it",
                    at: XLSBook.Spot(sheet: index, row: line.number, column: nil), advice: "take the empty rows out if they belong to the form")
                break
            }
            last = line.number
            var row = Row(spot: XLSBook.Spot(sheet: index, row: line.number, column: nil))
            for cell in line.cells {
                guard let column = cell.spot.column, let key = byColumn[column] else { continue }
                if cell.text.hasPrefix(XLSBook.faultMark) {
                    findings.error(
                        "the cell holds \(cell.text.dropFirst())", at: cell.spot,
                        advice: "write the text itself, or let the spreadsheet compute it and save again")
                    continue
                }
                let text = Self.cleaned(cell.text, collapses: collapses)
                if !text.isEmpty { row.values[key] = XLSBook.Cell(text: Self.writable(text, at: cell.spot, &findings), spot: cell.spot) }
            }
            if !row.values.isEmpty { rows.append(row) }
        }
    }

    /// Without space around it, with plain spaces and plain quotation marks: what spreadsheets make of typing is not what formulas need.
    static func cleaned(_ text: String, collapses: Bool) -> String {
        var result = String.UnicodeScalarView()
        var wasSpace = false
        for scalar in text.unicodeScalars {
            var next = scalar
            switch scalar {
            case "\u{A0}": next = " "
            case "\u{2018}", "\u{2019}": next = "'"
            case "\u{201C}", "\u{201D}": next = "\""
            case "\r": continue
            default: break
            }
            if collapses, next == " ", wasSpace { continue }
            wasSpace = next == " "
            if result.isEmpty, next.properties.isWhitespace { continue }
            result.append(next)
        }
        while let last = result.last, last.properties.isWhitespace { result.removeLast() }
        return String(result)
    }

    /// XML has no place for control characters.
    private static func writable(_ text: String, at spot: XLSBook.Spot, _ findings: inout XLSFindings) -> String {
        func isFit(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value >= 32 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || scalar == "\n" || scalar == "\t"
        }
        if text.unicodeScalars.allSatisfy(isFit) { return text }
        findings.warning("a control character is left out", at: spot, advice: "type the text anew")
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where isFit(scalar) { result.append(scalar) }
        return String(result)
    }
}
