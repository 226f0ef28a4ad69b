/// The ground of an area: one polygon or several, each with holes or none.
///
/// Rings are closed (the last point repeats the first) and may turn either way. A shape is only data; `faults` says whether it is sound.
public struct Shape: Sendable, Hashable {
    public struct Polygon: Sendable, Hashable {
        public var outer: [Coordinate]
        public var holes: [[Coordinate]]

        public init(outer: [Coordinate], holes: [[Coordinate]] = []) {
            self.outer = outer
            self.holes = holes
        }

        /// The outer ring, then the holes.
        public var rings: [[Coordinate]] { [outer] + holes }
    }

    public var polygons: [Polygon]

    public init(_ polygons: [Polygon]) { self.polygons = polygons }

    /// One polygon.
    public init(outer: [Coordinate], holes: [[Coordinate]] = []) {
        polygons = [Polygon(outer: outer, holes: holes)]
    }

    /// A rectangle.
    public init(_ extent: Extent) {
        self.init(outer: [
            Coordinate(longitude: extent.west, latitude: extent.south),
            Coordinate(longitude: extent.east, latitude: extent.south),
            Coordinate(longitude: extent.east, latitude: extent.north),
            Coordinate(longitude: extent.west, latitude: extent.north),
            Coordinate(longitude: extent.west, latitude: extent.south),
        ])
    }

    public var rings: [[Coordinate]] { polygons.flatMap(\.rings) }

    /// The smallest extent around the shape; nil where it has no point.
    public var extent: Extent? { Extent(around: rings.joined()) }

    /// The area in square metres: the plane area in degrees scaled at the middle latitude; right to about 1 % for the size of a city.
    public var squareMetres: Double {
        guard let extent else { return 0 }
        var degrees = 0.0
        for polygon in polygons {
            degrees += abs(Shape.signedArea(polygon.outer))
            for hole in polygon.holes { degrees -= abs(Shape.signedArea(hole)) }
        }
        let scale = Earth.cosine(ofDegrees: (extent.south + extent.north) / 2)
        return degrees * scale * Earth.metresPerDegree * Earth.metresPerDegree
    }

    /// The shoelace area of a closed ring in square degrees; positive where it turns anticlockwise.
    static func signedArea(_ ring: [Coordinate]) -> Double {
        guard let origin = ring.first else { return 0 }
        var sum = 0.0
        var last = origin
        for point in ring.dropFirst() {
            let (ax, ay) = (last.longitude - origin.longitude, last.latitude - origin.latitude)
            let (bx, by) = (point.longitude - origin.longitude, point.latitude - origin.latitude)
            sum += ax * by - bx * ay
            last = point
        }
        return sum / 2
    }
}
