import DeviceGateway
import Foundation
import Ground
import NIOCore
import NIOPosix
import Testing
import Trajectories

/// Trackers of all four protocols ride into sealed tracks while the gateway is killed: nothing that a tracker was told to have arrived is lost,
/// and the owner reads it back exactly.
@Suite(.enabled(if: GatewayProcess.program != nil)) struct KilledGatewayTests {
    private static let seed: UInt64 = 606

    private func plan(_ language: SimulatedLanguage, port: Int, first: Int, points: Int) -> SimulationPlan {
        SimulationPlan(
            language: language, host: "127.0.0.1", port: port, count: 3, points: points, batch: language == .jt808 ? 3 : 1, window: 2, seed: Self.seed,
            first: first)
    }

    @Test func nothingAcknowledgedIsLost() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gateway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tracks = folder.appendingPathComponent("tracks").path
        let broker = try await Broker.program == nil ? nil : Broker()
        let languages = SimulatedLanguage.allCases.filter { $0 != .owntracks || broker != nil }
        var devices: [(DeviceID, OwnerCard)] = []
        for language in languages {
            for round in 0..<3 { devices += SimulatedOwner.devices(of: plan(language, port: 0, first: round * 10, points: 1)) }
        }
        let list = folder.appendingPathComponent("devices.csv")
        try DeviceList.text(devices).write(to: list, atomically: true, encoding: .utf8)
        let start = Instant(milliseconds: (Int64(Date().timeIntervalSince1970) - 86_400) * 1000)
        var told: [DeviceID: (number: Int, language: SimulatedLanguage, count: Int)] = [:]
        for round in 0..<3 {
            let gateway = try await GatewayProcess.start(tracks: tracks, devices: list.path, broker: broker?.port)
            // The first protocol that is done brings the end of all, but in the last round, in which all go to their end.
            let reports = await ride(languages, gateway, broker, round: round, start: start, isLast: round == 2)
            gateway.kill()
            await gateway.gone()
            for (language, report) in reports {
                for (number, count) in report.byDevice {
                    let device = try #require(DeviceID(SimulatedDevice.device(number, as: language)))
                    told[device] = (number, language, count)
                }
                if round == 2 { #expect(report.failures == 0 && report.acknowledged == 90, "\(language)") }
            }
        }
        try await check(told, tracks, start)
    }

    private func ride(
        _ languages: [SimulatedLanguage], _ gateway: GatewayProcess, _ broker: Broker?, round: Int, start: Instant, isLast: Bool
    ) async -> [(SimulatedLanguage, SimulationReport)] {
        await withTaskGroup(of: (SimulatedLanguage, SimulationReport).self) { group in
            for language in languages {
                let port = language == .owntracks ? broker?.port ?? 0 : gateway.ports[language.rawValue] ?? 0
                let plan = plan(language, port: port, first: round * 10, points: isLast || language == .jt808 ? 30 : 2000)
                group.addTask { (language, await Simulation(plan, group: MultiThreadedEventLoopGroup.singleton).run(start: start)) }
            }
            var reports: [(SimulatedLanguage, SimulationReport)] = []
            for await report in group {
                if reports.isEmpty, !isLast { gateway.kill() }
                reports.append(report)
            }
            return reports
        }
    }

    private func check(_ told: [DeviceID: (number: Int, language: SimulatedLanguage, count: Int)], _ tracks: String, _ start: Instant) async throws {
        let clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
        let store = try SegmentStore(tracks, now: clock)
        var checked = 0
        for (device, said) in told {
            let owner = try #require(SimulatedOwner.keys(of: said.number, seed: Self.seed))
            let request = try ReadRequest(device, .min ... .max, by: .owner, purpose: "test", at: clock(), signedBy: owner)
            let found = try await store.read(request).points(with: owner)
            var ride = SimulatedDevice(number: said.number, seed: Self.seed, start: start)
            // OwnTracks carries no ignition and whole km/h; time and place are compared for all.
            let expected = (0..<said.count).compactMap { _ in ride.next() }
            let places = Set(found.map { [$0.time, Int64($0.latitude), Int64($0.longitude)] })
            // The broker answers a publisher before the gateway has the message: the last ones may still wait for a gateway.
            let isSure = said.language != .owntracks
            let missing = expected.filter { !places.contains([$0.time.milliseconds, Int64($0.latitude), Int64($0.longitude)]) }
            if isSure { #expect(missing.isEmpty, "\(device): \(missing.count) of \(said.count) are lost") }
            checked += expected.count - missing.count
        }
        #expect(checked > 300)
    }
}
