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
    /// The slots of the load's devices.
    let slots: [UInt32]
    let chunk: @Sendable (Int) throws -> [TrackRow]?
    let reply: CheckedContinuation<LoadReport, any Error>
    var next = 0
    var points: [[Point]]
    var report = LoadReport()
    var day: UInt32?
    /// Written under names that recovery removes, until the whole load is on the disk.
    var files: [BlockFile] = []

    init(
        slots: [UInt32], chunk: @escaping @Sendable (Int) throws -> [TrackRow]?, reply: CheckedContinuation<LoadReport, any Error>
    ) {
        (self.slots, self.chunk, self.reply) = (slots, chunk, reply)
        points = [[Point]](repeating: [], count: slots.count)
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
            for index in job.points.indices where !job.points[index].isEmpty { try seal(index, job) }
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
        let (shards, own) = (UInt32(settings.shards), UInt32(number))
        for row in rows {
            let index = Int(row.device)
            guard index < job.slots.count else { throw .tooMany("devices: the load names only \(job.slots.count)") }
            guard job.slots[index] % shards == own else { continue }
            if job.points[index].isEmpty { job.points[index].reserveCapacity(settings.blockPoints) }
            job.points[index].append(row.point)
            job.report.points += 1
            if job.points[index].count >= settings.blockPoints { try seal(index, job) }
        }
    }

    private func seal(_ index: Int, _ job: LoadJob) throws(TrackFault) {
        let head = try head(of: job.slots[index])
        let points = job.points[index]
        job.points[index] = []
        let piece = try SealedPiece.seal(
            encoder.encode(points),
            PieceHead(
                kind: .block, epoch: head.key.place.epoch, counter: head.blocks, span: CoarseSpan(points), points: UInt16(points.count),
                batches: head.batches - UInt32(head.open.count)),
            with: head.key)
        head.blocks += 1
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
        job.report.devices = Set(job.slots).lazy.filter { [number, settings] in $0 % UInt32(settings.shards) == UInt32(number) }.count
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
        job.files = []
    }
}
