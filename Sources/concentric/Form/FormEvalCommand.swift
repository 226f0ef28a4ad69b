internal import ArgumentParser
internal import Ground
internal import XForms

/// Evaluates one expression.
struct FormEvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate an XPath expression as forms do, and print its type and value.",
        discussion: "Without a form only constants and functions are there.")

    // An expression may begin with a minus, so what looks like an option and is none may be the expression.
    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("The expression.", valueName: "expression"))
    var words: [String] = []

    @Option(help: ArgumentHelp("The form whose fields and lists the expression names.", valueName: "file.xml"))
    var form: String?

    @Option(help: ArgumentHelp("What identifiers and random numbers are drawn by.", valueName: "seed"))
    var seed: UInt64?

    func validate() throws {
        guard let expression = words.first else { throw ValidationError("Missing expected argument '<expression>'") }
        if let other = words.dropFirst().first { throw ValidationError("Unexpected argument '\(other)'; put the expression in quotation marks") }
        let isOption = expression.hasPrefix("--") && expression.dropFirst(2).first?.isLetter == true
        if isOption { throw ValidationError("Unknown option '\(expression)'") }
    }

    func run() throws {
        let expression = words[0]
        try orExit {
            let form = try form.map { path throws(RejectedInput) in try FormFile.read(path) } ?? Self.empty()
            var session = FormSession(form, FormFile.surroundings(device: "collect:test", seed: seed))
            do throws(XPathFault) {
                let value = try session.evaluate(expression)
                print(CSV.line([value.typeName, session.text(of: value)]), terminator: "")
            } catch {
                let column = error.offset.map { $0 + 1 }
                throw RejectedInput(error.message, at: Place("expression", line: column == nil ? nil : 1, column: column))
            }
        }
    }

    private static func empty() throws(RejectedInput) -> XForm {
        let text = "<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><model><instance><data/></instance></model></h:head></h:html>"
        return try XForm(Array(text.utf8), file: "expression")
    }
}
