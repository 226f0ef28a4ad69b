import ArgumentParser
import City
import Geography
import Ground

/// Reads a city folder and prints every fault at once; asked for a class, it says where such a request would go, and why.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a city folder and print every fault with its place.",
        discussion: """
            Each line reads file:line:column: error: what is wrong – what to do. The exit code is 2 where there are errors.
            Examples:
              concentric check cities/kunming
              concentric check cities/kunming --route greenery --area 530102001001    a dry run: who would get it, by which rule
              concentric check cities/boston --route illegal-parking --position 42.3229,-71.0800
            """)

    @Argument(help: "The city folder.") var city: String

    @Option(help: "A class: say who would get a request of it, by which rule, and why not by the others. Needs --area or --position.")
    var route: String?

    @Option(help: "The code of an area, for --route.") var area: String?

    @Option(help: "LATITUDE,LONGITUDE in WGS 84, for --route.") var position: String?

    func validate() throws {
        guard route != nil || (area == nil && position == nil) else { throw ValidationError("--area and --position go with --route") }
        guard route == nil || (area == nil) != (position == nil) else { throw ValidationError("--route needs --area or --position") }
    }

    func run() async throws {
        let (city, diagnostics) = City.load(city)
        print(diagnostics.text, terminator: "")
        if let city, let route {
            try await InputFault.reported { print(try dryRun(route, in: city)) }
            return
        }
        if let city { print(CityReport.text(city)) }
        let (errors, warnings) = (diagnostics.errors.count, diagnostics.warnings.count)
        print("\(errors) \(errors == 1 ? "error" : "errors"), \(warnings) \(warnings == 1 ? "warning" : "warnings")")
        if diagnostics.hasErrors { throw ExitCode(2) }
    }

    private func dryRun(_ code: String, in city: City) throws -> String {
        guard let requestClass = city.classes.class(ClassCode(code)) else {
            throw RejectedInput("there is no class \u{201C}\(code)\u{201D}", at: Place("--route"), advice: "classes are listed in categories.csv")
        }
        let place = try area(in: city)
        let title = city.territory.area(place)?.name
        var lines = ["\(requestClass.name.zh) \(requestClass.name.en) (\(code)) in \(title?.zh ?? "") \(title?.en ?? "") (\(place.rawValue))"]
        if let answer = city.routing.route(class: requestClass.code, area: place) {
            let others = answer.supporting.isEmpty ? "" : ", with " + answer.supporting.map(\.rawValue).joined(separator: ", ")
            lines.append("goes to \(answer.organisation.rawValue)\(others)")
        } else {
            lines.append("goes to nobody: no rule speaks of it; a dispatcher decides")
        }
        // Rules for other classes say nothing worth reading here.
        for trial in city.routing.explain(class: requestClass.code, area: place) where trial.outcome != .otherClass {
            lines.append("  \(trial.rule.place): \(trial.text.en)")
        }
        return lines.joined(separator: "\n")
    }

    private func area(in city: City) throws -> AreaCode {
        if let area {
            guard city.territory.area(AreaCode(area)) != nil else {
                throw RejectedInput("there is no area \(area)", at: Place("--area"), advice: "areas are listed in areas.csv")
            }
            return AreaCode(area)
        }
        let numbers = (position ?? "").split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 2, abs(numbers[0]) <= 90, abs(numbers[1]) <= 180 else {
            throw RejectedInput("\u{201C}\(position ?? "")\u{201D} is no position", at: Place("--position"), advice: "write 42.3229,-71.0800")
        }
        guard let found = city.locate(Coordinate(longitude: numbers[1], latitude: numbers[0])) else {
            throw RejectedInput("the position lies in no area of the city's map", at: Place("--position"))
        }
        return found
    }
}
