import Foundation
import Ground
import Trajectories

/// How the length of a block changes its price.
struct BlockCurve {
    let folder: String
    let bikes: Int
    private let perChunk = VehiclesBenchmark.perChunk

    func run() async throws {
        let fleet = Fleet(bikes: bikes, rounds: 800)
        let points = fleet.bikes * fleet.rounds
        let path = folder + "/curve.rows"
        try fleet.write(to: path)
        tell("\nThe curve: \(points) points of \(fleet.bikes) bikes, 800 of each")
        for size in [40, 100, 160, 200, 400, 800] {
            let (open, bytes) = try await Stretch.of { try encoded(path, size) }
            tell(open.line("\(size) points a block, not sealed, in memory", points, bytes: bytes))
            var settings = StoreSettings()
            settings.blockPoints = size
            let folder = folder + "/curve-\(size)"
            let store = try SegmentStore(folder, settings: settings, now: VehiclesBenchmark.now)
            let devices = try VehiclesBenchmark.register(fleet.bikes, in: store)
            let (sealed, _) = try await Stretch.of { try await store.load(devices: devices) { try Fleet.rows(path, $0, perChunk: perChunk) } }
            try await store.close()
            tell(sealed.line("\(size) points a block, sealed, on the disk", points, bytes: try VehiclesBenchmark.size(of: folder + "/days")))
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    private func encoded(_ path: String, _ size: Int) throws -> Int {
        let encoder = BlockEncoder()
        var heads = [[Point]](repeating: [], count: bikes)
        var (bytes, number) = (0, 0)
        while let rows = try Fleet.rows(path, number, perChunk: perChunk) {
            number += 1
            for row in rows {
                heads[Int(row.device)].append(row.point)
                guard heads[Int(row.device)].count == size else { continue }
                bytes += encoder.encode(heads[Int(row.device)]).count
                heads[Int(row.device)].removeAll(keepingCapacity: true)
            }
        }
        return bytes
    }
}
