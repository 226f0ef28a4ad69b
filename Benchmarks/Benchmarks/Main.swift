internal import Foundation

/// Prints work per CPU second of every part, each beside a baseline in the same run. Names of parts as arguments choose some.
@main
struct Benchmarks {
    static func main() async {
        if CommandLine.arguments.dropFirst().first == "client" { return LoadClient.run(Array(CommandLine.arguments.dropFirst(2))) }
        let chosen = Set(CommandLine.arguments.dropFirst())
        func isChosen(_ name: String) -> Bool { chosen.isEmpty || chosen.contains(name) }
        if isChosen("working-time") { WorkingTimeBenchmark.run() }
        if isChosen("workflows") { WorkflowsBenchmark.run() }
        if isChosen("geography") { GeographyBenchmark.run() }
        if isChosen("city") { CityBenchmark.run() }
        if isChosen("store") { await StoreBenchmark.run() }
        if isChosen("requests") { await RequestsBenchmark.run() }
        if isChosen("desk") { await DeskBenchmark.run() }
    }
}
