import DeviceGateway
import Ground
import Trajectories

enum Sample {
    /// A ride near Kunming's Green Lake.
    static let point = DevicePoint(
        time: Instant(milliseconds: 1_790_000_000_000), latitude: 25_040_000, longitude: 102_710_000, speed: 180, course: 90, flags: [.positioned])
}

/// Damages bytes as bad lines and bad people do: flips, losses, doublings, cuts, insertions.
enum Mutation {
    static func of(_ bytes: [UInt8], with random: inout SeededRandom) -> [UInt8] {
        var result = bytes
        for _ in 0..<random.below(4) {
            guard !result.isEmpty else { break }
            let place = random.below(result.count)
            switch random.below(6) {
            case 0: result[place] ^= 1 << UInt8(random.below(8))
            case 1: result[place] = UInt8(truncatingIfNeeded: random.next())
            case 2: result.remove(at: place)
            case 3: result.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 4: result.append(contentsOf: result[place...])
            default: result.removeLast(min(result.count, random.below(8)))
            }
        }
        return result
    }
}
