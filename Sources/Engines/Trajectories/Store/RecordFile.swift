internal import CZlib

/// Files of records, one behind the other, each with its length and a checksum: what a failure of power left half-written is told from
/// what was written.
enum RecordFile {
    /// Eight letters and the version, four bytes; then four bytes that the kind of file uses.
    static let headSize = 16
    /// Kind, length in three bytes, checksum in four.
    static let frameSize = 8
    static let mostBody = (1 << 24) - 1

    static func head(_ letters: String, _ extra: UInt32) -> [UInt8] {
        var bytes = Array(letters.utf8.prefix(8))
        bytes += [UInt8](repeating: 32, count: 8 - bytes.count)
        bytes.append(little: UInt32(1))
        bytes.append(little: extra)
        return bytes
    }

    /// Appends one record.
    static func append(_ kind: UInt8, _ body: [UInt8], to bytes: inout [UInt8]) {
        precondition(body.count <= mostBody, "a record is smaller than 16 MiB")
        let frame: [UInt8] = [kind, UInt8(body.count & 255), UInt8(body.count >> 8 & 255), UInt8(body.count >> 16)]
        bytes += frame
        bytes.append(little: checksum(body, after: checksum(frame)))
        bytes += body
    }

    static func checksum(_ bytes: [UInt8], after: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32(uLong(after), $0.baseAddress, uInt($0.count))) }
    }

    struct Record {
        var kind: UInt8
        /// Where its frame begins in the file.
        var offset: Int
        var body: [UInt8]

        var size: Int { frameSize + body.count }
    }

    /// A record from its bytes, frame and all; nil where they are not whole.
    static func record(_ bytes: [UInt8], offset: Int) -> Record? {
        guard bytes.count >= frameSize else { return nil }
        let length = Int(bytes[1]) | Int(bytes[2]) << 8 | Int(bytes[3]) << 16
        guard bytes.count == frameSize + length else { return nil }
        let body = Array(bytes[frameSize...])
        var reader = ByteReader(bytes[4..<8])
        guard reader.number(UInt32.self) == checksum(body, after: checksum(Array(bytes[..<4]))) else { return nil }
        return Record(kind: bytes[0], offset: offset, body: body)
    }

    /// Reads all whole records in their order.
    /// - Returns: where the last whole record ends; bytes behind it are torn.
    static func scan(_ file: any StoredFile, _ visit: (Record) throws(TrackFault) -> Void) throws(TrackFault) -> Int {
        let size = try file.size()
        var (at, buffer, start) = (headSize, [UInt8](), headSize)
        while at + frameSize <= size {
            func has(_ count: Int) throws(TrackFault) -> Bool {
                if at + count > size { return false }
                if at - start + count > buffer.count {
                    buffer = try file.read(max(count, 1 << 20), at: at)
                    start = at
                }
                return buffer.count >= at - start + count
            }
            guard try has(frameSize) else { break }
            let frame = Array(buffer[(at - start)..<(at - start + frameSize)])
            let length = frameSize + (Int(frame[1]) | Int(frame[2]) << 8 | Int(frame[3]) << 16)
            guard try has(length), let record = record(Array(buffer[(at - start)..<(at - start + length)]), offset: at) else { break }
            try visit(record)
            at += length
        }
        return min(at, size)
    }
}
