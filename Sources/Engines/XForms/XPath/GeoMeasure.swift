internal import Foundation

/// Positions on the earth as forms write them, and what is measured on them.
///
/// Formulas as in JavaRosa's `GeoUtils`: a plane of segments in metres from the first point for areas, the spherical law of cosines for
/// distances, a sphere of 6,378,100 m.
enum GeoMeasure {
    struct Point {
        /// Degrees.
        var latitude: Double
        var longitude: Double
    }

    private static let radius = 6_378_100.0

    /// `latitude longitude altitude accuracy`, the last two optional.
    static func point(_ text: Substring) -> Point? {
        let parts = text.split(separator: " ")
        guard (2...4).contains(parts.count) else { return nil }
        let numbers = parts.map { XPathValue.number(String($0)) }
        guard numbers.allSatisfy(\.isFinite), abs(numbers[0]) <= 90, abs(numbers[1]) <= 180 else { return nil }
        return Point(latitude: numbers[0], longitude: numbers[1])
    }

    /// Points between semicolons; an empty text is no points.
    static func points(_ text: String) -> [Point]? {
        var result: [Point] = []
        for part in text.split(separator: ";") {
            if part.allSatisfy({ $0 == " " }) { continue }
            guard let point = point(part) else { return nil }
            result.append(point)
        }
        return result
    }

    /// Square metres.
    static func area(_ points: [Point]) -> Double {
        guard points.count >= 3, let first = points.first else { return 0 }
        let circumference = 2 * radius * Double.pi
        let across = points.dropFirst().map { point in
            (point.longitude - first.longitude) * circumference * cos(radians(point.latitude)) / 360
        }
        let along = points.dropFirst().map { ($0.latitude - first.latitude) * circumference / 360 }
        var sum = 0.0
        for index in 1..<across.count {
            sum += (along[index - 1] * across[index] - across[index - 1] * along[index]) / 2
        }
        return abs(sum)
    }

    /// Metres along the line.
    static func distance(_ points: [Point]) -> Double {
        var total = 0.0
        for (a, b) in zip(points, points.dropFirst()) {
            let (south, north) = (radians(a.latitude), radians(b.latitude))
            let turn = radians(a.longitude - b.longitude)
            let cosine = sin(south) * sin(north) + cos(south) * cos(north) * cos(turn)
            // Two equal points may come out a hair above 1.
            total += acos(min(1, max(-1, cosine))) * radius
        }
        return total
    }

    /// Whether a closed line surrounds a point: crossings of a ray (W. R. Franklin, pnpoly).
    static func encloses(_ line: [Point], _ point: Point) -> Bool {
        var isInside = false
        for (a, b) in zip(line, line.dropFirst()) where (b.latitude > point.latitude) != (a.latitude > point.latitude) {
            let share = (point.latitude - b.latitude) / (a.latitude - b.latitude)
            if point.longitude < (a.longitude - b.longitude) * share + b.longitude { isInside.toggle() }
        }
        return isInside
    }

    private static func radians(_ degrees: Double) -> Double { degrees / 180 * Double.pi }
}
