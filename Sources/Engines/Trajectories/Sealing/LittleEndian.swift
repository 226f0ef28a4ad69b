/// Whole numbers in files: lowest byte first.
extension [UInt8] {
    mutating func append(little value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { self.append(contentsOf: $0) }
    }
}

/// Reads numbers one behind the other; beyond the end it gives nil, for ever.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private(set) var at: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    var rest: ArraySlice<UInt8> { bytes[at...] }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= bytes.endIndex - at else {
            at = bytes.endIndex
            return nil
        }
        defer { at += count }
        return bytes[at..<(at + count)]
    }

    mutating func number<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
        guard let taken = take(T.bitWidth / 8) else { return nil }
        return taken.reversed().reduce(0) { ($0 &<< 8) | T(truncatingIfNeeded: $1) }
    }

    /// Text behind its length in one byte.
    mutating func text() -> String? {
        guard let count = number(UInt8.self), let taken = take(Int(count)) else { return nil }
        return String(validating: taken, as: UTF8.self)
    }
}
