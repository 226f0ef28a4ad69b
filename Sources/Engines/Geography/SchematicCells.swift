internal import Foundation

/// Cells around centre points for a city without borders: each holds the ground that is nearer to its centre than to any other
/// (Voronoi), cut at a frame. They are schematic – never a border – and everything that shows them must say so.
public enum SchematicCells {
    /// What the cells are cut at.
    public enum Frame: Sendable, Hashable {
        /// The rectangle around the centres, widened by metres.
        case box(marginMetres: Double)
        /// The convex hull around the centres, widened by metres, with rounded corners.
        case hull(marginMetres: Double)
    }

    /// One cell for each centre, in the given order, all borders common to the point (10⁻⁷ degrees).
    /// - Throws: where two centres are (nearly) the same, one is not a position of the earth, or they lie too far apart to be drawn on
    ///   one plane (30°).
    public static func cells(
        around centres: [(id: Int, place: Coordinate)], within frame: Frame = .hull(marginMetres: 20_000)
    ) throws(GeographyFault) -> [(id: Int, shape: Shape)] {
        guard let extent = try checked(centres) else { return [] }
        let plane = Plane(extent)
        let sites = centres.map { plane.point($0.place) }
        let margin: Double
        switch frame {
        case .box(let metres), .hull(let metres): margin = metres
        }
        guard margin >= 1, margin <= 1_000_000 else {
            throw GeographyFault(.badParameter, "the margin must measure from 1 to 1,000,000 metres")
        }
        guard max(abs(extent.south), abs(extent.north)) + margin / Earth.metresPerDegree < 85,
            plane.reaches(extent, margin: margin)
        else { throw GeographyFault(.outOfRange, "the frame reaches beyond the antimeridian or 85° of latitude") }
        let border: [Point]
        switch frame {
        case .box(let metres): border = ConvexPolygon.box(sites, margin: metres)
        case .hull(let metres): border = ConvexPolygon.hull(sites, margin: metres)
        }
        var weld = Weld()
        var cells: [(id: Int, shape: Shape)] = []
        for (index, centre) in centres.enumerated() {
            let polygon = cell(index, sites, border)
            var ring: [Coordinate] = []
            for point in polygon {
                let corner = weld.corner(plane.coordinate(point))
                if ring.last != corner { ring.append(corner) }
            }
            while ring.count > 1, ring.first == ring.last { ring.removeLast() }
            guard let first = ring.first, ring.count >= 3 else {
                throw GeographyFault(
                    .doubled, "the cell has no room between its neighbours", advice: "move the centre", id: centre.id)
            }
            let shape = Shape(outer: ring + [first])
            if let fault = shape.faults.first { throw fault.about(centre.id) }
            cells.append((centre.id, shape))
        }
        return cells
    }

    private static func checked(_ centres: [(id: Int, place: Coordinate)]) throws(GeographyFault) -> Extent? {
        var seen: [Coordinate: Int] = [:]
        for (id, place) in centres {
            guard place.isValid else {
                throw GeographyFault(.outOfRange, "\(place) is not a position of the earth", id: id)
            }
            if let other = seen.updateValue(id, forKey: place.rounded) {
                throw GeographyFault(.doubled, "the centre is the same as that of \(other)", advice: "move one", id: id)
            }
        }
        guard let extent = Extent(around: centres.map(\.place)) else { return nil }
        guard extent.east - extent.west <= 30, extent.north - extent.south <= 30 else {
            throw GeographyFault(
                .outOfRange, "the centres lie more than 30° apart", advice: "make the cells of one region at a time")
        }
        return extent
    }

    /// The frame cut by the bisectors to the other centres, nearest first, until the rest is too far away to matter.
    private static func cell(_ own: Int, _ sites: [Point], _ border: [Point]) -> [Point] {
        let site = sites[own]
        let others = sites.indices.filter { $0 != own }.map { (squared: sites[$0].squaredDistance(site), index: $0) }
        var polygon = border
        for other in others.sorted(by: { ($0.squared, $0.index) < ($1.squared, $1.index) }) {
            let farthest = polygon.reduce(0) { max($0, $1.squaredDistance(site)) }
            if other.squared > 4 * farthest { break }
            polygon = ConvexPolygon.nearer(to: site, than: sites[other.index], of: polygon)
        }
        return polygon
    }
}

/// The plane on which cells are made: metres east and north of the middle.
private struct Plane {
    let middle: Coordinate
    let eastMetres: Double

    init(_ extent: Extent) {
        middle = Coordinate(
            longitude: (extent.west + extent.east) / 2, latitude: (extent.south + extent.north) / 2)
        eastMetres = Earth.metresPerDegree * Earth.cosine(ofDegrees: middle.latitude)
    }

    func point(_ place: Coordinate) -> Point {
        Point(
            x: (place.longitude - middle.longitude) * eastMetres,
            y: (place.latitude - middle.latitude) * Earth.metresPerDegree)
    }

    func coordinate(_ point: Point) -> Coordinate {
        Coordinate(
            longitude: middle.longitude + point.x / eastMetres,
            latitude: middle.latitude + point.y / Earth.metresPerDegree
        ).rounded
    }

    func reaches(_ extent: Extent, margin: Double) -> Bool {
        extent.west - margin / eastMetres > -180 && extent.east + margin / eastMetres < 180
    }
}

/// Corners of neighbouring cells are computed twice and may round differently: the second takes the place of the first.
private struct Weld {
    private struct Key: Hashable {
        var x: Int
        var y: Int
    }

    private var corners: [Key: Coordinate] = [:]

    mutating func corner(_ place: Coordinate) -> Coordinate {
        let x = Int((place.longitude * 1e7).rounded())
        let y = Int((place.latitude * 1e7).rounded())
        for dy in -1...1 {
            for dx in -1...1 {
                if let known = corners[Key(x: x + dx, y: y + dy)] { return known }
            }
        }
        corners[Key(x: x, y: y)] = place
        return place
    }
}
