internal import Ground

/// The wrapped keys of a shard's day, each with the tag of its device; a key's place in the file is its epoch number.
///
/// After the head, records of 100 bytes: tag (16) · wrapped key (80) · CRC-32 of both (4).
struct KeyFile {
    static let recordSize = 16 + EpochKey.wrappedSize + 4
    let file: any StoredFile
    let path: String
    private let day: UInt32
    private let shard: UInt16
    /// Keys on the disk and those that wait to be written.
    private(set) var count: UInt32
    private var written: UInt32
    private var waiting: [UInt8] = []

    init(_ folder: DayFolder, shard: UInt16, findings: inout [Diagnostic]) throws(TrackFault) {
        path = "\(folder.path)/keys-\(shard).log"
        (day, self.shard) = (folder.day, shard)
        file = try folder.files.open(path, forWriting: true)
        let head = RecordFile.head("TRKKEYS", UInt32(shard))
        let size = try file.size()
        if size < RecordFile.headSize {
            try file.cut(to: 0)
            try file.write(head, at: 0)
            try file.sync()
        } else if try file.read(RecordFile.headSize, at: 0) != head {
            throw .brokenFile(path, byte: 0, reason: "this is no file of keys, version 1")
        }
        var keys = max(0, size - RecordFile.headSize) / Self.recordSize
        // Torn writes are at the end: go back to the last key that is whole.
        while keys > 0, try Self.record(UInt32(keys - 1), of: file) == nil { keys -= 1 }
        let end = RecordFile.headSize + keys * Self.recordSize
        if end < size {
            findings.append(AppendLog.torn(path, at: end, by: size - end))
            try file.cut(to: end)
            try file.sync()
        }
        (count, written) = (UInt32(keys), UInt32(keys))
    }

    /// Takes a key; it is written with the next `flush`.
    mutating func append(_ wrapped: [UInt8], tag: DeviceTag) {
        let record = tag.bytes + wrapped
        waiting += record
        waiting.append(little: RecordFile.checksum(record))
        count += 1
    }

    /// Returns when all keys are on the disk.
    mutating func flush() throws(TrackFault) {
        guard !waiting.isEmpty else { return }
        try file.write(waiting, at: RecordFile.headSize + Int(written) * Self.recordSize)
        try file.sync()
        waiting.removeAll(keepingCapacity: true)
        written = count
    }

    private static func record(_ epoch: UInt32, of file: any StoredFile) throws(TrackFault) -> [UInt8]? {
        let bytes = try file.read(recordSize, at: RecordFile.headSize + Int(epoch) * recordSize)
        guard bytes.count == recordSize else { return nil }
        var reader = ByteReader(bytes[96...])
        return reader.number(UInt32.self) == RecordFile.checksum(Array(bytes[..<96])) ? bytes : nil
    }

    /// The key of a place, from the file of its day and shard; nil where there is none.
    static func key(_ place: EpochPlace, of file: any StoredFile) throws(TrackFault) -> WrappedKey? {
        guard let bytes = try record(place.epoch, of: file), let tag = DeviceTag(bytes[..<16]) else { return nil }
        return WrappedKey(place: place, tag: tag, bytes: Array(bytes[16..<96]))
    }
}
