internal import Synchronization

/// What the gateway saw, as numbers: no device, no place.
package final class GatewayCounters: Sendable {
    package struct Counts: Sendable, Hashable {
        package var connections = 0
        package var open = 0
        package var frames = 0
        package var points = 0
        /// Points outside of plausible times.
        package var implausible = 0
        /// Messages of devices that send too much.
        package var limited = 0
        package var unknownDevices = 0
        package var damagedFrames = 0
        /// Frames that are whole and not read: vendors' own and the like.
        package var unread = 0
        /// Messages that the store did not take.
        package var failed = 0
        /// Connections that the gateway ended.
        package var cutOff = 0

        package init() {}
    }

    private let counts = Mutex(Counts())

    package init() {}

    package var now: Counts { counts.withLock { $0 } }

    package func change(_ body: (inout Counts) -> Void) { counts.withLock { body(&$0) } }
}
