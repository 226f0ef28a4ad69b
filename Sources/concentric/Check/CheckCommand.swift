import ArgumentParser
import City
import Ground

/// Reads a city folder and prints every fault at once.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a city folder and print every fault with its place.",
        discussion: """
            Each line reads file:line:column: error: what is wrong – what to do. The exit code is 2 where there are errors.
            Example: concentric check cities/kunming
            """)

    @Argument(help: "The city folder.") var city: String

    func run() throws {
        let (city, diagnostics) = City.load(city)
        print(diagnostics.text, terminator: "")
        if let city { print(CityReport.text(city)) }
        let (errors, warnings) = (diagnostics.errors.count, diagnostics.warnings.count)
        print("\(errors) \(errors == 1 ? "error" : "errors"), \(warnings) \(warnings == 1 ? "warning" : "warnings")")
        if diagnostics.hasErrors { throw ExitCode(2) }
    }
}
