internal import ArgumentParser
internal import Foundation
internal import Ground
internal import XForms

/// Finds everything that is wrong with a form.
struct FormCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find all faults of a form, with sheet, row and column.",
        discussion: """
            The form is an XLSForm: an .xlsx workbook, or a folder with survey.csv, choices.csv and settings.csv; or an XForm (.xml).
            Faults and warnings go to standard error. Exit code 2 when there is a fault, 0 when there are only warnings.
            """)

    @Argument(help: ArgumentHelp("The form.", valueName: "file.xlsx"))
    var file: String

    func run() throws {
        try FormBook.reported {
            if file.lowercased().hasSuffix(".xml") {
                let form = try FormFile.read(file)
                print(FormBook.plain("\(file): \(form.title)"))
                return
            }
            let form = try XLSForm.convert(try FormBook.read(file))
            FormBook.report(form.findings)
            let count = form.findings.warnings.count
            let languages = form.languages.isEmpty || form.languages == ["default"] ? "" : ", in \(form.languages.joined(separator: ", "))"
            print(FormBook.plain("\(file): “\(form.title)” (\(form.formID))\(languages): no faults, \(count) warning\(count == 1 ? "" : "s")"))
        }
    }
}
