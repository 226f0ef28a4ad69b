extension Double {
    /// As forms write numbers: whole ones without a point, others as Java writes them.
    var formText: String {
        if isNaN { return "NaN" }
        if abs(self) < 1e-12 { return "0" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        let whole = Swift.max(-2_147_483_648, Swift.min(2_147_483_647, rounded(.towardZero)))
        if abs(self - whole) < 1e-12 { return "\(Int(whole))" }
        return javaText
    }

    /// As Java writes a double (JLS, Double.toString): shortest digits, at least one after the point, `1.0E10` from 10⁷ and below 10⁻³.
    var javaText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        let (digits, exponent) = shortestDigits
        let sign = self.sign == .minus ? "-" : ""
        let count = digits.count
        func text(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        if exponent <= -3 || exponent > 7 {
            let rest = count > 1 ? text(1..<count) : "0"
            return "\(sign)\(text(0..<1)).\(rest)E\(exponent - 1)"
        }
        if exponent <= 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent))\(text(0..<count))" }
        if exponent >= count { return "\(sign)\(text(0..<count))\(String(repeating: "0", count: exponent - count)).0" }
        return "\(sign)\(text(0..<exponent)).\(text(exponent..<count))"
    }

    /// The shortest decimal digits d₁d₂… with value 0.d₁d₂… · 10^exponent; zero is one digit `0` with exponent 1.
    var shortestDigits: (digits: [UInt8], exponent: Int) {
        guard self != 0 else { return ([48], 1) }
        var digits: [UInt8] = []
        var exponent = 0
        var seesPoint = false
        var scale = 0
        let text = Array("\(abs(self))".utf8)
        var index = 0
        while index < text.count, text[index] != UInt8(ascii: "e") {
            if text[index] == UInt8(ascii: ".") {
                seesPoint = true
            } else {
                digits.append(text[index])
                if !seesPoint { exponent += 1 }
            }
            index += 1
        }
        if index < text.count { scale = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0 }
        while digits.count > 1, digits[0] == 48 {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits[digits.count - 1] == 48 { digits.removeLast() }
        return (digits, exponent + scale)
    }

    /// Rounded to decimal places as spreadsheets do, half up for positive and half toward zero for negative numbers (−2.5 → −2).
    func rounded(places: Int) -> Double {
        guard isFinite else { return self }
        guard (-30...30).contains(places) else { return .nan }
        guard places >= 0 else {
            var power = 1.0
            for _ in 0..<(-places) { power *= 10 }
            return Double((self / power + 0.5).saturatedInt) * power
        }
        let (digits, exponent) = shortestDigits
        let kept = exponent + places
        guard kept < digits.count else { return self }
        guard kept >= 0 else { return 0 }
        var result = Array(digits[0..<kept])
        let isHalf = digits[kept] == 53 && kept + 1 == digits.count
        let isUp = digits[kept] > 53 || (digits[kept] == 53 && (!isHalf || self > 0))
        var top = exponent
        if isUp {
            var index = kept - 1
            while index >= 0, result[index] == 57 {
                result[index] = 48
                index -= 1
            }
            if index >= 0 {
                result[index] += 1
            } else {
                result.insert(49, at: 0)
                top += 1
            }
        }
        guard !result.isEmpty else { return 0 }
        let value = Double("0.\(String(decoding: result, as: UTF8.self))e\(top)") ?? .nan
        return self < 0 ? -value : value
    }

    /// The whole part; the ends of the scale where it does not fit, 0 for what is no number.
    var saturatedInt: Int {
        if isNaN { return 0 }
        if self >= 9.223372036854775e18 { return .max }
        if self <= -9.223372036854775e18 { return .min }
        return Int(self)
    }

    /// The same within 32 bits.
    var saturatedInt32: Int { Swift.max(-2_147_483_648, Swift.min(2_147_483_647, saturatedInt)) }
}
