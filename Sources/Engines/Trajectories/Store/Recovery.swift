internal import Ground

/// What is done with a day's folder when the store is opened: without any key, what a failure left is made whole again.
struct Recovery {
    let folder: DayFolder
    let shard: UInt16
    var findings: [Diagnostic] = []
    private var files: any FileSystem { folder.files }

    init(_ folder: DayFolder, shard: UInt16) { (self.folder, self.shard) = (folder, shard) }

    mutating func run() throws(TrackFault) {
        let batches = try folder.numbers(.batches, shard: shard)
        let blocks = try folder.numbers(.blocks, shard: shard)
        let indexed = Set(try folder.numbers(.blocks, shard: shard, ending: "idx"))
        for name in try files.names(in: folder.path) where name.hasSuffix(".part") && isOwn(name) {
            findings.append(
                Diagnostic(.warning, at: Place(folder.path + "/" + name), "a load was not finished and is removed", advice: "load it again"))
            try files.remove(folder.path + "/" + name)
        }
        for number in indexed.subtracting(blocks) {
            try files.remove(folder.path(.blocks, shard: shard, number: number, ending: "idx"))
        }
        let open = blocks.filter { !indexed.contains($0) }
        guard !open.isEmpty || !batches.isEmpty else { return }
        let keys = try KeyFile(folder, shard: shard, findings: &findings)
        for number in open { try close(number, keys) }
        if !batches.isEmpty { try keepBatches(batches, keys) }
        try files.syncFolder(folder.path)
    }

    private func isOwn(_ name: String) -> Bool { name.hasPrefix("load-\(shard)-") || name.contains("-\(shard)-") }

    /// Cuts the torn end of a file of blocks and writes its index.
    private mutating func close(_ number: UInt32, _ keys: KeyFile) throws(TrackFault) {
        let path = folder.path(.blocks, shard: shard, number: number)
        let entries = try wholePieces(path, "TRKBLOCK", number, keys).map(\.entry)
        if entries.isEmpty {
            try files.remove(path)
        } else {
            try writeIndex(entries, .blocks, number)
        }
    }

    private func writeIndex(_ entries: [PieceIndex.Entry], _ kind: DayFolder.Kind, _ number: UInt32) throws(TrackFault) {
        let index = folder.path(kind, shard: shard, number: number, ending: "idx")
        try PieceIndex.write(entries, to: String(index.dropFirst(folder.path.count + 1)), in: folder.path, files: files)
    }

    private struct Found {
        var record: RecordFile.Record
        var head: PieceHead
        var entry: PieceIndex.Entry
    }

    private mutating func wholePieces(
        _ path: String, _ letters: String, _ number: UInt32, _ keys: KeyFile
    ) throws(TrackFault) -> [Found] {
        var found: [Found] = []
        var orders: [UInt32: UInt64] = [:]
        let (day, shard) = (folder.day, shard)
        _ = try AppendLog(path, letters: letters, extra: number, files: files, findings: &findings) { record throws(TrackFault) in
            let head = try PieceSource.piece(record, day, shard, path).head
            if orders[head.epoch] == nil {
                orders[head.epoch] = try KeyFile.key(EpochPlace(day: day, shard: shard, epoch: head.epoch), of: keys.file)?.tag.order
            }
            // Keys reach the disk before what they seal; a piece without one opens for nobody.
            guard let order = orders[head.epoch] else { return }
            let entry = PieceIndex.Entry(order: order, offset: UInt32(record.offset), length: UInt32(record.size), span: head.span)
            found.append(Found(record: record, head: head, entry: entry))
        }
        return found
    }

    /// Batches that no block holds stay readable for their owners, in files that have an index; the others go.
    private mutating func keepBatches(_ numbers: [UInt32], _ keys: KeyFile) throws(TrackFault) {
        let held = try batchesInBlocks()
        let kept = try batchesKept()
        for number in numbers {
            let path = folder.path(.batches, shard: shard, number: number)
            let left = try wholePieces(path, "TRKBATCH", number, keys).filter { found in
                found.head.counter >= held[found.head.epoch] ?? 0 && !kept.contains(Batch(found.head))
            }
            if !left.isEmpty { try keep(left) }
            try files.remove(path)
        }
    }

    private mutating func keep(_ left: [Found]) throws(TrackFault) {
        let number = (try folder.numbers(.left, shard: shard).last ?? 0) + 1
        var bytes = RecordFile.head("TRKLEFT", number)
        var entries: [PieceIndex.Entry] = []
        for piece in left {
            var entry = piece.entry
            entry.offset = UInt32(bytes.count)
            entries.append(entry)
            RecordFile.append(piece.record.kind, piece.record.body, to: &bytes)
        }
        let path = folder.path(.left, shard: shard, number: number)
        try files.write(bytes, to: String(path.dropFirst(folder.path.count + 1)), in: folder.path)
        try writeIndex(entries, .left, number)
        findings.append(
            Diagnostic(.note, at: Place(path), "\(left.count) messages were in no block yet and are kept, sealed as they came"))
    }

    private struct Batch: Hashable {
        var epoch: UInt32
        var counter: UInt32

        init(_ head: PieceHead) { (epoch, counter) = (head.epoch, head.counter) }
    }

    /// Batches that an earlier recovery kept before it failed itself.
    private func batchesKept() throws(TrackFault) -> Set<Batch> {
        let indexed = Set(try folder.numbers(.left, shard: shard, ending: "idx"))
        var kept: Set<Batch> = []
        for number in try folder.numbers(.left, shard: shard) {
            let path = folder.path(.left, shard: shard, number: number)
            guard indexed.contains(number) else {
                // Its index was not written yet, so the batches are still where they were.
                try files.remove(path)
                continue
            }
            _ = try RecordFile.scan(try files.open(path, forWriting: false)) { record throws(TrackFault) in
                kept.insert(Batch(try PieceSource.piece(record, folder.day, shard, path).head))
            }
        }
        return kept
    }

    /// How many batches of each epoch the blocks hold.
    private func batchesInBlocks() throws(TrackFault) -> [UInt32: UInt32] {
        var held: [UInt32: UInt32] = [:]
        for number in try folder.numbers(.blocks, shard: shard) {
            let path = folder.path(.blocks, shard: shard, number: number)
            let file = try files.open(path, forWriting: false)
            _ = try RecordFile.scan(file) { record throws(TrackFault) in
                let head = try PieceSource.piece(record, folder.day, shard, path).head
                held[head.epoch] = max(held[head.epoch] ?? 0, head.batches)
            }
        }
        return held
    }
}
