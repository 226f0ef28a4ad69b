/// A point of a bulk load, and which of the load's devices it belongs to.
@frozen
public struct TrackRow: Sendable, Hashable {
    /// The device's place in the list given with the load.
    public var device: UInt32
    public var point: Point

    @inlinable
    public init(device: UInt32, point: Point) {
        self.device = device
        self.point = point
    }
}

/// What a bulk load brought to the disk.
public struct LoadReport: Sendable, Hashable {
    public var points = 0
    public var blocks = 0
    public var devices = 0
    /// Sealed pieces with their heads, without keys and index.
    public var pieceBytes = 0

    public static func + (a: LoadReport, b: LoadReport) -> LoadReport {
        LoadReport(
            points: a.points + b.points, blocks: a.blocks + b.blocks, devices: a.devices + b.devices,
            pieceBytes: a.pieceBytes + b.pieceBytes)
    }
}

/// A bulk load as one shard sees it; it is worked off piece by piece, so that what comes over the wire goes on in between.
final class LoadJob: @unchecked Sendable {
    /// The slots of those of the load's devices that are the shard's.
    private(set) var slots: [UInt32] = []
    /// For each device of the load, its place among those of the shard; −1 where it is another's.
    private(set) var lanes: [Int32] = []
    let chunk: @Sendable (Int) throws -> [TrackRow]?
    let reply: CheckedContinuation<LoadReport, any Error>
    var next = 0
    let points: PointLanes
    var report = LoadReport()
    var day: UInt32?
    /// Written under names that recovery removes, until the whole load is on the disk.
    var files: [BlockFile] = []

    /// Points for which there is room at once: with very many devices, blocks are shorter than they are to be.
    private static let mostPoints = 1 << 29

    /// - Parameter devices: the slots of all devices of the load.
    init(
        _ devices: [UInt32], of shard: UInt16, _ settings: StoreSettings, chunk: @escaping @Sendable (Int) throws -> [TrackRow]?,
        reply: CheckedContinuation<LoadReport, any Error>
    ) {
        (self.chunk, self.reply) = (chunk, reply)
        for slot in devices {
            let isOwn = slot % UInt32(settings.shards) == UInt32(shard)
            lanes.append(isOwn ? Int32(slots.count) : -1)
            if isOwn { slots.append(slot) }
        }
        points = PointLanes(slots.count, length: min(settings.blockPoints, Self.mostPoints / max(1, slots.count) + 1))
    }
}

extension Shard {
    /// Takes the next rows of a load; at its end brings everything to the disk and answers.
    func load(_ job: LoadJob) {
        do {
            if let fault { throw fault }
            if let open = day?.folder.day, job.day ?? open != open { try moveOn(job) }
            job.day = day?.folder.day
            if let rows = try job.chunk(job.next) {
                job.next += 1
                try take(rows, job)
                try queue.put(.load(job))
                return
            }
            for lane in job.slots.indices where !job.points.points(lane).isEmpty { try seal(lane, job) }
            let report = try commit(job)
            job.reply.resume(returning: report)
        } catch {
            for file in job.files { try? files.remove(file.path) }
            if let broken = error as? TrackFault, case .disk = broken { fault = broken }
            job.reply.resume(throwing: error)
        }
    }

    /// The day has ended in the middle of a load: what was sealed belongs to a folder whose keys are complete; it is committed there.
    private func moveOn(_ job: LoadJob) throws(TrackFault) {
        guard let old = job.day else { return }
        let folder = try days.open(old)
        let numbers = try folder.numbers(.blocks, shard: number)
        try publish(job, in: folder, from: (numbers.last ?? 0) + 1)
    }

    private func take(_ rows: [TrackRow], _ job: LoadJob) throws(TrackFault) {
        let (lanes, points) = (job.lanes, job.points)
        for row in rows {
            guard Int(row.device) < lanes.count else { throw .tooMany("devices: the load names only \(lanes.count)") }
            let lane = Int(lanes[Int(row.device)])
            guard lane >= 0 else { continue }
            job.report.points += 1
            if points.append(row.point, to: lane) { try seal(lane, job) }
        }
    }

    private func seal(_ lane: Int, _ job: LoadJob) throws(TrackFault) {
        let head = try head(of: job.slots[lane])
        let piece = try sealed(job.points.points(lane), of: head, batches: head.batches - UInt32(head.open.count))
        job.points.clear(lane)
        if job.files.last.map({ $0.size > settings.fileSize }) ?? true {
            guard let day else { throw .closed }
            let part = "\(day.folder.path)/load-\(number)-\(ObjectIdentifier(job).hashValue.magnitude)-\(job.files.count).part"
            job.files.append(try BlockFile(part, number: 0, files: files))
        }
        let last = job.files.count - 1
        _ = job.files[last].append(piece, order: head.tag.order, previous: -1)
        job.report.blocks += 1
        job.report.pieceBytes += RecordFile.frameSize + PieceHead.size + piece.bytes.count
        if job.files[last].waitingBytes > 1 << 20 { try job.files[last].write() }
    }

    private func commit(_ job: LoadJob) throws(TrackFault) -> LoadReport {
        guard let open = day else { throw .closed }
        let count = UInt32(job.files.count)
        day?.nextNumber += count
        try publish(job, in: open.folder, from: open.nextNumber)
        day?.closed += (0..<count).map { open.nextNumber + $0 }
        job.report.devices = Set(job.slots).count
        return job.report
    }

    /// Keys first, then the pieces, then their index, then their names: what has a name is complete.
    private func publish(_ job: LoadJob, in folder: DayFolder, from first: UInt32) throws(TrackFault) {
        try flush()
        for (place, file) in job.files.enumerated() {
            var file = file
            let number = first + UInt32(place)
            try file.flush()
            try file.file.sync()
            let index = folder.path(.blocks, shard: self.number, number: number, ending: "idx")
            try PieceIndex.write(file.entries, to: String(index.dropFirst(folder.path.count + 1)), in: folder.path, files: files)
            try files.rename(file.path, to: folder.path(.blocks, shard: self.number, number: number))
        }
        try files.syncFolder(folder.path)
        folder.closed.changed(number)
        job.files = []
    }
}
