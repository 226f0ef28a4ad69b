import Ground
import Testing
import Trajectories

@Suite struct BlockCodecTests {
    let encoder = BlockEncoder()
    let decoder = BlockDecoder()

    @Test func ridesComeBackAsTheyWere() throws {
        for count in [0, 1, 2, 3, 7, 40, 160, 800, 5000] {
            let points = Rides.ride(count, seed: UInt64(count))
            #expect(try decoder.decode(encoder.encode(points)) == points)
        }
    }

    @Test func anythingComesBackAsItWas() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<2000 {
            var points = (0..<random.below(40)).map { _ in Rides.wild(&random) }
            if random.below(2) == 0 { for index in points.indices { points[index].time = points[index].time / 1000 * 1000 } }
            #expect(try decoder.decode(encoder.encode(points)) == points)
        }
    }

    /// Gaps, doubles, disorder, clocks that jump, the antimeridian and the poles.
    @Test func oddTracksComeBackAsTheyWere() throws {
        var points = Rides.ride(200, seed: 3)
        points[20] = points[19]
        points.swapAt(40, 90)
        points[100].time = 0
        points[101].time = .max
        points[102].time = .min
        for index in 120..<200 { points[index].time += 86_400_000 * 30 }
        for index in 130..<150 { points[index].longitude = index % 2 == 0 ? 180_000_000 : -179_999_999 }
        for index in 150..<160 { points[index].latitude = index % 2 == 0 ? 90_000_000 : -90_000_000 }
        #expect(try decoder.decode(encoder.encode(points)) == points)
    }

    @Test func coarsePositionsAreRoundedOnceAndThenStay() throws {
        let coarse = BlockEncoder(precision: .hundredThousandth)
        var points = Rides.ride(160, seed: 9)
        points[0].latitude = -25_000_005
        points[1].latitude = 25_000_004
        points[2].longitude = .max
        points[3].longitude = .min
        let once = try decoder.decode(coarse.encode(points))
        #expect(once[0].latitude == -25_000_010)
        #expect(once[1].latitude == 25_000_000)
        for (was, now) in zip(points, once) {
            #expect(abs(Int64(was.latitude) - Int64(now.latitude)) <= 5)
            #expect(abs(Int64(was.longitude) - Int64(now.longitude)) <= 8)
            #expect(was.time == now.time && was.speed == now.speed && was.course == now.course && was.flags == now.flags)
        }
        #expect(try decoder.decode(coarse.encode(once)) == once)
    }

    @Test func aBlockOfARideIsSmall() throws {
        var size = 0
        for seed in 0..<20 { size += encoder.encode(Rides.ride(160, seed: UInt64(seed))).count }
        let most = 20 * 160 * 4.1
        #expect(Double(size) < most)
    }

    /// A change of the bytes is a change of the format: then the version and its document change too.
    @Test func theBytesOfVersionOne() {
        let points = [
            Point(time: 1_789_000_000_000, latitude: 25_040_000, longitude: 102_710_000, speed: 123, course: 90, flags: .positioned),
            Point(time: 1_789_000_030_000, latitude: 25_040_500, longitude: 102_709_000, speed: 130, course: 95, flags: .positioned),
        ]
        let bytes = encoder.encode(points)
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(digits == "01040200000000000020201a1a1c1c08090808020280f243555ef9a12a400a3f74167ee0753e8470f3a19d80e603")
    }

    @Test func brokenBlocksAreErrors() throws {
        var random = SeededRandom(seed: 17)
        let blocks = (0..<20).map { encoder.encode(Rides.ride(1 + Int($0) * 13, seed: $0)) }
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = blocks[random.below(blocks.count)]
            for _ in 0...random.below(3) {
                let at = random.below(max(bytes.count, 1))
                switch random.below(4) {
                case 0 where !bytes.isEmpty: bytes[at] = UInt8(truncatingIfNeeded: random.next())
                case 1 where !bytes.isEmpty: bytes[at] ^= 1 << UInt8(random.below(8))
                case 2: bytes.removeLast(min(bytes.count, random.below(20)))
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
                }
            }
            do {
                _ = try decoder.decode(bytes)
            } catch {
                refused += 1
                #expect(!error.reason.isEmpty)
            }
        }
        // A flipped bit of noise is another point, not a broken block: who seals blocks sees it.
        #expect(refused > 10_000)
        for length in 0..<blocks[19].count { #expect(throws: BrokenBlock.self) { try decoder.decode(blocks[19][..<length]) } }
        #expect(throws: BrokenBlock.self) { try decoder.decode(blocks[19] + [0]) }
    }

    @Test func noiseIsAnError() {
        var random = SeededRandom(seed: 23)
        for _ in 0..<20_000 {
            var bytes = (0..<random.below(120)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if bytes.count > 2 { (bytes[0], bytes[1]) = (1, bytes[1] & 7) }
            _ = try? decoder.decode(bytes)
        }
    }
}
