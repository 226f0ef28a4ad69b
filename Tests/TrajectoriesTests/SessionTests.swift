import Crypto
import Foundation
import Ground
import Testing
import Trajectories

/// Looks that follow one another by one signature, and devices that go from one owner to the next.
@Suite struct SessionTests {
    private let reader = OwnerKeys()

    private func granted(_ test: TestStore, _ span: ClosedRange<Int64>) async throws -> Grant {
        let grant = try Grant(
            of: test.devices[0], from: test.owners[0], to: "Street police post 3", reader.card, span: span, expires: test.clock.now + 60_000,
            keys: try await test.store.wrappedKeys(try test.request(0, span)))
        try await test.store.add(grant)
        return grant
    }

    @Test func eachLookIsAskedForAndNoted() async throws {
        let test = try TestStore(devices: 1)
        let ride = Rides.ride(300, seed: 1)
        try await test.send(ride, of: 0)
        let span = ride[10].time...ride[200].time
        let session = try test.store.session(try test.request(0, span))
        #expect(try session.look().points(with: test.owners[0]) == Array(ride[10...200]))
        #expect(try await session.read(ride[50].time...ride[60].time).points(with: test.owners[0]) == Array(ride[50...60]))
        for wide in [ride[9].time...ride[60].time, ride[50].time...ride[201].time] {
            #expect(throws: TrackFault.notGranted("the request is for another span of time")) { try session.look(wide) }
        }
        let reads = try test.store.ledger.reads(of: test.devices[0])
        #expect(reads.map(\.span) == [span, ride[50].time...ride[60].time])
        test.clock.now += ReadRequest.freshness + 1
        #expect(throws: TrackFault.notGranted("the request is not of now")) { try session.look() }
        await #expect(throws: TrackFault.notGranted("the request is not of now")) { try await session.read() }
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 2)
    }

    @Test func revokingEndsASessionAtOnce() async throws {
        let test = try TestStore(devices: 1)
        let ride = Rides.ride(100, seed: 2)
        try await test.send(ride, of: 0)
        let grant = try await granted(test, ride[20].time...ride[70].time)
        let request = try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        let session = try test.store.session(request)
        let reading = try session.look()
        #expect(try session.look().points(with: reader) == Array(ride[20...70]))
        try await test.store.revoke(try Revocation(of: grant.id, by: test.owners[0]))
        let revoked = TrackFault.notGranted("the grant was revoked")
        #expect(throws: revoked) { try session.look() }
        await #expect(throws: revoked) { try await session.read() }
        #expect(throws: revoked) { try reading.next() }
        #expect(throws: revoked) { try test.store.session(request) }
    }

    @Test func aGrantExpiresWithinASession() async throws {
        let test = try TestStore(devices: 1)
        let ride = Rides.ride(100, seed: 3)
        try await test.send(ride, of: 0)
        let grant = try await granted(test, ride[20].time...ride[70].time)
        let session = try test.store.session(try test.request(0, grant.span, by: .grant(grant.id), signedBy: reader))
        _ = try session.look()
        test.clock.now += 60_000
        #expect(throws: TrackFault.notGranted("the grant has expired")) { try session.look() }
    }

    /// Many threads look at once: each look is in the log, and the chain of the log holds.
    @Test func looksThatComeTogetherAreAllNoted() async throws {
        let test = try TestStore(devices: 2)
        let ride = Rides.ride(60, seed: 4)
        for index in 0..<2 { try await test.send(ride, of: index) }
        let requests = try (0..<2).map { try test.request($0) }
        let (store, owners) = (test.store, test.owners)
        try await withThrowingTaskGroup(of: [Point].self) { group in
            for number in 0..<60 {
                let (request, owner) = (requests[number % 2], owners[number % 2])
                group.addTask {
                    if number % 3 == 0 { return try await store.read(request).points(with: owner) }
                    return try await withCheckedThrowingContinuation { reply in
                        Thread.detachNewThread { reply.resume(with: Result { try store.look(request).points(with: owner) }) }
                    }
                }
            }
            for try await points in group { #expect(points == ride) }
        }
        for device in test.devices { #expect(try store.ledger.reads(of: device).count == 30) }
    }

    // MARK: The log

    /// Zeros stand ready behind the looks; a failure of power in the middle of one leaves those before it.
    @Test func theLogGoesOnAfterAFailure() async throws {
        var test = try TestStore(devices: 1)
        try await test.send(Rides.ride(30, seed: 5), of: 0)
        for _ in 0..<3 { _ = try await test.history(0) }
        let path = test.folder.path + "/reads.log"
        test = try test.reopened()
        #expect(test.store.findings.allSatisfy { !$0.description.contains("reads.log") })
        _ = try await test.history(0)
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 4)
        let disk = DiskFiles()
        var bytes = try disk.open(path, forWriting: false).read(1 << 20, at: 0)
        let end = try #require(bytes.lastIndex { $0 != 0 }) + 1
        // The last look is half-written.
        for at in (end - 20)..<end { bytes[at] = 0 }
        test.giveUp()
        try disk.open(path, forWriting: true).write(bytes, at: 0)
        test = try test.reopened()
        #expect(test.store.findings.contains { $0.description.contains("reads.log") })
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 3)
        _ = try await test.history(0)
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 4)
        // Hundreds of looks go beyond the zeros.
        for _ in 0..<900 { _ = try test.store.look(try test.request(0)) }
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 904)
        #expect(try disk.open(path, forWriting: false).size() > bytes.count)
        test = try test.reopened()
        #expect(try test.store.ledger.reads(of: test.devices[0]).count == 904)
    }

    // MARK: Owners

    @Test func aDeviceGoesToSomebodyElse() async throws {
        var settings = TestStore.settings
        settings.epoch = 1000
        let test = try TestStore(devices: 1, settings: settings)
        let now = test.clock.now
        let before = (0..<40).map { Point(time: now - 400_000 + Int64($0) * 1000, latitude: 25_000_000 + Int32($0), longitude: 102_000_000) }
        let after = (0..<40).map { Point(time: now + 500_000 + Int64($0) * 1000, latitude: 26_000_000 + Int32($0), longitude: 102_000_000) }
        try await test.send(before, of: 0)
        let grant = try await granted(test, before[0].time...before[39].time)
        let buyer = OwnerKeys()
        try test.store.register(test.devices[0], owner: buyer.card)
        test.clock.now += 600_000
        try await test.send(after, of: 0)
        // Each reads what was sealed to her; the former one is not told of what came later.
        let asBuyer = try await test.store.read(try test.request(0, signedBy: buyer))
        #expect(try asBuyer.points(with: buyer) == after)
        #expect(asBuyer.closedPieces > 0)
        let asSeller = try await test.store.read(try test.request(0))
        #expect(try asSeller.points(with: test.owners[0]) == before)
        let later = try test.request(0, (now + 1)...Int64.max)
        await #expect(throws: TrackFault.notGranted("the device had another owner then")) { try await test.store.read(later) }
        // A grant of the whole span holds the keys that are the buyer's to give.
        let keys = try await test.store.wrappedKeys(try test.request(0, signedBy: buyer))
        let second = try Grant(
            of: test.devices[0], from: buyer, to: "workshop", reader.card, span: .min ... .max, expires: .max, keys: keys)
        try await test.store.add(second)
        let request = try test.request(0, by: .grant(second.id), signedBy: reader)
        #expect(try await test.store.read(request).points(with: reader) == after)
        // Who gave a grant ends it, and nobody else.
        await #expect(throws: TrackFault.wrongSignature) { try await test.store.revoke(try Revocation(of: second.id, by: test.owners[0])) }
        await #expect(throws: TrackFault.wrongSignature) { try await test.store.revoke(try Revocation(of: grant.id, by: buyer)) }
        let again = try test.reopened(settings: settings)
        let old = try again.request(0, grant.span, by: .grant(grant.id), signedBy: reader)
        await #expect(throws: TrackFault.notGranted("the grant has expired")) { try await again.store.read(old) }
        #expect(try await again.history(0) == before)
        try await again.store.revoke(try Revocation(of: grant.id, by: test.owners[0]))
        #expect(again.store.ledger.grants(of: again.devices[0]).filter(\.isRevoked).map(\.grant.id) == [grant.id])
    }

    // MARK: Sealing

    /// What the library's HPKE seals for an owner opens, and what is changed does not.
    @Test func keysOfTheLibraryOpen() async throws {
        let test = try TestStore(devices: 1)
        let ride = Rides.ride(20, seed: 6)
        try await test.send(ride, of: 0)
        var wrapped = try #require(try await test.store.wrappedKeys(try test.request(0)).first)
        let first = try #require(wrapped.open(with: test.owners[0]))
        let place = wrapped.place
        var binding = withUnsafeBytes(of: place.day.littleEndian) { Array($0) }
        binding += withUnsafeBytes(of: place.shard.littleEndian) { Array($0) }
        binding += withUnsafeBytes(of: place.epoch.littleEndian) { Array($0) }
        binding += wrapped.tag.bytes
        let suite = HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)
        let card = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: test.owners[0].card.bytes.prefix(32))
        var random = SeededRandom(seed: 7)
        for _ in 0..<50 {
            let secret = (0..<32).map { _ in UInt8(random.below(256)) }
            var sender = try HPKE.Sender(recipientKey: card, ciphersuite: suite, info: Data("concentric track epoch 1".utf8))
            wrapped.bytes = Array(sender.encapsulatedKey) + Array(try sender.seal(secret, authenticating: binding))
            // A key of which the bytes are known seals as the one that was unwrapped does.
            #expect(wrapped.open(with: test.owners[0])?.isKey(secret) == true)
            wrapped.bytes[random.below(wrapped.bytes.count)] ^= UInt8(1 << random.below(8))
            #expect(wrapped.open(with: test.owners[0])?.isKey(secret) != true)
        }
        #expect(!first.isKey([UInt8](repeating: 0, count: 32)))
    }
}
