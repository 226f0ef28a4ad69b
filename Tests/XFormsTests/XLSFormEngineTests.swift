import Documents
import Ground
import TestSupport
import Testing
import XForms

/// What we write, we read ourselves, and it behaves.
@Suite struct XLSFormEngineTests {
    /// The engine has no binds of attributes, in which entities stand.
    private static let examples = XLSFormExamples.all.filter { $0.more.first?.name != "entities" }

    @Test(arguments: examples) func `Our own engine opens what we make of an example`(example: XLSFormExamples.Example) throws {
        let xml = try XLSForm.convert(XLSBook(example.workbook, file: "form.xlsx")).xml
        let form = try XForm(Array(xml.utf8), file: "form.xml")
        #expect(!form.title.isEmpty)
        let session = FormSession(form, .init(now: Instant(milliseconds: 0), seed: 1))
        #expect(!session.entries.isEmpty)
    }

    @Test(.enabled(if: Reference.isPresent), arguments: XLSFormReferenceTests.forms)
    func `A form begins in the same state as its reference conversion`(name: String) throws {
        func state(_ xml: [UInt8]) throws -> [String] {
            let session = FormSession(try XForm(xml, file: name), .init(now: Instant(milliseconds: 0), seed: 1))
            return session.entries.map { "\($0.path) \($0.type) \($0.isRelevant) \($0.isRequired) \($0.isEnabled) \($0.value)" }
        }
        let ours = try state(Array(try XLSFormReferenceTests.converted(name).xml.utf8))
        #expect(ours == (try state(try InputFile.read(Reference.path("forms/xform/\(name).xml")))))
        #expect(ours.count > 3)
    }
}
