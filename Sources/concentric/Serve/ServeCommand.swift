import Accounts
import ArgumentParser
import Cases
import City
import Foundation
import Ground
import Hummingbird
import Logging
import Store
import Web

/// Serves a city.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve a city's pages and let its clocks run.")

    @Argument(help: "The city folder.")
    var city: String

    @Option(help: "The port to listen on.")
    var port = 8080

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "sqlite:PATH or postgres://…; DATABASE_URL where it is not given.")
    var database: String?

    func run() async throws {
        let url = database ?? ProcessInfo.processInfo.environment["DATABASE_URL"] ?? "sqlite:data/\(cityKey)/city.sqlite"
        let application = try await InputFault.reported { try await Application.open(city: city, database: url) }
        let isDemonstration = try await application.store.read { connection in
            try connection.row("select 1 from accounts where login like 'demo-%' limit 1") { _ in true } ?? false
        }
        var logger = Logger(label: "concentric")
        logger.logLevel = .notice
        let running = RunningCity(application, isDemonstration: isDemonstration)
        let server = Hummingbird.Application(
            responder: CurrentResponder(running: running),
            configuration: .init(address: .hostname(host, port: port), serverName: "concentric"),
            onServerRunning: { _ in Terminal.note("Serving \(application.city.name.zh) on http://\(host):\(port)/") },
            logger: logger)
        // When the server ends, the clocks and the deliveries end with it.
        let clocks = Task { try await runClocks(of: running, logger: logger) }
        let deliveries = Task { await Deliveries(running: running, listeners: [], logger: logger).run() }
        defer {
            clocks.cancel()
            deliveries.cancel()
        }
        try await server.runService()
    }

    private var cityKey: String { URL(filePath: city).lastPathComponent }

    /// Lets clocks run out, sessions, contact data and the keys of commands expire, every few seconds, and takes a changed folder. A
    /// fault is logged and tried again.
    private func runClocks(of running: RunningCity, logger: Logger) async throws {
        var watch = FolderWatch(city)
        var lastKey = ""
        while !Task.isCancelled {
            do {
                if watch.hasSettledChange() { try await reload(running, logger: logger) }
                let application = running.edition.application
                let fired = try await application.office.fireDueClocks()
                if fired > 0 { logger.info("\(fired) clocks ran out") }
                let time = application.now()
                _ = try await application.store.write { connection in
                    try Contact.sweep(at: time, on: connection) + Session.sweep(at: time, on: connection)
                }
                // By itself: whatever stops it must not keep anybody's contact data.
                lastKey = try await application.store.write { [lastKey] connection in
                    try application.office.forgetOldKeys(at: time, after: lastKey, on: connection).mark ?? ""
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("the clocks could not run: \(error)")
            }
            try await Task.sleep(for: .seconds(5))
        }
    }

    /// A folder with faults is told and left; the city that runs goes on.
    private func reload(_ running: RunningCity, logger: Logger) async throws {
        let (changed, diagnostics) = City.load(city)
        guard let changed else {
            Terminal.note("The changed folder has faults; the city runs on as it was:")
            for fault in diagnostics.all { Terminal.note(fault.description) }
            return
        }
        do {
            try await running.take(changed)
            Terminal.note("The changed folder is in force.")
        } catch let fault as WorkflowShelf.ChangedWithoutVersion {
            Terminal.note("The changed folder is not taken: \(fault)")
        }
    }
}
