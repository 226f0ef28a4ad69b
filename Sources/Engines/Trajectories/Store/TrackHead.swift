/// A device that has sent something today: its key, and its points that are in no block yet.
final class TrackHead {
    let slot: UInt32
    let tag: DeviceTag
    /// The keys of the block that is open.
    var chain: KeyChain
    /// Milliseconds since 1970.
    let keyMadeAt: Int64
    let points = OpenPoints()
    /// When the first of the points came.
    var openedAt: Int64 = 0
    var batches: UInt32 = 0
    /// Where the points of the open block lie, each batch sealed by itself.
    var open: [OpenBatch] = []
    /// The device's last entry in the open file of blocks, if the file is the one of this number.
    var lastEntry: Int32 = -1
    var lastFile: UInt32 = 0

    init(slot: UInt32, tag: DeviceTag, chain: KeyChain, keyMadeAt: Int64) {
        (self.slot, self.tag, self.chain, self.keyMadeAt) = (slot, tag, chain, keyMadeAt)
    }
}

/// A batch in a file of batches.
struct OpenBatch {
    var file: BatchFile
    var offset: Int
    var length: Int
    var span: CoarseSpan
}

/// A file of batches; it goes when blocks hold all that is in it.
final class BatchFile {
    let number: UInt32
    let file: any StoredFile
    let path: String
    /// Batches that are in no block yet.
    var live = 0
    private(set) var size: Int
    private var written = 0
    private var waiting: [UInt8]

    init(_ path: String, number: UInt32, files: any FileSystem) throws(TrackFault) {
        (self.path, self.number) = (path, number)
        file = try files.open(path, forWriting: true)
        try file.cut(to: 0)
        waiting = RecordFile.head("TRKBATCH", number)
        size = waiting.count
    }

    func append(_ piece: SealedPiece) -> OpenBatch {
        let start = waiting.count
        RecordFile.append(piece.head.kind.rawValue, piece.head.bytes + piece.bytes, to: &waiting)
        let length = waiting.count - start
        defer { size += length }
        live += 1
        return OpenBatch(file: self, offset: size, length: length, span: piece.head.span)
    }

    func flush() throws(TrackFault) {
        guard !waiting.isEmpty else { return }
        try file.write(waiting, at: written)
        written += waiting.count
        waiting.removeAll(keepingCapacity: true)
        try file.sync()
    }
}
