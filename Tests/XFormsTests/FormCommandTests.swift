import Documents
import Foundation
import Ground
import TestSupport
import Testing
import XForms

/// What people script against: the words of `concentric form`, its output, its exit codes.
@Suite("The command form")
struct FormCommandTests {
    /// A folder of its own for each test.
    private struct Desk: ~Copyable {
        let path = NSTemporaryDirectory() + "/form-\(UUID().uuidString)"

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ bytes: [UInt8], _ name: String) throws { try OutputFile.write(bytes, to: path + "/" + name) }
        func bytes(_ name: String) throws -> [UInt8] { try InputFile.read(path + "/" + name) }
        var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

        /// The clock of the program stands in Greenwich, as that of the reference did.
        func run(_ words: String...) throws -> Program.Answer {
            try Program.run(["form"] + words, in: path, environment: ["TZ": "UTC"])
        }
    }

    private static func reference(_ path: String) -> String {
        URL(fileURLWithPath: Reference.path("forms/" + path)).standardizedFileURL.path
    }

    // MARK: check

    static let rejected = ((try? FileManager.default.contentsOfDirectory(atPath: Reference.path("forms/rejected"))) ?? []).sorted()

    @Test("every form that must be rejected is, with the sheet, row and column of each fault", .enabled(if: Reference.isPresent), arguments: rejected)
    func rejects(_ name: String) throws {
        let desk = try Desk()
        let answer = try desk.run("check", Self.reference("rejected/\(name)"))
        #expect(answer.code == 2)
        #expect(answer.output.isEmpty)
        let errors = answer.errors.split(separator: "\n").filter { $0.contains(": error: ") }
        #expect(!errors.isEmpty)
        let hasPlace = errors.allSatisfy { $0.firstMatch(of: #/\.xlsx: sheet “[a-z]+”, cell [A-Z]+[0-9]+: error: /#) != nil }
        #expect(hasPlace, "\(answer.errors)")
        #expect(try desk.run("convert", Self.reference("rejected/\(name)"), "-o", "made.xml").code == 2)
        #expect(try desk.names.isEmpty)
    }

    @Test("the rejected forms are there", .enabled(if: Reference.isPresent))
    func hasRejected() { #expect(Self.rejected.contains("liberia_village.xlsx")) }

    @Test("faults of every sheet are told at once; a sound form is called by its name")
    func checks() throws {
        let desk = try Desk()
        let survey = ["type|name|label|relevant", "text|a|A|${nobody} = 1", "txt|b|B", "text|a|A again", "select_one l|c|C"]
        try desk.write(XLSFormFixture.book(survey, choices: ["list_name|name|label", "l|x|X", "l|x|Y"]).xlsx(), "faulty.xlsx")
        let faulty = try desk.run("check", "faulty.xlsx")
        #expect(faulty.code == 2)
        for place in ["sheet “survey”, cell D2: error", "sheet “survey”, cell A3: error", "sheet “survey”, cell B4: error", "sheet “choices”, cell B3: error"] {
            #expect(faulty.errors.contains("faulty.xlsx: \(place)"), "\(place): \(faulty.errors)")
        }
        try desk.write(XLSFormFixture.book(["type|name|label", "text|a|名字"], settings: ["form_title|form_id", "表格|t"]).xlsx(), "sound.xlsx")
        let sound = try desk.run("check", "sound.xlsx")
        #expect(sound.code == 0)
        #expect(sound.output.contains("“表格” (t): no faults"))
    }

    // MARK: convert

    @Test("what is written says what the reference conversion says", .enabled(if: Reference.isPresent), arguments: XLSFormReferenceTests.forms)
    func converts(_ name: String) throws {
        let desk = try Desk()
        let answer = try desk.run("convert", Self.reference("xlsx/\(name).xlsx"), "-o", "made.xml")
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(answer.output.isEmpty)
        var text = try InputFile.text(Reference.path("forms/xform/\(name).xml"))
        // A cell that holds a date is that date; the reference converter writes midnight behind it.
        if name == "repeat_date_test" { text = text.replacingOccurrences(of: "2012-12-12 00:00:00", with: "2012-12-12") }
        let differences = XLSFormMeaning.differences(try XLSFormMeaning(Array(text.utf8)), try XLSFormMeaning(try desk.bytes("made.xml")))
        #expect(differences.isEmpty, "\(differences.prefix(10).joined(separator: "\n"))")
        #expect(try desk.run("convert", Self.reference("xlsx/\(name).xlsx")).output.utf8.elementsEqual(try desk.bytes("made.xml")))
    }

    @Test("a fault leaves what was there as it was")
    func keepsOnFault() throws {
        let desk = try Desk()
        try desk.write(XLSFormFixture.book(["type|name|label", "txt|a|A"]).xlsx(), "f.xlsx")
        try desk.write(Array("mine".utf8), "made.xml")
        let answer = try desk.run("convert", "f.xlsx", "-o", "made.xml")
        #expect(answer.code == 2)
        #expect(try desk.bytes("made.xml") == Array("mine".utf8))
        #expect(try desk.names == ["f.xlsx", "made.xml"])
    }

    // MARK: trace

    @Test("three tables equal to the reference", .enabled(if: Reference.isPresent), arguments: FormTraceReferenceTests.names)
    func traces(_ name: String) throws {
        let desk = try Desk()
        let answers = Self.reference("javarosa/\(name)_trace.csv")
        var days: Set = [Self.today()]
        let answer = try desk.run("trace", Self.reference("xform/\(name).xml"), "--answers", answers, "--out", "out")
        days.insert(Self.today())
        #expect(answer.code == 0, "\(answer.errors)")
        #expect(try desk.names == ["out"])
        for table in ["initial", "trace", "final"] {
            let ours = try Self.rows(desk.bytes("out/\(table).csv"), madeOn: days)
            let theirs = try Self.rows(
                InputFile.read(Reference.path("forms/javarosa/\(name)_\(table).csv")), madeOn: [Self.dayOfReference])
            #expect(ours.count > 1)
            #expect(ours.count == theirs.count)
            for (own, other) in zip(ours, theirs) { #expect(own == other, "\(table)") }
        }
    }

    /// On which the reference tables were made; some forms ask for today.
    private static let dayOfReference = "2026-11-21"

    private static func today() -> String {
        Date().addingTimeInterval(Double(TimeZone.current.secondsFromGMT())).formatted(.iso8601.year().month().day())
    }

    /// The header and all rows; moments and identifiers by their shape and the day of the run by its name, as they differ from run to run.
    private static func rows(_ bytes: [UInt8], madeOn days: Set<String>) throws -> [[String]] {
        var found = Diagnostics()
        let csv = CSV(bytes, file: "table.csv", diagnostics: &found)
        #expect(!found.hasErrors)
        return [csv.header] + csv.rows.map { $0.fields.map { days.contains($0) ? "today" : ReferenceForm.shape($0) } }
    }

    // MARK: eval

    @Test("type and value as in the reference table", .enabled(if: Reference.isPresent), arguments: 0..<8)
    func evaluates(_ part: Int) throws {
        let desk = try Desk()
        let form = Self.reference("javarosa/xpath_form.xml")
        let rows = XPathReferenceTests.rows().filter { !$0.type.hasPrefix("ERROR") }
        #expect(rows.count == 129)
        for (index, row) in rows.enumerated() where index % 8 == part {
            let answer = try desk.run("eval", row.expression, "--form", form)
            #expect(answer.code == 0, "\(row.expression): \(answer.errors)")
            var found = Diagnostics()
            let fields = CSV(Array("type,value\n\(answer.output)".utf8), file: "answer", diagnostics: &found).rows.first?.fields
            #expect(fields == [row.type, row.value], "\(row.expression)")
        }
    }

    @Test("an expression without a form, and one that is none")
    func evaluatesAlone() throws {
        let desk = try Desk()
        #expect(try desk.run("eval", "1 + 1").output == "Double,2\n")
        #expect(try desk.run("eval", "-7 mod 3").output == "Double,-1\n")
        #expect(try desk.run("eval", "--7").output == "Double,7\n")
        #expect(try desk.run("eval", "-round(-2.5)", "--seed", "1").output == "Double,2\n")
        let wrong = try desk.run("eval", "1 +")
        #expect(wrong.code == 2)
        #expect(wrong.errors.hasPrefix("expression:1:4: error: the expression ends too early"), "\(wrong.errors)")
        let unknown = try desk.run("eval", "选择 = floor(1)")
        #expect(unknown.code == 2)
        #expect(unknown.errors.contains("floor() is not known"))
    }

    // MARK: The command line

    @Test(
        "what is wrong on the command line ends with 2 and says what",
        arguments: [
            ["check"], ["check", "f.xlsx", "--nothing"], ["convert", "f.xlsx", "--to", "x"], ["convert", "f.xlsx", "-o"], ["trace", "f.xml"],
            ["trace", "f.xml", "--answers", "a.csv"], ["eval"], ["eval", "1", "--seed", "x"], ["check", "missing.xlsx"], ["check", "missing.xml"],
            ["convert", "missing.xlsx", "-o", "made.xml"], ["trace", "missing.xml", "--answers", "a.csv", "--out", "out"],
            ["eval", "1", "--form", "missing.xml"], ["eval", "--nothing"], ["eval", "1", "--nothing"], ["eval", "1", "+", "1"], ["nothing"],
        ])
    func refuses(_ words: [String]) throws {
        let desk = try Desk()
        let answer = try Program.run(["form"] + words, in: desk.path)
        #expect(answer.code == 2)
        #expect(!answer.errors.isEmpty)
        #expect(answer.output.isEmpty)
        #expect(try desk.names.isEmpty)
    }
}
