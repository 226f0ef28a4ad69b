internal import ArgumentParser

/// Forms: questions with their conditions, as XLSForm and ODK XForm.
struct FormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "form", abstract: "Check, convert, fill and question forms (XLSForm, ODK XForm).",
        subcommands: [FormCheckCommand.self, FormConvertCommand.self, FormPreviewCommand.self, FormTraceCommand.self, FormEvalCommand.self])
}
