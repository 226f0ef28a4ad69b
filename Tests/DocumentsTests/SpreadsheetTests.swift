import Documents
import Ground
import TestSupport
import Testing

@Suite("Workbooks")
struct SpreadsheetTests {
    private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// A workbook as office programs write it: shared strings with runs, styles, formulas, a date.
    private static func parts(cells: String, before: String = "") -> [(name: String, text: String)] {
        [
            ("_rels/.rels", "<Relationships><Relationship Id=\"1\" Type=\"\(relations)/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"),
            (
                "xl/workbook.xml",
                "<x:workbook xmlns:x='m' xmlns:r='r'>\(before)<x:sheets><x:sheet name=\"数据 &amp; Data\" sheetId=\"1\" r:id=\"a\"/></x:sheets></x:workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                """
                <Relationships><Relationship Id="a" Type="\(relations)/worksheet" Target="worksheets/one.xml"/>\
                <Relationship Id="b" Type="\(relations)/sharedStrings" Target="../xl/s.xml"/>\
                <Relationship Id="c" Type="\(relations)/styles" Target="styles.xml"/></Relationships>
                """
            ),
            ("xl/s.xml", "<sst><si><t>plain</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>reading</t></rPh></si></sst>"),
            (
                "xl/styles.xml",
                """
                <styleSheet><numFmts><numFmt numFmtId="170" formatCode="&quot;day&quot;0.00"/><numFmt numFmtId="171" formatCode="[Red]yyyy\\-mm"/></numFmts>\
                <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
                <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>
                """
            ),
            ("xl/worksheets/one.xml", "<worksheet><sheetData>\(cells)</sheetData></worksheet>"),
        ]
    }

    private static func book(_ parts: [(name: String, text: String)]) -> [UInt8] {
        var zip = ZipWriter()
        for part in parts { zip.add(part.name, Array(part.text.utf8)) }
        return zip.bytes
    }

    private static let cells = """
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2"><v>9.2300000000000004</v></c>\
        <c r="E2" s="1"><v>43465</v></c><c r="F2" s="2"><v>43465</v></c><c r="G2" s="3"><v>59</v></c></row>\
        <row><c t="inlineStr"><is><t>in line</t></is></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c t="b"><v>1</v></c>\
        <c t="e"><v>#N/A</v></c><c s="1"/><c t="str"><f>"x"</f><v>x</v></c><c t="d"><v>2024-02-29T00:00:00</v></c>\
        <c><f>1+1</f><v></v></c></row>
        """

    @Test("What office programs write") func foreign() throws {
        let book = try Spreadsheet.read(Self.book(Self.parts(cells: Self.cells)), file: "b.xlsx")
        let sheet = try #require(book.sheets.first)
        #expect(book.sheets.count == 1 && sheet.name == "数据 & Data")
        #expect(sheet.rows.map(\.number) == [2, 3])
        let first = sheet.rows[0]
        #expect(first[0] == .text("plain") && first[1] == nil && first[2] == .text("two runs") && first[3]?.plain == "9.23")
        #expect(first[4]?.plain == "2018-12-31" && first[5] == .number(43465) && first[6]?.plain == "1900-02-28")
        let second = sheet.rows[1]
        #expect(second.cells.map(\.column) == [0, 1, 2, 3, 4, 6, 7, 8])
        let unknown = "a formula without its result"
        #expect(second.cells.map(\.value.plain) == ["in line", "2", unknown, "true", "#N/A", "x", "2024-02-29", unknown])
    }

    @Test("Workbooks that count from 1904") func otherEpoch() throws {
        let parts = Self.parts(cells: "<row><c s=\"1\"><v>42003</v></c></row>", before: "<workbookPr date1904=\"1\"/>")
        #expect(try Spreadsheet.read(Self.book(parts), file: "b.xlsx").sheets[0].rows[0][0]?.plain == "2018-12-31")
    }

    @Test(
        "Faults name sheet and cell",
        arguments: [
            ("<row r=\"7\"><c r=\"C7\"><v>seven</v></c></row>", "b.xlsx: sheet “数据 & Data”, cell C7: error: “seven” is not a number"),
            ("<row r=\"7\"><c r=\"AB7\" t=\"s\"><v>9</v></c></row>", "cell AB7: error: its text is missing"),
            ("<row r=\"7\"><c r=\"B7\"/><c r=\"A7\"><v>1</v></c><c r=\"A7\"><v>1</v></c></row>", "row 7: error: the cells are not in order"),
            ("<row r=\"7\"/><row r=\"6\"/>", "the rows are not in order"),
            ("<row r=\"7\"><c r=\"C7\" t=\"zz\"><v>1</v></c></row>", "of the kind “zz”"),
            ("<row>", "its part “xl/worksheets/one.xml” is damaged in line 1"),
        ])
    func faults(cells: String, words: String) {
        let error = #expect(throws: RejectedInput.self) { try Spreadsheet.read(Self.book(Self.parts(cells: cells)), file: "b.xlsx") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("Old workbooks, other archives and other files are refused with advice") func otherFiles() {
        for bytes in [[0xD0, 0xCF, 0x11, 0xE0, 1], Array("unit,period\n".utf8), [], Self.book([("a", "b")])] {
            let error = #expect(throws: RejectedInput.self) { try Spreadsheet.read(bytes, file: "b.xls") }
            #expect(error?.diagnostics.errors.first?.advice != nil)
        }
    }

    @Test("Limits on cells and bytes") func limits() {
        var limits = Spreadsheet.Limits()
        limits.cells = 3
        #expect(throws: RejectedInput.self) { try Spreadsheet.read(Self.book(Self.parts(cells: Self.cells)), file: "b", limits: limits) }
        limits = Spreadsheet.Limits()
        limits.bytes = 500
        #expect(throws: RejectedInput.self) { try Spreadsheet.read(Self.book(Self.parts(cells: Self.cells)), file: "b", limits: limits) }
    }

    @Test("Random workbooks come back as they were written, the same bytes each time") func roundTrip() throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<60 {
            var book = Spreadsheet()
            for number in 0...random.below(3) {
                var sheet = Spreadsheet.Sheet(name: "表 \(number)")
                for _ in 0..<random.below(12) {
                    let values: [Spreadsheet.Value?] = (0...random.below(40)).map { _ in
                        switch random.below(6) {
                        case 0: nil
                        case 1: .number((random.unit() - 0.5) * 1e9)
                        case 2: .number(Double(random.below(3000)))
                        case 3: .truth(random.below(2) == 0)
                        case 4: .date(CivilDate(daysSinceEpoch: random.below(30_000) - 10_000))
                        default: .text(["<&>\"'", " 二 ", "a\nb\r\n\tc", "=1+1", "\u{1F600}", "]]>"][random.below(6)])
                        }
                    }
                    if values.contains(where: { $0 != nil }) { sheet.append(values) }
                }
                book.sheets.append(sheet)
            }
            let bytes = book.xlsx()
            #expect(try Spreadsheet.read(bytes, file: "b.xlsx") == book)
            #expect(book.xlsx() == bytes)
        }
    }

    @Test("Names that spreadsheets do not accept are changed, and no two are alike") func names() throws {
        let long = String(repeating: "长", count: 40)
        let book = Spreadsheet(sheets: ["a/b", "A_B", "", "'x'", long, long].map { Spreadsheet.Sheet(name: $0) })
        let names = try Spreadsheet.read(book.xlsx(), file: "b").sheets.map(\.name)
        #expect(names == ["a_b", "A_B 2", "Sheet", "x", String(repeating: "长", count: 31), String(repeating: "长", count: 29) + " 2"])
    }

    @Test("Workbooks that others made", .enabled(if: Reference.isPresent), arguments: ["all_question_types", "xlsform_spec_test", "or_other", "liberia_std"])
    func others(name: String) throws {
        let book = try Spreadsheet.read(try InputFile.read(Reference.path("forms/xlsx/\(name).xlsx")), file: name)
        let survey = try #require(book.sheets.first { $0.name == "survey" })
        let head = try #require(survey.rows.first).cells.map(\.value.plain)
        #expect(head.contains("type") && head.contains("name") && survey.rows.count > 2)
    }

    @Test("Spoilt workbooks are refused or read; nothing traps") func fuzz() {
        let sound = Self.parts(cells: Self.cells)
        let whole = Self.book(sound)
        var random = SeededRandom(seed: 21)
        var (read, refused) = (0, 0)
        for round in 0..<3_000 {
            var bytes = whole
            if round % 4 == 0 {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            } else {
                // Sound archives around spoilt parts reach further.
                var parts = sound
                let part = random.below(parts.count)
                var text = Array(parts[part].text.utf8)
                for _ in 0...random.below(3) {
                    let at = random.below(text.count)
                    switch random.below(3) {
                    case 0: text[at] = Array("0123456789-e.ABZs<>\"/".utf8)[random.below(21)]
                    case 1: text.remove(at: at)
                    default: text.insert(contentsOf: Array("99999999999999999999".utf8), at: at)
                    }
                }
                parts[part].text = String(decoding: text, as: UTF8.self)
                bytes = Self.book(parts)
            }
            do {
                let book = try Spreadsheet.read(bytes, file: "b.xlsx")
                #expect(book.sheets.allSatisfy { $0.rows.allSatisfy { $0.number > 0 } })
                read += 1
            } catch {
                #expect(error.diagnostics.hasErrors)
                refused += 1
            }
        }
        #expect(read > 300 && refused > 300)
    }
}
