import Foundation

/// Time on the wall and of the processor, of this process with all its threads.
struct Stretch {
    var wall: Double
    var cpu: Double

    static func of<T>(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> T) async rethrows -> (Stretch, T) {
        let (wall, cpu) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
        let result = try await body()
        return (Stretch(wall: now(CLOCK_MONOTONIC) - wall, cpu: now(CLOCK_PROCESS_CPUTIME_ID) - cpu), result)
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    func line(_ name: String, _ points: Int, bytes: Int?) -> String {
        let size = bytes.map { String(format: "%6.2f bytes/point", Double($0) / Double(points)) } ?? ""
        let label = name.padding(toLength: 50, withPad: " ", startingAt: 0)
        return "  \(label) \(String(format: "%7.2f s wall %7.2f s CPU", wall, cpu))  "
            + "\(grouped(Double(points) / wall)) points/s  \(grouped(Double(points) / cpu)) points/CPU s  \(size)"
    }
}

/// A whole number with commas.
func grouped(_ value: Double) -> String {
    var digits = "\(Int(value))"
    var text = ""
    while digits.count > 3 {
        text = "," + digits.suffix(3) + text
        digits.removeLast(3)
    }
    return String(repeating: " ", count: max(0, 11 - digits.count - text.count)) + digits + text
}

/// The middle and the 99th of a hundred, milliseconds.
func percentiles(_ seconds: [Double]) -> String {
    guard !seconds.isEmpty else { return "nothing was measured" }
    let sorted = seconds.sorted()
    func text(_ share: Double) -> String { String(format: "%.3f ms", sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] * 1000) }
    return "p50 \(text(0.5))  p99 \(text(0.99))"
}
