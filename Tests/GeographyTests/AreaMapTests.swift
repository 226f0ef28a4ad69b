import Geography
import Ground
import Testing

@Suite("Areas that contain a position")
struct AreaMapTests {
    @Test(
        "Equal to GEOS for overlapping shapes with holes and parts, borders and corners included",
        arguments: [0, 1.0 / 1024, 1.0 / 64, 1.0 / 16, 0.01])
    func equalsGEOSForStars(snap: Double) throws {
        var shapes = RandomShapes(seed: 11, snap: snap)
        var onSeveral = 0
        for _ in 0..<6 {
            let areas = shapes.stars(25)
            try #require(areas.count > 3)
            let map = try AreaMap(areas)
            let oracle = GEOSOracle(areas)
            for place in shapes.places(about: areas, count: 4000) {
                let found = map.areas(containing: place)
                #expect(found == oracle.areas(containing: place), "\(place)")
                #expect(map.area(containing: place) == found.first)
                if found.count > 1 { onSeveral += 1 }
            }
        }
        #expect(onSeveral > 100)
    }

    @Test("Equal to GEOS for a mosaic with common borders", arguments: [0, 1.0 / 4096, 1.0 / 256, 0.001])
    func equalsGEOSForMosaics(snap: Double) throws {
        var shapes = RandomShapes(seed: 12, snap: snap)
        var onBorders = 0
        for side in [1, 2, 9, 16] {
            let areas = shapes.mosaic(side)
            let map = try AreaMap(areas)
            let oracle = GEOSOracle(areas)
            for place in shapes.places(about: areas, count: 4000) {
                let found = map.areas(containing: place)
                #expect(found == oracle.areas(containing: place), "\(place)")
                if found.count > 1 { onBorders += 1 }
            }
        }
        #expect(onBorders > 800)
    }

    @Test("Equal to GEOS for long thin shapes, far from the origin and near it")
    func equalsGEOSForSlivers() throws {
        for origin in [Coordinate(longitude: -179, latitude: 80), Coordinate(longitude: 0, latitude: 0)] {
            var shapes = RandomShapes(seed: 13, snap: 0)
            shapes.origin = origin
            var areas = shapes.stars(3)
            let (x, y) = (origin.longitude, origin.latitude)
            let sliver = [
                Coordinate(longitude: x, latitude: y), Coordinate(longitude: x + 1, latitude: y + 1),
                Coordinate(longitude: x + 1, latitude: (y + 1).nextUp), Coordinate(longitude: x, latitude: y),
            ]
            areas.append((7, Shape(outer: sliver)))
            areas = areas.filter { $0.shape.faults.isEmpty }
            let map = try AreaMap(areas)
            let oracle = GEOSOracle(areas)
            for place in shapes.places(about: areas, count: 5000) {
                #expect(map.areas(containing: place) == oracle.areas(containing: place), "\(place)")
            }
        }
    }

    @Test("The lowest id wins on a common border, whatever the order given")
    func ties() throws {
        let west = Shape(Extent(west: 0, south: 0, east: 1, north: 1))
        let east = Shape(Extent(west: 1, south: 0, east: 2, north: 1))
        let border = Coordinate(longitude: 1, latitude: 0.5)
        for areas in [[(id: 5, shape: west), (id: 3, shape: east)], [(id: 3, shape: east), (id: 5, shape: west)]] {
            let map = try AreaMap(areas)
            #expect(map.areas(containing: border) == [3, 5])
            #expect(map.area(containing: border) == 3)
        }
    }

    @Test("Positions that are none, and a map without areas, answer nothing")
    func nothing() throws {
        let empty = try AreaMap([])
        #expect(empty.areas(containing: Coordinate(longitude: 0, latitude: 0)) == [])
        #expect(empty.nearest(to: Coordinate(longitude: 0, latitude: 0)) == nil)
        let halves = [Extent(west: -180, south: -90, east: 0, north: 90), Extent(west: 0, south: -90, east: 180, north: 90)]
        let map = try AreaMap(halves.enumerated().map { (id: $0.offset, shape: Shape($0.element)) })
        for bad in [Double.nan, .infinity, -.infinity, 1e308] {
            #expect(map.areas(containing: Coordinate(longitude: bad, latitude: 0)) == [])
            #expect(map.areas(containing: Coordinate(longitude: 0, latitude: bad)) == [])
            #expect(map.nearest(to: Coordinate(longitude: bad, latitude: 0)) == nil)
        }
        #expect(map.areas(containing: Coordinate(longitude: 180, latitude: 90)) == [1])
    }

    @Test("Unsound shapes are refused with the area's id and the reason")
    func refusals() {
        func kind(_ points: [(Double, Double)]) -> GeographyFault? {
            let ring = points.map { Coordinate(longitude: $0.0, latitude: $0.1) }
            do {
                _ = try AreaMap([(42, Shape(outer: ring))])
                return nil
            } catch {
                return error
            }
        }
        #expect(kind([(0, 0), (1, 0), (1, 1), (0, 0)]) == nil)
        #expect(kind([(0, 0), (1, 0), (0, 0)])?.kind == .tooFewPoints)
        #expect(kind([])?.kind == .tooFewPoints)
        #expect(kind([(0, 0), (1, 0), (1, 1), (0, 1)])?.kind == .notClosed)
        #expect(kind([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])?.kind == .invalidTopology)
        #expect(kind([(0, 0), (1, 1), (2, 2), (0, 0)])?.kind == .invalidTopology)
        #expect(kind([(0, 0), (181, 0), (1, 1), (0, 0)])?.kind == .outOfRange)
        #expect(kind([(0, 0), (.nan, 0), (1, 1), (0, 0)])?.kind == .outOfRange)
        #expect(kind([(179, 0), (-179, 0), (-179, 1), (179, 1), (179, 0)])?.kind == .crossesAntimeridian)
        #expect(kind([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])?.id == 42)
        let square = Shape(Extent(west: 0, south: 0, east: 1, north: 1))
        #expect(throws: GeographyFault.self) { _ = try AreaMap([(1, square), (1, square)]) }
        #expect(throws: GeographyFault.self) { _ = try AreaMap([(1, Shape([]))]) }
    }

    @Test("The nearest area is that of GEOS")
    func nearest() throws {
        // On the equator degrees east and north are equal, so GEOS's plane distance is comparable.
        var shapes = RandomShapes(seed: 14, snap: 0)
        shapes.origin = Coordinate(longitude: 30, latitude: 0)
        let areas = shapes.stars(20)
        let map = try AreaMap(areas)
        let oracle = GEOSOracle(areas)
        for _ in 0..<500 {
            let place = Coordinate(longitude: 29 + 3 * shapes.random.unit(), latitude: 1e-9 * shapes.random.unit())
            let found = try #require(map.nearest(to: place))
            let distances = areas.map { oracle.distance(place, $0.id) }
            let least = try #require(distances.min())
            #expect(abs(found.metres / 111_195.0802 - least) < 1e-6)
            #expect(oracle.distance(place, found.id) <= least + 1e-12)
            if least > 0 { #expect(map.nearest(to: place, within: found.metres * 0.99) == nil) }
        }
    }
}
