import Ground
import TestSupport
import Testing
import XForms

/// Every row of the reference table: the value and its type as JavaRosa gives them.
@Suite("XPath against JavaRosa", .enabled(if: Reference.isPresent))
struct XPathReferenceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var expression: String
        var type: String
        var value: String
        var testDescription: String { expression }
    }

    static func rows() -> [Row] {
        guard Reference.isPresent, let bytes = try? InputFile.read(Reference.path("forms/javarosa/xpath_expected.csv")) else { return [] }
        var found = Diagnostics()
        return CSV(bytes, file: "xpath_expected.csv", diagnostics: &found).rows.map {
            Row(expression: $0.fields[0], type: $0.fields[1], value: $0.fields[2])
        }
    }

    static func session() throws -> FormSession {
        let form = try XForm(InputFile.read(Reference.path("forms/javarosa/xpath_form.xml")), file: "xpath_form.xml")
        return FormSession(form, .init(now: Instant(milliseconds: 0), seed: 1))
    }

    @Test("the table is there")
    func isComplete() {
        #expect(Self.rows().count == 140)
        #expect(Self.rows().filter { $0.type.hasPrefix("ERROR") }.count == 11)
    }

    @Test("equal", arguments: rows().filter { !$0.type.hasPrefix("ERROR") })
    func equals(_ row: Row) throws {
        var session = try Self.session()
        let value = try session.evaluate(row.expression)
        #expect(value.typeName == row.type)
        #expect(session.text(of: value) == row.value)
    }

    @Test(
        "not known there, not known here",
        arguments: ["upper-case('abc')", "lower-case('A')", "floor(1)", "ceiling(1)", "hash('a')", "phonenumber('1')", "1 >"])
    func isRefused(_ expression: String) throws {
        var session = try Self.session()
        #expect(throws: XPathFault.self) { try session.evaluate(expression) }
    }
}
