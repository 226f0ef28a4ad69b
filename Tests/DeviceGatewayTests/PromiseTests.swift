import Crypto
import DeviceGateway
import Foundation
import Ground
import NIOPosix
import Testing
import Trajectories

/// Root on the machine of the operator, with the disk, the logs and the memory of the running gateway: of what is sealed nothing opens, and no
/// coordinate stands anywhere but in the heads that are still open.
@Suite(.enabled(if: GatewayProcess.program != nil)) struct PromiseTests {
    private static let seed: UInt64 = 1492

    private func plan(_ language: SimulatedLanguage, _ port: Int, first: Int, points: Int, batch: Int) -> SimulationPlan {
        SimulationPlan(
            language: language, host: "127.0.0.1", port: port, count: 1, points: points, batch: batch, window: language == .jt808 ? 1 : 8, seed: Self.seed,
            first: first)
    }

    @Test func memoryDiskAndLogsOpenNothing() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("promise-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tracks = folder.appendingPathComponent("tracks").path
        let broker = try await Broker.program == nil ? nil : Broker()
        // A block of 160 points by each of the protocols, all closed, with JT/T 808 a second; then some that stay in an open head.
        let languages = SimulatedLanguage.allCases.filter { $0 != .owntracks || broker != nil }
        let closed = languages.map { ($0, $0 == .jt808 ? 20 : 1) }
        var plans = closed.map { plan($0.0, 0, first: 1, points: $0.0 == .jt808 ? 320 : 160, batch: $0.1) }
        plans += closed.map { plan($0.0, 0, first: 2, points: 60, batch: 1) }
        let list = folder.appendingPathComponent("devices.csv")
        try DeviceList.text(plans.flatMap { SimulatedOwner.devices(of: $0) }).write(to: list, atomically: true, encoding: .utf8)
        let start = Instant(milliseconds: (Int64(Date().timeIntervalSince1970) - 86_400) * 1000)
        let gateway = try await GatewayProcess.start(tracks: tracks, devices: list.path, broker: broker?.port)
        // The broker answers before the gateway has a point: its protocol goes first, and the disk says when it is done.
        plans = plans.filter { $0.language == .owntracks } + plans.filter { $0.language != .owntracks }
        var sent = 0
        for var plan in plans {
            plan.port = try #require(plan.language == .owntracks ? broker?.port : gateway.ports[plan.language.rawValue])
            let report = await Simulation(plan, group: MultiThreadedEventLoopGroup.singleton).run(start: start)
            #expect(report.failures == 0 && report.acknowledged == plan.points)
            sent += plan.points
            if plan.language == .owntracks { try await arrival(of: sent, in: tracks) }
        }
        let memory = try ProcessMemory(of: gateway.processIdentifier)
        let image = Self.files(tracks)
        try search(memory, ride(1, 320, start), open: ride(2, 60, start))
        try open(memory, image, closed: languages.count + 1)
        let said = await gateway.end()
        #expect(said.contains("points taken"))
        // Nothing of what went in, closed or open until now, in any file or in what the gateway said.
        let all = Set((ride(1, 320, start) + ride(2, 60, start)).flatMap { Coordinate.long($0) })
        let contents = Self.files(tracks).map(\.bytes) + [Array(said.utf8)]
        #expect(contents.map(\.count).reduce(0, +) > 5000)
        #expect(ProcessMemory.found(all, in: contents) == [])
    }

    /// Waits until so many points are on the disk, each in a block or in a message that no block holds.
    private func arrival(of points: Int, in tracks: String) async throws {
        let limit = ContinuousClock.now.advanced(by: .seconds(300))
        while ContinuousClock.now < limit {
            let pieces = Self.files(tracks).flatMap { SealedRecord.all(in: $0.path, $0.bytes) }
            let blocks = pieces.filter { $0.kind == 1 }
            let held = Set(blocks.map { [$0.shard, Int($0.epoch)] })
            let open = pieces.filter { $0.kind == 2 && !held.contains([$0.shard, Int($0.epoch)]) }
            if (blocks + open).map(\.points).reduce(0, +) == points { return }
            await Task.yield()
        }
        Issue.record("\(points) points did not arrive")
    }

    private func ride(_ number: Int, _ count: Int, _ start: Instant) -> [DevicePoint] {
        var device = SimulatedDevice(number: number, seed: Self.seed, start: start)
        return (0..<count).compactMap { _ in device.next() }
    }

    private static func files(_ folder: String) -> [(path: String, bytes: [UInt8])] {
        let names = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]) ?? []
        return names.sorted().compactMap { name in FileManager.default.contents(atPath: folder + "/" + name).map { (name, Array($0)) } }
    }

    // MARK: Coordinates

    private func search(_ memory: ProcessMemory, _ closed: [DevicePoint], open: [DevicePoint]) throws {
        let (sealed, held) = (Set(closed.flatMap { Coordinate.long($0) }), Set(open.flatMap { Coordinate.long($0) }))
        let found = ProcessMemory.found(sealed.union(held), in: memory.stretches)
        // The search sees what is there: the points of the open heads are.
        #expect(found.intersection(held).count >= 20)
        let left = found.intersection(sealed.subtracting(held))
        #expect(left.isEmpty, "\(left.count) forms of sealed coordinates are in memory: \(left.prefix(5).map { Hexadecimal.text($0) })")
        // So few bytes are met by chance; no more of those that went in than of those that never did.
        let short = Set(closed.flatMap { Coordinate.short($0) }).subtracting(open.flatMap { Coordinate.short($0) })
        let strange = Set(closed.flatMap { Coordinate.short($0, moved: 9_000_000) })
        let (met, chance) = (ProcessMemory.found(short, in: memory.stretches).count, ProcessMemory.found(strange, in: memory.stretches).count)
        #expect(met <= chance + 8, "\(met) of \(short.count), by chance \(chance) of \(strange.count)")
    }

    // MARK: Keys

    /// Tries everything in memory that may be a key, as the key of a piece and as a link of a chain.
    private func open(_ memory: ProcessMemory, _ image: [(path: String, bytes: [UInt8])], closed: Int) throws {
        let pieces = image.flatMap { SealedRecord.all(in: $0.path, $0.bytes) }
        let all = pieces.filter { $0.kind == 1 }
        #expect(all.count == closed && pieces.contains { $0.kind == 2 })
        // The second block of one device, a first one, a message that a block holds; and the last message of a head that is open.
        let epochs = Set(all.map { [$0.shard, Int($0.epoch)] })
        let messages = pieces.filter { $0.kind == 2 }
        var blocks = all.filter { $0.counter == 1 } + all.filter { $0.counter == 0 }.prefix(1)
        blocks += messages.filter { epochs.contains([$0.shard, Int($0.epoch)]) }.prefix(1)
        let last = messages.filter { !epochs.contains([$0.shard, Int($0.epoch)]) }.max { $0.counter < $1.counter }.map { [$0] } ?? []
        #expect(blocks.count == 3 && last.count == 1)
        let keys = memory.keys
        var (openedBlocks, openedHeads) = (0, 0)
        for key in keys {
            let piece = SymmetricKey(data: key)
            let link = HKDF<SHA256>.expand(pseudoRandomKey: piece, info: Data("concentric track piece 1".utf8), outputByteCount: 32)
            openedBlocks += blocks.filter { $0.opens(with: piece) || $0.opens(with: link) }.count
            openedHeads += last.filter { $0.opens(with: piece) || $0.opens(with: link) }.count
        }
        // The keys of the open heads are there and are found; nothing of what is sealed opens with them or anything else.
        #expect(openedHeads >= 1, "of \(keys.count) candidates")
        #expect(openedBlocks == 0, "of \(keys.count) candidates")
    }
}

/// How a coordinate may stand in memory or in a file.
enum Coordinate {
    private static func bytes(_ value: some FixedWidthInteger) -> [[UInt8]] {
        let bytes = withUnsafeBytes(of: value.littleEndian) { Array($0) }
        return [bytes, bytes.reversed()]
    }

    /// Forms of eight bytes and more, which are met by what is there only.
    static func long(_ point: DevicePoint) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        for scale in [1.0, 0.1, 1.8] {
            let (north, east) = (Int32((Double(point.latitude) * scale).rounded()), Int32((Double(point.longitude) * scale).rounded()))
            for (a, b) in zip(bytes(north), bytes(east)) { forms += [a + b, b + a] }
        }
        for value in [point.latitude, point.longitude] {
            let degrees = Double(value) / 1_000_000
            forms += bytes(degrees.bitPattern)
            forms += bytes((degrees * .pi / 180).bitPattern)
            let digits = "\(value)"
            let rest = digits.suffix(6)
            for places in [5, 6] { forms.append(Array("\(digits.dropLast(6)).\(rest.prefix(places))".utf8)) }
            forms.append(Array(digits.utf8))
            forms.append(Array("\(degrees)".utf8))
        }
        return forms.filter { $0.count >= 8 }
    }

    /// Forms that hold no more than four bytes of a coordinate: numbers of 32 bits, or of 64 with zeros, and pairs of decimal digits.
    static func short(_ point: DevicePoint, moved: Int32 = 0) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        for value in [point.latitude + moved, point.longitude + moved] {
            forms += bytes(value)
            forms += bytes(value / 10)
            forms += bytes(Int64(value))
            forms += bytes(Int64(value) * 10)
            // As pairs of decimal digits, in case a protocol carries them so.
            let digits = "\(value)"
            if let pairs = Hexadecimal.bytes(digits.count % 2 == 0 ? digits : "0" + digits) { forms.append(pairs) }
            forms += bytes((Float(value) / 1_000_000).bitPattern)
            forms += bytes(Int32((Double(value) * 1.8).rounded()))
        }
        return forms
    }
}

/// A sealed piece as it lies in a file, by the documented bytes.
struct SealedRecord {
    var kind: UInt8
    var day: Int
    var shard: Int
    var epoch: UInt32
    var counter: UInt32
    var points: Int
    private var box: AES.GCM.SealedBox
    private var binding: [UInt8]

    static func all(in path: String, _ file: [UInt8]) -> [SealedRecord] {
        let words = path.split(whereSeparator: { $0 == "/" || $0 == "-" })
        guard path.hasSuffix(".log"), words.count == 7, words[4] == "blocks" || words[4] == "batches", let shard = Int(words[5]),
            let date = CivilDate(words[1...3].joined(separator: "-"))
        else { return [] }
        var records: [SealedRecord] = []
        var at = 16
        while at + 8 <= file.count {
            let length = Int(file[at + 1]) | Int(file[at + 2]) << 8 | Int(file[at + 3]) << 16
            guard at + 8 + length <= file.count, length > 36 else { break }
            let body = Array(file[(at + 8)..<(at + 8 + length)])
            if let record = SealedRecord(file[at], body, day: date.daysSinceEpoch, shard: shard) { records.append(record) }
            at += 8 + length
        }
        return records
    }

    private init?(_ kind: UInt8, _ body: [UInt8], day: Int, shard: Int) {
        let number = { (at: Int) -> UInt32 in body[at..<(at + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) } }
        (self.kind, self.day, self.shard, epoch, counter) = (kind, day, shard, number(0), number(4))
        points = Int(body[14]) | Int(body[15]) << 8
        var once = [UInt8](repeating: 0, count: 8)
        once[0] = kind
        once += body[4..<8]
        guard let nonce = try? AES.GCM.Nonce(data: once),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: body[20..<(body.count - 16)], tag: body.suffix(16))
        else { return nil }
        self.box = box
        binding = [kind] + body[..<20]
        binding += withUnsafeBytes(of: UInt32(day).littleEndian) { Array($0) }
        binding += withUnsafeBytes(of: UInt16(shard).littleEndian) { Array($0) }
    }

    func opens(with key: SymmetricKey) -> Bool { (try? AES.GCM.open(box, using: key, authenticating: binding)) != nil }
}
