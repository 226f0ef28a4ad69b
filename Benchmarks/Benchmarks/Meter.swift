internal import Foundation
internal import StoreTestSupport

/// CPU time of this process, and of a database server beside it.
struct Meter {
    private var wall: Double
    private var own: Double
    private var server: Double?
    private let postgres: PostgresServer?

    init(_ postgres: PostgresServer? = nil) async throws {
        self.postgres = postgres
        (wall, own, server) = (Meter.wallSeconds, Meter.ownSeconds, try await postgres?.cpuSeconds())
    }

    struct Reading {
        var wall: Double
        var own: Double
        var server: Double?

        /// Milliseconds of CPU for one of so many, with those of the server.
        func milliseconds(for count: Int) -> Double { (own + (server ?? 0)) * 1000 / Double(max(1, count)) }

        /// In words.
        func text(for count: Int) -> String {
            let each = 1000 / Double(max(1, count))
            guard let server else { return String(format: "%.3f ms CPU", own * each) }
            return String(format: "%.3f ms CPU (%.3f ours, %.3f the server's)", (own + server) * each, own * each, server * each)
        }
    }

    /// Since the meter was made.
    func read() async throws -> Reading {
        let (own, wall) = (Meter.ownSeconds - own, Meter.wallSeconds - wall)
        guard let postgres, let before = server else { return Reading(wall: wall, own: own, server: nil) }
        return Reading(wall: wall, own: own, server: try await postgres.cpuSeconds() - before)
    }

    private static var ownSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static var wallSeconds: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
