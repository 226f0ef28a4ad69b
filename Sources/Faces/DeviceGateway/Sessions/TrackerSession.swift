package import Ground

/// One tracker's connection without input or output: bytes go in, what is to be done comes out.
package protocol TrackerSession: Sendable {
    /// Takes what has arrived, whole frames or parts.
    mutating func receive(_ bytes: [UInt8], at now: Instant) -> SessionOutput

    /// The device, once it is known and admitted.
    var device: String? { get }

    /// Whether a frame has begun and not ended.
    var isInsideFrame: Bool { get }
}

/// What a session wants done with what has arrived.
package struct SessionOutput: Sendable, Hashable {
    /// To be made durable before anything is answered.
    package var points: [DevicePoint] = []
    package var state = DeviceState()
    /// The device said something of itself, with points or without.
    package var isContact = false
    /// Answers when the points are durable, or at once where there are none.
    package var answers: [UInt8] = []
    /// Answers when the points could not be kept; a session that has none wants the connection closed then.
    package var failures: [UInt8] = []
    /// Whole frames that were read.
    package var frames = 0
    /// Why the connection is to be closed, after the answers.
    package var close: String?

    package init() {}
}

/// What all sessions share: who is admitted, what one may cost, what was seen.
package struct SessionRules: Sendable {
    package var directory: any DeviceDirectory
    package var limits: GatewayLimits
    package var limiter: RateLimiter
    package var counters: GatewayCounters

    package init(directory: any DeviceDirectory, limits: GatewayLimits = GatewayLimits(), counters: GatewayCounters = GatewayCounters()) {
        self.directory = directory
        self.limits = limits
        self.counters = counters
        limiter = RateLimiter(rate: limits.rate, burst: limits.burst)
    }

    /// Whether the device may send so much now.
    func allows(_ count: Int, of device: String, now: Instant) -> Bool {
        guard limiter.take(max(1, count), of: device, now: now) else {
            counters.change { $0.limited += 1 }
            return false
        }
        return true
    }

    /// The points with a time that can be.
    func plausible(_ points: [DevicePoint], now: Instant) -> [DevicePoint] {
        let kept = points.filter { limits.isPlausible($0.time, now: now) }
        if kept.count < points.count { counters.change { $0.implausible += points.count - kept.count } }
        return kept
    }
}
