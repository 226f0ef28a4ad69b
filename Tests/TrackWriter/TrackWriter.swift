import Foundation
import Ground
import Trajectories

/// Sends points without end and says on standard output what has been acknowledged, until it is killed: half of a test that nothing
/// acknowledged is lost.
///
/// Arguments: the folder of the store, the number of devices, and the number of the first point. Devices are `bike-0`, `bike-1` …; the owner
/// of each has the seed of 32 bytes with the device's number. Point `n` of a device is `TrackWriter.point`'s.
@main
struct TrackWriter {
    static func main() async throws {
        guard CommandLine.arguments.count == 4, let count = Int(CommandLine.arguments[2]), let first = Int64(CommandLine.arguments[3]) else {
            exit(2)
        }
        var settings = StoreSettings()
        settings.blockPoints = 25
        settings.groupDelay = 0
        let store = try SegmentStore(
            CommandLine.arguments[1], settings: settings, now: { Int64(Date().timeIntervalSince1970 * 1000) })
        var devices: [DeviceID] = []
        for number in 0..<count {
            guard let device = DeviceID("bike-\(number)"), let owner = OwnerKeys(seed: [UInt8](repeating: UInt8(number), count: 32)) else { exit(2) }
            if !store.isRegistered(device) { try store.register(device, owner: owner.card) }
            devices.append(device)
        }
        await withTaskGroup(of: Void.self) { group in
            for (number, device) in devices.enumerated() {
                group.addTask {
                    var next = first
                    while true {
                        let points = (0..<3).map { point(next + $0) }
                        guard (try? await store.append(device: device, points: points)) != nil else { return }
                        // One small write to a pipe: it arrives whole or not at all.
                        let line = Array("\(number) \(next) 3\n".utf8)
                        _ = line.withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
                        next += 3
                    }
                }
            }
        }
    }

    private static func point(_ number: Int64) -> Point {
        Point(
            time: 1_789_000_000_000 + number * 1000, latitude: 25_000_000 + Int32(number % 100_000), longitude: 102_700_000,
            speed: UInt16(number % 250))
    }
}
