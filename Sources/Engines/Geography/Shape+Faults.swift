extension Shape {
    /// Everything that makes the shape unusable, empty for a sound one: rings of fewer than four points, not closed, out of range or
    /// over the antimeridian, and what GEOS's validity test finds (crossings, holes outside, parts that overlap).
    public var faults: [GeographyFault] {
        let simple = simpleFaults
        guard simple.isEmpty else { return simple }
        return GEOSValidity.fault(of: self).map { [$0] } ?? []
    }

    /// The faults that can be seen ring by ring.
    private var simpleFaults: [GeographyFault] {
        if polygons.isEmpty { return [GeographyFault(.empty, "the shape has no polygon")] }
        var faults: [GeographyFault] = []
        for (index, polygon) in polygons.enumerated() {
            for (number, ring) in polygon.rings.enumerated() {
                let part = polygons.count > 1 ? "polygon \(index + 1), " : ""
                let name = part + (number == 0 ? "outer ring" : "hole \(number)")
                if let fault = Shape.fault(of: ring, named: name) { faults.append(fault) }
            }
        }
        return faults
    }

    private static func fault(of ring: [Coordinate], named name: String) -> GeographyFault? {
        if let wrong = ring.firstIndex(where: { !$0.isValid }) {
            return GeographyFault(
                .outOfRange, "\(name): point \(wrong + 1) (\(ring[wrong])) is not a position of the earth",
                advice: "give longitude −180 … 180 first, then latitude −90 … 90, in degrees of WGS-84")
        }
        guard ring.count >= 4 else {
            return GeographyFault(
                .tooFewPoints, "\(name): \(ring.count) points where a ring needs at least 4",
                advice: "give three corners and repeat the first")
        }
        guard ring.first == ring.last else {
            return GeographyFault(
                .notClosed, "\(name): the ring is not closed", advice: "repeat the first point as the last")
        }
        for index in 1..<ring.count where abs(ring[index].longitude - ring[index - 1].longitude) > 180 {
            return GeographyFault(
                .crossesAntimeridian, "\(name): the edge to point \(index + 1) crosses the antimeridian",
                advice: "cut the shape at 180° into two polygons")
        }
        return nil
    }
}
