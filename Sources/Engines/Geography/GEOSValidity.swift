internal import CGEOS

/// The validity test of GEOS (OGC simple features).
///
/// Each question makes a GEOS context of its own and frees it before it returns: contexts are never shared between threads.
enum GEOSValidity {
    /// What GEOS finds wrong with a shape whose rings are closed, long enough and finite; nil where it is valid.
    static func fault(of shape: Shape) -> GeographyFault? {
        guard let context = GEOS_init_r() else {
            return GeographyFault(.invalidTopology, "the geometry library could not be started")
        }
        defer { GEOS_finish_r(context) }
        guard let geometry = make(shape, context) else {
            return GeographyFault(.invalidTopology, "the geometry library cannot take the shape")
        }
        defer { GEOSGeom_destroy_r(context, geometry) }
        var reason: UnsafeMutablePointer<CChar>?
        var location: OpaquePointer?
        let answer = GEOSisValidDetail_r(context, geometry, 0, &reason, &location)
        defer {
            if let reason { GEOSFree_r(context, reason) }
            if let location { GEOSGeom_destroy_r(context, location) }
        }
        guard answer != 1 else { return nil }
        let words = reason.map { String(cString: $0) } ?? "not valid"
        var (x, y) = (0.0, 0.0)
        var place = ""
        if let location, GEOSGeomGetX_r(context, location, &x) == 1, GEOSGeomGetY_r(context, location, &y) == 1 {
            place = " at \(Coordinate(longitude: x, latitude: y))"
        }
        return GeographyFault(
            .invalidTopology, "\(words)\(place)", advice: "mend the shape so that its borders do not cross or overlap")
    }

    /// Owned by the caller.
    private static func make(_ shape: Shape, _ context: GEOSContextHandle_t) -> OpaquePointer? {
        var parts: [OpaquePointer?] = []
        for polygon in shape.polygons {
            guard let part = make(polygon, context) else {
                for part in parts { GEOSGeom_destroy_r(context, part) }
                return nil
            }
            parts.append(part)
        }
        if parts.count == 1 { return parts[0] }
        return GEOSGeom_createCollection_r(
            context, Int32(GEOS_MULTIPOLYGON.rawValue), &parts, UInt32(clamping: parts.count))
    }

    private static func make(_ polygon: Shape.Polygon, _ context: GEOSContextHandle_t) -> OpaquePointer? {
        var rings: [OpaquePointer?] = []
        for ring in polygon.rings {
            guard let made = make(ring, context) else {
                for ring in rings { GEOSGeom_destroy_r(context, ring) }
                return nil
            }
            rings.append(made)
        }
        let outer = rings.removeFirst()
        return GEOSGeom_createPolygon_r(context, outer, &rings, UInt32(clamping: rings.count))
    }

    private static func make(_ ring: [Coordinate], _ context: GEOSContextHandle_t) -> OpaquePointer? {
        let numbers = ring.flatMap { [$0.longitude, $0.latitude] }
        guard
            let sequence = GEOSCoordSeq_copyFromBuffer_r(context, numbers, UInt32(clamping: ring.count), 0, 0)
        else { return nil }
        return GEOSGeom_createLinearRing_r(context, sequence)
    }
}
