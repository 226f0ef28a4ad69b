/// Writes dates and times as ASCII digits, the twin of `DigitScanner`; by bytes, as a list writes hundreds of them.
struct DigitWriter {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(32) }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// `2026-10-01`; a year before 0 or after 9999 takes the places that it needs.
    mutating func append(_ date: CivilDate) {
        let (year, month, day) = date.components
        append(year, width: 4)
        append("-", month)
        append("-", day)
    }

    /// A sign and a number with leading zeros.
    mutating func append(_ sign: Unicode.Scalar, _ value: Int, width: Int = 2) {
        bytes.append(UInt8(ascii: sign))
        append(value, width: width)
    }

    private mutating func append(_ value: Int, width: Int) {
        if width == 2, (0..<100).contains(value) {
            bytes.append(48 + UInt8(value / 10))
            bytes.append(48 + UInt8(value % 10))
            return
        }
        let digits = String(value).utf8
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, width - digits.count)))
        bytes.append(contentsOf: digits)
    }
}
