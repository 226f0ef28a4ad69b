public import Ground

/// Forms as officials write them: in a spreadsheet, by the XLSForm standard (xlsform.org), one question a row.
///
/// A form is read whole, all its faults are told at once with sheet, row and column, and a sound one becomes an ODK XForm
/// (getodk.github.io/xforms-spec): the same binds, controls, lists and texts as the reference converter makes.
public enum XLSForm {
    /// A form that was converted.
    public struct Conversion: Sendable {
        /// The XForm, as an XML document.
        public var xml: String
        public var formID: String
        public var title: String
        /// nil when the form gives itself none.
        public var version: String?
        /// Languages of its texts, the form's own first; empty when it has no translations.
        public var languages: [String]
        /// The sheet `external_choices` as the file `itemsets.csv` that must come with the form; nil when the form needs none.
        public var itemsets: String?
        /// Names of files that must come with the form: pictures, sounds, lists; `itemsets.csv` is not among them.
        public var files: [String]
        /// Warnings; nothing in them keeps the form from being used.
        public var findings: Diagnostics
    }

    /// Converts a form.
    /// - Parameter name: the form's name when its settings give none; by default the book's file name without its ending.
    ///
    /// Throws all faults that were found, in the order of sheet, row and column.
    public static func convert(_ book: XLSBook, name: String? = nil) throws(RejectedInput) -> Conversion {
        let (form, findings) = read(book, name: name ?? stem(book.file))
        guard let form, !findings.hasErrors else { throw RejectedInput(findings) }
        return Conversion(
            xml: form.document, formID: form.settings.formID, title: form.settings.title, version: form.settings.version,
            languages: form.languages, itemsets: form.itemsets, files: form.files, findings: findings)
    }

    /// Converts an .xlsx file.
    public static func convert(xlsx bytes: [UInt8], file: String) throws(RejectedInput) -> Conversion {
        try convert(try XLSBook(xlsx: bytes, file: file))
    }

    /// Everything that is wrong with a form, warnings too, in the order of sheet, row and column; empty when all is well.
    public static func check(_ book: XLSBook) -> Diagnostics { read(book, name: stem(book.file)).findings }

    private static func stem(_ file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? "form"
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }

    private static func read(_ book: XLSBook, name: String) -> (form: XLSConverted?, findings: Diagnostics) {
        var findings = XLSFindings()
        let form = XLSConverted(book, name: name, findings: &findings)
        return (form, findings.diagnostics(in: book))
    }
}
