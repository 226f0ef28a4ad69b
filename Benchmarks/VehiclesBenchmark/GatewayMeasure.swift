import DeviceGateway
import Foundation
import Ground
import NIOCore
import NIOPosix
import Trajectories

/// The whole way of a point: a tracker's socket, the gateway as a process of its own, sealed on the disk, the reply. The trackers are in this
/// process.
struct GatewayMeasure {
    let folder: String
    private let group = MultiThreadedEventLoopGroup.singleton

    func run(trackers: Int, idle: Int) async throws {
        guard trackers > 0 || idle > 0 else { return }
        raiseOpenFiles()
        let runs: [(name: String, batch: Int, window: Int, points: Int)] = [
            ("0x0704 with 20 points, 4 messages under way", 20, 4, 2000),
            ("0x0704 with 20 points, 1 message under way", 20, 1, 2000),
            ("0x0200, 16 messages under way", 1, 16, 800),
            ("0x0200, 1 message under way", 1, 1, 200),
        ]
        var plans: [SimulationPlan] = []
        for (number, run) in runs.enumerated() where trackers > 0 {
            plans.append(
                SimulationPlan(
                    language: .jt808, host: "127.0.0.1", port: 0, count: trackers, points: run.points, batch: run.batch, window: run.window,
                    first: number * trackers))
        }
        let crowd = SimulationPlan(language: .jt808, host: "127.0.0.1", port: 0, count: idle, points: 1, first: runs.count * trackers)
        let gateway = try GatewayChild(folder: folder, devices: try list(plans + (idle > 0 ? [crowd] : [])))
        defer { gateway.end() }
        if trackers > 0 { tell("\nThrough sockets of JT/T 808 to a gateway of its own process and back, \(trackers) connections:") }
        for (run, plan) in zip(runs, plans) { try await send(run.name, plan, gateway) }
        if idle > 0 { try await wait(crowd, gateway) }
    }

    /// A file of all devices; few owners have many devices each, since making keys is not what is measured.
    private func list(_ plans: [SimulationPlan]) throws -> String {
        var devices: [(DeviceID, OwnerCard)] = []
        for plan in plans {
            for number in plan.first..<(plan.first + plan.count) {
                guard let device = DeviceID(SimulatedDevice.device(number, as: .jt808)) else { continue }
                devices.append((device, VehiclesBenchmark.owners[number % VehiclesBenchmark.owners.count].card))
            }
        }
        let path = folder + "/devices.csv"
        try DeviceList.text(devices).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func send(_ name: String, _ plan: SimulationPlan, _ gateway: GatewayChild) async throws {
        var plan = plan
        plan.port = gateway.port
        let start = Instant(milliseconds: (Int64(Date().timeIntervalSince1970) - Int64(plan.points) * 30) * 1000)
        let before = ProcessStatus(gateway.process)
        let (own, report) = await Stretch.of { await Simulation(plan, group: group).run(start: start) }
        let cpu = ProcessStatus(gateway.process).cpu - before.cpu
        precondition(report.failures == 0 && report.acknowledged == plan.count * plan.points, "every point is acknowledged")
        let points = Double(report.acknowledged)
        tell(
            "  \(name.padding(toLength: 46, withPad: " ", startingAt: 0)) \(grouped(points / own.wall)) points/s  "
                + "\(grouped(points / cpu)) points/CPU s of the gateway, \(grouped(points / own.cpu)) of the trackers  "
                + "replies p50 \(text(report.latency(0.5))) p99 \(text(report.latency(0.99)))")
    }

    private func text(_ milliseconds: Double?) -> String { milliseconds.map { String(format: "%.1f ms", $0) } ?? "–" }

    private func wait(_ plan: SimulationPlan, _ gateway: GatewayChild) async throws {
        var plan = plan
        plan.port = gateway.port
        let (before, kernelBefore) = (ProcessStatus(gateway.process), KernelMemory())
        let start = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        let (stretch, channels) = await Stretch.of { await IdleCrowd(plan, group: group).connect(start: start) }
        let (after, kernel) = (ProcessStatus(gateway.process), KernelMemory())
        guard !channels.isEmpty else { return tell("\nIdle connections: none could be opened") }
        let each = Double(after.resident - before.resident) / Double(channels.count)
        tell("\nIdle connections, authenticated: \(channels.count) of \(plan.count) (this machine allows \(openFiles()) open files a process)")
        tell(String(format: "  opened in %.1f s, %.2f s CPU of the gateway", stretch.wall, after.cpu - before.cpu))
        tell(String(format: "  %.0f bytes each in the gateway, of %d MiB in all", each, after.resident >> 20))
        let whole = Double(before.resident) + each * 100_000
        if let sockets = kernel.sockets, let socketsBefore = kernelBefore.sockets {
            // Both ends of each connection are on this machine.
            let end = Double(sockets - socketsBefore) / Double(2 * channels.count)
            tell(String(format: "  %.0f bytes each in the kernel (half of what both ends take), %d KiB in buffers", end, kernel.buffers >> 10))
            let all = whole + end * 100_000
            tell(
                String(
                    format: "  so 100,000 would take %.2f GiB of the gateway, %.2f GiB of the kernel, together %.2f GiB", whole / Double(1 << 30),
                    end * 100_000 / Double(1 << 30), all / Double(1 << 30)))
        } else {
            tell(String(format: "  so 100,000 would take %.2f GiB, without what the kernel keeps (it tells root only)", whole / Double(1 << 30)))
        }
        for channel in channels { try? await channel.close() }
    }

    private func openFiles() -> Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(limit.rlim_cur)
    }

    private func raiseOpenFiles() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// `concentric gateway`, built beside the benchmark.
final class GatewayChild {
    let port: Int
    private let child: Process

    var process: Int32 { child.processIdentifier }

    init(folder: String, devices: String) throws {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("concentric")
        child = Process()
        child.executableURL = program
        child.arguments = ["gateway", "--tracks", folder + "/gateway", "--devices", devices, "--host", "127.0.0.1", "--jt808", "0"]
        let output = Pipe()
        child.standardOutput = output
        try child.run()
        var said = ""
        while !said.contains("ready\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw RejectedInput("did not start", at: Place(program.path)) }
            said += String(decoding: data, as: UTF8.self)
        }
        let line = said.split(separator: "\n").first { $0.hasPrefix("jt808 ") }
        guard let port = line.flatMap({ Int($0.dropFirst(6)) }) else { throw RejectedInput("named no port", at: Place(program.path)) }
        self.port = port
    }

    func end() {
        child.terminate()
        child.waitUntilExit()
    }
}
