import Ground
import Testing
import Trajectories

@Suite struct JourneyTests {
    /// Metres north of a place in Kunming, at so many seconds.
    private func fix(_ seconds: Int64, _ metres: Double, speed: UInt16 = 0) -> Point {
        Point(time: seconds * 1000, latitude: 25_000_000 + Int32(metres / 0.111195), longitude: 102_700_000, speed: speed)
    }

    private var commute: [Point] {
        let home = stride(from: Int64(0), through: 1200, by: 30).map { fix($0, Double($0 % 60) / 10) }
        let ride = stride(from: Int64(1230), through: 1800, by: 30).map { fix($0, Double($0 - 1200) * 5, speed: 180) }
        let work = stride(from: Int64(1830), through: 3000, by: 30).map { fix($0, 3000 + Double($0 % 60) / 10) }
        return home + ride + work
    }

    @Test func distancesAreThoseOfTheSphere() throws {
        let kunming = try #require(Point(time: 0, degreesNorth: 25.0389, degreesEast: 102.7183))
        let beijing = try #require(Point(time: 0, degreesNorth: 39.9042, degreesEast: 116.4074))
        // GeographicLib on WGS-84 gives 2,087 km; the sphere may differ by 0.6 %.
        #expect(abs(kunming.distance(to: beijing) / 2_087_000 - 1) < 0.006)
        let (west, east) = (Point(time: 0, latitude: 0, longitude: -179_999_999), Point(time: 0, latitude: 0, longitude: 179_999_999))
        #expect(west.distance(to: east) < 1)
        let (pole, other) = (Point(time: 0, latitude: 90_000_000, longitude: 5), Point(time: 0, latitude: 90_000_000, longitude: 150_000_000))
        #expect(pole.distance(to: other) < 0.01)
    }

    @Test func aCommuteIsStopTripStop() throws {
        let journey = Journey(commute)
        #expect(journey.stops.count == 2)
        let trip = try #require(journey.trips.first)
        #expect(journey.trips.count == 1)
        #expect(trip.topSpeed == 180)
        #expect(abs(trip.length - 3000) < 120)
        #expect(trip.span.lowerBound == journey.stops[0].span.upperBound)
        #expect(trip.span.upperBound == journey.stops[1].span.lowerBound)
    }

    @Test func orderAndFixesWithoutAPositionDoNotMatter() {
        var random = SeededRandom(seed: 1)
        var points = commute
        for index in 0..<20 {
            var point = points[index * 3]
            point.latitude = 0
            point.flags = []
            points.append(point)
        }
        points.shuffle(using: &random)
        #expect(Journey(points) == Journey(commute))
    }

    @Test func aShortHaltIsPartOfTheTrip() {
        var points = stride(from: Int64(0), through: 600, by: 30).map { fix($0, Double($0) * 5) }
        points += stride(from: Int64(630), through: 840, by: 30).map { fix($0, 3000) }
        points += stride(from: Int64(870), through: 1500, by: 30).map { fix($0, 3000 + Double($0 - 840) * 5) }
        #expect(Journey(points).trips.count == 1)
        #expect(Journey(points).stops == [])
        var strict = Journey.Rules()
        strict.shortestStop = 180_000
        #expect(Journey(points, rules: strict).stops.count == 1)
        #expect(Journey(points, rules: strict).trips.count == 2)
    }

    @Test func aStepAsideIsNoTrip() {
        var points = stride(from: Int64(0), through: 600, by: 30).map { fix($0, 0) }
        points += [fix(630, 140), fix(660, 130)]
        points += stride(from: Int64(690), through: 1500, by: 30).map { fix($0, 0) }
        let journey = Journey(points)
        #expect(journey.trips == [])
        #expect(journey.stops.map(\.span) == [0...1_500_000])
    }

    @Test func silenceEndsATrip() {
        let points = stride(from: Int64(0), through: 600, by: 30).map { fix($0, Double($0) * 5) }
        let later = stride(from: Int64(10_000), through: 10_600, by: 30).map { fix($0, 9000 + Double($0 - 10_000) * 5) }
        #expect(Journey(points + later).trips.count == 2)
    }

    @Test func anythingIsAJourney() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<300 {
            let points = (0..<random.below(60)).map { _ in Rides.wild(&random) }
            let journey = Journey(points)
            #expect(journey.stops.count + journey.trips.count <= 2 * points.count)
        }
        #expect(Journey([]) == Journey([fix(0, 0)]))
    }
}
