/// A store that fails when it is told to; for tests of what stands on it.
package final class FaultyStore: Store {
    package enum Fault: Sendable, Hashable {
        case none
        /// Nothing of the transaction is kept, and the caller gets an error.
        case beforeCommit
        /// The transaction is durable, and the caller gets an error: what a lost connection looks like.
        case afterCommit
        /// There is no connection; nothing is run.
        case disconnected
        /// All goes well, but only after the store has waited.
        case slow
    }

    /// What a call is.
    package enum Access: Sendable, Hashable {
        case read
        case write
    }

    private let base: any Store
    private let decide: @Sendable (Access) -> Fault
    private let wait: @Sendable () async -> Void

    package var kind: StoreKind { base.kind }
    package var load: StoreLoad { base.load }

    /// - Parameters:
    ///   - decide: asked once for each call, from any thread.
    ///   - wait: what being slow is; by default other tasks go first.
    package init(
        _ base: any Store, wait: @escaping @Sendable () async -> Void = { for _ in 0..<100 { await Task.yield() } },
        decide: @escaping @Sendable (Access) -> Fault
    ) {
        self.base = base
        self.decide = decide
        self.wait = wait
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        switch decide(.read) {
        case .none: return try await base.read(body)
        case .slow:
            await wait()
            return try await base.read(body)
        case .beforeCommit, .afterCommit, .disconnected: throw SQLError(.disconnected, detail: "a fault of the test")
        }
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        switch decide(.write) {
        case .none: return try await base.write(body)
        case .slow:
            await wait()
            return try await base.write(body)
        case .disconnected: throw SQLError(.disconnected, detail: "a fault of the test")
        case .beforeCommit:
            return try await base.write { connection in
                _ = try body(connection)
                // Of no kind that the writer would try again by itself.
                throw SQLError(.other, detail: "a fault of the test, before the commit")
            }
        case .afterCommit:
            _ = try await base.write(body)
            throw SQLError(.unknownOutcome, detail: "a fault of the test, after the commit")
        }
    }

    package func migrate(_ migrations: [Migration]) async throws { try await base.migrate(migrations) }

    package func close() { base.close() }
}
