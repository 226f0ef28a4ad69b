import CGEOS
import Foundation
import Geography
import Ground
import TestSupport
import Testing

@Suite("Fishnets and schematic cells")
struct GridTests {
    private static let kunming = Extent(west: 102.6, south: 24.9, east: 102.9, north: 25.1)

    @Test("Codes have the length of their scheme and run from the north-west")
    func codes() throws {
        let net = try Fishnet(scheme: .unitGrid(division: "530102"), extent: Self.kunming, cellMetres: 1000)
        let cells = Array(net.cells)
        #expect(cells.count == net.rows * net.columns)
        #expect(cells.first?.code == "530102000000001")
        #expect(cells.allSatisfy { $0.code.count == 15 })
        #expect(Set(cells.map(\.code)).count == cells.count)
        #expect(cells.first?.extent.north == 25.1 && cells.first?.extent.west == 102.6)
        let older = try Fishnet(scheme: .olderUnitGrid(division: "530102"), extent: Self.kunming, cellMetres: 1000)
        #expect(older.cells.allSatisfy { $0.code.count == 14 })
        for cell in cells { #expect(abs(cell.shape.squareMetres - 1e6) < 5e3) }
        #expect(net.extent.east >= 102.9 && net.extent.south <= 24.9)
    }

    @Test("The code of a position is that of the area map over the same cells, borders and corners included")
    func agreesWithMap() throws {
        let net = try Fishnet(scheme: GridScheme(prefix: "B", length: 6), extent: Self.kunming, cellMetres: 777)
        let cells = Array(net.cells)
        let map = try AreaMap(cells.enumerated().map { (id: $0.offset, shape: $0.element.shape) })
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            let cell = cells[random.below(cells.count)].extent
            var place = Coordinate(longitude: cell.west, latitude: cell.north)
            if random.below(2) == 0 { place.longitude += (cell.east - cell.west) * random.unit() }
            if random.below(2) == 0 { place.latitude -= (cell.north - cell.south) * random.unit() }
            if random.below(4) == 0 { place.longitude = place.longitude.nextUp }
            if random.below(4) == 0 { place.latitude = place.latitude.nextDown }
            #expect(net.code(of: place) == map.area(containing: place).map { cells[$0].code })
        }
        for cell in cells { #expect(net.cell(cell.code) == cell) }
        #expect(net.code(of: Coordinate(longitude: 0, latitude: 0)) == nil)
        #expect(net.code(of: Coordinate(longitude: .nan, latitude: 25)) == nil)
        #expect(net.shape(of: "B00000") == nil)
        #expect(net.shape(of: "B99999") == nil)
        #expect(net.shape(of: "X00001") == nil)
    }

    @Test("Nets that cannot be are refused")
    func refusals() {
        func refuses(_ scheme: GridScheme, _ extent: Extent, _ metres: Double) -> Bool {
            do {
                _ = try Fishnet(scheme: scheme, extent: extent, cellMetres: metres)
                return false
            } catch { return true }
        }
        let scheme = GridScheme.unitGrid(division: "530102")
        #expect(!refuses(scheme, Self.kunming, 100))
        #expect(refuses(scheme, Self.kunming, 0))
        #expect(refuses(scheme, Self.kunming, .nan))
        #expect(refuses(scheme, Extent(west: 2, south: 0, east: 1, north: 1), 100))
        #expect(refuses(scheme, Extent(west: .nan, south: 0, east: 1, north: 1), 100))
        #expect(refuses(scheme, Extent(west: 0, south: 80, east: 1, north: 89), 100))
        #expect(refuses(GridScheme(prefix: "530102", length: 6), Self.kunming, 100))
        #expect(refuses(GridScheme(prefix: "530102", length: 8), Self.kunming, 100))
        #expect(refuses(GridScheme(prefix: "", length: .min), Self.kunming, 100))
        #expect(refuses(scheme, Extent(west: -180, south: -85, east: 180, north: 85), 1))
    }

    /// No gap, no overlap, every centre in its own cell and every position in the cell of its nearest centre.
    private func check(_ centres: [(id: Int, place: Coordinate)], _ frame: SchematicCells.Frame, seed: UInt64) throws {
        let cells = try SchematicCells.cells(around: centres, within: frame)
        #expect(cells.map(\.id) == centres.map(\.id))
        let map = try AreaMap(cells)
        let oracle = GEOSOracle(cells)
        let union = oracle.union()
        #expect(union.polygons == 1)
        #expect(union.holes == 0)
        for (index, a) in cells.enumerated() {
            for b in cells[(index + 1)...] { #expect(oracle.sharedArea(a.id, b.id) < 1e-12) }
        }
        for (id, place) in centres { #expect(map.areas(containing: place) == [id]) }
        guard let extent = Extent(around: centres.map(\.place)) else { return }
        let scale = cos((extent.south + extent.north) / 2 * Double.pi / 180)
        var random = SeededRandom(seed: seed)
        var outside = 0
        for _ in 0..<2000 {
            let place = Coordinate(
                longitude: extent.west + (extent.east - extent.west) * random.unit(),
                latitude: extent.south + (extent.north - extent.south) * random.unit())
            let sorted = centres.map { centre in
                let dx = (centre.place.longitude - place.longitude) * scale
                let dy = centre.place.latitude - place.latitude
                return (distance: (dx * dx + dy * dy).squareRoot(), id: centre.id)
            }.sorted { $0.distance < $1.distance }
            if sorted.count > 1, sorted[1].distance - sorted[0].distance < 1e-5 { continue }
            let found = map.area(containing: place)
            // Corners of the rectangle around the centres lie outside a rounded hull; then GEOS must know of no cell either.
            if found == nil, case .hull = frame {
                #expect(oracle.areas(containing: place).isEmpty)
                outside += 1
            } else {
                #expect(found == sorted.first?.id)
            }
        }
        #expect(outside < 1000 || centres.count < 3)
    }

    @Test("Schematic cells of random and of regular centres are a mosaic of what is nearest")
    func mosaic() throws {
        var random = SeededRandom(seed: 6)
        for count in [1, 2, 3, 12, 60] {
            let centres = (0..<count).map { id in
                (id: id, place: Coordinate(longitude: 102 + random.unit(), latitude: 24.5 + random.unit()))
            }
            try check(centres, .hull(marginMetres: 5000), seed: 1)
            try check(centres, .box(marginMetres: 5000), seed: 2)
        }
        let regular = (0..<49).map { id in
            (id: id, place: Coordinate(longitude: 102 + 0.1 * Double(id % 7), latitude: 24 + 0.1 * Double(id / 7)))
        }
        try check(regular, .hull(marginMetres: 3000), seed: 3)
    }

    @Test("The counties of Kunming and Chuxiong", .enabled(if: Reference.isPresent))
    func counties() throws {
        var diagnostics = Diagnostics()
        let path = Reference.path("city/county-centres.csv")
        let csv = CSV(try InputFile.read(path), file: path, diagnostics: &diagnostics)
        var centres: [(id: Int, place: Coordinate)] = []
        for row in csv.rows where !row.fields[0].hasSuffix("00") {
            let (id, x, y) = (Int(row.fields[0]), Double(row.fields[2]), Double(row.fields[3]))
            let place = Coordinate(longitude: try #require(x), latitude: try #require(y))
            centres.append((id: try #require(id), place: place))
        }
        #expect(centres.count == 24)
        try check(centres, .hull(marginMetres: 20_000), seed: 4)
    }

    @Test("Centres that cannot be drawn are refused")
    func badCentres() throws {
        func refuses(_ places: [(Double, Double)], margin: Double = 1000) -> Bool {
            let centres = places.enumerated().map { index, place in
                (id: index, place: Coordinate(longitude: place.0, latitude: place.1))
            }
            do {
                _ = try SchematicCells.cells(around: centres, within: .box(marginMetres: margin))
                return false
            } catch { return true }
        }
        #expect(!refuses([]))
        #expect(!refuses([(1, 1)]))
        #expect(refuses([(1, 1), (1, 1)]))
        #expect(refuses([(1, 1), (1.000_000_001, 1)]))
        #expect(refuses([(1, 1), (1.000_000_1, 1), (1.000_000_2, 1)]))
        #expect(refuses([(.nan, 1)]))
        #expect(refuses([(1, 1), (90, 1)]))
        #expect(refuses([(179.999, 1)], margin: 100_000))
        #expect(refuses([(1, 89.9)]))
        #expect(refuses([(1, 1)], margin: .nan))
    }

    @Test("The area of a shape equals that of GEOS, scaled")
    func areas() {
        var shapes = RandomShapes(seed: 8, snap: 0)
        for area in shapes.stars(20) {
            let degrees = GEOSOracle([area]).union().squareDegrees
            guard let extent = area.shape.extent else { continue }
            let scale = cos((extent.south + extent.north) / 2 * Double.pi / 180)
            let expected = degrees * scale * 111_195.0802 * 111_195.0802
            #expect(abs(area.shape.squareMetres / expected - 1) < 1e-6)
        }
    }
}
