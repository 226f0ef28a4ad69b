/// On which side of a line a point lies, without error of rounding.
///
/// A floating-point filter answers nearly always; what it cannot decide is summed exactly as a non-overlapping expansion
/// (J. R. Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", 1997).
enum Orientation {
    /// 1 where `c` lies to the left of the line from `a` to `b`, −1 to the right, 0 on it.
    @inline(__always)
    static func sign(
        _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, _ cx: Double, _ cy: Double
    ) -> Int {
        let left = (ax - cx) * (by - cy)
        let right = (ay - cy) * (bx - cx)
        let determinant = left - right
        // The filter's constant is (3 + 16ε)ε with ε = 2⁻⁵³.
        let bound = 3.330_669_073_875_472e-16 * (abs(left) + abs(right))
        if determinant > bound { return 1 }
        if -determinant > bound { return -1 }
        return exact(ax, ay, bx, by, cx, cy)
    }

    @inline(never)
    private static func exact(
        _ ax: Double, _ ay: Double, _ bx: Double, _ by: Double, _ cx: Double, _ cy: Double
    ) -> Int {
        var sum = Expansion()
        let (p, q) = (difference(ax, cx), difference(by, cy))
        let (r, s) = (difference(ay, cy), difference(bx, cx))
        for a in [p.high, p.low] {
            for b in [q.high, q.low] { sum.addProduct(a, b) }
        }
        for a in [r.high, r.low] {
            for b in [s.high, s.low] { sum.addProduct(-a, b) }
        }
        return sum.sign
    }

    private static func difference(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
        let high = a - b
        let other = a - high
        let back = high + other
        return (high, (a - back) + (other - b))
    }
}

/// An exact sum of doubles: components that do not overlap, from the smallest to the largest.
private struct Expansion {
    private var components: [Double] = []

    mutating func addProduct(_ a: Double, _ b: Double) {
        let product = a * b
        add((-product).addingProduct(a, b))
        add(product)
    }

    private mutating func add(_ value: Double) {
        var carry = value
        for index in components.indices {
            let component = components[index]
            let total = carry + component
            let virtual = total - carry
            components[index] = (carry - (total - virtual)) + (component - virtual)
            carry = total
        }
        components.append(carry)
    }

    /// The largest component that is not zero decides.
    var sign: Int {
        for component in components.reversed() where component != 0 { return component > 0 ? 1 : -1 }
        return 0
    }
}
