import Ground
import Testing
import Trajectories

@Suite struct SealingTests {
    @Test func theSameSeedIsTheSameOwner() throws {
        let owner = OwnerKeys()
        #expect(OwnerKeys(seed: owner.seed)?.card == owner.card)
        #expect(OwnerKeys().card != owner.card)
        #expect(OwnerCard(bytes: owner.card.bytes) == owner.card)
        #expect(OwnerKeys(seed: [1, 2, 3]) == nil)
        #expect(OwnerCard(bytes: Array(owner.card.bytes.dropLast())) == nil)
    }

    @Test func hexadecimalDigitsAreReadStrictly() {
        #expect(Hexadecimal.bytes("00ff7A") == [0, 255, 122])
        #expect(Hexadecimal.text([0, 255, 122]) == "00ff7a")
        for wrong in ["0", "0g", "00 ff", "é0"] { #expect(Hexadecimal.bytes(wrong) == nil) }
    }

    @Test func onlyTheOwnerOpens() async throws {
        let test = try TestStore(devices: 2)
        let points = Rides.ride(50, seed: 1)
        try await test.send(points, of: 0)
        let reading = try await test.store.read(try test.request(0))
        let stranger = OwnerKeys()
        #expect(throws: TrackFault.cannotOpen) { try reading.points(with: stranger) }
        #expect(try await test.history(0) == points)
        #expect(try await test.history(1) == [])
    }

    @Test func aChangedPieceDoesNotOpen() async throws {
        let test = try TestStore(devices: 1)
        try await test.send(Rides.ride(200, seed: 2), of: 0)
        let reading = try await test.store.read(try test.request(0))
        let (piece, sealed) = try #require(try reading.next())
        guard case .owner(let wrapped) = sealed else {
            Issue.record("the owner gets the owner's key")
            return
        }
        let key = try #require(wrapped.open(with: test.owners[0]))
        #expect(try piece.open(with: key).count == Int(piece.head.points))
        var changed: [SealedPiece] = []
        for at in stride(from: 0, to: piece.bytes.count, by: 7) {
            var other = piece
            other.bytes[at] ^= 1
            changed.append(other)
        }
        var other = piece
        other.head.counter += 1
        changed.append(other)
        other = piece
        other.head.span.first += 1
        changed.append(other)
        other = piece
        other.day += 1
        changed.append(other)
        other = piece
        other.bytes = Array(other.bytes.prefix(9))
        changed.append(other)
        for piece in changed { #expect(throws: TrackFault.cannotOpen) { try piece.open(with: key) } }
        for at in wrapped.bytes.indices {
            var other = wrapped
            other.bytes[at] ^= 128
            #expect(other.open(with: test.owners[0]) == nil)
        }
        var moved = wrapped
        moved.place.day += 1
        #expect(moved.open(with: test.owners[0]) == nil)
    }

    /// No nonce is used twice with a key: of an epoch, no two pieces of a kind have the same number.
    @Test func countersDoNotRepeat() async throws {
        var settings = TestStore.settings
        settings.blockPoints = 20
        let test = try TestStore(devices: 1, settings: settings)
        try await test.send(Rides.ride(130, seed: 3), of: 0)
        let devices = test.devices
        try await test.store.load(devices: devices) { number in
            number == 0 ? Rides.ride(90, seed: 4).map { TrackRow(device: 0, point: $0) } : nil
        }
        try await test.send(Rides.ride(30, seed: 5), of: 0)
        let reading = try await test.store.read(try test.request(0))
        var seen: Set<String> = []
        while let (piece, _) = try reading.next() {
            #expect(seen.insert("\(piece.place) \(piece.head.kind) \(piece.head.counter)").inserted)
        }
        #expect(seen.count > 11)
    }

    @Test func onlyQuarterHoursStandInClear() async throws {
        let test = try TestStore(devices: 1)
        var points = Rides.ride(3, seed: 1)
        points[0].time = -1
        points[1].time = 0
        points[2].time = 900_000 * 7 + 899_999
        try await test.send(points, of: 0, atATime: 3)
        let reading = try await test.store.read(try test.request(0))
        let span = try #require(try reading.next()).piece.head.span
        #expect(span == CoarseSpan(first: -1, more: 8))
        #expect(try await test.history(0, 0...899_999) == [points[1]])
        #expect(try await test.history(0, 900_000 * 8...900_000 * 9) == [])
    }
}
