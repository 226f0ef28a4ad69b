/// A whole number of unlimited length, not negative: what exact counts need and no more.
struct Natural: Hashable, Sendable {
    /// Least significant first, without zeros at the end.
    private(set) var limbs: [UInt64] = []

    init(_ value: Int) {
        precondition(value >= 0, "a natural number is not negative")
        if value > 0 { limbs = [UInt64(value)] }
    }

    var isZero: Bool { limbs.isEmpty }

    mutating func multiply(by factor: Int) {
        if factor == 1 || limbs.isEmpty { return }
        if factor == 0 {
            limbs.removeAll(keepingCapacity: true)
            return
        }
        let factor = UInt64(factor)
        var carry: UInt64 = 0
        for index in limbs.indices {
            let product = limbs[index].multipliedFullWidth(by: factor)
            let (low, overflow) = product.low.addingReportingOverflow(carry)
            limbs[index] = low
            carry = product.high + (overflow ? 1 : 0)
        }
        if carry > 0 { limbs.append(carry) }
    }

    func times(_ factor: Int) -> Natural {
        var result = self
        result.multiply(by: factor)
        return result
    }

    /// Adds `other · factor`.
    mutating func add(_ other: Natural, times factor: Int = 1) {
        guard factor > 0, !other.isZero else { return }
        let factor = UInt64(factor)
        var carry: UInt64 = 0
        var index = 0
        while index < other.limbs.count || carry > 0 {
            var low = carry
            var high: UInt64 = 0
            if index < other.limbs.count {
                let product = other.limbs[index].multipliedFullWidth(by: factor)
                let (sum, overflow) = product.low.addingReportingOverflow(carry)
                low = sum
                high = product.high + (overflow ? 1 : 0)
            }
            if index < limbs.count {
                let (sum, overflow) = limbs[index].addingReportingOverflow(low)
                limbs[index] = sum
                if overflow { high += 1 }
            } else {
                limbs.append(low)
            }
            carry = high
            index += 1
        }
    }

    /// Subtracts `other`, which must not be larger.
    mutating func subtract(_ other: Natural) {
        var borrow: UInt64 = 0
        var index = 0
        while index < limbs.count, index < other.limbs.count || borrow > 0 {
            let amount = index < other.limbs.count ? other.limbs[index] : 0
            let (first, underflow) = limbs[index].subtractingReportingOverflow(amount)
            let (second, more) = first.subtractingReportingOverflow(borrow)
            limbs[index] = second
            borrow = underflow || more ? 1 : 0
            index += 1
        }
        precondition(borrow == 0, "a natural number would become negative")
        while limbs.last == 0 { limbs.removeLast() }
    }

    static func < (a: Natural, b: Natural) -> Bool { a.compared(to: b) < 0 }
    static func <= (a: Natural, b: Natural) -> Bool { a.compared(to: b) <= 0 }

    /// −1, 0 or 1.
    func compared(to other: Natural) -> Int {
        if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
        for index in stride(from: limbs.count - 1, through: 0, by: -1) where limbs[index] != other.limbs[index] {
            return limbs[index] < other.limbs[index] ? -1 : 1
        }
        return 0
    }

    /// The quotient of two numbers of any length as a double, correct to about 15 digits; the divisor is not zero.
    static func ratio(_ a: Natural, _ b: Natural) -> Double {
        if a.isZero { return 0 }
        let (x, y) = (a.scaled, b.scaled)
        let quotient = x.significand / y.significand
        return Double(sign: .plus, exponent: max(-1074, min(1023, x.exponent - y.exponent)), significand: quotient)
    }

    private var scaled: (significand: Double, exponent: Int) {
        var significand = 0.0
        for limb in limbs.suffix(3).reversed() { significand = significand * 0x1p64 + Double(limb) }
        return (significand, max(0, limbs.count - 3) * 64)
    }
}
