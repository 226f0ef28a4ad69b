import Ground
import Trajectories

/// Made-up tracks, the same from the same seed.
enum Rides {
    /// A bike that stands and rides by turns, a fix about every thirty seconds, in whole seconds as trackers say them.
    static func ride(_ count: Int, seed: UInt64, start: Int64 = 1_789_000_000_000) -> [Point] {
        var random = SeededRandom(seed: seed)
        var (north, east) = (Int32(24_800_000 + random.below(400_000)), Int32(102_600_000 + random.below(400_000)))
        var (time, speed, course, isRiding) = (start + Int64(random.below(30)) * 1000, 0, random.below(360), random.below(10) < 4)
        return (0..<count).map { _ in
            if random.below(20) == 0 { isRiding.toggle() }
            time += Int64(29 + random.below(3)) * 1000
            if isRiding {
                speed = min(max(speed + random.below(61) - 28, 40), 250)
                course = (course + random.below(41) + 340) % 360
                north += Int32(random.below(speed * 10 + 1)) - Int32(speed * 2)
                east += Int32(random.below(speed * 10 + 1)) - Int32(speed * 3)
            } else {
                speed = 0
                if random.below(10) < 4 {
                    north += Int32(random.below(31)) - 15
                    east += Int32(random.below(31)) - 15
                }
            }
            return Point(
                time: time, latitude: north, longitude: east, speed: UInt16(speed), course: UInt16(course),
                flags: isRiding ? [.positioned, .ignition] : [.positioned, .locked])
        }
    }

    /// Anything that a point can be.
    static func wild(_ random: inout SeededRandom) -> Point {
        func pick<T: FixedWidthInteger>(_ type: T.Type, _ random: inout SeededRandom) -> T {
            switch random.below(5) {
            case 0: T.max
            case 1: T.min
            case 2: 0
            case 3: T(truncatingIfNeeded: random.below(100))
            default: T(truncatingIfNeeded: random.next())
            }
        }
        return Point(
            time: pick(Int64.self, &random), latitude: pick(Int32.self, &random), longitude: pick(Int32.self, &random),
            speed: pick(UInt16.self, &random), course: pick(UInt16.self, &random),
            flags: Point.Flags(rawValue: pick(UInt8.self, &random)))
    }
}
