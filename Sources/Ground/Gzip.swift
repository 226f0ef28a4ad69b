internal import CZlib

/// Reading of gzip data (RFC 1952), members concatenated included.
public enum Gzip {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case damaged(atByte: Int)
        case truncated
        case tooLarge(limit: Int)

        public var description: String {
            switch self {
            case .damaged(let byte): "the compressed data is damaged near byte \(byte)"
            case .truncated: "the compressed data ends too early"
            case .tooLarge(let limit): "the data grows beyond \(limit) bytes when decompressed"
            }
        }
    }

    /// Whether the bytes begin as gzip data does.
    public static func isGzip(_ bytes: [UInt8]) -> Bool {
        bytes.count > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// The decompressed bytes.
    /// - Parameter limit: the most bytes to produce; guards against data made to explode.
    public static func decompress(_ bytes: [UInt8], limit: Int = 1 << 30) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .damaged(atByte: 0)
        }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        output.reserveCapacity(min(limit, bytes.count * 4))
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var failure: Failure?
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while true {
                let status = chunk.withUnsafeMutableBufferPointer { target -> Int32 in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                output.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
                if output.count > limit {
                    failure = .tooLarge(limit: limit)
                    return
                }
                let consumed = source.count - Int(stream.avail_in)
                switch status {
                case Z_STREAM_END:
                    if stream.avail_in == 0 { return }
                    guard inflateReset(&stream) == Z_OK else {
                        failure = .damaged(atByte: consumed)
                        return
                    }
                case Z_OK: continue
                case Z_BUF_ERROR where stream.avail_in == 0:
                    failure = .truncated
                    return
                default:
                    failure = .damaged(atByte: consumed)
                    return
                }
            }
        }
        if let failure { throw failure }
        return output
    }
}
