import Documents
import Ground
import XForms

/// Forms made in tests: one string a row, cells separated by `|`.
enum XLSFormFixture {
    static func sheet(_ name: String, _ rows: [String]) -> Spreadsheet.Sheet {
        var sheet = Spreadsheet.Sheet(name: name)
        for row in rows {
            let cells = row.split(separator: "|", omittingEmptySubsequences: false).map { cell -> Spreadsheet.Value? in
                let text = cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
                return text.isEmpty ? nil : .text(String(text))
            }
            sheet.append(cells)
        }
        return sheet
    }

    static func book(_ survey: [String], choices: [String] = [], settings: [String] = [], more: [Spreadsheet.Sheet] = []) -> Spreadsheet {
        var sheets = [sheet("survey", survey)]
        if !choices.isEmpty { sheets.append(sheet("choices", choices)) }
        if !settings.isEmpty { sheets.append(sheet("settings", settings)) }
        return Spreadsheet(sheets: sheets + more)
    }

    static func convert(
        _ survey: [String], choices: [String] = [], settings: [String] = [], more: [Spreadsheet.Sheet] = []
    ) throws -> XLSForm.Conversion {
        try XLSForm.convert(XLSBook(book(survey, choices: choices, settings: settings, more: more), file: "form.xlsx"))
    }

    /// What is found about a form, one finding a line, without the file's name.
    static func findings(
        _ survey: [String], choices: [String] = [], settings: [String] = [], more: [Spreadsheet.Sheet] = []
    ) -> [String] {
        let book = XLSBook(book(survey, choices: choices, settings: settings, more: more), file: "form.xlsx")
        return XLSForm.check(book).all.map { $0.description.replacing("form.xlsx: ", with: "") }
    }

    /// The place and severity of each finding: `survey B3 error`.
    static func places(
        _ survey: [String], choices: [String] = [], settings: [String] = [], more: [Spreadsheet.Sheet] = []
    ) -> [String] {
        findings(survey, choices: choices, settings: settings, more: more).map { line in
            let parts = line.split(separator: ":", maxSplits: 2).map(String.init)
            let place = parts[0].replacing("sheet “", with: "").replacing("”, cell", with: "").replacing("”, row", with: " row")
            return "\(place)\(parts.count > 1 ? parts[1] : "")"
        }
    }
}
