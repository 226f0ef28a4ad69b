public import Ground

/// Keeps the points of many devices, each device's sealed to its owner: whoever has the folder and no owner's key reads no position.
///
/// What is acknowledged is on the disk in sealed form. Points that are in no block yet are also in memory in the open, until their block is
/// full or `StoreSettings.headAge` has passed. A folder belongs to one process at a time.
public final class SegmentStore: Sendable {
    public let folder: String
    public let settings: StoreSettings
    /// What was found when the folder was opened: torn ends that were cut, messages that a failure left outside of blocks.
    public let findings: [Diagnostic]
    public let ledger: ReadLedger
    let files: any FileSystem
    let register: DeviceRegister
    let contacts: LastContacts
    let days: Days
    private let shards: [Shard]
    private let lock: any StoredFile
    let now: @Sendable () -> Int64

    /// Opens the store of a folder, or makes it, and brings in order what a failure left.
    /// - Parameter now: milliseconds since 1970.
    public init(
        _ folder: String, settings: StoreSettings = StoreSettings(), files: any FileSystem = DiskFiles(),
        now: @escaping @Sendable () -> Int64
    ) throws(TrackFault) {
        try files.makeFolder(folder)
        guard let lock = try files.lock(folder + "/lock") else { throw .disk("\(folder): another process has this store open") }
        var settings = settings
        settings.shards = try Self.shape(folder, settings.shards, files)
        // Offsets in files are 32 bits.
        settings.fileSize = min(max(settings.fileSize, 1), 1 << 30)
        settings.blockPoints = min(max(settings.blockPoints, 1), BlockFormat.mostPoints)
        var findings: [Diagnostic] = []
        let register = try DeviceRegister(folder: folder, files: files, findings: &findings)
        let contacts = try LastContacts(folder: folder, files: files)
        let days = try Days(folder + "/days", files: files)
        for day in days.all {
            for shard in 0..<settings.shards {
                var recovery = Recovery(day, shard: UInt16(shard))
                try recovery.run()
                findings += recovery.findings
            }
        }
        ledger = try ReadLedger(folder: folder, files: files, findings: &findings)
        (self.folder, self.settings, self.files, self.lock, self.now) = (folder, settings, files, lock, now)
        (self.register, self.contacts, self.days, self.findings) = (register, contacts, days, findings)
        shards = (0..<settings.shards).map {
            Shard(
                number: UInt16($0), settings: settings, files: files, register: register, contacts: contacts, days: days, now: now)
        }
        for shard in shards { shard.start() }
    }

    /// A store that is not closed leaves its folder as a failure of power does.
    deinit { for shard in shards { shard.queue.abandon() } }

    /// The number of shards of a folder: once made, it stays.
    private static func shape(_ folder: String, _ shards: Int, _ files: any FileSystem) throws(TrackFault) -> Int {
        let name = "store.txt"
        if let bytes = try files.contents(name, in: folder) {
            let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard words.count == 5, words[..<4] == ["concentric", "tracks", "1", "shards"], let count = Int(words[4]), (1...64).contains(count)
            else { throw .brokenFile(folder + "/" + name, byte: 0, reason: "this is no store of tracks, version 1") }
            return count
        }
        let count = min(max(shards, 1), 64)
        try files.write(Array("concentric tracks 1\nshards \(count)\n".utf8), to: name, in: folder)
        return count
    }

    // MARK: Devices

    /// Registers a device with its owner's public keys; a device that is there gets a new owner, from its next epoch on.
    public func register(_ device: DeviceID, owner: OwnerCard) throws(TrackFault) { try register([(device, owner)]) }

    /// The same for many, with one way to the disk.
    public func register(_ devices: [(DeviceID, OwnerCard)]) throws(TrackFault) { try register.register(devices, at: now()) }

    public func isRegistered(_ device: DeviceID) -> Bool { register.slot(of: device) != nil }

    /// The public keys of a device's owner.
    public func owner(of device: DeviceID) -> OwnerCard? { register.slot(of: device).flatMap { register.card(at: $0) } }

    public var deviceCount: Int { register.count }

    func slot(of device: DeviceID) throws(TrackFault) -> UInt32 {
        guard let slot = register.slot(of: device) else { throw .unknownDevice(device) }
        return slot
    }

    func shard(of slot: UInt32) -> Shard { shards[Int(slot) % shards.count] }

    // MARK: Points

    /// Takes the points of one message, in their order; returns when they are on the disk, sealed to the owner.
    /// - Parameters:
    ///   - points: at most 4,096.
    ///   - contact: what the device said of itself besides; its last contact becomes visible with it.
    /// - Throws: `TrackFault`: `.unknownDevice`, `.busy` (nothing was taken; try again later), `.tooMany`, `.closed`, `.disk`.
    public func append(device: DeviceID, points: [Point], contact: Contact? = nil) async throws {
        guard points.count <= 4096 else { throw TrackFault.tooMany("points in one message") }
        let slot = try slot(of: device)
        let shard = shard(of: slot)
        try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Void, any Error>) in
            Self.put(.append(slot: slot, points: points, contact: contact, reply: reply), in: shard, reply)
        }
    }

    /// Loads a file's worth of points; returns when all of them are on the disk. After a failure in between,
    /// the points of each shard are there entirely or not at all.
    /// - Parameters:
    ///   - devices: registered ones.
    ///   - chunk: gives the rows with a number from 0, nil behind the last; it is asked for each number once by each shard.
    @discardableResult
    public func load(devices: [DeviceID], chunk: @escaping @Sendable (Int) throws -> [TrackRow]?) async throws -> LoadReport {
        var slots: [UInt32] = []
        for (device, slot) in zip(devices, register.slots(of: devices)) {
            guard let slot else { throw TrackFault.unknownDevice(device) }
            slots.append(slot)
        }
        let known = slots
        return try await withThrowingTaskGroup(of: LoadReport.self) { group in
            for shard in shards {
                group.addTask {
                    try await withCheckedThrowingContinuation { (reply: CheckedContinuation<LoadReport, any Error>) in
                        Self.put(.load(LoadJob(known, of: shard.number, shard.settings, chunk: chunk, reply: reply)), in: shard, reply)
                    }
                }
            }
            return try await group.reduce(LoadReport(), +)
        }
    }

    private static func put<T>(_ work: WorkQueue.Work, in shard: Shard, _ reply: CheckedContinuation<T, any Error>) {
        do throws(TrackFault) {
            try shard.queue.put(work)
        } catch {
            reply.resume(throwing: error)
        }
    }

    // MARK: Last contact

    /// Notes a heartbeat: something was heard, and no position came with it.
    public func touch(_ device: DeviceID, _ contact: Contact) throws(TrackFault) { contacts.set(contact, at: try slot(of: device)) }

    /// When devices were last heard of; nil for those that are unknown or silent.
    public func lastContacts(of devices: [DeviceID]) -> [Contact?] {
        register.slots(of: devices).map { $0.flatMap { contacts.contact(at: $0) } }
    }

    // MARK: Time

    /// Closes blocks whose first point has waited `headAge`; a running store does so by itself.
    /// - Parameter everything: closes all blocks.
    public func sweep(everything: Bool = false) async throws {
        for shard in shards {
            try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Void, any Error>) in
                Self.put(.sweep(everything: everything, reply: reply), in: shard, reply)
            }
        }
    }

    /// Days of arrival that are kept, as days since 1970-01-01.
    public var keptDays: [UInt32] { days.all.map(\.day) }

    /// Drops a day with its keys: whatever copy of its pieces remains belongs to nobody.
    /// - Throws: `.dayIsOpen` for the day that is written to.
    public func drop(day: UInt32) async throws {
        guard Int64(day) < (now() - settings.dayStart) / 86_400_000 else { throw TrackFault.dayIsOpen(day) }
        // Shortly after midnight a shard may still have yesterday's files open.
        try await sweep()
        try days.drop(day)
    }

    /// Brings every point into a block and ends every epoch; the store takes nothing more.
    public func close() async throws {
        for shard in shards {
            try await withCheckedThrowingContinuation { (reply: CheckedContinuation<Void, any Error>) in
                Self.put(.close(reply: reply), in: shard, reply)
            }
        }
        try contacts.flush()
    }

    // MARK: Where pieces lie

    /// Everything of a device that may lie in a span of time, in the order of its arrival; nothing is opened.
    func locate(_ device: DeviceID, _ span: ClosedRange<Int64>, in shard: Shard, open: OpenPieces?) throws(TrackFault) -> [Located] {
        let folders = days.all
        var found: [Located] = []
        for (place, folder) in folders.enumerated() {
            // Files of long ago are opened for this look alone.
            defer { if place < folders.count - Self.daysAtHand { folder.closed.changed(shard.number) } }
            let tag = folder.tagKey.tag(of: device)
            let closed = try folder.closed.files(of: shard.number, in: folder)
            let only = open.flatMap { $0.day == folder.day ? Set($0.closed) : nil }
            var pieces = try closed.pieces(of: tag, span, day: folder.day, shard: shard.number, only: only)
            if let open, open.day == folder.day { pieces += open.pieces.filter { $0.span.mayHold(span) } }
            guard !pieces.isEmpty else { continue }
            found.append(Located(day: folder.day, shard: shard.number, tag: tag, keys: try closed.openKeys(), pieces: pieces))
        }
        return found
    }

    /// Of so many days the files that were looked into stay open.
    private static let daysAtHand = 8
}

/// The pieces of a device in one day, and the file of their keys.
struct Located: Sendable {
    var day: UInt32
    var shard: UInt16
    var tag: DeviceTag
    var keys: any StoredFile
    var pieces: [PieceSource]
}
