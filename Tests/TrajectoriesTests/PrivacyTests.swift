import Ground
import Testing
import Trajectories

/// Whoever has the folder has no position.
@Suite struct PrivacyTests {
    private static let shift = 1_000_000.0

    /// A coordinate as it may stand somewhere: numbers of several kinds, in both orders of bytes, and text of several lengths.
    private static func forms(_ value: Int32) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        func add(_ number: some FixedWidthInteger) {
            let bytes = withUnsafeBytes(of: number.littleEndian) { Array($0) }
            forms.append(bytes)
            forms.append(bytes.reversed())
        }
        let degrees = Double(value) / shift
        add(value)
        add(Int64(value) * 10)
        add(Int32(value / 10))
        add(Int32(degrees * 1_800_000))
        add(degrees.bitPattern)
        add((degrees * .pi / 180).bitPattern)
        add(Float(degrees).bitPattern)
        for places in [3, 4, 5, 6] {
            var text = "\(value / 1_000_000)."
            let rest = "\(1_000_000 + value % 1_000_000)".dropFirst()
            text += rest.prefix(places)
            forms.append(Array(text.utf8))
        }
        forms.append(Array("\(value)".utf8))
        return forms
    }

    /// Four-byte windows of all files, for a quick look whether a form can be anywhere.
    private static func windows(_ contents: [[UInt8]]) -> Set<UInt32> {
        var windows: Set<UInt32> = []
        for bytes in contents where bytes.count >= 4 {
            for at in 0...(bytes.count - 4) { windows.insert(word(bytes, at)) }
        }
        return windows
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
    }

    private static func found(_ points: [Point], in contents: [[UInt8]]) -> [[UInt8]] {
        let windows = windows(contents)
        var found: Set<[UInt8]> = []
        for point in points {
            for form in forms(point.latitude) + forms(point.longitude)
            where (0...(form.count - 4)).allSatisfy({ windows.contains(word(form, $0)) }) {
                let isThere = contents.contains { bytes in
                    bytes.indices.dropLast(form.count - 1).contains { bytes[$0] == form[0] && bytes[$0..<($0 + form.count)].elementsEqual(form) }
                }
                // Four bytes of noise meet one of thousands of numbers now and then; eight bytes or text never do.
                if isThere { found.insert(form) }
            }
        }
        return Array(found)
    }

    @Test func noCoordinateIsInTheFolder() async throws {
        var settings = TestStore.settings
        settings.blockPoints = 60
        let test = try TestStore(devices: 4, settings: settings)
        var all: [Point] = []
        for index in 0..<4 {
            let ride = Rides.ride(200, seed: UInt64(index))
            try await test.send(ride, of: index)
            all += ride
        }
        let devices = test.devices
        try await test.store.load(devices: devices) { number in
            number < 4 ? Rides.ride(150, seed: UInt64(100 + number)).map { TrackRow(device: UInt32(number), point: $0) } : nil
        }
        for number in 0..<4 { all += Rides.ride(150, seed: UInt64(100 + number)) }
        let keys = try await test.store.wrappedKeys(try test.request(0))
        let reader = OwnerKeys()
        let grant = try Grant(
            of: test.devices[0], from: test.owners[0], to: "reader", reader.card, span: .min ... .max, expires: .max, keys: keys)
        try await test.store.add(grant)
        _ = try await test.store.read(try test.request(0, by: .grant(grant.id), signedBy: reader)).points(with: reader)

        for isClosed in [false, true] {
            if isClosed { try await test.store.close() }
            let contents = test.folder.contents.map(\.bytes)
            let total = contents.map(\.count).reduce(0, +)
            #expect(total > 5000)
            let found = Self.found(all, in: contents)
            // By chance a few of the four-byte forms; the same search for numbers that never went in finds as few.
            let strange = all.map { Point(time: 0, latitude: $0.latitude + 9_000_000, longitude: $0.longitude - 60_000_000) }
            let others = Self.found(strange, in: contents)
            #expect(found.filter { $0.count > 4 } == [])
            #expect(found.count <= others.count + 12)
            for name in test.devices.map(\.text) {
                let days = test.folder.contents.filter { $0.path.hasPrefix("days/") }.map(\.bytes)
                #expect(!days.contains { Self.contains($0, Array(name.utf8)) })
            }
        }
    }

    private static func contains(_ bytes: [UInt8], _ form: [UInt8]) -> Bool {
        guard bytes.count >= form.count else { return false }
        return (0...(bytes.count - form.count)).contains { bytes[$0..<($0 + form.count)].elementsEqual(form) }
    }

    /// The search finds what is there.
    @Test func aCoordinateThatIsThereIsSeen() {
        let point = Point(time: 0, latitude: 25_038_941, longitude: 102_718_399)
        for form in Self.forms(point.latitude) + Self.forms(point.longitude) {
            #expect(Self.found([point], in: [[1, 2, 3] + form + [4]]).contains(form))
        }
    }

    /// Everything on the disk, every wrapped key and every key that is nobody's: no piece opens.
    @Test func anImageOfTheDiskOpensNothing() async throws {
        let test = try TestStore(devices: 3)
        for index in 0..<3 { try await test.send(Rides.ride(300, seed: UInt64(index)), of: index) }
        try await test.store.close()
        let image = test.folder.contents
        let again = try test.reopened()
        var pieces: [(SealedPiece, SealedKey)] = []
        for index in 0..<3 {
            let reading = try await again.store.read(try again.request(index))
            while let next = try reading.next() { pieces.append(next) }
        }
        #expect(pieces.count >= 3)
        // Whatever 32 bytes on the disk might be an owner's seed, an opening key or the key of an epoch.
        var candidates: [[UInt8]] = []
        for (path, bytes) in image where !path.contains("blocks-") && bytes.count >= 32 {
            let step = path.hasSuffix(".key") ? 1 : 4
            for at in stride(from: 0, through: bytes.count - 32, by: step) { candidates.append(Array(bytes[at..<(at + 32)])) }
        }
        #expect(candidates.count > 100)
        let (piece, sealed) = pieces[0]
        for candidate in candidates.prefix(600) {
            let keys = try #require(OwnerKeys(seed: candidate))
            if case .owner(let wrapped) = sealed { #expect(wrapped.open(with: keys) == nil) }
            let key = try #require(EpochKey(place: piece.place, bytes: candidate))
            #expect(throws: TrackFault.cannotOpen) { try piece.open(with: key) }
        }
    }
}
