internal import CZlib

/// Raw DEFLATE data (RFC 1951) and the check sum that goes with it, as they stand inside ZIP archives.
public enum Deflate {
    /// The bytes that the data stands for; nil where it is damaged, ends early, goes on after its end, or is not of the promised length.
    /// - Parameter count: the promised length; no more is ever produced, which guards against data made to explode.
    public static func decompress(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        guard bytes.count <= Int(UInt32.max), count >= 0, count < Int(UInt32.max) else { return nil }
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = Array(bytes)
        // One more than promised: what is longer shows itself.
        var output = [UInt8](repeating: 0, count: count + 1)
        let status = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END, stream.avail_in == 0, stream.avail_out == 1 else { return nil }
        output.removeLast()
        return output
    }

    /// The same bytes, smaller; the same input gives the same output.
    public static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count < Int(UInt32.max) / 2 else { return nil }
        var stream = z_stream()
        let isReady = deflateInit2_(
            &stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard isReady == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let status = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { return nil }
        output.removeLast(Int(stream.avail_out))
        return output
    }

    /// The CRC-32 of the bytes.
    public static func checkSum(_ bytes: [UInt8]) -> UInt32 {
        var sum = crc32(0, nil, 0)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + (1 << 30))
            sum = bytes[start..<end].withUnsafeBufferPointer { crc32(sum, $0.baseAddress, UInt32($0.count)) }
            start = end
        }
        return UInt32(truncatingIfNeeded: sum)
    }
}
