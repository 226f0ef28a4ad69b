import Foundation
import Ground
import Synchronization
import Testing
import Trajectories

/// A clock that a test sets.
final class TestClock: Sendable {
    private let time: Mutex<Int64>

    init(_ time: Int64 = 1_789_000_000_000) { self.time = Mutex(time) }

    var now: Int64 {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

/// A folder that goes when the test ends.
final class TestFolder: Sendable {
    let path: String

    init() { path = FileManager.default.temporaryDirectory.path + "/tracks-\(UUID().uuidString)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Every file under it, with its bytes.
    var contents: [(path: String, bytes: [UInt8])] {
        let names = (FileManager.default.enumerator(atPath: path)?.allObjects as? [String]) ?? []
        return names.sorted().compactMap { name in
            FileManager.default.contents(atPath: path + "/" + name).map { (name, Array($0)) }
        }
    }

    /// The names of the files that hold all of these words.
    func names(_ words: String...) -> [String] {
        var names: [String] = []
        for (path, _) in contents where words.allSatisfy({ path.contains($0) }) { names.append(path) }
        return names
    }
}

/// A store, its devices and their owners.
struct TestStore {
    let folder: TestFolder
    let clock: TestClock
    private let box: Box
    let owners: [OwnerKeys]
    let devices: [DeviceID]

    /// Holds the store, so that it can be let go.
    private final class Box: @unchecked Sendable {
        var store: SegmentStore?
        init(_ store: SegmentStore) { self.store = store }
    }

    var store: SegmentStore {
        guard let store = box.store else { preconditionFailure("this store was given up") }
        return store
    }

    static func device(_ number: Int) throws -> DeviceID { try #require(DeviceID("86000000000000\(number)")) }

    static var settings: StoreSettings {
        var settings = StoreSettings()
        settings.groupDelay = 0
        return settings
    }

    init(devices count: Int = 3, settings: StoreSettings = TestStore.settings, files: any FileSystem = DiskFiles()) throws {
        let (folder, clock) = (TestFolder(), TestClock())
        (self.folder, self.clock) = (folder, clock)
        box = Box(try SegmentStore(folder.path, settings: settings, files: files, now: { clock.now }))
        owners = (0..<count).map { _ in OwnerKeys() }
        devices = try (0..<count).map { try Self.device($0) }
        try store.register(Array(zip(devices, owners.map(\.card))))
    }

    /// The same folder, opened anew.
    private init(_ old: TestFolder, _ clock: TestClock, _ owners: [OwnerKeys], _ devices: [DeviceID], _ settings: StoreSettings) throws {
        (folder, self.clock, self.owners, self.devices) = (old, clock, owners, devices)
        box = Box(try SegmentStore(old.path, settings: settings, now: { clock.now }))
    }

    /// Gives the store up, as a failure of power does.
    func giveUp() { box.store = nil }

    /// The same folder after a failure of power.
    func reopened(settings: StoreSettings = TestStore.settings) throws -> TestStore {
        giveUp()
        return try TestStore(folder, clock, owners, devices, settings)
    }

    func request(
        _ index: Int, _ span: ClosedRange<Int64> = .min ... .max, by right: ReadRequest.Right = .owner, signedBy keys: OwnerKeys? = nil
    ) throws -> ReadRequest {
        try ReadRequest(devices[index], span, by: right, purpose: "test", at: clock.now, signedBy: keys ?? owners[index])
    }

    /// What the owner of a device reads.
    func history(_ index: Int, _ span: ClosedRange<Int64> = .min ... .max) async throws -> [Point] {
        try await store.read(try request(index, span)).points(with: owners[index])
    }

    /// Appends points in messages of a few.
    func send(_ points: [Point], of index: Int, atATime count: Int = 7) async throws {
        for start in stride(from: 0, to: points.count, by: count) {
            try await store.append(device: devices[index], points: Array(points[start..<min(start + count, points.count)]))
        }
    }
}
