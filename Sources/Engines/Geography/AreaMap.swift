/// Finds the areas in which a position lies.
///
/// A uniform grid over all areas knows for each of its cells which areas cover the cell altogether and which have a border in it; only
/// the latter are asked, by exact ray casting. The answers equal those of GEOS's `intersects`, borders and corners included: a
/// position on a common border belongs to every area that touches it.
public struct AreaMap: Sendable {
    /// In ascending order.
    let ids: [Int]
    let shapes: [ShapeEdges]
    private let grid: AreaGrid?

    /// Areas may overlap (levels of a tree do); ids must differ and every shape be sound, otherwise the first fault is thrown with
    /// the area's id.
    public init(_ areas: [(id: Int, shape: Shape)]) throws(GeographyFault) {
        let sorted = areas.sorted { $0.id < $1.id }
        var shapes: [ShapeEdges] = []
        shapes.reserveCapacity(sorted.count)
        var last: Int?
        for (id, shape) in sorted {
            if id == last { throw GeographyFault(.doubled, "the id stands twice", id: id) }
            last = id
            if let fault = shape.faults.first { throw fault.about(id) }
            guard let extent = shape.extent else { throw GeographyFault(.empty, "the shape is empty", id: id) }
            shapes.append(ShapeEdges(shape.rings, extent: extent))
        }
        ids = sorted.map(\.id)
        self.shapes = shapes
        grid = AreaGrid(sorted.map(\.shape), shapes)
    }

    public var count: Int { ids.count }

    /// The ids of all areas in or on the border of which the position lies, ascending; none for a position that is not finite.
    public func areas(containing place: Coordinate) -> [Int] {
        var found: [Int] = []
        grid?.visit(place, shapes) { index in
            found.append(ids[index])
            return true
        }
        return found
    }

    /// The area in which the position lies; on a common border the one with the lowest id.
    public func area(containing place: Coordinate) -> Int? {
        var found: Int?
        grid?.visit(place, shapes) { index in
            found = ids[index]
            return false
        }
        return found
    }

    /// The area nearest to the position and its distance in metres (0 inside); the lowest id among equals; nil where none is within
    /// `metres`. Borders are taken as straight in the plane at the position's latitude: meant for distances within a city.
    public func nearest(to place: Coordinate, within metres: Double = .infinity) -> (id: Int, metres: Double)? {
        guard place.isValid else { return nil }
        if let id = area(containing: place) { return (id, 0) }
        let scale = Earth.cosine(ofDegrees: place.latitude)
        var best = Double.infinity
        var found: Int?
        for index in shapes.indices {
            let extent = shapes[index].extent
            let dx = max(extent.west - place.longitude, place.longitude - extent.east, 0) * scale
            let dy = max(extent.south - place.latitude, place.latitude - extent.north, 0)
            if dx * dx + dy * dy >= best { continue }
            let squared = shapes[index].squaredDistance(place.longitude, place.latitude, scale: scale)
            if squared < best { (best, found) = (squared, index) }
        }
        guard let found else { return nil }
        let distance = best.squareRoot() * Earth.metresPerDegree
        return distance <= metres ? (ids[found], distance) : nil
    }
}
