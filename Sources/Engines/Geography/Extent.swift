/// A rectangle between two meridians and two parallels, its borders included. It never crosses the antimeridian.
public struct Extent: Sendable, Hashable {
    public var west: Double
    public var south: Double
    public var east: Double
    public var north: Double

    public init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    /// The smallest extent around the positions; nil where there are none.
    public init?(around places: some Sequence<Coordinate>) {
        var result: Extent?
        for place in places {
            let x = place.longitude
            let y = place.latitude
            guard let old = result else {
                result = Extent(west: x, south: y, east: x, north: y)
                continue
            }
            result = Extent(
                west: min(old.west, x), south: min(old.south, y), east: max(old.east, x), north: max(old.north, y))
        }
        guard let result else { return nil }
        self = result
    }

    /// Whether the corners are positions of the earth in the right order.
    public var isValid: Bool {
        west >= -180 && east <= 180 && south >= -90 && north <= 90 && west <= east && south <= north
    }

    /// Whether a position lies in the extent or on its border; false for numbers that are not finite.
    public func contains(_ place: Coordinate) -> Bool {
        place.longitude >= west && place.longitude <= east && place.latitude >= south && place.latitude <= north
    }

    func union(_ other: Extent) -> Extent {
        Extent(
            west: min(west, other.west), south: min(south, other.south),
            east: max(east, other.east), north: max(north, other.north))
    }
}
