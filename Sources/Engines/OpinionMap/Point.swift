/// A place on the map.
public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// Distance from the origin.
    public var length: Double { (x * x + y * y).squareRoot() }

    @inline(__always)
    func squaredDistance(to other: Point) -> Double {
        let (dx, dy) = (x - other.x, y - other.y)
        return dx * dx + dy * dy
    }

    func distance(to other: Point) -> Double { squaredDistance(to: other).squareRoot() }
}
