internal import Ground

/// The files of the day that a shard writes to.
struct OpenDay {
    let folder: DayFolder
    var keys: KeyFile
    var blocks: BlockFile
    var batches: BatchFile
    /// Files of batches that still hold some that no block holds, but for the one that is written to.
    var older: [BatchFile] = []
    /// Files of blocks that have an index.
    var closed: [UInt32]
    /// The number that the next file of blocks gets.
    var nextNumber: UInt32
}

extension Shard {
    /// Opens the folder of today, or keeps the one that is open; a clock that runs backwards opens nothing.
    func turnDay() throws(TrackFault) {
        let today = UInt32(clamping: (now() - settings.dayStart) / 86_400_000)
        if let day, today <= day.folder.day { return }
        try closeDay()
        try openDay(today)
    }

    func openDay(_ today: UInt32) throws(TrackFault) {
        let folder = try days.open(today)
        let closed = try folder.numbers(.blocks, shard: number)
        let next = (closed.last ?? 0) + 1
        var findings: [Diagnostic] = []
        let keys = try KeyFile(folder, shard: number, findings: &findings)
        let batch = try BatchFile(folder.path(.batches, shard: number, number: 1), number: 1, files: files)
        let blocks = try BlockFile(folder.path(.blocks, shard: number, number: next), number: next, files: files)
        try files.syncFolder(folder.path)
        day = OpenDay(folder: folder, keys: keys, blocks: blocks, batches: batch, closed: closed, nextNumber: next + 1)
    }

    /// Brings every point into a block, ends every epoch and writes the index of the last file.
    func closeDay() throws(TrackFault) {
        guard day != nil else { return }
        for head in heads.values { try closeBlock(head) }
        try flush()
        heads = [:]
        ages.removeAll()
        try closeFile(opensNext: false)
        day = nil
    }

    /// The head of a device, with a key that is good for today.
    func head(of slot: UInt32) throws(TrackFault) -> TrackHead {
        let time = now()
        if let head = heads[slot] {
            if time - head.keyMadeAt < settings.epoch, head.chain.link < KeyChain.mostLinks { return head }
            try closeBlock(head)
            // Its blocks in the open file are found through the new head.
            return try newHead(slot, time, after: head)
        }
        return try newHead(slot, time, after: nil)
    }

    private func newHead(_ slot: UInt32, _ time: Int64, after old: TrackHead?) throws(TrackFault) -> TrackHead {
        guard let folder = day?.folder, let epoch = day?.keys.count, let card = register.card(at: slot),
            let device = register.device(at: slot)
        else { throw .closed }
        let tag = old?.tag ?? folder.tagKey.tag(of: device)
        let place = EpochPlace(day: folder.day, shard: number, epoch: epoch)
        let (key, wrapped) = try EpochKey.make(at: place, tag: tag, for: card)
        day?.keys.append(wrapped, tag: tag)
        let head = TrackHead(slot: slot, tag: tag, chain: KeyChain(key), keyMadeAt: time)
        if let old { (head.lastEntry, head.lastFile) = (old.lastEntry, old.lastFile) }
        heads[slot] = head
        return head
    }

    /// Seals a batch and keeps its points for the block.
    func append(_ points: [Point], of slot: UInt32) throws(TrackFault) {
        guard !points.isEmpty else { return }
        let head = try head(of: slot)
        var block = encoder.encode(points)
        let piece = try SealedPiece.seal(
            &block,
            PieceHead(
                kind: .batch, epoch: head.chain.place.epoch, counter: head.batches, span: CoarseSpan(points), points: UInt16(points.count),
                batches: head.chain.link),
            with: head.chain)
        guard let file = day?.batches else { throw .closed }
        head.open.append(file.append(piece))
        head.batches += 1
        if head.points.isEmpty {
            head.openedAt = now()
            ages.append((head.openedAt, head))
        }
        head.points.append(contentsOf: points)
        if head.points.count >= settings.blockPoints { try closeBlock(head) }
        if file.size > settings.fileSize { try turnBatches() }
    }

    /// Seals the points of a head into a block.
    func closeBlock(_ head: TrackHead) throws(TrackFault) {
        guard !head.points.isEmpty else { return }
        var rest = head.points.points[...]
        while !rest.isEmpty {
            let points = rest.prefix(BlockFormat.mostPoints)
            rest = rest.dropFirst(points.count)
            // Only the last block holds the batches: until it is there, they count.
            try seal(UnsafeBufferPointer(rebasing: points), of: head, batches: rest.isEmpty ? head.batches : head.batches - UInt32(head.open.count))
        }
        blocked += head.open
        head.open = []
        head.points.clear()
        if let size = day?.blocks.size, size > settings.fileSize {
            try flush()
            try closeFile(opensNext: true)
        }
    }

    private func seal(_ points: UnsafeBufferPointer<Point>, of head: TrackHead, batches: UInt32) throws(TrackFault) {
        guard let file = day?.blocks.number else { throw .closed }
        let piece = try sealed(points, of: head, batches: batches)
        if head.lastFile != file { (head.lastFile, head.lastEntry) = (file, -1) }
        head.lastEntry = day?.blocks.append(piece, order: head.tag.order, previous: head.lastEntry) ?? -1
    }

    /// The next block of a device. Its keys are forgotten with it.
    func sealed(_ points: UnsafeBufferPointer<Point>, of head: TrackHead, batches: UInt32) throws(TrackFault) -> SealedPiece {
        var block = encoder.encode(points)
        let piece = try SealedPiece.seal(
            &block,
            PieceHead(
                kind: .block, epoch: head.chain.place.epoch, counter: head.chain.link, span: CoarseSpan(points), points: UInt16(points.count),
                batches: batches),
            with: head.chain)
        head.chain.advance()
        return piece
    }

    /// Closes the blocks that have waited long enough.
    func sweep(everything: Bool) throws(TrackFault) {
        let time = now()
        while let oldest = ages.first {
            let isCurrent = oldest.head.openedAt == oldest.openedAt && !oldest.head.points.isEmpty
            if isCurrent, !everything, time - oldest.openedAt < settings.headAge { return }
            ages.removeFirst()
            if isCurrent { try closeBlock(oldest.head) }
        }
    }

    // MARK: The disk

    /// Brings to the disk what waits: keys before what they open, blocks before the batches that they replace are given up.
    func flush() throws(TrackFault) {
        guard day != nil else { return }
        try day?.keys.flush()
        try day?.blocks.flush()
        try day?.batches.flush()
        guard !blocked.isEmpty else { return }
        for batch in blocked { batch.file.live -= 1 }
        blocked = []
        guard let older = day?.older else { return }
        for file in older where file.live == 0 { try files.remove(file.path) }
        day?.older.removeAll { $0.live == 0 }
    }

    private func turnBatches() throws(TrackFault) {
        guard let day else { return }
        try day.batches.flush()
        let number = day.batches.number + 1
        self.day?.older.append(day.batches)
        self.day?.batches = try BatchFile(day.folder.path(.batches, shard: self.number, number: number), number: number, files: files)
        try files.syncFolder(day.folder.path)
    }

    /// Writes the index of the file of blocks; a file without blocks goes.
    func closeFile(opensNext: Bool) throws(TrackFault) {
        guard let day else { return }
        let file = day.blocks
        if file.isEmpty {
            try files.remove(file.path)
        } else {
            let index = day.folder.path(.blocks, shard: number, number: file.number, ending: "idx")
            try PieceIndex.write(file.entries, to: String(index.dropFirst(day.folder.path.count + 1)), in: day.folder.path, files: files)
            self.day?.closed.append(file.number)
            day.folder.closed.changed(number)
        }
        if opensNext {
            let next = day.nextNumber
            self.day?.blocks = try BlockFile(day.folder.path(.blocks, shard: number, number: next), number: next, files: files)
            self.day?.nextNumber = next + 1
        } else {
            for batches in day.older + [day.batches] where batches.live == 0 { try files.remove(batches.path) }
        }
        try files.syncFolder(day.folder.path)
    }
}
