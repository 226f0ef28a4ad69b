import DeviceGateway
import Foundation
import Ground
import NIOPosix
import Testing
import Trajectories

/// Two gateways share the devices of one list: each takes its own and refuses the others', and together they take all.
@Suite(.enabled(if: GatewayProcess.program != nil)) struct GatewayPartsTests {
    @Test func eachTakesItsOwnDevices() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = SimulationPlan(language: .jt808, host: "127.0.0.1", port: 0, count: 12, points: 3)
        let list = folder.appendingPathComponent("devices.csv")
        try DeviceList.text(SimulatedOwner.devices(of: plan)).write(to: list, atomically: true, encoding: .utf8)
        var taken: [Set<Int>] = []
        for part in 1...2 {
            let gateway = try await GatewayProcess.start(
                tracks: folder.appendingPathComponent("part-\(part)").path, devices: list.path, broker: nil, more: ["--part", "\(part)/2"])
            var own = plan
            own.port = try #require(gateway.ports["jt808"])
            let start = Instant(milliseconds: (Int64(Date().timeIntervalSince1970) - 3600) * 1000)
            let report = await Simulation(own, group: MultiThreadedEventLoopGroup.singleton).run(start: start)
            _ = await gateway.end()
            #expect(report.failures == 12 - report.byDevice.count)
            taken.append(Set(report.byDevice.keys))
        }
        #expect(taken[0].isDisjoint(with: taken[1]))
        #expect(taken[0].union(taken[1]) == Set(0..<12) && !taken[0].isEmpty && !taken[1].isEmpty)
    }
}
