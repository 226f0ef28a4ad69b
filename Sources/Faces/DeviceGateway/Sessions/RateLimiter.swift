package import Ground
internal import Synchronization

/// A bucket of tokens for each device: it fills at a rate up to a burst, messages and points take from it. It outlives connections, so that
/// calling again does not help.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Int64
    }

    private let rate: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    package init(rate: Double, burst: Double) {
        self.rate = rate
        self.burst = burst
    }

    /// Takes `count` tokens, or none where there are too few. Only for devices that are known: their number bounds the memory.
    package func take(_ count: Int, of device: String, now: Instant) -> Bool {
        buckets.withLock { buckets in
            var bucket = buckets[device] ?? Bucket(tokens: burst, at: now.milliseconds)
            let passed = Double(max(0, now.milliseconds.subtractingReportingOverflow(bucket.at).partialValue)) / 1000
            bucket.tokens = min(burst, bucket.tokens + passed * rate)
            bucket.at = now.milliseconds
            let isEnough = bucket.tokens >= Double(count)
            if isEnough { bucket.tokens -= Double(count) }
            buckets[device] = bucket
            return isEnough
        }
    }
}
