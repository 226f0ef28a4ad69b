import Geography
import Ground
import Testing

@Suite("Positions")
struct CoordinateTests {
    @Test("GCJ-02 equals the values published with the open-source converter coordtransform")
    func published() {
        let shifted = Coordinate(longitude: 116.404, latitude: 39.915).gcj02
        #expect(abs(shifted.longitude - 116.41024449916938) < 1e-9)
        #expect(abs(shifted.latitude - 39.91640428150164) < 1e-9)
    }

    @Test("A round trip through GCJ-02 returns within 10⁻⁷ degrees")
    func roundTrip() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let place = Coordinate(longitude: 73 + 62 * random.unit(), latitude: 3.5 + 50 * random.unit())
            let back = Coordinate(gcj02: place.gcj02)
            #expect(abs(back.longitude - place.longitude) < 1e-9 && abs(back.latitude - place.latitude) < 1e-9)
            let metres = place.distanceMetres(to: place.gcj02)
            #expect(metres > 10 && metres < 2000)
        }
    }

    @Test("Nothing is shifted outside the rectangle")
    func outside() {
        for place in [Coordinate(longitude: -71.06, latitude: 42.36), Coordinate(longitude: 105, latitude: -30)] {
            #expect(place.gcj02 == place)
            #expect(Coordinate(gcj02: place) == place)
        }
        #expect(Coordinate(gcj02: Coordinate(longitude: .nan, latitude: .infinity)).longitude.isNaN)
    }

    @Test("Distances: a quarter of the meridian, opposite points, London to Paris")
    func distances() {
        let zero = Coordinate(longitude: 0, latitude: 0)
        let quarter = 6_371_008.8 * Double.pi / 2
        #expect(abs(zero.distanceMetres(to: Coordinate(longitude: 77, latitude: 90)) - quarter) < 1e-6)
        #expect(abs(zero.distanceMetres(to: Coordinate(longitude: 180, latitude: 0)) - 2 * quarter) < 1e-6)
        let west = Coordinate(longitude: -179.5, latitude: 10)
        #expect(west.distanceMetres(to: Coordinate(longitude: 179.5, latitude: 10)) < 110_000)
        // The geodesic of WGS-84 between these is 343.9 km.
        let london = Coordinate(longitude: -0.1278, latitude: 51.5074)
        let paris = london.distanceMetres(to: Coordinate(longitude: 2.3522, latitude: 48.8566))
        #expect(abs(paris - 343_900) < 0.006 * 343_900)
    }

    @Test("Everything within N metres has one of the keys around, and these are at most nine below 80°")
    func cellKeys() {
        var random = SeededRandom(seed: 4)
        for round in 0..<30_000 {
            let metres = [10, 50, 300, 1000, 20_000][round % 5]
            let latitude = round % 7 == 0 ? 178 * random.unit() - 89 : 158 * random.unit() - 79
            let longitude = round % 3 == 0 ? 180 - 1e-4 * random.unit() : 360 * random.unit() - 180
            let place = Coordinate(longitude: longitude, latitude: latitude)
            let keys = CellKey.around(place, metres: metres)
            #expect(keys.first == CellKey(place, metres: metres))
            if abs(latitude) < 79 { #expect(keys.count <= 9) }
            let degrees = Double(metres) / 111_195.1
            var other = place
            other.latitude = min(90, latitude + degrees * (2 * random.unit() - 1))
            other.longitude += degrees * (2 * random.unit() - 1) / max(0.01, 1 - abs(latitude) / 90)
            if other.longitude > 180 { other.longitude -= 360 }
            if place.distanceMetres(to: other) <= Double(metres) {
                #expect(keys.contains(CellKey(other, metres: metres)), "\(place) \(other) \(metres)")
            }
        }
        let key = CellKey(Coordinate(longitude: .nan, latitude: .infinity), metres: .min)
        #expect(key.value > 0)
    }
}
