import Documents
import Foundation
import Ground
import TestSupport
import Testing
import XForms

/// What is wrong with a form is told all at once, each fault at its cell.
@Suite struct XLSFormFaultTests {
    static let head = "type|name|label|relevant|constraint|calculation|choice_filter|parameters|repeat_count|default|trigger|appearance"

    static func places(_ rows: String..., choices: [String] = [], settings: [String] = []) -> [String] {
        XLSFormFixture.places([head] + rows, choices: choices, settings: settings)
    }

    static func findings(_ rows: String..., choices: [String] = [], settings: [String] = []) -> String {
        XLSFormFixture.findings([head] + rows, choices: choices, settings: settings).joined(separator: "\n")
    }

    @Test func `A sound form has no findings`() {
        #expect(Self.places("text|a|A") == [])
    }

    @Test func `All faults of a form are told at once, in the order of sheet, row and column`() {
        let places = Self.places(
            "txt|a|A", "text|b c|B", "text||C", "select_one none|d|D", "text|e|", "text|f|F|${nobody} = 1|(. > 1", "begin_group|g|G", "text|f2|F|||",
            choices: ["list_name|name|label", "l|x|X", "l|x|Y", "l||Z"])
        #expect(
            places == [
                "survey A2 error", "survey B3 error", "survey B4 error", "survey A5 error", "survey C6 error", "survey D7 error", "survey E7 error",
                "survey row 8 error", "choices B3 error", "choices B4 error",
            ])
    }

    @Test func `A misspelt word comes with what was meant`() {
        let text = Self.findings("integr|a|A", "select_one colour|b|B", "text|c|C|${aa} = 1|rgex(., 'x')", choices: ["list_name|name|label", "colours|r|Red"])
        #expect(text.contains("did you mean “integer”?"))
        #expect(text.contains("did you mean “colours”?"))
        #expect(text.contains("did you mean ${a}?"))
        #expect(text.contains("did you mean “regex”?"))
    }

    @Test(arguments: [
        ("name twice", ["text|a|A", "text|a|A"], ["survey B3 error"]),
        ("one name in two groups may be", ["begin_group|g|G", "text|a|A", "end_group", "text|a|A"], []),
        ("a reference to one of two", ["begin_group|g|G", "text|a|A", "end_group", "text|a|A", "note|n|N ${a}"], ["survey C6 error"]),
        ("capitals", ["text|a|A", "text|A|A"], ["survey B3 warning"]),
        ("meta", ["text|meta|A"], ["survey B2 error"]),
        ("repeat called like the form", ["begin_repeat|data|A", "text|a|A", "end_repeat"], ["survey B2 error"]),
        (
            "two repeats",
            [
                "begin_repeat|r|A", "text|a|A", "begin_repeat|s|S", "text|b|B", "end_repeat", "end_repeat", "begin_group|g|G", "begin_repeat|s|A", "text|c|C",
                "end_repeat", "end_group",
            ], ["survey B9 error"]
        ),
        ("a count's node", ["text|r_count|A", "begin_repeat|r|R||||||1 + 1", "text|a|A", "end_repeat"], ["survey B3 error", "survey I3 error"]),
        ("an other's node", ["text|s_other|A", "select_one l or_other|s|S"], ["survey B3 error"]),
    ]) func `Names`(_: String, rows: [String], expected: [String]) {
        #expect(XLSFormFixture.places([Self.head] + rows, choices: ["list_name|name|label", "l|x|X"]) == expected)
    }

    @Test(arguments: [
        ("end without begin", ["text|a|A", "end_group"], ["survey A3 error"]),
        ("the wrong end", ["begin_group|g|G", "text|a|A", "end_repeat"], ["survey A4 error"]),
        ("no end", ["begin_repeat|g|G", "text|a|A"], ["survey row 2 error"]),
        ("empty", ["begin_group|g|G", "end_group", "text|a|A"], ["survey row 2 error"]),
        ("no type", ["|a|A"], ["survey row 2 error"]),
        ("loop", ["begin loop over l|g|G", "text|a|A", "end loop"], ["survey A2 error", "survey A4 error"]),
    ]) func `Groups`(_: String, rows: [String], expected: [String]) {
        #expect(XLSFormFixture.places([Self.head] + rows) == expected)
    }

    @Test(arguments: [
        ("itself", ["text|a|A|${a} = 1"], ["survey D2 error"]),
        ("two", ["calculate|a||||${b} + 1", "calculate|b||||${a} + 1"], ["survey F2 error"]),
        ("three, through a condition", ["text|a|A|${c} = 1", "calculate|b||||${a}", "calculate|c||||${b}"], ["survey D2 error"]),
        ("a group by its own question", ["begin_group|g|G|${a} = 1", "text|a|A", "end_group"], ["survey D2 error"]),
        ("a constraint on itself may be", ["text|a|A||${a} != 'x' and . != 'y'"], []),
        (
            "the round before may be", ["begin_repeat|r|R", "integer|n|N", "calculate|s||||indexed-repeat(${s}, ${r}, position(..) - 1) + ${n}", "end_repeat"],
            []
        ),
        ("the last form may be", ["text|a|A", "calculate|c||||${last-saved#c} + 1"], []),
        ("a trigger may be", ["text|a|A", "calculate|c||||${c} + 1|||||${a}"], []),
        ("counting one's own group may be", ["begin_repeat|r|R", "calculate|c||||count(${r})", "text|n|N", "end_repeat"], []),
    ]) func `Circles`(_: String, rows: [String], expected: [String]) {
        #expect(XLSFormFixture.places([Self.head] + rows) == expected)
    }

    @Test(arguments: [
        "(1", "1)", "'a", "1 +", "${a", "${}", "${a b}", "${a}${a}", "a b", "foo(1)", "floor(1.5)", "if(1, 2)", "selected(${a})", "selected（${a}, 'x'）",
        "${a} = 是", "${nobody}", "instance('x')/root/item[", "1 = = 1", ", 1", "//a",
    ]) func `A formula that is none is told at its cell`(formula: String) {
        let places = XLSFormFixture.places([Self.head, "text|a|A", "calculate|c||||\(formula)"])
        #expect(Set(places) == ["survey F3 error"])
    }

    @Test(arguments: [
        "1 + 2 * 3", "if(${a} = 'x', 1, 2)", "concat('（', ${a}, '）')", "count-selected(${a}) >= 2", "../a + 1", ". + 1", "position(..)", "${a} div 2 mod 3",
        "instance('l')/root/item[name = ${a} and size > 2]/label", "pulldata('f', 'a', 'b', ${a})", "jr:choice-name(${a}, '${a}')", "coalesce(${a}, '-')",
        "string-length(${a}) > 3 or not(${a} != '' and true())", "format-date(today(), '%Y-%m-%d')", "- ${a}", "'它'", "\"${a}\"", "count(${a}[. > 1])",
        "current()/../a", "sum(/data/a)", "decimal-date-time(now()) - decimal-date-time(${a})", "weighted-checklist(1, 2, ${a}, 1)", "substr(${a}, 1)", "@x",
    ]) func `A formula that is one has no fault`(formula: String) {
        let places = XLSFormFixture.places(
            [Self.head, "text|a|A", "calculate|c||||\(formula)"], choices: ["list_name|name|label|size", "l|x|X|1"])
        #expect(places.filter { $0.hasSuffix("error") } == [])
    }

    @Test(arguments: [
        ("range|a|A", "step=0"), ("range|a|A", "start=1 end=5 step=9"), ("range|a|A", "start=x"), ("range|a|A", "foo=1"), ("range|a|A", "start"),
        ("range|a|A", "tick_interval=3 step=2"), ("range|a|A", "placeholder=99"), ("range|a|A", "tick_labelset=none"),
        ("image|a|A", "max-pixels=big"), ("image|a|A", "app=camera"), ("audio|a|A", "quality=best"), ("text|a|A", "rows=x"),
        ("geopoint|a|A", "capture-accuracy=x"), ("geotrace|a|A", "incremental=no"), ("geopoint|a|A", "reference-geometry=none"),
        ("audit", "location-priority=balanced"),
        ("audit", "location-priority=x location-min-interval=1 location-max-age=1"),
        ("audit", "location-priority=balanced location-min-interval=60 location-max-age=1"),
        ("select_one l|a|A", "randomize=maybe"), ("select_one l|a|A", "seed=1"), ("select_one l|a|A", "randomize=true seed=x"), ("select_one l|a|A", "value=x"),
    ]) func `Parameters`(question: String, parameters: String) {
        let cells = question.split(separator: "|", omittingEmptySubsequences: false)
        let row = (cells + Array(repeating: "", count: 7 - cells.count) + [parameters[...]]).joined(separator: "|")
        let places = XLSFormFixture.places([Self.head, row, "text|z|Z"], choices: ["list_name|name|label", "l|x|X"])
        #expect(places.contains { $0 == "survey H2 error" || $0 == "survey row 2 error" }, "\(places)")
        #expect(places.allSatisfy { $0.hasPrefix("survey") })
    }

    @Test(arguments: [
        ("a list for several cannot have spaces", "select_multiple l|a|A", ["choices B3 error"]),
        ("a list for one may", "select_one l|a|A", []),
        ("no list", "select_one|a|A", ["survey A2 error"]),
        ("a file of another kind", "select_one_from_file l.txt|a|A", ["survey A2 error"]),
        ("other with a filter", "select_one l or_other|a|A||||x = 1", ["survey G2 error"]),
        ("answers of no repeat", "select_one ${z}|a|A", ["survey row 2 error"]),
        ("no sheet of external choices", "select_one_external l|a|A||||x = 1", ["survey A2 error"]),
    ]) func `Lists`(_: String, row: String, expected: [String]) {
        #expect(XLSFormFixture.places([Self.head, row, "text|z|Z"], choices: ["list_name|name|label", "l|x|X", "l|y z|Y"]) == expected)
    }

    @Test func `Triggers name questions that people answer`() {
        let places = Self.places(
            "calculate|c||||1", "begin_group|g|G", "text|a|A", "end_group", "calculate|d||||1|||||${c}", "calculate|e||||1|||||${g}",
            "calculate|f||||1|||||${no}",
            "calculate|h||||1|||||a", "background-geopoint|i|")
        #expect(places == ["survey K6 error", "survey K7 error", "survey K8 error", "survey K9 error", "survey row 10 error"])
    }

    @Test func `Letters that telephones cannot read are told of, with what to type`() {
        let text = Self.findings("text|姓名|您的姓名", "text|a|A|true（）")
        #expect(text.contains("sheet “survey”, cell B2: error: telephones cannot read the name “姓名”"))
        #expect(text.contains("“（” cannot stand in a formula outside of quotation marks; type a plain “(”"))
    }

    @Test func `Sheets and columns that are missing or misspelt`() {
        func findings(_ sheets: [Spreadsheet.Sheet]) -> String { XLSForm.check(XLSBook(Spreadsheet(sheets: sheets), file: "f.xlsx")).text }
        let sound = XLSFormFixture.sheet("survey", ["type|name|label", "text|a|A"])
        #expect(
            findings([XLSFormFixture.sheet("survay", ["type|name|label", "text|a|A"]), XLSFormFixture.sheet("x", ["a"])]).contains("rename the sheet “survay”"))
        #expect(findings([XLSFormFixture.sheet("anything", ["type|name|label", "text|a|A"])]) == "")
        #expect(findings([sound, XLSFormFixture.sheet("choises", ["list_name|name"])]).contains("rename it to “choices”"))
        #expect(findings([sound, XLSFormFixture.sheet("_choises", ["list_name|name"])]) == "")
        #expect(findings([XLSFormFixture.sheet("survey", ["name|label", "a|A"])]).contains("no column “type”"))
        #expect(findings([XLSFormFixture.sheet("survey", ["type|name|label"])]).contains("has no questions"))
        #expect(findings([sound, XLSFormFixture.sheet("choices", ["name|label", "a|A"])]).contains("the column “list_name” is missing"))
        #expect(findings([XLSFormFixture.sheet("survey", ["type|name|label|label", "text|a|A|B"])]).contains("stands twice"))
        #expect(findings([XLSFormFixture.sheet("survey", ["type|name|label|relevant|relevance", "text|a|A"])]).contains("mean the same"))
        #expect(findings([XLSFormFixture.sheet("survey", ["type|name|label|relevent", "text|a|A|1"])]).contains("did you mean “relevant”?"))
        #expect(findings([Spreadsheet.Sheet(name: "survey")]).contains("no column “type”"))
        #expect(findings([]).contains("there is no sheet “survey”"))
    }

    @Test func `A picture in another language only is what telephones refuse`() {
        let findings = XLSFormFixture.findings(["type|name|label|label::en|image::en", "text|a|A|A|a.png"])
        #expect(findings.count == 1 && findings[0].hasPrefix("sheet “survey”, cell E2: error: the image has no file for the form's own language"))
    }

    @Test func `A prefix must be declared, an entity must be there`() {
        let rows = ["type|name|label|bind::esri:fieldType|save_to", "text|a|A|x|"]
        #expect(XLSFormFixture.places(rows) == ["survey D2 error"])
        #expect(XLSFormFixture.places(rows, settings: ["namespaces", "esri=\"http://esri.com\""]) == [])
        #expect(XLSFormFixture.places(["type|name|label|save_to", "text|a|A|x"]) == ["survey D2 error"])
        let updates = XLSFormFixture.sheet("entities", ["list_name|entity_id", "trees|${a}"])
        #expect(XLSFormFixture.places(["type|name|label|save_to", "text|a|A|x"], more: [updates]) == ["entities A2 error"])
    }

    @Test func `A language without a column is told of, and or_other in Chinese`() {
        let findings = XLSFormFixture.findings(
            ["type|name|label::zh|label::en|hint::zh", "select_one l or_other|a|甲|A|乙"], choices: ["list_name|name|label::zh", "l|x|丙"])
        #expect(findings.contains { $0.hasPrefix("sheet “survey”, row 1: warning: the language “en” has no column for hint") }, "\(findings)")
        #expect(findings.contains { $0.hasPrefix("sheet “survey”, cell A2: warning: or_other adds “Other”") }, "\(findings)")
        #expect(findings.count == 2)
    }

    @Test func `A choice without a label shows its name`() throws {
        let choices = ["list_name|name|label", "l|x|", "l|y|Y"]
        let rows = ["type|name|label", "select_one l|a|A"]
        #expect(XLSFormFixture.places(rows, choices: choices) == ["choices row 2 warning"])
        #expect(try XLSFormFixture.convert(rows, choices: choices).xml.contains("<label>x</label>"))
    }

    @Test func `Cells with errors of the spreadsheet are told of`() {
        var book = XLSFormFixture.book(["type|name|label"])
        book.sheets[0].append([.text("text"), .text("a"), .fault("#REF!")])
        #expect(XLSForm.check(XLSBook(book, file: "f.xlsx")).text.contains("cell C2: error: the cell holds #REF!"))
    }

    @Test(.enabled(if: Reference.isPresent)) func `A form of other people that must be refused is refused, at its cells`() throws {
        let bytes = try InputFile.read(Reference.path("forms/rejected/liberia_village.xlsx"))
        let rejected = #expect(throws: RejectedInput.self) { try XLSForm.convert(xlsx: bytes, file: "liberia_village.xlsx") }
        let errors = try #require(rejected).diagnostics.errors
        #expect(errors.count == 1)
        #expect(
            errors.first?.description.hasPrefix(
                "liberia_village.xlsx: sheet “choices”, cell B6: error: the list “district” has two choices named “4”; the first stands in row 5") == true)
    }
}
