internal import Glibc

/// Texts of JT/T 808, which are GBK, through the system's own tables.
package enum GBK {
    /// The text without the zeros and blanks around it; bytes that are no GBK become U+FFFD.
    package static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let trimmed = trim(bytes)
        if trimmed.allSatisfy({ $0 < 0x80 }) { return String(decoding: trimmed, as: UTF8.self) }
        return convert(Array(trimmed)) ?? String(decoding: trimmed.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0 || byte == 0x20 }
        var rest = bytes.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    /// Nil where the system has no such table.
    private static func convert(_ bytes: [UInt8]) -> String? {
        let converter = iconv_open("UTF-8", "GBK")
        guard let converter, converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: bytes.count * 4 + 8)
        let written = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in convert(converter, source, target) }
        }
        return String(decoding: output.prefix(written).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Converts as far as it goes, puts a replacement for each byte that cannot be converted, and gives the bytes written.
    private static func convert(
        _ converter: iconv_t, _ source: UnsafeMutableBufferPointer<CChar>, _ target: UnsafeMutableBufferPointer<CChar>
    ) -> Int {
        var from = source.baseAddress
        var to = target.baseAddress
        var (left, room) = (source.count, target.count)
        while left > 0, iconv(converter, &from, &left, &to, &room) == -1 {
            guard left > 0, room >= 3, let start = from, let end = to else { break }
            for (place, byte) in [0xEF, 0xBF, 0xBD].enumerated() { end[place] = CChar(truncatingIfNeeded: byte) }
            (from, to) = (start + 1, end + 3)
            (left, room) = (left - 1, room - 3)
        }
        return target.count - room
    }
}
