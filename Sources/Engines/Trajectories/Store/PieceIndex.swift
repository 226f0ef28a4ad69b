/// Where the pieces of each device lie in a closed file: 24 bytes a piece, sorted by the beginning of the device's tag, searched on the disk.
///
/// An entry: the first eight bytes of the tag as a number (8) · offset (4) · length of the record (4) · first quarter hour (4) · quarter
/// hours that follow (2) · zeros (2).
struct PieceIndex: Sendable {
    static let entrySize = 24
    private let file: any StoredFile
    private let path: String
    private let count: Int

    struct Entry: Hashable {
        var order: UInt64
        var offset: UInt32
        var length: UInt32
        var span: CoarseSpan
    }

    static func write(_ entries: [Entry], to name: String, in folder: String, files: any FileSystem) throws(TrackFault) {
        var bytes = RecordFile.head("TRKINDEX", UInt32(entries.count))
        bytes.reserveCapacity(bytes.count + entries.count * entrySize)
        for entry in entries.sorted(by: { ($0.order, $0.offset) < ($1.order, $1.offset) }) {
            bytes.append(little: entry.order)
            bytes.append(little: entry.offset)
            bytes.append(little: entry.length)
            bytes.append(little: entry.span.first)
            bytes.append(little: entry.span.more)
            bytes.append(little: UInt16(0))
        }
        try files.write(bytes, to: name, in: folder)
    }

    /// An index to be searched.
    init(_ file: any StoredFile, path: String) throws(TrackFault) {
        let head = try file.read(RecordFile.headSize, at: 0)
        var reader = ByteReader(head.dropFirst(12))
        guard let number = reader.number(UInt32.self), head == RecordFile.head("TRKINDEX", number),
            try file.size() == RecordFile.headSize + Int(number) * Self.entrySize
        else { throw .brokenFile(path, byte: 0, reason: "this is no whole index, version 1") }
        (self.file, self.path, count) = (file, path, Int(number))
    }

    /// The entries of a tag, in the order of the file.
    func entries(of tag: DeviceTag) throws(TrackFault) -> [Entry] {
        let order = tag.order
        // Tags are as if at random: where one stands is nearly known, so a page around that place is mostly enough.
        var (low, high) = (0, count)
        var window = (start: 0, bytes: [UInt8]())
        func entry(_ index: Int) throws(TrackFault) -> Entry {
            let size = Self.entrySize
            if index < window.start || index >= window.start + window.bytes.count / size {
                let start = max(0, index - 80)
                window = (start, try file.read(min(161, count - start) * size, at: RecordFile.headSize + start * size))
            }
            let at = (index - window.start) * size
            guard let entry = Self.entry(window.bytes, at: at) else {
                throw .brokenFile(path, byte: RecordFile.headSize + index * size, reason: "the index is cut off")
            }
            return entry
        }
        let guess = Int(Double(order) / 0x1p64 * Double(count))
        for probe in [guess - 64, guess + 64] where probe >= low && probe < high {
            if try entry(probe).order < order { low = probe + 1 } else { high = probe }
        }
        while low < high {
            let middle = low + (high - low) / 2
            if try entry(middle).order < order { low = middle + 1 } else { high = middle }
        }
        var found: [Entry] = []
        while low < count {
            let next = try entry(low)
            guard next.order == order else { break }
            found.append(next)
            low += 1
        }
        return found
    }

    private static func entry(_ bytes: [UInt8], at: Int) -> Entry? {
        guard at >= 0, at + entrySize <= bytes.count else { return nil }
        return bytes.withUnsafeBytes { bytes in
            func number<T: FixedWidthInteger>(_ offset: Int) -> T { T(littleEndian: bytes.loadUnaligned(fromByteOffset: at + offset, as: T.self)) }
            return Entry(order: number(0), offset: number(8), length: number(12), span: CoarseSpan(first: number(16), more: number(20)))
        }
    }
}
