internal import ArgumentParser
internal import DeviceGateway
internal import Foundation
internal import Ground
internal import NIOCore
internal import NIOPosix
internal import Trajectories

/// `concentric simulate-devices`: trackers that ride about Kunming and send over real sockets.
struct SimulateDevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate-devices",
        abstract: "Drive a gateway with simulated trackers and measure its answers.",
        discussion: """
            --list prints devices.csv for the gateway, with owners made from the seed.
            --local starts a gateway in this process: with --tracks it seals into that folder, without it counts and forgets.
              concentric simulate-devices --protocol jt808 --count 200 --points 500 --batch 20 --window 4 --local
            """)

    @Option(name: .customLong("protocol"), help: "jt808, gt06, osmand or owntracks.")
    var language: SimulatedLanguage

    @Option(help: "Devices; each has its own connection.")
    var count = 100

    @Option(help: "Points of each device.")
    var points = 100

    @Option(help: "Points in one message of JT/T 808, up to 20.")
    var batch = 1

    @Option(help: "Messages on the way to the gateway without an answer, of each device.")
    var window = 1

    @Option(help: "Points a second of all devices together; 0 is as fast as answers come.")
    var rate = 0.0

    @Option(help: "The same seed gives the same rides.")
    var seed: UInt64 = 1

    @Option(help: "Number of the first device.")
    var first = 0

    @Option(help: "Address of the gateway, or of the broker for owntracks.")
    var host = "127.0.0.1"

    @Option(help: "Port of the gateway, or of the broker for owntracks.")
    var port: Int?

    @Flag(help: "Start a gateway in this process.")
    var local = false

    @Option(help: "With --local: seal into this folder.")
    var tracks: String?

    @Option(help: "Connect this many devices that say who they are and then nothing, until the command is ended.")
    var idle: Int?

    @Flag(help: "Print the devices with their owners' public keys instead of simulating.")
    var list = false

    func validate() throws {
        guard (1...99_999_999).contains(count), (0...99_999_999).contains(first), (1...1_000_000_000).contains(points) else {
            throw ValidationError("--count, --first and --points are out of range")
        }
        guard (1...1_000_000).contains(idle ?? 1) else { throw ValidationError("--idle is a number of devices") }
        guard rate >= 0, rate.isFinite else { throw ValidationError("--rate is a number of points a second") }
        guard list || local || port != nil else { throw ValidationError("--port or --local is needed") }
        guard !(local && language == .owntracks && port == nil) else { throw ValidationError("owntracks needs the --port of a broker") }
    }

    func run() async throws {
        OpenFiles.raise()
        var plan = SimulationPlan(
            language: language, host: host, port: port ?? 0, count: idle ?? count, points: points, batch: batch, window: window, rate: rate, seed: seed,
            first: first)
        if list { return print(DeviceList.text(SimulatedOwner.devices(of: plan)), terminator: "") }
        let gateway = local ? try await LocalGateway.start(plan, tracks: tracks) : nil
        if let gateway, let port = gateway.port { plan.port = port }
        if idle != nil {
            try await wait(plan)
            return try await gateway?.stop() ?? ()
        }
        let now = Int64(Date().timeIntervalSince1970)
        let start = Instant(milliseconds: (now - Int64(min(points, 200_000)) * 30) * 1000)
        let cpu = ProcessorTime.now
        let report = await Simulation(plan, group: MultiThreadedEventLoopGroup.singleton).run(start: start)
        tell(report, cpu: ProcessorTime.now - cpu)
        try await gateway?.stop()
        if report.failures > 0 { throw ExitCode(1) }
    }

    private func wait(_ plan: SimulationPlan) async throws {
        let start = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        let channels = await IdleCrowd(plan, group: MultiThreadedEventLoopGroup.singleton).connect(start: start)
        print("\(channels.count) of \(plan.count) devices are connected and silent")
        await Interrupt.wait()
        for channel in channels { try? await channel.close() }
    }

    private func tell(_ report: SimulationReport, cpu: Double) {
        func milliseconds(_ share: Double) -> String { report.latency(share).map { String(format: "%.2f", $0) } ?? "–" }
        print(
            """
            \(language.rawValue): \(report.devices) devices, \(report.acknowledged) of \(report.sent) points acknowledged, \(report.failures) failures
            \(Int(report.rate)) points/s in \(String(format: "%.2f", report.seconds)) s, connecting included
            answers after \(milliseconds(0.5)) ms (half), \(milliseconds(0.95)) ms (95 %), \(milliseconds(0.99)) ms (99 %), \(milliseconds(1)) ms (all)
            \(String(format: "%.2f", cpu)) s of processor in this process\(local ? ", gateway and devices together" : "")
            """)
    }
}

extension SimulatedLanguage: ExpressibleByArgument {}

/// Seconds of processor that this process has used.
enum ProcessorTime {
    static var now: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
