import Foundation
import Ground
import Trajectories

/// Prints how fast points become sealed blocks on the disk, how small they are, and how fast they are read, beside the usual way.
///
/// `VEHICLES_BIKES` (500,000), `VEHICLES_ROUNDS` (160 points of each), `VEHICLES_BASELINE` (rows into SQLite), `VEHICLES_CURVE` (bikes of
/// the curve), `VEHICLES_TRACKERS` (connections that send) and `VEHICLES_IDLE` (connections that do not) make it smaller; 0 leaves a part
/// out. The figures say at what size they were taken.
@main
struct VehiclesBenchmark {
    static let folder = FileManager.default.temporaryDirectory.path + "/concentric-bench-vehicles-\(getpid())"
    static let perChunk = 65_536
    static let owners = (0..<500).map { _ in OwnerKeys() }
    static let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }

    static let looks = max(1, number("VEHICLES_LOOKS", 1000))

    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.map { max(0, $0) } ?? usual
    }

    static func main() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let fleet = Fleet(bikes: number("VEHICLES_BIKES", 500_000), rounds: max(1, number("VEHICLES_ROUNDS", 160)))
        if fleet.bikes > 0 { try await load(fleet) }
        let curve = number("VEHICLES_CURVE", 5000)
        if curve > 0 { try await BlockCurve(folder: folder, bikes: curve).run() }
        let (trackers, idle) = (number("VEHICLES_TRACKERS", 1000), number("VEHICLES_IDLE", 19_000))
        try await GatewayMeasure(folder: folder).run(trackers: trackers, idle: idle)
    }

    private static func load(_ fleet: Fleet) async throws {
        let points = fleet.bikes * fleet.rounds
        tell("\(grouped(Double(points))) points of \(fleet.bikes) bikes, \(ProcessInfo.processInfo.activeProcessorCount) processors")
        let path = folder + "/fleet.rows"
        try fleet.write(to: path)
        tell("\nInto durable files, from a file in the order of arrival, \(Fleet.rowSize) bytes a row:")
        let baseline = try await sqlite(path, min(points, number("VEHICLES_BASELINE", 4_000_000)))

        let files = TimedFiles()
        let store = try SegmentStore(folder + "/store", files: files, now: now)
        let devices = try register(fleet.bikes, in: store)
        let (load, report) = try await Stretch.of {
            try await store.load(devices: devices) { try Fleet.rows(path, $0, perChunk: perChunk) }
        }
        precondition(report.points == points, "every point is in the store")
        let bytes = try size(of: folder + "/store/days")
        tell(load.line("sealed blocks of 160 points, all devices' keys", points, bytes: bytes))
        tell("  of which the pieces themselves \(String(format: "%.2f", Double(report.pieceBytes) / Double(points))) bytes/point")
        if let baseline { tell(String(format: "  points per CPU second: %.2f × SQLite", Double(points) / load.cpu / baseline)) }
        tell("  most memory of this process: \(ProcessStatus(getpid()).peak >> 20) MiB")
        let reading = ReadingMeasure(store: store, devices: devices, files: files)
        try await reading.days()
        try reading.contacts()
        try await store.close()
        // Not before: a disk that is told that a file of gigabytes is gone makes others wait.
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.removeItem(atPath: folder + "/store")
    }

    /// Points per CPU second of the usual way.
    private static func sqlite(_ path: String, _ rows: Int) async throws -> Double? {
        guard rows > 0 else { return nil }
        let database = folder + "/points.sqlite"
        let (usual, _) = try await Stretch.of { try SQLiteBaseline.load(path, into: database, perChunk: perChunk, most: rows) }
        tell(usual.line("SQLite, prepared inserts, \(rows) rows", rows, bytes: try size(of: database)))
        try FileManager.default.removeItem(atPath: database)
        return Double(rows) / usual.cpu
    }

    static func register(_ count: Int, in store: SegmentStore) throws -> [DeviceID] {
        let devices = try (0..<count).map { number in
            guard let device = DeviceID("8600\(100_000_000_000 + number)") else { throw RejectedInput("no device", at: Place("bench")) }
            return device
        }
        try store.register(devices.enumerated().map { ($0.element, owners[$0.offset % owners.count].card) })
        return devices
    }

    /// Bytes of a file or of everything under a folder.
    static func size(of path: String) throws -> Int {
        let manager = FileManager.default
        let names = (manager.enumerator(atPath: path)?.allObjects as? [String]) ?? []
        let paths = names.isEmpty ? [path] : names.map { path + "/" + $0 }
        return try paths.reduce(0) { sum, path in
            let attributes = try manager.attributesOfItem(atPath: path)
            return sum + (attributes[.type] as? FileAttributeType == .typeRegular ? (attributes[.size] as? Int ?? 0) : 0)
        }
    }
}
