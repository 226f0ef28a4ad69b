import Foundation
import Ground
import Trajectories

/// A made-up city of e-bikes, the same from the same seed: a fix of each every 30 seconds, 39 % of them riding, parked fixes repeated 60 % of
/// the time, whole seconds as JT/T 808 and GT06 say them.
struct Fleet {
    static let rowSize = 20
    /// 13 September 2026.
    static let start: Int64 = 1_789_257_600_000
    let bikes: Int
    let rounds: Int

    private struct Bike {
        var north: Int32
        var east: Int32
        var phase: Int64
        var speed: Int32 = 0
        var course: Int32
        var isRiding: Bool
    }

    /// Writes the rows in the order in which they arrive: round by round, each time all bikes in the same mixed order. 20 bytes a row: bike
    /// (4), seconds (4), latitude and longitude (4 + 4), speed in tenths of a km/h (1), course (2), flags (1).
    func write(to path: String) throws {
        var random = SeededRandom(seed: 2026)
        var bikes = (0..<bikes).map { _ in
            Bike(
                north: 24_800_000 + Int32(random.below(400_000)), east: 102_600_000 + Int32(random.below(400_000)),
                phase: Int64(random.below(30_000)), course: Int32(random.below(360)), isRiding: random.below(100) < 39)
        }
        let order = Array(0..<bikes.count).shuffled(using: &random)
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw RejectedInput("cannot be made", at: Place(path)) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        var rows: [UInt8] = []
        rows.reserveCapacity(1 << 22)
        for round in 0..<rounds {
            for index in order {
                Self.step(&bikes[index], &random)
                let bike = bikes[index]
                let jitter = Int64(random.below(801)) - 400
                let time = (Self.start + Int64(round) * 30_000 + bike.phase + jitter) / 1000
                Self.append(UInt32(index), to: &rows)
                Self.append(UInt32(time), to: &rows)
                Self.append(bike.north, to: &rows)
                Self.append(bike.east, to: &rows)
                rows.append(UInt8(bike.speed))
                Self.append(UInt16(bike.course), to: &rows)
                rows.append(bike.isRiding ? 3 : 5)
                if rows.count > 4_000_000 {
                    try file.write(contentsOf: Data(rows))
                    rows.removeAll(keepingCapacity: true)
                }
            }
        }
        try file.write(contentsOf: Data(rows))
        try file.close()
    }

    private static func append<T: FixedWidthInteger>(_ value: T, to rows: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { rows.append(contentsOf: $0) }
    }

    private static func step(_ bike: inout Bike, _ random: inout SeededRandom) {
        // Rides of a quarter of an hour on average; the shares of riding and parked stay as they are.
        if bike.isRiding ? random.below(30) == 0 : random.below(47) == 0 {
            bike.isRiding.toggle()
            bike.speed = 0
        }
        guard bike.isRiding else {
            guard random.below(100) >= 60 else { return }
            bike.north += Int32(random.below(41)) - 20
            bike.east += Int32(random.below(41)) - 20
            return
        }
        bike.speed = min(max(bike.speed + Int32(random.below(101)) - 45, 30), 250)
        bike.course = (bike.course + (random.below(6) == 0 ? 90 : Int32(random.below(21)) - 10) + 360) % 360
        // 30 seconds at tenths of a km/h are 1 / 1.2 metres each; a millionth of a degree of latitude is 0.111 m, of longitude 0.101 m here.
        let metres = Double(bike.speed) / 1.2
        let angle = Double(bike.course) * .pi / 180
        bike.north += Int32(metres * cos(angle) / 0.111) + Int32(random.below(41)) - 20
        bike.east += Int32(metres * sin(angle) / 0.101) + Int32(random.below(41)) - 20
        if bike.north < 24_800_000 || bike.north > 25_200_000 || bike.east < 102_600_000 || bike.east > 103_000_000 {
            bike.course = (bike.course + 180) % 360
        }
    }

    /// Rows of a part of the file.
    static func rows(_ path: String, _ number: Int, perChunk: Int) throws -> [TrackRow]? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw RejectedInput("cannot be opened", at: Place(path)) }
        defer { close(descriptor) }
        let size = perChunk * rowSize
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { memory, count in
            count = max(0, pread(descriptor, memory.baseAddress, size, off_t(number * size)))
        }
        guard !bytes.isEmpty else { return nil }
        return bytes.withUnsafeBytes { bytes in
            (0..<(bytes.count / rowSize)).map { row in
                let at = row * rowSize
                return TrackRow(
                    device: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self),
                    point: Point(
                        time: Int64(bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self)) * 1000,
                        latitude: bytes.loadUnaligned(fromByteOffset: at + 8, as: Int32.self),
                        longitude: bytes.loadUnaligned(fromByteOffset: at + 12, as: Int32.self),
                        speed: UInt16(bytes[at + 16]),
                        course: bytes.loadUnaligned(fromByteOffset: at + 17, as: UInt16.self),
                        flags: Point.Flags(rawValue: bytes[at + 19])))
            }
        }
    }
}
