internal import Foundation

/// A point on a plane, in metres.
struct Point {
    var x: Double
    var y: Double

    func squaredDistance(_ other: Point) -> Double {
        let (dx, dy) = (x - other.x, y - other.y)
        return dx * dx + dy * dy
    }
}

/// Convex polygons as lists of corners, anticlockwise, not closed.
enum ConvexPolygon {
    /// The rectangle around points, widened by `margin`.
    static func box(_ points: [Point], margin: Double) -> [Point] {
        let left = points.reduce(Double.infinity) { min($0, $1.x) } - margin
        let right = points.reduce(-Double.infinity) { max($0, $1.x) } + margin
        let bottom = points.reduce(Double.infinity) { min($0, $1.y) } - margin
        let top = points.reduce(-Double.infinity) { max($0, $1.y) } + margin
        return [
            Point(x: left, y: bottom), Point(x: right, y: bottom), Point(x: right, y: top), Point(x: left, y: top),
        ]
    }

    /// The convex hull of circles of radius `margin` (of 24 corners) around the points, by A. M. Andrew's monotone chain (1979).
    static func hull(_ points: [Point], margin: Double) -> [Point] {
        var all: [Point] = []
        for point in points {
            for step in 0..<24 {
                let angle = Double(step) * Double.pi / 12
                all.append(Point(x: point.x + margin * cos(angle), y: point.y + margin * sin(angle)))
            }
        }
        all.sort { ($0.x, $0.y) < ($1.x, $1.y) }
        let lower = chain(all)
        let upper = chain(all.reversed())
        return lower.dropLast() + upper.dropLast()
    }

    private static func chain(_ points: [Point]) -> [Point] {
        var chain: [Point] = []
        for point in points {
            while chain.count >= 2 {
                let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
                if Orientation.sign(a.x, a.y, b.x, b.y, point.x, point.y) > 0 { break }
                chain.removeLast()
            }
            chain.append(point)
        }
        return chain
    }

    /// The part of a polygon that is nearer to `site` than to `other`.
    static func nearer(to site: Point, than other: Point, of polygon: [Point]) -> [Point] {
        let (nx, ny) = (other.x - site.x, other.y - site.y)
        let (mx, my) = ((site.x + other.x) / 2, (site.y + other.y) / 2)
        func side(_ point: Point) -> Double { (point.x - mx) * nx + (point.y - my) * ny }
        var result: [Point] = []
        for index in polygon.indices {
            let (a, b) = (polygon[index], polygon[index + 1 == polygon.count ? 0 : index + 1])
            let (sa, sb) = (side(a), side(b))
            if sa <= 0 { result.append(a) }
            if (sa < 0 && sb > 0) || (sa > 0 && sb < 0) {
                let share = sa / (sa - sb)
                result.append(Point(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y)))
            }
        }
        return result
    }
}
