import CGEOS
import Geography

/// The answers of GEOS itself: prepared polygons asked one after the other. One context, used by one test on one thread.
final class GEOSOracle {
    private let context: GEOSContextHandle_t
    private var geometries: [(id: Int, geometry: OpaquePointer, prepared: OpaquePointer)] = []

    init(_ areas: [(id: Int, shape: Shape)]) {
        context = GEOS_init_r()
        for area in areas.sorted(by: { $0.id < $1.id }) {
            var parts: [OpaquePointer?] = area.shape.polygons.map { polygon in
                var holes: [OpaquePointer?] = polygon.holes.map(ring)
                return GEOSGeom_createPolygon_r(context, ring(polygon.outer), &holes, UInt32(holes.count))
            }
            let geometry = GEOSGeom_createCollection_r(
                context, Int32(GEOS_MULTIPOLYGON.rawValue), &parts, UInt32(parts.count))!
            geometries.append((area.id, geometry, GEOSPrepare_r(context, geometry)!))
        }
    }

    deinit {
        for entry in geometries {
            GEOSPreparedGeom_destroy_r(context, entry.prepared)
            GEOSGeom_destroy_r(context, entry.geometry)
        }
        GEOS_finish_r(context)
    }

    private func ring(_ ring: [Coordinate]) -> OpaquePointer? {
        let numbers = ring.flatMap { [$0.longitude, $0.latitude] }
        let sequence = GEOSCoordSeq_copyFromBuffer_r(context, numbers, UInt32(ring.count), 0, 0)
        return GEOSGeom_createLinearRing_r(context, sequence)
    }

    func areas(containing place: Coordinate) -> [Int] {
        let point = GEOSGeom_createPointFromXY_r(context, place.longitude, place.latitude)
        defer { GEOSGeom_destroy_r(context, point) }
        return geometries.filter { GEOSPreparedIntersects_r(context, $0.prepared, point) == 1 }.map(\.id)
    }

    /// The distance in degrees from the place to an area.
    func distance(_ place: Coordinate, _ id: Int) -> Double {
        let point = GEOSGeom_createPointFromXY_r(context, place.longitude, place.latitude)
        defer { GEOSGeom_destroy_r(context, point) }
        var distance = 0.0
        for entry in geometries where entry.id == id {
            GEOSDistance_r(context, entry.geometry, point, &distance)
        }
        return distance
    }

    /// The area in square degrees that two areas share.
    func sharedArea(_ a: Int, _ b: Int) -> Double {
        guard let one = geometries.first(where: { $0.id == a }), let two = geometries.first(where: { $0.id == b }) else {
            return .nan
        }
        let common = GEOSIntersection_r(context, one.geometry, two.geometry)
        defer { GEOSGeom_destroy_r(context, common) }
        var area = 0.0
        GEOSArea_r(context, common, &area)
        return area
    }

    /// The number of polygons and holes of all areas together, and their area.
    func union() -> (polygons: Int, holes: Int, squareDegrees: Double) {
        var copies: [OpaquePointer?] = geometries.map { GEOSGeom_clone_r(context, $0.geometry) }
        let all = GEOSGeom_createCollection_r(
            context, Int32(GEOS_GEOMETRYCOLLECTION.rawValue), &copies, UInt32(copies.count))
        let union = GEOSUnaryUnion_r(context, all)
        defer {
            GEOSGeom_destroy_r(context, all)
            GEOSGeom_destroy_r(context, union)
        }
        var area = 0.0
        GEOSArea_r(context, union, &area)
        var holes = 0
        let parts = GEOSGetNumGeometries_r(context, union)
        for index in 0..<parts {
            holes += Int(GEOSGetNumInteriorRings_r(context, GEOSGetGeometryN_r(context, union, index)))
        }
        return (Int(parts), holes, area)
    }
}
