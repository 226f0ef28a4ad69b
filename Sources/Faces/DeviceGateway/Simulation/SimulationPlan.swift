/// What a simulation does.
package struct SimulationPlan: Sendable {
    package var language: SimulatedLanguage
    package var host: String
    package var port: Int
    /// Devices; each has a connection of its own, those of OwnTracks one to the broker.
    package var count: Int
    /// Points of each device.
    package var points: Int
    /// Points in one message of JT/T 808 (0x0704 above 1), at most 20; other protocols have one.
    package var batch: Int
    /// Messages that are sent before the answer to the first has come.
    package var window: Int
    /// Points a second of all devices together; 0 is as fast as answers come.
    package var rate: Double
    package var seed: UInt64
    /// Number of the first device.
    package var first: Int

    package init(
        language: SimulatedLanguage, host: String, port: Int, count: Int, points: Int, batch: Int = 1, window: Int = 1, rate: Double = 0,
        seed: UInt64 = 1, first: Int = 0
    ) {
        self.language = language
        self.host = host
        self.port = port
        self.count = max(1, count)
        self.points = max(1, points)
        self.batch = language == .jt808 ? min(20, max(1, batch)) : 1
        self.window = min(1000, max(1, window))
        self.rate = rate
        self.seed = seed
        self.first = first
    }
}

/// What a simulation measured.
package struct SimulationReport: Sendable {
    package var devices = 0
    /// Points whose message was acknowledged; those of GT06 are when a heartbeat sent behind them is.
    package var acknowledged = 0
    package var sent = 0
    /// The acknowledged points of each device, by its number: the first so many that it sent.
    package var byDevice: [Int: Int] = [:]
    /// Connections that were refused or broke.
    package var failures = 0
    package var seconds = 0.0
    /// Milliseconds from sending to the answer, sorted.
    package var latencies: [Double] = []

    package init() {}

    package var rate: Double { seconds > 0 ? Double(acknowledged) / seconds : 0 }

    /// The latency that a share of the answers did not exceed.
    package func latency(_ share: Double) -> Double? {
        guard !latencies.isEmpty else { return nil }
        return latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]
    }
}
