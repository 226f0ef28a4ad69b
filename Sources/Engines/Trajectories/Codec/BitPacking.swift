/// Writes numbers of any width one behind the other, lowest bit first, into memory that the caller has made large enough.
struct BitWriter {
    private let start: UnsafeMutablePointer<UInt8>
    private var next: UnsafeMutablePointer<UInt8>
    private var pending: UInt64 = 0
    private var width: UInt64 = 0

    init(_ memory: UnsafeMutablePointer<UInt8>) {
        start = memory
        next = memory
    }

    /// Writes the low `bits` of a value whose other bits are zero; 0 to 63.
    @inline(__always)
    mutating func write(_ value: UInt64, bits: UInt64) {
        if bits > 32 {
            push(value & 0xFFFF_FFFF, 32)
            push(value >> 32, bits - 32)
        } else {
            push(value, bits)
        }
    }

    @inline(__always)
    private mutating func push(_ value: UInt64, _ bits: UInt64) {
        // At most 31 bits wait, at most 32 come: 63 fit.
        pending |= value &<< width
        width &+= bits
        if width >= 32 {
            UnsafeMutableRawPointer(next).storeBytes(of: UInt32(truncatingIfNeeded: pending).littleEndian, as: UInt32.self)
            next += 4
            pending &>>= 32
            width &-= 32
        }
    }

    /// Fills the last byte with zero bits and gives the number of bytes written.
    mutating func finish() -> Int {
        while width > 0 {
            next.pointee = UInt8(truncatingIfNeeded: pending)
            next += 1
            pending &>>= 8
            width = width > 8 ? width - 8 : 0
        }
        return next - start
    }
}

/// Reads what `BitWriter` wrote; beyond the end it reads zeros and remembers that it did.
struct BitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var pending: UInt64 = 0
    private var width: UInt64 = 0
    private(set) var isBeyondEnd = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Everything has been read but zero bits of the last byte.
    var isAtEnd: Bool { at == bytes.count && width < 8 && pending == 0 && !isBeyondEnd }

    @inline(__always)
    mutating func read(bits: UInt64) -> UInt64 {
        guard bits > 32 else { return pull(bits) }
        let low = pull(32)
        return low | (pull(bits - 32) &<< 32)
    }

    @inline(__always)
    private mutating func pull(_ bits: UInt64) -> UInt64 {
        while width < bits {
            if at < bytes.count {
                pending |= UInt64(bytes[at]) &<< width
                at += 1
            } else {
                isBeyondEnd = true
            }
            width &+= 8
        }
        let value = pending & ((1 &<< bits) &- 1)
        pending &>>= bits
        width &-= bits
        return value
    }
}

/// Whole numbers in as many bytes as they need, seven bits each, lowest first.
enum Varint {
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The number at `at`, which moves behind it; nil where it is cut off or larger than 64 bits.
    static func read(_ bytes: ArraySlice<UInt8>, at: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at < bytes.endIndex {
            let byte = bytes[at]
            at += 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }
}

/// Small numbers of either sign as small numbers without one: 0, −1, 1, −2, … become 0, 1, 2, 3, …
enum ZigZag {
    @inline(__always)
    static func encode(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)) }

    @inline(__always)
    static func decode(_ value: UInt64) -> Int64 { Int64(bitPattern: value &>> 1) ^ (0 &- Int64(bitPattern: value & 1)) }
}
