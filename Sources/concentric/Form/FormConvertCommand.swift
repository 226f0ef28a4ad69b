internal import ArgumentParser
internal import Foundation
internal import Ground
internal import XForms

/// Makes an XForm of an XLSForm.
struct FormConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Convert an XLSForm into an ODK XForm.",
        discussion: """
            The form is an .xlsx workbook, or a folder with survey.csv, choices.csv and settings.csv. A form with external choices
            also gives itemsets.csv, beside the XForm. Nothing is written when the form has a fault (exit code 2).
            """)

    @Argument(help: ArgumentHelp("The form.", valueName: "file.xlsx"))
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write to; standard output without it.", valueName: "file.xml"))
    var output: String?

    func run() throws {
        try FormBook.reported {
            let form = try XLSForm.convert(try FormBook.read(file))
            FormBook.report(form.findings)
            guard let output else {
                print(form.xml, terminator: "")
                if form.itemsets != nil { Terminal.note("the external choices are written with --output only") }
                return
            }
            if let itemsets = form.itemsets {
                let folder = (output as NSString).deletingLastPathComponent
                try OutputFile.write(itemsets, to: (folder.isEmpty ? "" : folder + "/") + "itemsets.csv")
            }
            try OutputFile.write(form.xml, to: output)
            let files = form.files + (form.itemsets == nil ? [] : ["itemsets.csv"])
            if !files.isEmpty { Terminal.note(FormBook.plain("files that must come with the form: \(files.joined(separator: ", "))")) }
        }
    }
}
