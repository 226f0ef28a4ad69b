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

    /// The same of something that does not leave its thread.
    static func ofThread<T>(_ body: () throws -> T) rethrows -> (Stretch, T) {
        let (wall, cpu) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
        let result = try body()
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

func milliseconds(_ seconds: Double) -> String { String(format: "%.3f ms", seconds * 1000) }

/// What the system says of a process.
struct ProcessStatus {
    /// Bytes in memory, now and at most.
    var resident = 0
    var peak = 0
    /// Seconds of processor.
    var cpu = 0.0

    init(_ process: Int32) {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, let kilobytes = Int(words[1]) else { continue }
            if words[0] == "VmRSS:" { resident = kilobytes << 10 }
            if words[0] == "VmHWM:" { peak = kilobytes << 10 }
        }
        let line = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let ticks = line.split(separator: " ").dropFirst(13).prefix(2).compactMap { Double($0) }
        cpu = ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}

/// What the kernel holds for sockets, of all processes together.
struct KernelMemory {
    /// Bytes of sockets, their files and their places in event queues; nil where the system does not say (it tells root only).
    var sockets: Int?
    /// Bytes that wait in the buffers of sockets.
    var buffers = 0

    private static let caches: Set<Substring> = [
        "TCP", "TCPv6", "sock_inode_cache", "filp", "dentry", "eventpoll_epi", "eventpoll_pwq", "skbuff_head_cache", "skbuff_fclone_cache",
        "skbuff_small_head", "tcp_bind_bucket", "tcp_bind2_bucket", "request_sock_TCP", "lsm_inode_cache", "lsm_file_cache",
    ]

    /// Files of the system come page by page: what comes first is not all.
    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(file, &part, part.count), count > 0 { all += part[..<count] }
        return String(decoding: all, as: UTF8.self)
    }

    init() {
        let slabs = Self.text("/proc/slabinfo")
        for line in slabs.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 3, Self.caches.contains(words[0]), let objects = Int(words[1]), let size = Int(words[3]) else { continue }
            sockets = (sockets ?? 0) + objects * size
        }
        let statistics = Self.text("/proc/net/sockstat")
        for line in statistics.split(separator: "\n") where line.hasPrefix("TCP:") {
            let words = line.split(separator: " ")
            if let place = words.firstIndex(of: "mem"), place + 1 < words.count { buffers = (Int(words[place + 1]) ?? 0) * Int(getpagesize()) }
        }
    }
}

/// The middle and the 99th of a hundred, milliseconds.
func percentiles(_ seconds: [Double]) -> String {
    guard !seconds.isEmpty else { return "nothing was measured" }
    let sorted = seconds.sorted()
    func text(_ share: Double) -> String { milliseconds(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) }
    return "p50 \(text(0.5))  p99 \(text(0.99))"
}

/// Prints a line at once, also into a file.
func tell(_ line: String) {
    print(line)
    fflush(nil)
}
