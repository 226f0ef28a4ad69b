internal import Trajectories

/// The number under which a terminal calls: the BCD field of the header, 6 bytes until 2013 and 10 since 2019.
package struct JT808Phone: Sendable, Hashable {
    /// The bytes of the field, the first two of ten apart.
    private let high: UInt16
    private let low: UInt64
    package let byteCount: Int

    /// - Parameter bytes: 6 or 10 bytes.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 6 || bytes.count == 10 else { return nil }
        var (high, low) = (UInt16(0), UInt64(0))
        for byte in bytes {
            high = high << 8 | UInt16(truncatingIfNeeded: low >> 56)
            low = low << 8 | UInt64(byte)
        }
        self.high = high
        self.low = low
        byteCount = bytes.count
    }

    /// A number of decimal digits, filled with zeros to the field's width; nil where it does not fit.
    package init?(digits: String, byteCount: Int) {
        guard byteCount == 6 || byteCount == 10, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), digits.utf8.count <= byteCount * 2,
            let bytes = Hexadecimal.bytes(String(repeating: "0", count: byteCount * 2 - digits.utf8.count) + digits)
        else { return nil }
        self.init(bytes[...])
    }

    package var bytes: [UInt8] {
        var result: [UInt8] = []
        if byteCount == 10 { result.append(u16: high) }
        for shift in stride(from: (byteCount == 10 ? 56 : 40), through: 0, by: -8) { result.append(UInt8(truncatingIfNeeded: low >> UInt64(shift))) }
        return result
    }

    /// The field as hexadecimal digits, as the wire has it.
    package var hexadecimal: String { Hexadecimal.text(bytes) }

    /// The name of the device: the digits without leading zeros. Some terminals put the first 14 digits of their IMEI there as a
    /// binary number, which shows in half bytes above 9; its check digit is added then.
    package var device: String {
        let text = hexadecimal
        guard text.utf8.allSatisfy({ $0 <= 0x39 }) else {
            guard byteCount == 6 else { return text }
            let digits = String(low)
            let imei = String(repeating: "0", count: max(0, 14 - digits.count)) + digits
            return imei.count == 14 ? imei + String(BinaryDecimal.luhn(imei)) : text
        }
        let digits = text.drop { $0 == "0" }
        return digits.isEmpty ? "0" : String(digits)
    }
}
