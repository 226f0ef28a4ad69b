import Testing
import Trajectories

@Suite struct PointTests {
    @Test func degreesBecomeMillionths() {
        #expect(Point(time: 0, degreesNorth: 25.0389415, degreesEast: -102.7183999)?.latitude == 25_038_942)
        #expect(Point(time: 0, degreesNorth: 25.0389415, degreesEast: -102.7183999)?.longitude == -102_718_400)
        #expect(Point(time: 0, degreesNorth: -90, degreesEast: 180)?.longitude == 180_000_000)
    }

    @Test func whatIsNotOnEarthIsNoPoint() {
        for (latitude, longitude) in [(90.000001, 0), (0, 180.000001), (.nan, 0), (0, .infinity), (-1e300, 0)] {
            #expect(Point(time: 0, degreesNorth: latitude, degreesEast: longitude) == nil)
        }
    }

    @Test func aDeviceHasAName() {
        #expect(DeviceID("") == nil)
        #expect(DeviceID("a\nb") == nil)
        #expect(DeviceID(String(repeating: "9", count: 65)) == nil)
        #expect(DeviceID("860000000000001")?.text == "860000000000001")
    }
}
