import Documents
import Foundation
import Ground
import TestSupport
import Testing
import XForms

/// Where forms come from: workbooks, tables of text, and what pretends to be one.
@Suite struct XLSFormBookTests {
    static func refusal(_ bytes: [UInt8]) -> String {
        do {
            _ = try XLSForm.convert(xlsx: bytes, file: "f.xlsx")
            return "accepted"
        } catch {
            return error.diagnostics.text
        }
    }

    @Test func `What is no workbook is refused with what it is`() {
        #expect(Self.refusal([]).contains("f.xlsx: error: "))
        #expect(Self.refusal(Array("type,name,label".utf8)).contains("f.xlsx: error: "))
        #expect(Self.refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).contains("save it as .xlsx"))
        var archive = ZipWriter()
        archive.add("a.txt", Array("hello".utf8))
        #expect(Self.refusal(archive.bytes).contains("is not an .xlsx workbook"))
        let whole = XLSFormFixture.book(["type|name|label", "text|a|A"]).xlsx()
        for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) { #expect(Self.refusal(Array(whole[..<length])) != "accepted") }
        #expect(Self.refusal(whole) == "accepted")
    }

    @Test func `A bomb is refused before it bursts`() throws {
        // A sheet of 200 MB of nothing, in a few hundred kilobytes.
        var parts = ZipWriter()
        let whole = try ZipArchive(XLSFormFixture.book(["type|name|label", "text|a|A"]).xlsx(), limit: 1 << 20)
        for name in ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"] {
            parts.add(name, try #require(try whole.file(name)))
        }
        parts.add("xl/worksheets/sheet1.xml", Array("<worksheet><sheetData>".utf8) + [UInt8](repeating: 32, count: 200 << 20))
        #expect(parts.bytes.count < 2 << 20)
        let text = Self.refusal(parts.bytes)
        #expect(text.contains("f.xlsx: error: the ZIP archive unpacks to more than "), "\(text)")
    }

    @Test func `Hostile XML in a workbook is refused`() throws {
        let whole = try ZipArchive(XLSFormFixture.book(["type|name|label", "text|a|A"]).xlsx(), limit: 1 << 20)
        let names = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
        for sheet in [
            "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><worksheet><sheetData/></worksheet>",
            String(repeating: "<worksheet>", count: 400), "<worksheet><sheetData><row r=\"99999999999999999999\"/></sheetData></worksheet>",
            "<worksheet><sheetData><row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>",
        ] {
            var parts = ZipWriter()
            for name in names { parts.add(name, try #require(try whole.file(name))) }
            parts.add("xl/worksheets/sheet1.xml", Array(sheet.utf8))
            #expect(Self.refusal(parts.bytes).contains("error: "))
        }
    }

    @Test func `Tables of text say what the workbook says, and faults name file, line and column`() throws {
        let example = try #require(XLSFormExamples.all.first { $0.name == "selects of every kind" })
        func csv(_ rows: [String]) -> [UInt8] {
            Array(
                rows.map { CSV.line($0.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }) }.joined()
                    .utf8)
        }
        let files = [("survey", "in/survey.csv", csv(example.survey)), ("choices", "in/choices.csv", csv(example.choices))]
        let ours = try XLSForm.convert(try XLSBook(csv: files), name: "form")
        let workbook = try XLSForm.convert(XLSBook(example.workbook, file: "form.xlsx"))
        #expect(ours.xml == workbook.xml)

        let faulty = [
            ("survey", "in/survey.csv", csv(["type|name|label", "text|a|A", "", "txt|b|B"])), ("choices", "in/choices.csv", csv(["list_name|name", "l|"])),
        ]
        let found = XLSForm.check(try XLSBook(csv: faulty)).all.map(\.description)
        #expect(found.count == 2)
        #expect(found.first?.hasPrefix("in/survey.csv:4:1: error: the type “txt” is not known") == true, "\(found)")
        #expect(found.last?.hasPrefix("in/choices.csv:2:2: error: ") == true, "\(found)")
        #expect(throws: RejectedInput.self) { try XLSBook(csv: [("survey", "survey.csv", Array("type,name\n\"text".utf8))]) }
    }

    @Test func `External choices become a file beside the form`() throws {
        let example = try #require(XLSFormExamples.all.first { $0.name == "choices outside of the form" })
        let form = try XLSForm.convert(XLSBook(example.workbook, file: "form.xlsx"))
        #expect(form.itemsets == "list_name,name,label,parent,size\nvillages,1,One,x,3\nvillages,2,Two,x,1\n")
        #expect(form.xml.contains("query=\"instance('villages')/root/item[parent=/data/a and size &gt; 1]\""))
    }

    @Test func `A form tells its name, languages and the files it needs`() throws {
        let example = try #require(XLSFormExamples.all.first { $0.name == "several languages and media" })
        let form = try XLSForm.convert(XLSBook(example.workbook, file: "some/where/form.xlsx"))
        #expect((form.formID, form.title, form.version) == ("languages", "多语言", "2026110101"))
        #expect(form.languages == ["中文", "English (en)"])
        #expect(Set(form.files) == ["name.png", "name.mp3", "name-big.png", "name.mp4", "only.png", "1.png", "2.png", "2.mp3"])
        let unnamed = try XLSForm.convert(XLSBook(XLSFormFixture.book(["type|name|label", "text|a|A"]), file: "some/where/form.xlsx"))
        #expect((unnamed.formID, unnamed.title, unnamed.version) == ("form", "form", nil))
    }

    @Test func `Ten thousand choices, and a form of a thousand questions`() throws {
        let choices = ["list_name|name|label|parent"] + (0..<10_000).map { "big|c\($0)|Choice \($0) 选项|\($0 % 100)" }
        let rows = (0..<1_000).map { "select_one big|q\($0)|Question \($0)|\($0 == 0 ? "" : "${q\($0 - 1)} != ''")|parent = ${q0}" }
        let form = try XLSFormFixture.convert(["type|name|label|relevant|choice_filter"] + rows, choices: choices)
        #expect(form.findings.isEmpty)
        #expect(form.xml.contains("<name>c9999</name>"))
        let twice = XLSFormFixture.findings(["type|name|label"] + ["select_one big|q|Q"], choices: choices + choices.dropFirst())
        #expect(twice.count == 1_001)
        #expect(twice.last?.hasSuffix("9000 more findings are not shown") == true, "\(twice.last ?? "")")
    }

    @Test func `Groups stand at most a hundred deep`() throws {
        func form(_ depth: Int) -> [String] {
            ["type|name|label"] + (0..<depth).map { "begin_repeat|g\($0)|G" } + ["text|q|Q ${q}"] + (0..<depth).map { _ in "end_repeat" }
        }
        let sound = try XLSFormFixture.convert(form(20))
        #expect(sound.xml.contains("<g19 jr:template=\"\">"))
        #expect(XLSFormFixture.places(form(101)).first == "survey row 102 error")
    }
}
