import Documents
import Foundation
import Ground
import TestSupport
import Testing
import XForms

/// Forms of other people: what we make of them says what the reference conversion says.
@Suite(.enabled(if: Reference.isPresent)) struct XLSFormReferenceTests {
    static let forms = [
        "all_question_types", "choice_filter_test", "ifrc_site_assessment", "liberia_std", "or_other", "repeat_date_test", "socio_economic_survey",
        "widgets", "xlsform_spec_test",
    ]

    static func converted(_ name: String) throws -> XLSForm.Conversion {
        let path = Reference.path("forms/xlsx/\(name).xlsx")
        return try XLSForm.convert(xlsx: try InputFile.read(path), file: "\(name).xlsx")
    }

    @Test(arguments: forms) func `A form says what its reference conversion says`(name: String) throws {
        let conversion = try Self.converted(name)
        let ours = try XLSFormMeaning(Array(conversion.xml.utf8))
        var reference = try InputFile.text(Reference.path("forms/xform/\(name).xml"))
        // A cell that holds a date is that date; the reference converter writes midnight behind it.
        if name == "repeat_date_test" { reference = reference.replacingOccurrences(of: "2012-12-12 00:00:00", with: "2012-12-12") }
        let theirs = try XLSFormMeaning(Array(reference.utf8))
        #expect(theirs.facts.count > 10)
        #expect(theirs.body.count > 3)
        let differences = XLSFormMeaning.differences(theirs, ours)
        #expect(differences.isEmpty, "\(differences.count) differences:\n\(differences.prefix(20).joined(separator: "\n"))")
    }
}
