import Foundation
import Ground
import Testing
import Trajectories

@Suite struct FormatTests {
    private var ride: [Point] {
        var points = Rides.ride(120, seed: 6)
        points[3].latitude = -5
        points[4].longitude = -180_000_000
        points[5].time = -1
        points[6].time = 1_789_000_000_007
        points[7].flags = []
        points[8].speed = .max
        return points
    }

    @Test func tablesComeBackExactly() throws {
        let text = TrackCSV.write(ride)
        #expect(try TrackCSV.read(Array(text.utf8), file: "a.csv") == ride)
        #expect(text.contains(",-0.000005,"))
        #expect(text.contains("\n1969-12-31T23:59:59.999Z,"))
        var random = SeededRandom(seed: 2)
        var wild = (0..<500).map { _ in Rides.wild(&random) }
        for index in wild.indices {
            wild[index].latitude %= 90_000_000
            wild[index].longitude %= 180_000_000
        }
        #expect(try TrackCSV.read(Array(TrackCSV.write(wild).utf8), file: "a.csv") == wild)
    }

    @Test func tracksComeBackExactly() throws {
        var notes = Diagnostics()
        let text = TrackGPX.write(ride, name: "a <b> & c")
        #expect(try TrackGPX.read(Array(text.utf8), file: "a.gpx", notes: &notes) == ride)
        #expect(notes.isEmpty)
    }

    @Test func tracksOfOthersAreReadAndToldOfWhatIsNotKept() throws {
        let text = """
            <gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="1" lon="1"/><trk><trkseg>
            <trkpt lat="25.5" lon="102.123456"><ele>1890.5</ele><time>2026-09-30T16:00:00+08:00</time></trkpt>
            <trkpt lat="25.50000049" lon="102.1"><ele>1891</ele><time> 2026-09-30T16:00:30+08:00 </time></trkpt>
            </trkseg></trk></gpx>
            """
        var notes = Diagnostics()
        let points = try TrackGPX.read(Array(text.utf8), file: "a.gpx", rounds: true, notes: &notes)
        #expect(points.map(\.latitude) == [25_500_000, 25_500_000])
        #expect(points.map(\.time) == [1_790_755_200_000, 1_790_755_230_000])
        #expect(notes.warnings.count == 1)
        #expect(throws: RejectedInput.self) { try TrackGPX.read(Array(text.utf8), file: "a.gpx", notes: &notes) }
    }

    @Test func faultsNameTheirLine() throws {
        let text = "time,latitude,longitude\n2026-09-30T16:00:00Z,25,102\nyesterday,25,102\n2026-09-30T16:00:00Z,91,102\n2026-09-30T16:00:00Z,25.0000001,102\n"
        do {
            _ = try TrackCSV.read(Array(text.utf8), file: "a.csv")
            Issue.record("three lines are wrong")
        } catch {
            #expect(error.diagnostics.errors.map(\.place.line) == [3, 4, 5])
        }
        #expect(throws: RejectedInput.self) { try TrackCSV.read(Array("time,latitude,longitude,height\n".utf8), file: "a.csv") }
    }

    @Test func brokenFilesAreErrors() {
        var random = SeededRandom(seed: 8)
        let files = [Array(TrackCSV.write(Array(ride.prefix(6))).utf8), Array(TrackGPX.write(Array(ride.prefix(6)), name: "x").utf8)]
        var refused = 0
        for _ in 0..<3000 {
            let which = random.below(2)
            var bytes = files[which]
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
            var notes = Diagnostics()
            do {
                _ = try which == 0 ? TrackCSV.read(bytes, file: "x") : TrackGPX.read(bytes, file: "x", notes: &notes)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 500)
    }

    @Test func geoJSONIsJSON() throws {
        for count in [0, 1, 2, 50] {
            let text = TrackGeoJSON.write(Array(ride.prefix(count)), name: "a \"b\" \\ c")
            let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            let feature = try #require((object["features"] as? [[String: Any]])?.first)
            let geometry = try #require(feature["geometry"] as? [String: Any])
            #expect((geometry["coordinates"] as? [[Double]])?.count == count)
        }
    }
}
