internal import Synchronization
package import Ground

/// Makes the ids of everything: positive 64-bit numbers that ascend with time and never meet, also with several servers.
///
/// From the highest bit: 0, then 41 bits of milliseconds since 2020 (until 2089), 12 bits of the server's number, 10 bits
/// that count within the millisecond. A server that makes more than 1,024 a millisecond, or whose clock goes back, runs
/// ahead of the clock instead of repeating itself.
package struct IDMaker: Sendable {
    package static let nodes = 4096
    /// 2020-01-01T00:00:00Z
    package static let epoch: Int64 = 1_577_836_800_000
    private static let counterBits: Int64 = 10
    private static let nodeBits: Int64 = 12

    private final class Last: Sendable {
        /// Milliseconds and counter of the last id, joined.
        let tick = Mutex<Int64>(-1)
    }

    package let node: Int
    private let clock: @Sendable () -> Instant
    private let last = Last()

    /// - Parameter node: 0 ..< 4096; two makers that live at the same time need different ones.
    package init(node: Int, clock: @escaping @Sendable () -> Instant) {
        precondition(node >= 0 && node < Self.nodes, "the number of an id maker must be below \(Self.nodes)")
        self.node = node
        self.clock = clock
    }

    /// A maker with a number that the database gives to each start of a server in turn; it comes round after 4,096 starts.
    package static func open(in store: any Store, clock: @escaping @Sendable () -> Instant) async throws -> IDMaker {
        let started = try await store.write { connection in
            try connection.row(
                """
                insert into id_nodes (one, started) values (1, 1)
                on conflict (one) do update set started = id_nodes.started + 1 returning started
                """
            ) { try $0.integer(0) }
        }
        return IDMaker(node: Int((started ?? 0) % Int64(nodes)), clock: clock)
    }

    package func next() -> Int64 {
        // A clock beyond the ends of the scale stands at them.
        let now = min(max(clock().milliseconds, Self.epoch) - Self.epoch, (1 << 41) - 1)
        let tick = last.tick.withLock { tick in
            tick = max(tick + 1, now << Self.counterBits)
            return tick
        }
        let milliseconds = (tick >> Self.counterBits) & ((1 << 41) - 1)
        let counter = tick & ((1 << Self.counterBits) - 1)
        return milliseconds << (Self.nodeBits + Self.counterBits) | Int64(node) << Self.counterBits | counter
    }

    /// When an id was made, to the millisecond.
    package static func moment(of id: Int64) -> Instant {
        Instant(milliseconds: (id >> (nodeBits + counterBits)) + epoch)
    }
}
