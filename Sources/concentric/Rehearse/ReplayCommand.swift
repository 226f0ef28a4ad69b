import ArgumentParser
import Cases
import Foundation
import Ground
import Rehearsal
import Store

/// Plays a city's real requests again through the whole loop.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play real requests (Open311 CSV, .gz too) through the whole loop on a simulated clock.",
        discussion: "Ratings are in no such file: they are drawn from the seed, and are invented.")

    @Argument(help: "The city folder.")
    var city: String

    @Argument(help: "The file of requests.")
    var file: String

    @Option(help: "sqlite:PATH or postgres://…, empty; a temporary one where it is not given.")
    var database: String?

    @Option(help: "The seed of the invented ratings.")
    var seed: UInt64 = 7

    @Flag(help: "Print one JSON object at the end.")
    var json = false

    func run() async throws {
        try await InputFault.reported {
            var diagnostics = Diagnostics()
            let requests = OpenRequest.read(try InputFile.read(file), file: file, diagnostics: &diagnostics)
            if diagnostics.hasErrors { throw RejectedInput(diagnostics) }
            try await play(requests)
        }
    }

    private func play(_ requests: [OpenRequest]) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "concentric-replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = database ?? "sqlite:\(folder.path)/city.sqlite"
        let application = try await Application.open(city: city, database: url)
        guard try await application.store.read({ try CaseCount.all(on: $0) }) == 0 else {
            throw RejectedInput("the database already holds cases", at: Place(url), advice: "name an empty one")
        }
        let began = ContinuousClock.now
        let outcome = try await Replay(office: application.office, ids: application.ids, seed: seed)
            .run(requests, progress: Terminal.progress("Replaying"))
        let seconds =
            Double((ContinuousClock.now - began).components.attoseconds) / 1e18
            + Double((ContinuousClock.now - began).components.seconds)
        let city = application.city
        let (summary, rates) = try await application.store.read { connection in
            (
                try ReplaySummary.read(in: city, on: connection),
                try Rates.city(in: 0...999_999, on: connection)
            )
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(summary), as: UTF8.self))
        } else {
            print(ReplayReport(summary: summary, rates: rates, outcome: outcome, seconds: seconds).text)
        }
        if !outcome.refusals.isEmpty {
            for (refusal, count) in outcome.refusals.sorted(by: { $0.key < $1.key }) { Terminal.note("\(count) × \(refusal)") }
            throw ExitCode.failure
        }
    }
}

/// The figures of a replay for people.
struct ReplayReport {
    let summary: ReplaySummary
    let rates: Rates
    let outcome: ReplayOutcome
    let seconds: Double

    var text: String {
        var rows = [["class", "closed", "median h", "90 % h", "on time"]]
        for line in summary.classes {
            rows.append([
                line.class, "\(line.closed)", hours(line.medianHours), hours(line.p90Hours), percent(line.onTime),
            ])
        }
        let perSecond = seconds > 0 ? Int(Double(outcome.commands + outcome.clocksFired) / seconds) : 0
        return """
            \(summary.reported) reported, \(summary.closed) closed, \(summary.open) open
            \(outcome.commands) commands, \(outcome.clocksFired) clocks ran out, \(perSecond) a second

            \(Terminal.table(rows))

            response \(percent(rates.raw.response)) · resolution \(percent(rates.raw.resolution)) · \
            satisfaction \(percent(rates.raw.contentment))
            (the ratings behind resolution and satisfaction are invented: no file has them)
            """
    }

    private func hours(_ value: Double?) -> String { value.map { String(format: "%.1f", $0) } ?? "–" }
    private func percent(_ value: Double?) -> String { value.map { String(format: "%.1f %%", $0 * 100) } ?? "–" }
}
