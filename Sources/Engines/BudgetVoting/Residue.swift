/// Whole numbers modulo the Mersenne prime 2⁶¹ − 1.
///
/// A count in doubles keeps each amount's residue beside it. Every step of the count is a sum, product or quotient, so the
/// residues are exact images of the exact fractions: doubles far apart decide by themselves, doubles that agree to nine
/// digits are equal only if their residues are.
struct Residue: Hashable, Sendable {
    static let prime: UInt64 = (1 << 61) - 1
    private(set) var value: UInt64

    static let zero = Residue(reduced: 0)

    @inline(__always) private init(reduced value: UInt64) { self.value = value }

    init(_ number: Int) {
        let magnitude = number.magnitude % UInt(Residue.prime)
        value = number < 0 && magnitude != 0 ? Residue.prime - UInt64(magnitude) : UInt64(magnitude)
    }

    /// A number known to lie in 0 ..< 2⁶¹ − 1.
    @inline(__always) init(small number: Int) { value = UInt64(truncatingIfNeeded: number) }

    @inline(__always) static func + (a: Residue, b: Residue) -> Residue {
        let sum = a.value + b.value
        return Residue(reduced: sum >= prime ? sum - prime : sum)
    }

    @inline(__always) static func - (a: Residue, b: Residue) -> Residue {
        Residue(reduced: a.value >= b.value ? a.value - b.value : a.value + prime - b.value)
    }

    @inline(__always) static func * (a: Residue, b: Residue) -> Residue {
        let product = a.value.multipliedFullWidth(by: b.value)
        let low = product.low & prime
        let high = (product.high << 3) | (product.low >> 61)
        let sum = low + high
        return Residue(reduced: sum >= prime ? sum - prime : sum)
    }

    /// The inverse; nil for zero. Extended Euclid.
    var inverse: Residue? {
        if value == 0 { return nil }
        var (r0, r1) = (Int64(Residue.prime), Int64(value))
        var (t0, t1): (Int64, Int64) = (0, 1)
        while r1 != 0 {
            let quotient = r0 / r1
            (r0, r1) = (r1, r0 - quotient * r1)
            (t0, t1) = (t1, t0 - quotient * t1)
        }
        return Residue(Int(t0))
    }
}
