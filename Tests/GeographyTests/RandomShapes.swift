import Foundation
import Geography
import Ground

/// Shapes and positions that provoke the rare cases: snapped corners, common borders, collinear edges, holes, several parts.
struct RandomShapes {
    var random: SeededRandom
    /// Corners are multiples of this many degrees; 0 leaves them as they fall.
    var snap: Double
    var origin = Coordinate(longitude: 102.5, latitude: 24.75)

    init(seed: UInt64, snap: Double) {
        random = SeededRandom(seed: seed)
        self.snap = snap
    }

    private func snapped(_ value: Double) -> Double { snap > 0 ? (value / snap).rounded() * snap : value }

    mutating func star(_ x: Double, _ y: Double, radius: Double, corners: Int) -> [Coordinate] {
        var ring: [Coordinate] = []
        for corner in 0..<corners {
            let angle = 2 * Double.pi * (Double(corner) + 0.8 * random.unit()) / Double(corners)
            let length = radius * (0.3 + 0.7 * random.unit())
            ring.append(
                Coordinate(
                    longitude: snapped(origin.longitude + x + length * cos(angle)),
                    latitude: snapped(origin.latitude + y + length * sin(angle))))
        }
        return ring + [ring[0]]
    }

    /// Overlapping stars with holes and several parts; only valid ones.
    mutating func stars(_ count: Int) -> [(id: Int, shape: Shape)] {
        var areas: [(id: Int, shape: Shape)] = []
        var tries = 0
        while areas.count < count, tries < count * 60 {
            tries += 1
            var polygons: [Shape.Polygon] = []
            for _ in 0...random.below(3) {
                let (x, y) = (random.unit(), random.unit())
                let radius = 0.05 + 0.2 * random.unit()
                let outer = star(x, y, radius: radius, corners: 3 + random.below(30))
                let hole = random.below(2) == 0 ? [star(x, y, radius: radius * 0.25, corners: 3 + random.below(6))] : []
                polygons.append(Shape.Polygon(outer: outer, holes: hole))
            }
            let shape = Shape(polygons)
            if shape.faults.isEmpty { areas.append((random.below(1_000_000) * 1000 + areas.count, shape)) }
        }
        return areas
    }

    /// A mosaic of cells with common corners and borders, some of them with extra corners on straight edges.
    mutating func mosaic(_ side: Int) -> [(id: Int, shape: Shape)] {
        let step = 1.0 / Double(side)
        var corners: [[Coordinate]] = []
        for row in 0...side {
            var line: [Coordinate] = []
            for column in 0...side {
                let (dx, dy) = (0.4 * step * (random.unit() - 0.5), 0.4 * step * (random.unit() - 0.5))
                line.append(
                    Coordinate(
                        longitude: snapped(origin.longitude + Double(column) * step + dx),
                        latitude: snapped(origin.latitude + Double(row) * step + dy)))
            }
            corners.append(line)
        }
        var areas: [(id: Int, shape: Shape)] = []
        for row in 0..<side {
            for column in 0..<side {
                let (a, b) = (corners[row][column], corners[row][column + 1])
                let (c, d) = (corners[row + 1][column + 1], corners[row + 1][column])
                var ring = [a, b, c, d, a]
                if random.below(2) == 0 { ring.reverse() }
                let shape = Shape(outer: ring)
                if shape.faults.isEmpty { areas.append((row * side + column, shape)) }
            }
        }
        return areas
    }

    /// Positions at corners, on edges, beside both by one unit in the last place, at the height of corners, and anywhere.
    mutating func places(about areas: [(id: Int, shape: Shape)], count: Int) -> [Coordinate] {
        var places: [Coordinate] = []
        while places.count < count {
            let rings = areas[random.below(areas.count)].shape.rings
            let ring = rings[random.below(rings.count)]
            let index = random.below(ring.count - 1)
            let (a, b) = (ring[index], ring[index + 1])
            var place = a
            switch random.below(6) {
            case 0: break
            case 1:
                place.longitude = (a.longitude + b.longitude) / 2
                place.latitude = (a.latitude + b.latitude) / 2
            case 2:
                let share = random.unit()
                place.longitude = a.longitude + share * (b.longitude - a.longitude)
                place.latitude = a.latitude + share * (b.latitude - a.latitude)
            case 3: place.longitude = origin.longitude + 1.4 * random.unit() - 0.2
            case 4: place.latitude = origin.latitude + 1.4 * random.unit() - 0.2
            default:
                place.longitude = snapped(origin.longitude + 1.4 * random.unit() - 0.2)
                place.latitude = snapped(origin.latitude + 1.4 * random.unit() - 0.2)
            }
            switch random.below(5) {
            case 0: place.longitude = place.longitude.nextUp
            case 1: place.longitude = place.longitude.nextDown
            case 2: place.latitude = random.below(2) == 0 ? place.latitude.nextUp : place.latitude.nextDown
            default: break
            }
            places.append(place)
        }
        return places
    }
}
