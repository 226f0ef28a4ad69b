import DeviceGateway
import Foundation
import Ground
import Testing
import Trajectories

/// What is destroyed is said before.
@Suite(.enabled(if: GatewayProcess.program != nil)) struct RetentionTests {
    @Test func daysThatGoAreNamedBeforeTheGatewayIsReady() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("retention-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tracks = folder.appendingPathComponent("tracks").path
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let device = try #require(DeviceID("8600000000001"))
        var names: [String] = []
        for age in [40, 35, 2] as [Int64] {
            let time = now - age * 86_400_000
            let store = try SegmentStore(tracks, now: { time })
            if !store.isRegistered(device) { try store.register(device, owner: OwnerKeys().card) }
            try await store.append(device: device, points: [Point(time: time, latitude: 1, longitude: 2)])
            try await store.close()
            names.append(CivilDate(daysSinceEpoch: Int(time / 86_400_000)).description)
        }
        let list = folder.appendingPathComponent("devices.csv")
        try DeviceList.text([]).write(to: list, atomically: true, encoding: .utf8)
        let gateway = try await GatewayProcess.start(tracks: tracks, devices: list.path, broker: nil)
        #expect(gateway.greeting.contains("keeps 30 days"))
        let named = try #require(gateway.greeting.split(separator: "\n").first { $0.hasPrefix("destroys now") })
        #expect(named.contains(names[0]) && named.contains(names[1]) && !named.contains(names[2]))
        _ = await gateway.end()
        // Those that are young enough are there still.
        #expect(FileManager.default.fileExists(atPath: "\(tracks)/days/\(names[2])"))
    }

    @Test func whereNothingGoesNothingIsNamed() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("retention-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = folder.appendingPathComponent("devices.csv")
        try DeviceList.text([]).write(to: list, atomically: true, encoding: .utf8)
        let tracks = folder.appendingPathComponent("tracks").path
        let gateway = try await GatewayProcess.start(tracks: tracks, devices: list.path, broker: nil, more: ["--keep", "7"])
        #expect(gateway.greeting.contains("keeps 7 days") && !gateway.greeting.contains("destroys now"))
        _ = await gateway.end()
    }
}
