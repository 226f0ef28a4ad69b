import Accounts
import ArgumentParser
import Cases
import City
import Foundation
import Ground
import Rehearsal
import Store

/// Fills a city with an invented month.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make a believable invented month, and the accounts to look at it.")

    @Argument(help: "The city folder.")
    var city: String

    @Option(help: "How many demands are reported.")
    var cases = 20_000

    @Option(help: "The seed; the same one makes the same month for the same --until.")
    var seed: UInt64 = 7

    @Option(help: "Where the month ends, with offset (2026-11-20T10:00+08:00); now where it is not given. Later steps are left open.")
    var until: String?

    @Option(help: "sqlite:PATH or postgres://…, empty.")
    var database: String?

    @Option(help: "The password of the demonstration accounts.")
    var password = "demo"

    func validate() throws {
        guard (0...1_000_000).contains(cases) else { throw ValidationError("--cases takes 0 to 1,000,000") }
        if let until, Instant(iso8601: until) == nil { throw ValidationError("--until takes a moment like 2026-11-20T10:00+08:00, not \"\(until)\"") }
    }

    func run() async throws {
        try await InputFault.reported { try await fill() }
    }

    private func fill() async throws {
        let end = until.flatMap { Instant(iso8601: $0) } ?? Application.systemTime()
        let url = database ?? "sqlite:data/\(URL(filePath: city).lastPathComponent)/city.sqlite"
        let application = try await Application.open(city: city, database: url)
        guard try await application.store.read({ try CaseCount.all(on: $0) }) == 0 else {
            throw RejectedInput("the database already holds cases", at: Place(url), advice: "name an empty one")
        }
        let accounts = try await DemonstrationAccounts.add(
            to: application.city, password: password, ids: application.ids, at: application.now(), in: application.store)
        let photo = try await application.files.put(DemonstrationPhoto.greySquare)
        let outcome = try await Demonstration(
            office: application.office, ids: application.ids, seed: seed, until: end, photos: [photo, photo]
        ).run(cases: cases, progress: Terminal.progress("Inventing a month"))
        print("\(cases) invented cases, \(outcome.commands) commands, \(outcome.clocksFired) clocks ran out")
        for (refusal, count) in outcome.refusals.sorted(by: { $0.key < $1.key }) { Terminal.note("refused \(count) × \(refusal)") }
        print("Sign in as (password \(password)):")
        print(Terminal.table(accounts.map { ["  " + $0.login, $0.name.zh, $0.name.en] }))
    }
}
