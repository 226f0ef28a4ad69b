import DeviceGateway
import Ground
import Synchronization

/// A directory with names.
struct ListedDevices: DeviceDirectory {
    var names: Set<String>

    func admits(_ device: String) -> Bool { names.contains(device) }
    func code(of device: String) -> String { "code-" + device }
}

/// A store in memory, which can be told to fail or to wait.
final class MemorySink: PointSink {
    struct Failure: Error {}
    struct Kept: Sendable {
        var points: [String: [DevicePoint]] = [:]
        var touches: [String] = []
        var states: [String: DeviceState] = [:]
        var appends = 0
    }

    private let kept = Mutex(Kept())
    /// Who waits until there are so many points.
    private let waiting = Mutex<[(count: Int, resume: @Sendable () -> Void)]>([])
    private let fails: Bool
    /// Append waits for an element of this before it returns.
    private let gate: AsyncStream<Void>?

    init(fails: Bool = false, gate: AsyncStream<Void>? = nil) {
        self.fails = fails
        self.gate = gate
    }

    var now: Kept { kept.withLock { $0 } }

    func append(device: String, points: [DevicePoint], state: DeviceState) async throws {
        if fails { throw Failure() }
        if let gate {
            var iterator = gate.makeAsyncIterator()
            _ = await iterator.next()
        }
        kept.withLock {
            $0.points[device, default: []] += points
            $0.states[device] = state
            $0.appends += 1
        }
        let count = total
        let ready = waiting.withLock { waiting in
            defer { waiting.removeAll { $0.count <= count } }
            return waiting.filter { $0.count <= count }
        }
        for one in ready { one.resume() }
    }

    private var total: Int { kept.withLock { $0.points.values.reduce(0) { $0 + $1.count } } }

    /// Returns when so many points are here.
    func points(_ count: Int) async {
        await withCheckedContinuation { continuation in
            waiting.withLock { $0.append((count, { continuation.resume() })) }
            guard total >= count else { return }
            let ready = waiting.withLock { waiting in
                defer { waiting.removeAll { $0.count <= count } }
                return waiting.filter { $0.count <= count }
            }
            for one in ready { one.resume() }
        }
    }

    func touch(device: String, state: DeviceState) {
        kept.withLock {
            $0.touches.append(device)
            $0.states[device] = state
        }
    }
}

enum Clock {
    static let moment = Instant(milliseconds: 1_790_000_060_000)
    static let now: @Sendable () -> Instant = { moment }
}

func rules(_ names: Set<String>, _ change: (inout GatewayLimits) -> Void = { _ in }) -> SessionRules {
    var limits = GatewayLimits()
    change(&limits)
    return SessionRules(directory: ListedDevices(names: names), limits: limits)
}

/// Rules for real sockets: a busy machine that runs many tests at once may keep a peer waiting for minutes.
func patientRules(_ names: Set<String>, _ change: (inout GatewayLimits) -> Void = { _ in }) -> SessionRules {
    rules(names) { limits in
        (limits.identification, limits.frame, limits.stall) = (3600, 3600, 3600)
        change(&limits)
    }
}

/// The frames of JT/T 808 in an answer, as message and body.
func answers(_ bytes: [UInt8]) -> [(message: UInt16, body: [UInt8])] {
    var deframer = JT808Deframer()
    return bytes.compactMap { deframer.push($0) }.compactMap { try? $0.get() }.compactMap { JT808Frame($0) }.map { ($0.message, Array($0.body)) }
}
