/// The file of blocks that is being written, and where in it each device's pieces are.
struct BlockFile {
    let number: UInt32
    let file: any StoredFile
    let path: String
    /// Bytes in the file and those that wait.
    private(set) var size: Int
    private var written: Int
    private var waiting: [UInt8] = []
    private(set) var entries: [PieceIndex.Entry] = []
    /// For each entry, the one of the same device before it; −1 where it is the first.
    private var previous: [Int32] = []

    /// Makes the file.
    init(_ path: String, number: UInt32, files: any FileSystem) throws(TrackFault) {
        (self.path, self.number) = (path, number)
        file = try files.open(path, forWriting: true)
        try file.cut(to: 0)
        waiting = RecordFile.head("TRKBLOCK", number)
        (size, written) = (waiting.count, 0)
    }

    var isEmpty: Bool { entries.isEmpty }
    var waitingBytes: Int { waiting.count }

    /// Takes a sealed piece; it is written with the next `write`.
    /// - Returns: the number of its entry.
    mutating func append(_ piece: SealedPiece, order: UInt64, previous index: Int32) -> Int32 {
        let start = waiting.count
        RecordFile.append(piece.head.kind.rawValue, piece.head.bytes + piece.bytes, to: &waiting)
        let length = waiting.count - start
        entries.append(PieceIndex.Entry(order: order, offset: UInt32(size), length: UInt32(length), span: piece.head.span))
        previous.append(index)
        size += length
        return Int32(entries.count - 1)
    }

    mutating func write() throws(TrackFault) {
        guard !waiting.isEmpty else { return }
        try file.write(waiting, at: written)
        written += waiting.count
        waiting.removeAll(keepingCapacity: true)
    }

    mutating func flush() throws(TrackFault) {
        guard !waiting.isEmpty else { return }
        try write()
        try file.sync()
    }

    /// The entries of a device, from its last one.
    func entries(from last: Int32) -> [PieceIndex.Entry] {
        var found: [PieceIndex.Entry] = []
        var index = last
        while index >= 0 {
            found.append(entries[Int(index)])
            index = previous[Int(index)]
        }
        return found.reversed()
    }
}
