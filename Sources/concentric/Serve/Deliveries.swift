import Cases
import Foundation
import Ground
import Logging
import Store

/// Delivers what stands in the outbox while a city is being served: every change of a case, at least once and in order. Several
/// servers over one database share the work.
struct Deliveries: Sendable {
    /// Somebody who wants to know of every change of a case: mail, messages, another capability. What it throws is kept with the
    /// message, which comes again later; it must bear the same message twice.
    typealias Listener = @Sendable (CaseMessage) async throws -> Void

    let running: RunningCity
    let listeners: [Listener]
    let logger: Logger

    /// How long what has been delivered is kept, for those who ask what was sent.
    private static let keptMilliseconds: Int64 = 30 * 86_400_000

    /// Delivers until the task is cancelled.
    func run() async {
        let application = running.edition.application
        let runner = OutboxRunner(store: application.store, claimant: application.ids.next(), topics: ["case"], now: application.now) {
            message in
            let change = try JSONDecoder().decode(CaseMessage.self, from: Data(message.body.utf8))
            logger.debug("\(change.reference): \(change.action), now \(change.state)")
            for listener in listeners { try await listener(change) }
        }
        await runner.run {
            let limit = application.now().advanced(milliseconds: -Self.keptMilliseconds)
            _ = try? await application.store.write { try Outbox.sweep(before: limit, on: $0) }
            try await Task.sleep(for: .seconds(2))
        }
    }
}
