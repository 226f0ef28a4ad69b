import Foundation
import Ground
import Trajectories

/// Prints how fast points become sealed blocks on the disk, how small they are, and how fast they are read, beside the usual way.
///
/// `VEHICLES_BIKES` (500,000), `VEHICLES_ROUNDS` (160 points of each), `VEHICLES_BASELINE` (rows into SQLite) and `VEHICLES_CURVE` (bikes of
/// the curve) make it smaller; the figures say at what size they were taken.
@main
struct VehiclesBenchmark {
    static let folder = FileManager.default.temporaryDirectory.path + "/concentric-bench-vehicles-\(getpid())"
    static let perChunk = 65_536
    static let owners = (0..<500).map { _ in OwnerKeys() }
    static let now: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }

    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.map { max(1, $0) } ?? usual
    }

    static func main() async throws {
        let fleet = Fleet(bikes: number("VEHICLES_BIKES", 500_000), rounds: number("VEHICLES_ROUNDS", 160))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let points = fleet.bikes * fleet.rounds
        print("\(grouped(Double(points))) points of \(fleet.bikes) bikes, \(ProcessInfo.processInfo.activeProcessorCount) processors")
        let path = folder + "/fleet.rows"
        try fleet.write(to: path)

        let sqlite = min(points, number("VEHICLES_BASELINE", 4_000_000))
        let (usual, _) = try await Stretch.of {
            try SQLiteBaseline.load(path, into: folder + "/points.sqlite", perChunk: perChunk, most: sqlite)
        }
        let database = try size(of: folder + "/points.sqlite")
        print("\nInto durable files, from a file in the order of arrival:")
        print(usual.line("SQLite, prepared inserts, \(sqlite) rows", sqlite, bytes: database))

        let files = TimedFiles()
        let store = try SegmentStore(folder + "/store", files: files, now: now)
        let devices = try register(fleet.bikes, in: store)
        let (load, report) = try await Stretch.of {
            try await store.load(devices: devices) { try Fleet.rows(path, $0, perChunk: perChunk) }
        }
        precondition(report.points == points, "every point is in the store")
        let bytes = try size(of: folder + "/store/days")
        print(load.line("sealed blocks of 160 points, all devices' keys", points, bytes: bytes))
        print("  of which the pieces themselves \(String(format: "%.2f", Double(report.pieceBytes) / Double(points))) bytes/point")
        print(String(format: "  points per CPU second: %.2f × SQLite", Double(points) / load.cpu / (Double(sqlite) / usual.cpu)))
        try FileManager.default.removeItem(atPath: path)
        fflush(nil)

        try await reading(store, devices, files)
        try contacts(store, devices)
        try await messages(store, devices)
        try await store.close()
        fflush(nil)
        try await curve()
    }

    private static func register(_ count: Int, in store: SegmentStore) throws -> [DeviceID] {
        let devices = try (0..<count).map { number in
            guard let device = DeviceID("8600\(100_000_000_000 + number)") else { throw RejectedInput("no device", at: Place("bench")) }
            return device
        }
        try store.register(devices.enumerated().map { ($0.element, owners[$0.offset % owners.count].card) })
        return devices
    }

    /// Bytes of a file or of everything under a folder.
    private static func size(of path: String) throws -> Int {
        let manager = FileManager.default
        let names = (manager.enumerator(atPath: path)?.allObjects as? [String]) ?? []
        let paths = names.isEmpty ? [path] : names.map { path + "/" + $0 }
        return try paths.reduce(0) { sum, path in
            let attributes = try manager.attributesOfItem(atPath: path)
            return sum + (attributes[.type] as? FileAttributeType == .typeRegular ? (attributes[.size] as? Int ?? 0) : 0)
        }
    }

    private static func reading(_ store: SegmentStore, _ devices: [DeviceID], _ files: TimedFiles) async throws {
        var random = SeededRandom(seed: 3)
        var (all, own, cpu) = ([Double](), [Double](), 0.0)
        var count = 0
        let span = Fleet.start - 600_000...Fleet.start + 86_400_000
        for round in 0..<600 {
            let index = random.below(devices.count)
            let keys = owners[index % owners.count]
            let request = try ReadRequest(devices[index], span, by: .owner, purpose: "benchmark", at: now(), signedBy: keys)
            _ = files.takeSpent()
            let (stretch, points) = try await Stretch.of { try await store.read(request).points(with: keys) }
            guard round >= 100 else { continue }
            count += points.count
            all.append(stretch.wall)
            own.append(stretch.wall - files.takeSpent())
            cpu += stretch.cpu
        }
        print("\nThe last 24 hours of a device, read, unsealed and decoded (\(count / all.count) points on average):")
        print("  without the wait for the read log's disk     \(percentiles(own))")
        print("  with it: what an owner waits                 \(percentiles(all))")
        print(String(format: "  of the processor                             %.3f ms", cpu / Double(all.count) * 1000))
    }

    private static func contacts(_ store: SegmentStore, _ devices: [DeviceID]) throws {
        for (index, device) in devices.enumerated() { try store.touch(device, Contact(time: Fleet.start, battery: UInt8(index % 100))) }
        var random = SeededRandom(seed: 4)
        var times: [Double] = []
        for _ in 0..<300 {
            let some = (0..<1000).map { _ in devices[random.below(devices.count)] }
            let start = ContinuousClock.now
            let contacts = store.lastContacts(of: some)
            times.append(Stretch.seconds(since: start))
            precondition(contacts.allSatisfy { $0 != nil }, "every device has been heard of")
        }
        print("\nLast contact of 1,000 of \(devices.count) devices:             \(percentiles(times))")
    }

    /// Messages of one point each, answered when they are on the disk.
    private static func messages(_ store: SegmentStore, _ devices: [DeviceID]) async throws {
        let (lanes, each) = (2000, 40)
        // The keys of the day are there, as they are but for a device's first message of a day.
        for lane in 0..<lanes { try await store.append(device: devices[lane % devices.count], points: [point(0)]) }
        let (stretch, _) = try await Stretch.of {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<lanes {
                    group.addTask {
                        let device = devices[lane % devices.count]
                        for number in 1...each { try await store.append(device: device, points: [point(number)]) }
                    }
                }
                try await group.waitForAll()
            }
        }
        print("\nMessages of one point, each answered when it is on the disk, \(lanes) devices at a time:")
        print(stretch.line("sealed messages", lanes * each, bytes: nil))
    }

    private static func point(_ number: Int) -> Point {
        Point(time: Fleet.start + Int64(number) * 30_000, latitude: 25_000_000 + Int32(number), longitude: 102_700_000)
    }

    /// How the length of a block changes its price.
    private static func curve() async throws {
        let fleet = Fleet(bikes: number("VEHICLES_CURVE", 5000), rounds: 800)
        let points = fleet.bikes * fleet.rounds
        let path = folder + "/curve.rows"
        try fleet.write(to: path)
        print("\nThe curve: \(points) points of \(fleet.bikes) bikes")
        for size in [40, 100, 160, 200, 400, 800] {
            let (open, bytes) = try await Stretch.of { try encoded(path, size, fleet.bikes) }
            print(open.line("\(size) points a block, not sealed, in memory", points, bytes: bytes))
            var settings = StoreSettings()
            settings.blockPoints = size
            let folder = folder + "/curve-\(size)"
            let store = try SegmentStore(folder, settings: settings, now: now)
            let devices = try register(fleet.bikes, in: store)
            let (sealed, _) = try await Stretch.of { try await store.load(devices: devices) { try Fleet.rows(path, $0, perChunk: perChunk) } }
            try await store.close()
            print(sealed.line("\(size) points a block, sealed, on the disk", points, bytes: try Self.size(of: folder + "/days")))
            try FileManager.default.removeItem(atPath: folder)
            fflush(nil)
        }
    }

    private static func encoded(_ path: String, _ size: Int, _ bikes: Int) throws -> Int {
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
