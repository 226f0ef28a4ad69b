/// Bytes as pairs of hexadecimal digits, and back.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Lower-case digits without a prefix.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var ascii: [UInt8] = []
        for byte in bytes {
            ascii.append(digits[Int(byte >> 4)])
            ascii.append(digits[Int(byte & 15)])
        }
        return String(decoding: ascii, as: UTF8.self)
    }

    /// `0x0200`: a number with `digits` places.
    public static func prefixed(_ value: some FixedWidthInteger, digits count: Int) -> String {
        let text = String(UInt64(truncatingIfNeeded: value), radix: 16)
        return "0x" + String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// Nil where the text is not pairs of hexadecimal digits.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var result: [UInt8] = []
        var high: UInt8?
        for byte in text.utf8 {
            guard let digit = digit(byte) else { return nil }
            if let first = high {
                result.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? result : nil
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
