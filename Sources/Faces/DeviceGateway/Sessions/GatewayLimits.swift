internal import Ground

/// What one device and one connection may cost.
package struct GatewayLimits: Sendable {
    /// Messages or points a second of one device in the long run.
    package var rate = 10.0
    /// Messages or points of one device at once: a day without network at one point in 30 seconds is 2,880.
    package var burst = 4096.0
    /// Damaged frames on one connection before it is cut off.
    package var damages = 5
    /// Points older than this are dropped: 90 days.
    package var oldest: Int64 = 90 * 86_400_000
    /// Points further in the future than this are dropped: a day.
    package var newest: Int64 = 86_400_000
    /// Seconds from connecting to a device that is known.
    package var identification: Int64 = 30
    /// Seconds from the first byte of a frame to its last.
    package var frame: Int64 = 20
    /// Seconds that a peer may leave answers unread.
    package var stall: Int64 = 30
    /// Seconds without a frame.
    package var idle: Int64 = 900
    /// Connections in all.
    package var connections = 120_000
    /// Bytes of the body of a request.
    package var body = 16 * 1024

    package init() {}

    /// Whether a point's time is one that a tracker with a working clock may send now.
    func isPlausible(_ time: Instant, now: Instant) -> Bool {
        time >= now.advanced(milliseconds: -oldest) && time <= now.advanced(milliseconds: newest)
    }
}
