internal import Synchronization

/// What a store has done since it was opened, and what waits.
package struct StoreLoad: Sendable, Hashable {
    /// Bodies that wait for the writer.
    package var waiting: Int
    /// Transactions of the writer that became durable.
    package var commits: Int
    /// Bodies that became durable in them, or failed alone.
    package var writes: Int
}

/// Counts the writer's work from its thread, read from any.
final class WriteCounts: Sendable {
    private let counts = Mutex((commits: 0, writes: 0))

    func add(writes: Int) {
        counts.withLock {
            $0.commits += 1
            $0.writes += writes
        }
    }

    func load(waiting: Int) -> StoreLoad {
        counts.withLock { StoreLoad(waiting: waiting, commits: $0.commits, writes: $0.writes) }
    }
}
