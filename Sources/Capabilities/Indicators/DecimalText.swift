extension Double {
    /// A finite number as people write it in a table: digits, a point, an exponent. What only programs write (0x1F, inf, nan) is none.
    init?(decimal text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"): true
            default: byte | 0x20 == UInt8(ascii: "e")
            }
        }
        guard isPlain, let value = Double(text), value.isFinite else { return nil }
        self = value
    }
}
