package import Ground

/// Delivers what stands in the outbox. Several may run, on one server or on many.
package struct OutboxRunner: Sendable {
    private let store: any Store
    private let claimant: Int64
    private let topics: [String]?
    private let batch: Int
    /// Milliseconds that a claim lasts; a delivery is cancelled before.
    private let lease: Int64
    private let patience: Outbox.Patience
    private let now: @Sendable () -> Instant
    private let deliver: @Sendable (Outbox.Message) async throws -> Void

    /// - Parameters:
    ///   - claimant: a number that no other runner has, such as a fresh id.
    ///   - topics: only these; nil for all.
    ///   - deliver: must bear the same message twice. What it throws is kept as the reason, as its description.
    package init(
        store: any Store, claimant: Int64, topics: [String]? = nil, batch: Int = 64, lease: Int64 = 60_000,
        patience: Outbox.Patience = Outbox.Patience(), now: @escaping @Sendable () -> Instant,
        deliver: @escaping @Sendable (Outbox.Message) async throws -> Void
    ) {
        self.store = store
        self.claimant = claimant
        self.topics = topics
        self.batch = batch
        self.lease = max(1, lease)
        self.patience = patience
        self.now = now
        self.deliver = deliver
    }

    /// Claims one batch, delivers its messages beside each other – they are of different entities – and notes the outcome.
    /// - Returns: how many messages were tried; 0 when nothing was due.
    @discardableResult
    package func runOnce() async throws -> Int {
        let start = now()
        let messages = try await store.write { [self] in
            try Outbox.claim(
                batch: batch, by: claimant, now: start, until: start.advanced(milliseconds: lease), topics: topics, on: $0)
        }
        guard !messages.isEmpty else { return 0 }
        let outcomes = await withTaskGroup(of: (Outbox.Message, String?).self) { group in
            for message in messages { group.addTask { (message, await attempt(message)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let end = now()
        try await store.write { [self] connection in
            for (message, error) in outcomes {
                if let error {
                    try Outbox.fail(message, by: claimant, error: error, patience: patience, at: end, on: connection)
                } else {
                    try Outbox.deliver(message.id, by: claimant, at: end, on: connection)
                }
            }
        }
        return messages.count
    }

    /// Delivers until the task is cancelled. A database that cannot be reached is tried again after the pause.
    /// - Parameter pause: waits until it is worth looking again; throws when cancelled.
    package func run(pause: @Sendable () async throws -> Void) async {
        while !Task.isCancelled {
            let count = (try? await runOnce()) ?? 0
            if count > 0 { continue }
            do { try await pause() } catch { return }
        }
    }

    /// - Returns: nil when delivered, otherwise why not.
    private func attempt(_ message: Outbox.Message) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask {
                do {
                    try await deliver(message)
                    return nil
                } catch {
                    return "\(error)"
                }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(lease - lease / 5))
                return "no answer in time"
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
