/// Amounts of money as whole numbers of an election's smallest unit.
///
/// A `.pb` file may write costs with decimals. Doubles would make "the supporters own exactly the cost" undecidable, so an
/// election keeps one number of decimals, its *scale*, and every amount is an integer count of 10⁻ˢᶜᵃˡᵉ of the currency.
public enum Amount {
    /// The largest amount accepted, in smallest units. Sums over all projects and voters stay within 64 bits below it.
    public static let largest = 1_000_000_000_000_000
    /// The most decimals accepted.
    public static let mostDecimals = 6

    /// A decimal number as it was written: `digits` · 10⁻ᵈᵉᶜⁱᵐᵃˡˢ, without trailing zeros after the point.
    public struct Written: Sendable, Hashable {
        public var digits: Int
        public var decimals: Int
        /// Whether a comma stood where the point belongs.
        public var hasComma: Bool

        public init(digits: Int, decimals: Int, hasComma: Bool = false) {
            self.digits = digits
            self.decimals = decimals
            self.hasComma = hasComma
        }

        /// The amount in units of 10⁻ˢᶜᵃˡᵉ, or nil where it has more decimals or grows too large.
        public func units(scale: Int) -> Int? {
            guard decimals <= scale, scale <= Amount.mostDecimals else { return nil }
            var value = digits
            for _ in decimals..<scale {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
            return abs(value) <= Amount.largest ? value : nil
        }
    }

    /// Reads `1200`, `1200.50`, `1200,50` or `-3`; nil for anything else (groups of thousands are refused, not guessed).
    public static func read(_ text: some Sequence<UInt8>) -> Written? {
        var digits = 0
        var decimals = 0
        var count = 0
        var isNegative = false
        var sawPoint = false
        var hasComma = false
        var isFirst = true
        var trailingZeros = 0
        for byte in text {
            defer { isFirst = false }
            switch byte {
            case UInt8(ascii: "-") where isFirst: isNegative = true
            case UInt8(ascii: "+") where isFirst: break
            case UInt8(ascii: "."), UInt8(ascii: ","):
                if sawPoint || count == 0 { return nil }
                sawPoint = true
                hasComma = byte == UInt8(ascii: ",")
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                count += 1
                let digit = Int(byte - UInt8(ascii: "0"))
                if sawPoint, digit == 0 {
                    trailingZeros += 1
                    continue
                }
                let shifts = sawPoint ? trailingZeros + 1 : 1
                trailingZeros = 0
                if sawPoint {
                    decimals += shifts
                    if decimals > 18 { return nil }
                }
                for _ in 0..<shifts {
                    let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
                    if overflow { return nil }
                    digits = product
                }
                let (sum, overflow) = digits.addingReportingOverflow(digit)
                if overflow { return nil }
                digits = sum
            default: return nil
            }
        }
        guard count > 0 else { return nil }
        return Written(digits: isNegative ? -digits : digits, decimals: decimals, hasComma: hasComma)
    }

    /// Ten to the power of the scale: the smallest units in one unit of the currency.
    public static func unit(scale: Int) -> Int {
        var value = 1
        for _ in 0..<max(0, min(scale, mostDecimals)) { value *= 10 }
        return value
    }

    /// The plain decimal text of an amount: `35000`, `12.5`; no grouping, a point before decimals.
    public static func text(_ units: Int, scale: Int) -> String {
        let unit = unit(scale: scale)
        let magnitude = units.magnitude
        let sign = units < 0 ? "-" : ""
        let whole = magnitude / UInt(unit)
        var rest = String(magnitude % UInt(unit))
        guard scale > 0, rest != "0" else { return sign + String(whole) }
        rest = String(repeating: "0", count: max(0, scale - rest.count)) + rest
        while rest.last == "0" { rest.removeLast() }
        return sign + String(whole) + "." + rest
    }

    /// The text of an amount for people: thousands grouped with commas.
    public static func grouped(_ units: Int, scale: Int) -> String {
        let plain = text(units, scale: scale)
        let parts = plain.split(separator: ".", maxSplits: 1)
        let isNegative = plain.first == "-"
        let digits = Array((parts.first ?? "0").drop { $0 == "-" })
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        if parts.count > 1 { result += "." + parts[1] }
        return (isNegative ? "-" : "") + result
    }
}
